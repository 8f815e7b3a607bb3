"""Say how English words sound that no lexicon knows: each letter as it sounds between its neighbours.

The table of contexts was learned from the CMU pronouncing dictionary (`srota_dictate/lab/devanagari/`). Its lines are a
context, a tab and what the letter sounds like there: "th[e]r" is the e between "th" and "r", "^" a border of the word.
The longest context that fits decides.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from srota_dictate.rules.sounds_en import Sound

# Letters before and after that are looked at, least first.
WINDOWS: Final = ((0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 3), (3, 3), (3, 4))
SILENT: Final = "-"


@dataclass(frozen=True, slots=True)
class Letters:
    sounds: Mapping[str, str] = field(repr=False)  # by context: phones, a space between them

    def read(self, word: str) -> tuple[Sound, ...]:
        """The sounds of `word`, in small letters a to z; silent letters stand with the sound before them."""
        sounds: list[Sound] = []
        for index, letter in enumerate(word):
            phones = self._phones(word, index)
            # The r of "er" may have been read twice.
            if phones == SILENT or (phones == "R" and sounds and sounds[-1].phone == "ER"):
                if sounds:
                    last = sounds.pop()
                    sounds.append(Sound(last.phone, last.stress, last.letters + letter))
                continue
            for number, phone in enumerate(phones.split(" ")):
                stress = int(phone[-1]) if phone[-1].isdigit() else 0
                sounds.append(Sound(phone.rstrip("012"), stress, letter if number == 0 else ""))
        return tuple([_checked(sound) for sound in sounds])

    def _phones(self, word: str, index: int) -> str:
        for context in reversed([*contexts(word, index)]):
            phones = self.sounds.get(context)
            if phones is not None:
                return phones
        return SILENT


def _checked(sound: Sound) -> Sound:
    """Without the r of a vowel that has none."""
    return Sound("EH", sound.stress, sound.letters) if sound.phone == "ER" and "r" not in sound.letters else sound


def contexts(word: str, index: int) -> Iterator[str]:
    """Those of a letter, the shortest first."""
    framed = f"^^^^{word}^^^^"
    at = index + 4
    for before, after in WINDOWS:
        yield f"{framed[at - before : at]}[{framed[at]}]{framed[at + 1 : at + 1 + after]}"


def read_letters(path: Path) -> Letters:
    """The shipped table. OSError when it isn't there."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return Letters(dict(line.split("\t") for line in lines if line))
