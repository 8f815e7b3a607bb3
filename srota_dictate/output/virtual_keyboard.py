"""Press keys through the virtual-keyboard protocol of wlroots, which asks nobody.

wtype speaks the same protocol, but brings a keymap in which GTK 3 finds no Ctrl, so that it pastes nothing.
"""

import os
import threading
import time
from pathlib import Path
from typing import Final

from srota_dictate.output.wayland_globals import VIRTUAL_KEYBOARD, Compositor

# The compositor fills this in from its own data. Whatever layout the person has, here V is a V.
_KEYMAP: Final = b"""xkb_keymap {
xkb_keycodes { include "evdev+aliases(qwerty)" };
xkb_types { include "complete" };
xkb_compat { include "complete" };
xkb_symbols { include "pc+us+inet(evdev)" };
};\0"""
_XKB_V1: Final = 1
# Linux's numbers for keys, and the modifiers' bits in that keymap.
_CODES: Final = {"ctrl": 29, "shift": 42, "v": 47, "insert": 110, "return": 28}
_MODIFIER_BITS: Final = {29: 4, 97: 4, 42: 1, 54: 1, 56: 8, 125: 64}

# Opcodes.
_MANAGER_CREATE: Final = 0
_KEYBOARD_KEYMAP: Final = 0
_KEYBOARD_KEY: Final = 1
_KEYBOARD_MODIFIERS: Final = 2


class VirtualKeyboard:
    """A keyboard that stays plugged in until closed. One thread at a time; OSError once the compositor is gone."""

    def __init__(self, path: Path) -> None:
        """UserFixableError when no compositor answers there."""
        self._compositor = Compositor(path)
        wire = self._compositor.wire
        manager, seat = self._compositor.bind(VIRTUAL_KEYBOARD, 1), self._compositor.bind("wl_seat", 1)
        self._keyboard = wire.new_id()
        wire.send(manager, _MANAGER_CREATE, seat, self._keyboard)
        fd = os.memfd_create("keymap", os.MFD_CLOEXEC)
        os.write(fd, _KEYMAP)
        wire.send(self._keyboard, _KEYBOARD_KEYMAP, _XKB_V1, len(_KEYMAP), fd=fd)
        os.close(fd)
        self._down: list[int] = []
        self._compositor.round_trip()

    def key(self, code: int, *, is_down: bool) -> None:
        """Returns when the compositor has dealt with it."""
        if is_down:
            self._down.append(code)
        else:
            self._down.remove(code)
        wire = self._compositor.wire
        wire.send(self._keyboard, _KEYBOARD_KEY, int(time.monotonic() * 1000) & 0xFFFFFFFF, code, int(is_down))
        depressed = 0
        for held in self._down:
            depressed |= _MODIFIER_BITS.get(held, 0)
        wire.send(self._keyboard, _KEYBOARD_MODIFIERS, depressed, 0, 0, 0)
        self._compositor.round_trip()

    def close(self) -> None:
        self._compositor.close()


class VirtualKeys:
    """A `KeySender`."""

    def __init__(self, path: Path) -> None:
        self._keyboard = VirtualKeyboard(path)
        self._lock = threading.Lock()

    def trouble(self) -> str:
        return ""

    def press(self, chord: str) -> bool:
        codes = [_CODES[name] for name in chord.split("+")]
        with self._lock:
            try:
                for code in codes:
                    self._keyboard.key(code, is_down=True)
                for code in reversed(codes):
                    self._keyboard.key(code, is_down=False)
            except OSError:  # with its connection the keyboard is gone, and every key of it up
                return False
        return True

    def close(self) -> None:
        with self._lock:
            self._keyboard.close()
