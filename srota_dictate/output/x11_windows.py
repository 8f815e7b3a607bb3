"""The windows of an X11 desktop: which has the keyboard, and how one gets it back."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import logging
import os
import threading
import time
from typing import Final

from Xlib import X
from Xlib.display import Display
from Xlib.error import ConnectionClosedError, XError
from Xlib.protocol.event import ClientMessage

from srota_dictate.delivery import Destination
from srota_dictate.output.focus import find_target

_log = logging.getLogger(__name__)

_ACTIVATION_TIMEOUT_S: Final = 1.0
_POLL_S: Final = 0.01
_FOR_THE_PERSON: Final = 2  # to the window manager: not a program pushing itself to the front


class X11Windows:
    """Implements `ports.Windows`. `display` is handed over: nobody else may use it afterwards.

    A connection of its own, so that asking never waits for a delivery.
    """

    def __init__(self, display: Display) -> None:
        self._display = display
        self._lock = threading.Lock()

    def focused(self) -> Destination | None:
        with self._lock:
            try:
                return self._focused()
            except (ConnectionClosedError, XError, OSError) as error:
                _log.warning("the focused window can't be found: %s", type(error).__name__)
                return None

    def activate(self, destination: Destination) -> bool:
        with self._lock:
            try:
                return self._activate(destination.window)
            except (ConnectionClosedError, XError, OSError) as error:
                _log.info("a window can't be activated: %s", type(error).__name__)
                return False

    def close(self) -> None:
        with self._lock:
            try:
                self._display.close()
            except (ConnectionClosedError, OSError):
                _log.debug("the display was gone before its windows were closed")

    def _focused(self) -> Destination | None:
        target = find_target(self._display)
        if target is None or target.program.pid == os.getpid():
            return None
        window = self._display.create_resource_object("window", target.window_id)
        names = window.get_wm_class()
        return Destination(target.window_id, names[-1].lower() if names else "")

    def _activate(self, window_id: int) -> bool:
        window = self._display.create_resource_object("window", window_id)
        window.get_geometry()  # raises where it is closed
        root = self._display.screen().root
        kind = self._display.intern_atom("_NET_ACTIVE_WINDOW")
        if root.get_full_property(kind, X.AnyPropertyType) is None:  # no window manager that could be asked
            window.set_input_focus(X.RevertToParent, X.CurrentTime)
        else:
            data = (32, [_FOR_THE_PERSON, X.CurrentTime, 0, 0, 0])
            request = ClientMessage(window=window_id, client_type=kind, data=data)
            root.send_event(request, event_mask=X.SubstructureRedirectMask | X.SubstructureNotifyMask)
        give_up_at_s = time.monotonic() + _ACTIVATION_TIMEOUT_S
        while not self._has_keyboard(window_id):
            if time.monotonic() > give_up_at_s:
                return False
            time.sleep(_POLL_S)
        return True

    def _has_keyboard(self, window_id: int) -> bool:
        target = find_target(self._display)
        if target is None or target.window_id != window_id:
            return False
        # The window manager may call it active before the keys go there.
        focus = self._display.get_input_focus().focus
        mask = self._display.display.info.resource_id_mask
        return getattr(focus, "id", 0) & ~mask == window_id & ~mask
