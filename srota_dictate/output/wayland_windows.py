"""The windows of a Wayland session: which has the keyboard, where the compositor tells."""

import time
from typing import Final

from srota_dictate.delivery import Destination
from srota_dictate.errors import UserFixableError
from srota_dictate.output.wayland_desk import WaylandDesk

_OURS: Final = "srota-dictate"  # application id of this program's own windows
_ACTIVATION_TIMEOUT_S: Final = 1.0
_POLL_S: Final = 0.01


class WaylandWindows:
    """Implements `ports.Windows`. The desk is its maker's to close."""

    are_told: Final = True

    def __init__(self, desk: WaylandDesk) -> None:
        self._desk = desk

    def focused(self) -> Destination | None:
        try:
            window = self._desk.active()
        except UserFixableError:  # the compositor is gone, and every window with it
            return None
        return None if window is None or window.program == _OURS else Destination(window.number, window.program)

    def activate(self, destination: Destination) -> bool:
        try:
            if not self._desk.activate(destination.window):
                return False
        except UserFixableError:
            return False
        give_up_at_s = time.monotonic() + _ACTIVATION_TIMEOUT_S
        while (focused := self.focused()) is None or focused.window != destination.window:
            if time.monotonic() > give_up_at_s:
                return False
            time.sleep(_POLL_S)
        return True

    def close(self) -> None: ...


class UntoldWindows:
    """Implements `ports.Windows` where the compositor keeps to itself which window has the keyboard."""

    are_told: Final = False

    def focused(self) -> Destination | None:
        return None

    def activate(self, destination: Destination) -> bool:  # noqa: ARG002
        return False

    def close(self) -> None: ...
