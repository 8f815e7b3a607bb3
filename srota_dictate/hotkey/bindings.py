"""Tell whether hotkeys can stand beside each other: pure."""

from collections.abc import Sequence

from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.chord import KeyChord, parse_chord
from srota_dictate.types import HotkeyBinding


def check_bindings(bindings: Sequence[HotkeyBinding]) -> None:
    """Raises UserFixableError when one is no key, or two are the same."""
    chords = [parse_chord(binding.key) for binding in bindings]
    for index, chord in enumerate(chords):
        if chord in chords[:index]:
            raise chosen_twice(chord)


def chosen_twice(chord: KeyChord) -> UserFixableError:
    return UserFixableError(f"{chord.label} is chosen for two things", "Choose another key in Settings for one of them")
