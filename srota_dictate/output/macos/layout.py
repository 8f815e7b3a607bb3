"""Find the key that a keyboard layout of macOS has for a character."""

import ctypes
from collections.abc import Callable
from typing import Final

_CODES: Final = range(128)
CARBON: Final = "/System/Library/Frameworks/Carbon.framework/Carbon"
_CORE_FOUNDATION: Final = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation"
_DISPLAY: Final = 3  # kUCKeyActionDisplay
_NO_DEAD_KEYS: Final = 1  # kUCKeyTranslateNoDeadKeysMask
_COMMAND: Final = 1  # cmdKey >> 8
_MAX_UNITS: Final = 4
ANSI_V: Final = 0x09


def key_for(character: str, translate: Callable[[int], str], otherwise: int) -> int:
    """The first key that writes `character` while Command is held, as `translate` says; `otherwise` when none does."""
    return next((code for code in _CODES if translate(code) == character), otherwise)


def paste_key() -> int:
    """The key of the V in Command+V, in the present layout. On the main thread: macOS ends the process elsewhere."""
    carbon, foundation = _carbon(), ctypes.CDLL(_CORE_FOUNDATION)
    foundation.CFDataGetBytePtr.restype = ctypes.c_void_p
    foundation.CFDataGetBytePtr.argtypes = foundation.CFRelease.argtypes = (ctypes.c_void_p,)
    source = carbon.TISCopyCurrentKeyboardLayoutInputSource()
    if not source:
        return ANSI_V
    try:
        wanted = ctypes.c_void_p.in_dll(carbon, "kTISPropertyUnicodeKeyLayoutData")
        data = carbon.TISGetInputSourceProperty(source, wanted)
        if not data:
            return ANSI_V
        layout = foundation.CFDataGetBytePtr(data)
        return key_for("v", lambda code: _translated(carbon, layout, code), ANSI_V)
    finally:
        foundation.CFRelease(source)


def _translated(carbon: ctypes.CDLL, layout: int, code: int) -> str:
    dead_keys, length, units = ctypes.c_uint32(), ctypes.c_ulong(), (ctypes.c_uint16 * _MAX_UNITS)()
    failed = carbon.UCKeyTranslate(
        *(layout, code, _DISPLAY, _COMMAND, carbon.LMGetKbdType(), _NO_DEAD_KEYS),
        *(ctypes.byref(dead_keys), _MAX_UNITS, ctypes.byref(length), units),
    )
    return "" if failed else "".join(map(chr, units[: length.value]))


def _carbon() -> ctypes.CDLL:
    carbon = ctypes.CDLL(CARBON)
    carbon.TISCopyCurrentKeyboardLayoutInputSource.restype = ctypes.c_void_p
    carbon.TISGetInputSourceProperty.restype = ctypes.c_void_p
    carbon.TISGetInputSourceProperty.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
    carbon.LMGetKbdType.restype = ctypes.c_uint8
    carbon.UCKeyTranslate.argtypes = (
        *(ctypes.c_void_p, ctypes.c_uint16, ctypes.c_uint16, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_uint32),
        *(ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_void_p),
    )
    return carbon
