"""Choose how text reaches the windows of a Wayland session, and say why."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from srota_dictate.output.data_device import DataDevice
from srota_dictate.output.portal_session import CLIPBOARD, REMOTE_DESKTOP
from srota_dictate.output.wayland_globals import VIRTUAL_KEYBOARD, offered_interfaces
from srota_dictate.output.wayland_wire import socket_path
from srota_dictate.portal import portal_version

_PROGRAMS: Final = ("ydotool", "wl-copy", "wl-paste")
_NO_CLIPBOARD: Final = (
    "the compositor lets no program reach the clipboard, and wl-clipboard is not installed",
    "Install it: sudo apt-get install wl-clipboard",
)


class ClipboardRoute(Enum):
    """Who puts the text on the clipboard."""

    DATA_CONTROL = "the compositor's data-control protocol"
    PORTAL = "the portal's Clipboard interface"
    WL_CLIPBOARD = "wl-clipboard"


class KeysRoute(Enum):
    """Who presses the paste keys."""

    VIRTUAL_KEYBOARD = "the compositor's virtual-keyboard protocol"
    PORTAL = "the desktop's RemoteDesktop portal"
    YDOTOOL = "ydotool"
    X11 = "X11"  # into X11 windows only, which run beside the others
    NOBODY = "nobody"  # the text is on the clipboard, and the person is told


@dataclass(frozen=True, slots=True)
class OutputFacts:
    """What the choice hangs on."""

    interfaces: frozenset[str]  # of the compositor
    programs: frozenset[str]  # those of _PROGRAMS that are installed
    remote_desktop: int  # version of the portal's interface, 0 for none
    portal_clipboard: int  # the same
    ydotool_runs: bool  # its daemon
    has_x11: bool  # an X display beside the compositor


@dataclass(frozen=True, slots=True)
class OutputRoute:
    """How text reaches a window."""

    clipboard: ClipboardRoute | None  # None with X11, and when there is no way at all
    keys: KeysRoute
    reason: str  # a sentence without capital and full stop
    remedy: str = ""  # what would make more of it possible

    def __str__(self) -> str:
        if self.keys is KeysRoute.X11:
            return f"pasted into X11 windows only, because {self.reason}"
        if self.clipboard is None:
            return f"not at all, because {self.reason}"
        if self.keys is KeysRoute.NOBODY:
            return f"on the clipboard only, through {self.clipboard.value}, because {self.reason}"
        return f"pasted: text through {self.clipboard.value}, keys through {self.keys.value}, because {self.reason}"


def choose_output_route(facts: OutputFacts) -> OutputRoute:
    clipboard = _choose_clipboard(facts)
    keys, reason, remedy = _choose_keys(facts) if clipboard else (KeysRoute.NOBODY, *_NO_CLIPBOARD)
    if keys is KeysRoute.NOBODY and facts.has_x11:
        return OutputRoute(None, KeysRoute.X11, reason, remedy)
    return OutputRoute(clipboard, keys, reason, remedy)


def output_facts(environment: Mapping[str, str] = os.environ) -> OutputFacts:
    """Asks the compositor and the session bus, which takes a moment."""
    bus = environment.get("DBUS_SESSION_BUS_ADDRESS", "")
    return OutputFacts(
        offered_interfaces(socket_path(environment)),
        frozenset(program for program in _PROGRAMS if shutil.which(program, path=environment.get("PATH"))),
        portal_version(REMOTE_DESKTOP, bus),
        portal_version(CLIPBOARD, bus),
        _ydotool_socket(environment).is_socket(),
        bool(environment.get("DISPLAY")),
    )


def _choose_clipboard(facts: OutputFacts) -> ClipboardRoute | None:
    if DataDevice.is_offered(facts.interfaces):
        return ClipboardRoute.DATA_CONTROL
    # It belongs to the session that presses the keys.
    if VIRTUAL_KEYBOARD not in facts.interfaces and facts.remote_desktop and facts.portal_clipboard:
        return ClipboardRoute.PORTAL
    return ClipboardRoute.WL_CLIPBOARD if {"wl-copy", "wl-paste"} <= facts.programs else None


def _choose_keys(facts: OutputFacts) -> tuple[KeysRoute, str, str]:
    """Who presses the keys, why, and what would make more possible."""
    if VIRTUAL_KEYBOARD in facts.interfaces:
        return KeysRoute.VIRTUAL_KEYBOARD, "the compositor offers it, and asks nobody", ""
    if facts.remote_desktop:
        return KeysRoute.PORTAL, "the desktop offers it, and asks you once", ""
    if "ydotool" in facts.programs and facts.ydotool_runs:
        return KeysRoute.YDOTOOL, "its daemon runs, and the desktop has no RemoteDesktop portal", ""
    if "ydotool" in facts.programs:
        reason = "there is no RemoteDesktop portal, and ydotool's daemon isn't running"
        return KeysRoute.NOBODY, reason, "Start ydotoold, of ydotool 1.0 or newer"
    reason = "there is neither a RemoteDesktop portal nor ydotool"
    return KeysRoute.NOBODY, reason, "Paste by hand, or install ydotool 1.0 and start its daemon"


def _ydotool_socket(environment: Mapping[str, str]) -> Path:
    named = environment.get("YDOTOOL_SOCKET")
    return Path(named) if named else Path(environment.get("XDG_RUNTIME_DIR", "/tmp")) / ".ydotool_socket"
