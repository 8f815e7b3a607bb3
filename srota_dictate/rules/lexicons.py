"""The word lists that writing needs, shipped and the person's own, read once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from srota_dictate.assets import asset
from srota_dictate.errors import UserFixableError
from srota_dictate.rules.lexicon import Lexicon, read_lexicon
from srota_dictate.rules.own_words import read_own_words


@dataclass(frozen=True, slots=True)
class Lexicons:
    """Without any words everything is spelled by rule."""

    roman: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)  # Hindi words
    trouble: tuple[UserFixableError, ...] = ()  # lines that were left out

    def common(self) -> frozenset[str]:
        """Words, in small letters, that are what they are, however near to somebody's term."""
        return frozenset((*self.roman, *self.roman.values()))

    def without_words(self) -> "Lexicons":
        return replace(self, roman={})


def load_lexicons(own_words: Path | None = None) -> Lexicons:
    """The shipped ones, and the person's words over them."""
    own = Lexicon({}) if own_words is None else read_own_words(own_words)
    roman = read_lexicon(asset("lexicon/roman_hi.tsv"))
    return Lexicons({**roman.words, **own.words}, (*roman.trouble, *own.trouble))
