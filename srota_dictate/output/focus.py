"""Find the window that has the keyboard, and whose it is."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from dataclasses import dataclass

from Xlib import X
from Xlib.display import Display
from Xlib.error import BadWindow, XError
from Xlib.xobject.drawable import Window


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
    classes: tuple[str, ...]  # what kind of program it says it is, in small letters


def find_target(display: Display) -> Target | None:
    """The window that keys go to, or None when they would go nowhere."""
    active = _active_window(display)
    around = _around_focus(display)
    # A launcher may take the keyboard without the window manager's knowledge: then the focus decides.
    if active is None or all(window.id != active.id for window in around):
        active = next((window for window in around if _classes(window)), active)
    return Target(active.id, program_of(display, active.id), _classes(active)) if active else None


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


def _around_focus(display: Display) -> list[Window]:
    """The window with the input focus and those it lies in, the innermost first."""
    window = display.get_input_focus().focus
    root_id = display.screen().root.id
    found: list[Window] = []
    while isinstance(window, Window) and window.id != root_id:
        found.append(window)
        try:
            window = window.query_tree().parent
        except BadWindow:
            return []
    return found


def _classes(window: Window) -> tuple[str, ...]:
    try:
        return tuple(name.lower() for name in window.get_wm_class() or ())
    except XError:
        return ()


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
