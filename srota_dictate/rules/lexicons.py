"""The word lists that writing needs, shipped and the person's own, read once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from srota_dictate.assets import asset
from srota_dictate.errors import UserFixableError
from srota_dictate.rules.letters_en import Letters, read_letters
from srota_dictate.rules.lexicon import Lexicon, read_lexicon
from srota_dictate.rules.own_words import read_own_words


@dataclass(frozen=True, slots=True)
class Lexicons:
    """Without any words everything is spelled by rule."""

    letters: Letters = field(repr=False)  # how those of English words sound
    roman: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)  # Hindi words
    devanagari: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)  # English words
    trouble: tuple[UserFixableError, ...] = ()  # lines that were left out

    def without_words(self) -> "Lexicons":
        return replace(self, roman={}, devanagari={})


def load_lexicons(own_words: Path | None = None) -> Lexicons:
    """The shipped ones, and the person's words over both: a word is Hindi or English by its letters."""
    own = Lexicon({}) if own_words is None else read_own_words(own_words)
    roman, devanagari = (read_lexicon(asset(name)) for name in ("lexicon/roman_hi.tsv", "lexicon/devanagari_en.tsv"))
    return Lexicons(
        read_letters(asset("lexicon/sounds_en.tsv")),
        {**roman.words, **own.words},
        {**devanagari.words, **own.words},
        (*roman.trouble, *devanagari.trouble, *own.trouble),
    )
