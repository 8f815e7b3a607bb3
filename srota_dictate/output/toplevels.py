"""Know which window has the keyboard, on compositors that tell (wlr-foreign-toplevel-management)."""

from dataclasses import dataclass
from typing import Final

from srota_dictate.output.wayland_globals import Compositor
from srota_dictate.output.wayland_wire import Event

_MANAGER: Final = "zwlr_foreign_toplevel_manager_v1"
_ACTIVATED: Final = 2

# Opcodes of requests …
_HANDLE_ACTIVATE: Final = 4
_HANDLE_DESTROY: Final = 7
# … and of events.
_MANAGER_TOPLEVEL: Final = 0
_HANDLE_APP_ID: Final = 1
_HANDLE_STATE: Final = 4
_HANDLE_CLOSED: Final = 6


@dataclass(slots=True)
class Toplevel:
    """A window of another program."""

    number: int  # ours for it; the compositor's ids go to other windows later
    program: str = ""  # its application id in small letters, "" while unknown
    is_active: bool = False


class Toplevels:
    """The windows there are. For the thread that owns the connection only."""

    def __init__(self, compositor: Compositor) -> None:
        self._wire = compositor.wire
        self._manager = compositor.bind(_MANAGER, 1)
        self._seat = compositor.bind("wl_seat", 1)
        self._windows: dict[int, Toplevel] = {}  # by object id
        self._n_windows = 0

    @staticmethod
    def is_offered(interfaces: frozenset[str]) -> bool:
        return _MANAGER in interfaces

    def active(self) -> Toplevel | None:
        """The window that has the keyboard; None when none has."""
        return next((window for window in self._windows.values() if window.is_active), None)

    def activate(self, number: int) -> bool:
        """Ask for that window to get the keyboard; False when it is gone."""
        for handle, window in self._windows.items():
            if window.number == number:
                self._wire.send(handle, _HANDLE_ACTIVATE, self._seat)
                return True
        return False

    def handle(self, event: Event) -> None:
        if event.sender == self._manager and event.opcode == _MANAGER_TOPLEVEL:
            self._n_windows += 1
            self._windows[event.uint()] = Toplevel(self._n_windows)
            return
        window = self._windows.get(event.sender)
        if window is None:
            return
        if event.opcode == _HANDLE_APP_ID:
            window.program = event.string().lower()
        elif event.opcode == _HANDLE_STATE:
            window.is_active = _ACTIVATED in event.uints()
        elif event.opcode == _HANDLE_CLOSED:
            del self._windows[event.sender]
            self._wire.send(event.sender, _HANDLE_DESTROY)
