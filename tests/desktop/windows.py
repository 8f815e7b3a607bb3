"""Look at the windows of a test desktop: which there are, which is active, whose they are."""

from dataclasses import dataclass

from Xlib import X, error
from Xlib.display import Display
from Xlib.protocol.event import ClientMessage
from Xlib.xobject.drawable import Window

from tests.desktop.process import wait_until


@dataclass(frozen=True, slots=True)
class WindowInfo:
    """One managed window as the window manager lists it."""

    id: int
    title: str
    pid: int  # 0 when the program doesn't say


class Windows:
    """A reader of window properties with its own connection. One thread at a time."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._root = display.screen().root
        self._pings = 0

    def has_manager(self) -> bool:
        """Whether a window manager has announced itself."""
        return bool(self._numbers(self._root, "_NET_SUPPORTING_WM_CHECK"))

    def has_tray(self) -> bool:
        """Whether someone takes tray icons."""
        return self.selection_owner("_NET_SYSTEM_TRAY_S0") != 0

    def selection_owner(self, selection: str) -> int:
        """The window that owns a selection such as "CLIPBOARD", or 0."""
        owner = self._display.get_selection_owner(self._display.intern_atom(selection))
        return int(getattr(owner, "id", X.NONE))  # a window, or the bare number none

    def listed(self) -> list[WindowInfo]:
        """The managed windows, oldest first."""
        return [self._describe(number) for number in self._numbers(self._root, "_NET_CLIENT_LIST")]

    def active(self) -> WindowInfo | None:
        """The window the window manager calls active."""
        numbers = self._numbers(self._root, "_NET_ACTIVE_WINDOW")
        return self._describe(numbers[0]) if numbers and numbers[0] else None

    def has_focus(self, pid: int) -> bool:
        """Whether keys typed now go to a window of that process."""
        active = self.active()
        if active is None or active.pid != pid:
            return False
        focus = self._display.get_input_focus().focus
        return isinstance(focus, Window) and _same_client(self._display, focus.id, active.id)

    def wait_focused(self, pid: int, timeout_s: float = 20.0) -> WindowInfo:
        """Wait until a window of the process is mapped, active and has the keyboard."""
        wait_until(lambda: self.has_focus(pid), timeout_s, f"a focused window of process {pid}")
        active = self.active()
        assert active is not None
        return active

    def settle(self, window_id: int, timeout_s: float = 10.0) -> None:
        """Wait until the program has worked through every event sent to the window before now.

        A window manager's "are you alive?" message does it: it is answered in its turn. Not every program knows it.
        """
        self._pings += 1
        self._root.change_attributes(event_mask=X.SubstructureNotifyMask)
        window = self._display.create_resource_object("window", window_id)
        kind, ping = self._display.intern_atom("WM_PROTOCOLS"), self._display.intern_atom("_NET_WM_PING")
        question = (32, [ping, self._pings, window_id, 0, 0])
        window.send_event(ClientMessage(window=window_id, client_type=kind, data=question))
        wait_until(lambda: self._pings in self._answers(ping), timeout_s, "the program to work through its events")
        self._root.change_attributes(event_mask=X.NoEventMask)

    def activate(self, window_id: int) -> None:
        """Ask the window manager to give the window the keyboard, as a task bar does."""
        kind = self._display.intern_atom("_NET_ACTIVE_WINDOW")
        request = ClientMessage(window=window_id, client_type=kind, data=(32, [2, X.CurrentTime, 0, 0, 0]))
        self._root.send_event(request, event_mask=X.SubstructureRedirectMask | X.SubstructureNotifyMask)
        self._display.sync()

    def title(self, window_id: int) -> str:
        return self._title(self._display.create_resource_object("window", window_id))

    def box(self, window_id: int) -> tuple[int, int, int, int]:
        """Where a window is on the screen: left, top, width and height."""
        window = self._display.create_resource_object("window", window_id)
        size, at = window.get_geometry(), self._root.translate_coords(window, 0, 0)
        return at.x, at.y, size.width, size.height

    def close(self) -> None:
        self._display.close()

    def _answers(self, ping: int) -> list[int]:
        answers: list[int] = []
        while self._display.pending_events():
            event = self._display.next_event()
            if event.type == X.ClientMessage and event.data[1][0] == ping:
                answers.append(int(event.data[1][1]))
        return answers

    def _describe(self, number: int) -> WindowInfo:
        window = self._display.create_resource_object("window", number)
        pids = self._numbers(window, "_NET_WM_PID")
        return WindowInfo(number, self._title(window), pids[0] if pids else 0)

    def _title(self, window: Window) -> str:
        try:
            title = window.get_full_property(
                self._display.intern_atom("_NET_WM_NAME"), self._display.intern_atom("UTF8_STRING")
            )
        except error.BadWindow:
            return ""
        return bytes(title.value).decode() if title else ""

    def _numbers(self, window: Window, name: str) -> list[int]:
        try:
            found = window.get_full_property(self._display.intern_atom(name), X.AnyPropertyType)
        except error.BadWindow:  # it closed while we looked
            return []
        return [int(number) for number in found.value] if found and found.format == 32 else []


def _same_client(display: Display, one: int, other: int) -> bool:
    """Each client's windows share the upper bits of their ids."""
    mask = display.display.info.resource_id_mask
    return one & ~mask == other & ~mask
