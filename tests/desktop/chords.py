"""Press chords, on whatever kind of desktop the keys are pressed."""

from abc import ABC, abstractmethod

_SHORT_NAMES = {"ctrl": "Control_L", "alt": "Alt_L", "shift": "Shift_L", "super": "Super_L"}


class Chords(ABC):
    """Keys are those of settings files ("F9", "a", "Return") or ctrl, alt, shift, super."""

    @abstractmethod
    def key_down(self, key: str) -> None: ...

    @abstractmethod
    def key_up(self, key: str) -> None: ...

    def tap(self, chord: str) -> None:
        """Press the parts of "ctrl+shift+v" in order, release them in reverse."""
        keys = chord.split("+")
        for key in keys:
            self.key_down(key)
        for key in reversed(keys):
            self.key_up(key)


def full_name(key: str) -> str:
    return _SHORT_NAMES.get(key, key)
