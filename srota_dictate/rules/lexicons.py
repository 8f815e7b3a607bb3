"""The word lists that writing needs, shipped and the person's own, read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from srota_dictate.assets import asset
from srota_dictate.errors import UserFixableError
from srota_dictate.rules.letters_en import Letters, read_letters
from srota_dictate.rules.lexicon import Lexicon, read_lexicon, word_key
from srota_dictate.rules.own_words import read_own_words

_SHIPPED: Final = ("lexicon/roman_hi.tsv", "lexicon/devanagari_en.tsv")


@dataclass(frozen=True, slots=True)
class ShippedWords:
    """The words of the shipped lexicons, in small letters: everybody says them, so nobody means a term by them."""

    all: frozenset[str]  # in both their spellings
    english: frozenset[str]

    @staticmethod
    def of(lexicons: Sequence[Mapping[str, str]]) -> "ShippedWords":
        words = frozenset(word for lexicon in lexicons for word in lexicon)
        spellings = (word_key(spelling) for lexicon in lexicons for spelling in lexicon.values())
        return ShippedWords(words.union(spellings), frozenset(word for word in words if word.isascii()))


@dataclass(frozen=True, slots=True)
class Lexicons:
    """Without any words everything is spelled by rule."""

    letters: Letters = field(repr=False)  # how those of English words sound
    roman: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)  # Hindi words
    devanagari: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)  # English words
    trouble: tuple[UserFixableError, ...] = ()  # lines that were left out
    shipped: tuple[Mapping[str, str], ...] = field(default=(), repr=False)  # without the person's own

    def without_words(self) -> "Lexicons":
        return replace(self, roman={}, devanagari={})


def load_lexicons(own_words: Path | None = None) -> Lexicons:
    """The shipped ones, and the person's words over both: a word is Hindi or English by its letters."""
    own = Lexicon({}) if own_words is None else read_own_words(own_words)
    roman, devanagari = (read_lexicon(asset(name)) for name in _SHIPPED)
    return Lexicons(
        read_letters(asset("lexicon/sounds_en.tsv")),
        {**roman.words, **own.words},
        {**devanagari.words, **own.words},
        (*roman.trouble, *devanagari.trouble, *own.trouble),
        (roman.words, devanagari.words),
    )


def shipped_words() -> ShippedWords:
    return ShippedWords.of([read_lexicon(asset(name)).words for name in _SHIPPED])
