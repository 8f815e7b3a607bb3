"""Look at and press the keys of Windows: implements `board_writer.Keyboard` by SendInput."""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from srota_dictate.output.options import PasteKeys

_SHIFT, _CTRL, _ALT, _LEFT_WIN, _RIGHT_WIN = 0x10, 0x11, 0x12, 0x5B, 0x5C
_INSERT, _RETURN, _V = 0x2D, 0x0D, 0x56
_MODIFIERS: Final = (_SHIFT, _CTRL, _ALT, _LEFT_WIN, _RIGHT_WIN)
_KEYS: Final = range(0x08, 0xFF)  # below are the buttons of the mouse
_LOCKS: Final = frozenset({0x14, 0x90, 0x91})
_KEYBOARD: Final = 1  # INPUT_KEYBOARD
_EXTENDED, _KEY_UP, _UNICODE = 0x01, 0x02, 0x04
_AT_ONCE: Final = 256  # events; a call is not interrupted by the person's own keys


@dataclass(frozen=True, slots=True)
class Stroke:
    """One event of the keyboard: a key by its virtual code, or a UTF-16 unit as if there were a key for it."""

    key: int = 0
    unit: int = 0
    is_up: bool = False

    @property
    def flags(self) -> int:
        # Without this mark, Insert is the 0 of the keypad.
        extended = _EXTENDED if self.key == _INSERT else 0
        return extended | (_UNICODE if self.unit else 0) | (_KEY_UP if self.is_up else 0)


def chord(*keys: int) -> tuple[Stroke, ...]:
    """Press in this order, let go in the other."""
    return (*(Stroke(key) for key in keys), *(Stroke(key, is_up=True) for key in reversed(keys)))


def paste_strokes(keys: PasteKeys) -> tuple[Stroke, ...]:
    """By virtual codes, which layouts for other scripts have in the same places."""
    match keys:
        case PasteKeys.CTRL_V:
            return chord(_CTRL, _V)
        case PasteKeys.CTRL_SHIFT_V:
            return chord(_CTRL, _SHIFT, _V)
        case PasteKeys.SHIFT_INSERT:
            return chord(_SHIFT, _INSERT)
        case _ as never:
            assert_never(never)


def text_strokes(text: str) -> tuple[Stroke, ...]:
    data = text.encode("utf-16-le", "surrogatepass")
    units = [int.from_bytes(data[at : at + 2], "little") for at in range(0, len(data), 2)]
    return tuple(Stroke(unit=unit, is_up=is_up) for unit in units for is_up in (False, True))


class _MouseInput(ctypes.Structure):
    """The largest member of the union, here for its size."""

    _fields_ = (
        ("dx", ctypes.c_int32),
        ("dy", ctypes.c_int32),
        ("data", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("time", ctypes.c_uint32),
        ("extra", ctypes.c_size_t),
    )


class _KeyInput(ctypes.Structure):
    _fields_ = (
        ("key", ctypes.c_uint16),
        ("scan", ctypes.c_uint16),
        ("flags", ctypes.c_uint32),
        ("time", ctypes.c_uint32),
        ("extra", ctypes.c_size_t),
    )


class _Union(ctypes.Union):
    _fields_ = (("mouse", _MouseInput), ("key", _KeyInput))


class Input(ctypes.Structure):
    """INPUT, as SendInput takes it."""

    _fields_ = (("kind", ctypes.c_uint32), ("union", _Union))


class WindowsKeyboard:
    def __init__(self) -> None:
        self._user32 = ctypes.CDLL("user32")
        self._user32.SendInput.argtypes = (ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)
        self._user32.GetAsyncKeyState.restype = ctypes.c_int16

    def any_down(self) -> bool:
        return any(self._is_down(key) for key in _KEYS if key not in _LOCKS)

    def modifiers_down(self) -> bool:
        return any(self._is_down(key) for key in _MODIFIERS)

    def paste(self, keys: PasteKeys) -> None:
        self._send(paste_strokes(keys))

    def type(self, text: str) -> None:
        self._send(text_strokes(text))

    def enter(self) -> None:
        self._send(chord(_RETURN))

    def _is_down(self, key: int) -> bool:
        return self._user32.GetAsyncKeyState(key) < 0

    def _send(self, strokes: Sequence[Stroke]) -> None:
        for start in range(0, len(strokes), _AT_ONCE):
            part = strokes[start : start + _AT_ONCE]
            events = (Input * len(part))(*map(_input, part))
            self._user32.SendInput(len(part), events, ctypes.sizeof(Input))


def _input(stroke: Stroke) -> Input:
    return Input(_KEYBOARD, _Union(key=_KeyInput(stroke.key, stroke.unit, stroke.flags, 0, 0)))
