"""The sounds of an English word, as in the ARPABET, with the letters they stand for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

VOWELS: Final = frozenset(("AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"))


@dataclass(frozen=True, slots=True)
class Sound:
    phone: str  # "AH", "K" …
    stress: int  # of a vowel: 0 none, 1 the word's, 2 another
    letters: str  # those it stands for, and silent ones after them; "" none of its own


@dataclass(frozen=True, slots=True)
class Place:
    """A sound and its neighbours."""

    sounds: Sequence[Sound]
    index: int

    @property
    def here(self) -> Sound:
        return self.sounds[self.index]

    def phone(self, offset: int) -> str:
        """Of a neighbour; "" outside the word."""
        at = self.index + offset
        return self.sounds[at].phone if 0 <= at < len(self.sounds) else ""

    def letters(self, offset: int) -> str:
        at = self.index + offset
        return self.sounds[at].letters if 0 <= at < len(self.sounds) else ""

    def stress(self, offset: int) -> int:
        at = self.index + offset
        return self.sounds[at].stress if 0 <= at < len(self.sounds) else 0

    def is_vowel(self, offset: int) -> bool:
        return self.phone(offset) in VOWELS

    @property
    def is_first(self) -> bool:
        return self.index == 0

    @property
    def is_last(self) -> bool:
        return self.index == len(self.sounds) - 1

    @property
    def is_closed(self) -> bool:
        """No vowel follows the next consonant."""
        return not self.is_vowel(1) and not self.is_vowel(2)
