"""Find the window that has the keyboard, and what kind of program it belongs to."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from dataclasses import dataclass
from enum import Enum
from typing import Final

from Xlib import X
from Xlib.display import Display
from Xlib.error import BadWindow, XError
from Xlib.xobject.drawable import Window


class TargetKind(Enum):
    """How a program takes pasted text."""

    USUAL = "usual"  # Ctrl+V
    TERMINAL = "terminal"  # Shift+Insert; a line break would run what stands before it
    INSERT = "insert"  # Shift+Insert, line breaks are fine


# Window classes, in small letters.
# fmt: off
_TERMINALS: Final = frozenset((
    "xterm", "uxterm", "urxvt", "rxvt", "st", "st-256color", "alacritty", "kitty", "konsole", "yakuake",
    "gnome-terminal", "gnome-terminal-server", "org.gnome.terminal", "org.gnome.console", "kgx", "org.gnome.ptyxis",
    "ptyxis", "xfce4-terminal", "mate-terminal", "lxterminal", "qterminal", "terminator", "tilix", "guake", "tilda",
    "terminology", "deepin-terminal", "cool-retro-term", "org.wezfurlong.wezterm", "foot", "com.mitchellh.ghostty",
    "ghostty", "contour", "rio", "dev.warp.warp", "hyper", "tabby",
))
# fmt: on
_INSERT_PASTES: Final = frozenset({"emacs"})


@dataclass(frozen=True, slots=True)
class Program:
    """A client of the X server. Some programs use more than one connection: then the process tells."""

    client: int  # the part of the window ids that all windows of one connection share
    pid: int | None

    def is_same(self, other: "Program") -> bool:
        return self.client == other.client or (self.pid is not None and self.pid == other.pid)


@dataclass(frozen=True, slots=True)
class Target:
    """The window the keys go to."""

    window_id: int
    program: Program
    kind: TargetKind


def find_target(display: Display) -> Target | None:
    """The focused window, or None when keys would go nowhere."""
    window = _active_window(display) or _focused_window(display)
    if window is None:
        return None
    return Target(window.id, program_of(display, window.id), _kind(window))


def program_of(display: Display, window_id: int) -> Program:
    """Who made a window."""
    mask = display.display.info.resource_id_mask
    return Program(window_id & ~mask, _pid(display, window_id))


def _active_window(display: Display) -> Window | None:
    """What the window manager says."""
    root = display.screen().root
    answer = root.get_full_property(display.intern_atom("_NET_ACTIVE_WINDOW"), X.AnyPropertyType)
    if answer is None or answer.format != 32 or not answer.value or not answer.value[0]:
        return None
    window = display.create_resource_object("window", int(answer.value[0]))
    try:
        window.get_geometry()
    except XError:  # it closed just now
        return None
    return window


def _focused_window(display: Display) -> Window | None:
    """Without a window manager: the focused window, or the one around it that names its program."""
    window = display.get_input_focus().focus
    root_id = display.screen().root.id
    while isinstance(window, Window) and window.id != root_id:
        try:
            if window.get_wm_class():
                return window
            parent = window.query_tree().parent
        except BadWindow:
            return None
        window = parent
    return None


def _kind(window: Window) -> TargetKind:
    try:
        names = {name.lower() for name in window.get_wm_class() or ()}
    except XError:
        names = set[str]()
    if names & _TERMINALS:
        return TargetKind.TERMINAL
    return TargetKind.INSERT if names & _INSERT_PASTES else TargetKind.USUAL


def _pid(display: Display, window_id: int) -> int | None:
    """The process behind a connection, as the server itself knows it."""
    if not display.has_extension("X-Resource"):
        return None
    pid_mask = 1 << 1
    try:
        answer = display.res_query_client_ids([{"client": window_id, "mask": pid_mask}])
    except XError:
        return None
    values = [int(entry.value[0]) for entry in answer.ids if entry.value]
    return values[0] if values and values[0] > 0 else None
