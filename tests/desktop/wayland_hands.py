"""Press keys in a test's Wayland session, as the keyboard that every real session has."""

import os
import time
from pathlib import Path

from srota_dictate.output.wayland_globals import VIRTUAL_KEYBOARD, Compositor

_KEYMAP = b"""xkb_keymap {
xkb_keycodes { include "evdev+aliases(qwerty)" };
xkb_types { include "complete" };
xkb_compat { include "complete" };
xkb_symbols { include "pc+us+inet(evdev)" };
};\0"""
_XKB_V1 = 1
# Linux's numbers for the keys that the tests press.
_CODES = {
    **{"ctrl": 29, "shift": 42, "alt": 56, "v": 47, "a": 30, "s": 31, "b": 48, "Delete": 111, "Return": 28},
    **{"F8": 66, "F9": 67, "Control_R": 97, "Escape": 1},
}
_MODIFIERS = {"shift": 1, "ctrl": 4, "Control_R": 4, "alt": 8}  # bits of the state, as the keymap has them

_CREATE, _SET_KEYMAP, _KEY, _MODIFIERS_NOW = 0, 0, 1, 2


class WaylandHands:
    """A keyboard that stays plugged in until closed."""

    def __init__(self, socket: Path) -> None:
        self._compositor = Compositor(socket)
        manager, seat = self._compositor.bind(VIRTUAL_KEYBOARD, 1), self._compositor.bind("wl_seat", 1)
        self._keyboard = self._compositor.wire.new_id()
        self._compositor.wire.send(manager, _CREATE, seat, self._keyboard)
        fd = os.memfd_create("keymap")
        os.write(fd, _KEYMAP)
        self._compositor.wire.send(self._keyboard, _SET_KEYMAP, _XKB_V1, len(_KEYMAP), fd=fd)
        os.close(fd)
        self._down: list[str] = []
        self._compositor.round_trip()

    def key_down(self, key: str) -> None:
        self._down.append(key)
        self._send(key, is_down=True)

    def key_up(self, key: str) -> None:
        self._down.remove(key)
        self._send(key, is_down=False)

    def tap(self, chord: str) -> None:
        """Press the parts of "ctrl+v" in order, release them in reverse."""
        keys = chord.split("+")
        for key in keys:
            self.key_down(key)
        for key in reversed(keys):
            self.key_up(key)

    def close(self) -> None:
        self._compositor.close()

    def _send(self, key: str, *, is_down: bool) -> None:
        wire = self._compositor.wire
        wire.send(self._keyboard, _KEY, int(time.monotonic() * 1000) & 0xFFFFFFFF, _CODES[key], int(is_down))
        depressed = 0
        for held in self._down:
            depressed |= _MODIFIERS.get(held, 0)
        wire.send(self._keyboard, _MODIFIERS_NOW, depressed, 0, 0, 0)
        self._compositor.round_trip()
