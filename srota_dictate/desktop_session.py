"""Tell what kind of desktop session this is, and where its X display is."""

from collections.abc import Mapping
from enum import Enum

from srota_dictate.errors import UserFixableError


class SessionKind(Enum):
    """What windows can be reached through."""

    X11 = "x11"
    X11_ON_WAYLAND = "x11_on_wayland"  # X11 programs are served, the others are out of reach
    WAYLAND = "wayland"
    NONE = "none"


def session_kind(environment: Mapping[str, str]) -> SessionKind:
    """As far as a Linux session's environment tells."""
    on_wayland = bool(environment.get("WAYLAND_DISPLAY")) or environment.get("XDG_SESSION_TYPE") == "wayland"
    if environment.get("DISPLAY"):
        return SessionKind.X11_ON_WAYLAND if on_wayland else SessionKind.X11
    return SessionKind.WAYLAND if on_wayland else SessionKind.NONE


def x11_display(environment: Mapping[str, str], missing_on_wayland: str) -> str:
    """The name of the X display; UserFixableError where there is none, with a sentence of the caller's for Wayland."""
    match session_kind(environment):
        case SessionKind.X11 | SessionKind.X11_ON_WAYLAND:
            return environment["DISPLAY"]
        case SessionKind.WAYLAND:
            raise UserFixableError(
                missing_on_wayland, "Log in to an X11 session, or use `srota-dictate transcribe FILE`"
            )
        case SessionKind.NONE:
            raise UserFixableError(
                "There is no display",
                "Start srota-dictate from a graphical session, or use `srota-dictate transcribe FILE`",
            )
