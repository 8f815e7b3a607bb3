"""Tell what kind of desktop session this is, and who has its keyboard on Windows."""

import ctypes
from collections.abc import Mapping
from enum import Enum
from typing import Final

_DESKTOP_READ: Final = 0x0001  # DESKTOP_READOBJECTS
_NAME: Final = 2  # UOI_NAME

# What is wrong where there is no display at all, and what to do about it.
NO_DISPLAY: Final = (
    "There is no display",
    "Start srota-dictate from a graphical session, or use `srota-dictate transcribe FILE`",
)


class SessionKind(Enum):
    """What windows can be reached through."""

    X11 = "x11"
    X11_ON_WAYLAND = "x11_on_wayland"  # Wayland, and X11 programs run beside its own
    WAYLAND = "wayland"
    NONE = "none"


def session_kind(environment: Mapping[str, str]) -> SessionKind:
    """As far as a Linux session's environment tells."""
    on_wayland = bool(environment.get("WAYLAND_DISPLAY")) or environment.get("XDG_SESSION_TYPE") == "wayland"
    if environment.get("DISPLAY"):
        return SessionKind.X11_ON_WAYLAND if on_wayland else SessionKind.X11
    return SessionKind.WAYLAND if on_wayland else SessionKind.NONE


def is_wayland(environment: Mapping[str, str]) -> bool:
    """Whether a compositor decides what reaches which window, X11 programs beside its own or not."""
    return session_kind(environment) in (SessionKind.WAYLAND, SessionKind.X11_ON_WAYLAND)


def windows_keyboard_is_away() -> bool:
    """On Windows: whether the keyboard is on the desktop of the lock screen or of an elevation prompt."""
    user32 = ctypes.CDLL("user32")
    user32.OpenInputDesktop.restype = ctypes.c_void_p
    user32.CloseDesktop.argtypes = (ctypes.c_void_p,)
    user32.GetUserObjectInformationW.argtypes = (
        *(ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p),
    )
    desktop = user32.OpenInputDesktop(0, False, _DESKTOP_READ)
    if not desktop:
        return True
    name = ctypes.create_unicode_buffer(64)
    try:
        user32.GetUserObjectInformationW(desktop, _NAME, name, ctypes.sizeof(name), None)
    finally:
        user32.CloseDesktop(desktop)
    return name.value != "Default"
