"""Press keys in a test's Wayland session, as the keyboard that every real session has."""

from pathlib import Path

from srota_dictate.hotkey.key_codes import KEY_CODES
from srota_dictate.output.virtual_keyboard import VirtualKeyboard
from tests.desktop.chords import Chords, full_name


class WaylandHands(Chords):
    """One thread at a time."""

    def __init__(self, socket: Path) -> None:
        self._keyboard = VirtualKeyboard(socket)

    def key_down(self, key: str) -> None:
        self._keyboard.key(KEY_CODES[full_name(key)], is_down=True)

    def key_up(self, key: str) -> None:
        self._keyboard.key(KEY_CODES[full_name(key)], is_down=False)

    def close(self) -> None:
        self._keyboard.close()
