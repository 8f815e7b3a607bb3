"""Press keys in a test's Wayland session, as the keyboard that every real session has."""

from pathlib import Path

from srota_dictate.hotkey.key_codes import KEY_CODES
from srota_dictate.output.virtual_keyboard import VirtualKeyboard

_SHORT_NAMES = {"ctrl": "Control_L", "alt": "Alt_L", "shift": "Shift_L", "super": "Super_L"}


class WaylandHands:
    """Keys are those of settings files ("F9", "a", "Return") or ctrl, alt, shift, super."""

    def __init__(self, socket: Path) -> None:
        self._keyboard = VirtualKeyboard(socket)

    def key_down(self, key: str) -> None:
        self._keyboard.key(_code(key), is_down=True)

    def key_up(self, key: str) -> None:
        self._keyboard.key(_code(key), is_down=False)

    def tap(self, chord: str) -> None:
        """Press the parts of "ctrl+v" in order, release them in reverse."""
        keys = chord.split("+")
        for key in keys:
            self.key_down(key)
        for key in reversed(keys):
            self.key_up(key)

    def close(self) -> None:
        self._keyboard.close()


def _code(key: str) -> int:
    return KEY_CODES[_SHORT_NAMES.get(key, key)]
