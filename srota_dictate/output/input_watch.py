"""Notice on X11 whether anything was typed or clicked in a window since a text came there; never what.

Raw events of XInput 2 tell of every key and button, also while another program holds a grab. The record extension would
tell the same, but all the time and to two connections; raw events are unselected again with the first one that counts.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false

import logging
import select
import struct
import threading
from collections.abc import Callable
from concurrent.futures import TimeoutError as NoAnswer
from contextlib import suppress
from typing import Final

from Xlib import X
from Xlib.display import Display
from Xlib.error import BadAccess, CatchError, ConnectionClosedError, XError
from Xlib.ext import ge, xinput
from Xlib.protocol.rq import Event

from srota_dictate.mailbox import Mailbox

_log = logging.getLogger(__name__)

_ANSWER_TIMEOUT_S: Final = 2.0
_WATCHED: Final = xinput.RawKeyPressMask | xinput.RawKeyReleaseMask | xinput.RawButtonPressMask
# From 2.1 on they also come while another program has grabbed the keyboard, as windows of virtual machines do.
_VERSION: Final = (2, 2)
_SCROLLING: Final = (4, 5, 6, 7)
_MODIFIERS: Final = 0xFF  # of the state word; the rest are mouse buttons and the layout


class InputWatch:
    """Thread-safe, with a thread of its own. `display` is handed over: nobody else may use it afterwards."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._root = display.screen().root
        self._mailbox = Mailbox()
        self._window = 0  # what happens there counts
        self._n_own = 0  # so many key presses to come are ours
        self._locks = 0  # modifiers that hold without a key, such as Num Lock
        self._held = set[int]()  # keys of modifiers
        self._is_touched = True
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="input-watch", daemon=True)
        self._thread.start()

    def begin(self, window: int, n_own: int) -> None:
        """Watch from now on, but for the next `n_own` keys, modifiers not counted: those are pressed by us."""
        self._ask(lambda: self._begin(window, n_own))

    def is_touched(self) -> bool:
        """Whether anything was typed since, or clicked in the window; also when that can't be told."""
        return self._ask(self._is_touched_now)

    def close(self) -> None:
        with suppress(RuntimeError):
            self._mailbox.post(self._stop)
        self._thread.join(_ANSWER_TIMEOUT_S)

    def _ask(self, task: Callable[[], bool]) -> bool:
        try:
            return self._mailbox.post(task).result(_ANSWER_TIMEOUT_S)
        except (RuntimeError, XError, ConnectionClosedError, NoAnswer) as error:
            _log.info("nobody watches the keyboard: %s", type(error).__name__)
            return True

    # From here on: the thread.

    def _run(self) -> None:
        try:
            version = xinput.XIQueryVersion(
                display=self._display.display,
                opcode=self._display.display.get_extension_major(xinput.extname),
                major_version=_VERSION[0],
                minor_version=_VERSION[1],
            )
            _log.debug("XInput %d.%d", version.major_version, version.minor_version)
            while not self._closing:
                if not self._display.pending_events():
                    select.select([self._display.fileno(), self._mailbox.fileno()], [], [])
                self._mailbox.run_pending()
                self._read_events()
            self._display.close()
        except (ConnectionClosedError, OSError) as error:
            _log.info("watching the keyboard lost the display: %s", type(error).__name__)
        except Exception:  # noqa: BLE001 - the thread's one top-level handler
            _log.exception("watching the keyboard failed")
        finally:
            self._is_touched = True
            self._mailbox.close()

    def _begin(self, window: int, n_own: int) -> bool:
        self._window, self._n_own, self._is_touched = window, n_own, False
        self._locks, self._held = self._root.query_pointer().mask & _MODIFIERS, set()
        self._select(_WATCHED)
        return False

    def _is_touched_now(self) -> bool:
        self._display.sync()  # brings along what has happened so far
        self._read_events()
        return self._is_touched

    def _stop(self) -> bool:
        self._closing = True
        return True

    def _select(self, mask: int) -> None:
        self._root.xinput_select_events([(xinput.AllMasterDevices, mask)])
        self._display.sync()

    def _read_events(self) -> None:
        while not self._closing and self._display.pending_events():
            event = self._display.next_event()
            if event.type == X.MappingNotify:
                self._display.refresh_keyboard_mapping(event)
            elif event.type == ge.GenericEventCode and not self._is_touched and self._counts(event):
                self._is_touched = True
                self._select(0)

    def _counts(self, event: Event) -> bool:
        _device, _time, number = struct.unpack_from("=HII", event.data)
        if event.evtype == xinput.RawButtonPress:
            return number not in _SCROLLING and self._is_over_window() and not self._is_grabbed_button(number)
        if any(number in row for row in self._display.get_modifier_mapping()):
            (self._held.add if event.evtype == xinput.RawKeyPress else self._held.discard)(number)
            return False  # alone it writes nothing
        if event.evtype == xinput.RawKeyRelease:
            return False
        if self._n_own:
            self._n_own -= 1
            return False
        return not self._is_grabbed_key(number)

    def _is_over_window(self) -> bool:
        """Whether the pointer is over the window that is watched, its frame included."""
        below = self._root.query_pointer().child
        window = self._display.create_resource_object("window", self._window)
        try:
            while window != X.NONE and window.id != self._root.id:
                if below != X.NONE and window.id == below.id:
                    return True
                window = window.query_tree().parent
        except XError:  # closed
            return True
        return False

    def _is_grabbed_key(self, keycode: int) -> bool:
        """A key that somebody has to themselves, such as a hotkey, never came to the window: it can't be had twice."""
        refused, state = CatchError(BadAccess), self._modifiers()
        self._root.grab_key(keycode, state, False, X.GrabModeAsync, X.GrabModeAsync, onerror=refused)
        self._root.ungrab_key(keycode, state)
        self._display.sync()
        return refused.get_error() is not None

    def _is_grabbed_button(self, button: int) -> bool:
        refused, state = CatchError(BadAccess), self._modifiers()
        self._root.grab_button(
            button, state, False, 0, X.GrabModeAsync, X.GrabModeAsync, X.NONE, X.NONE, onerror=refused
        )
        self._root.ungrab_button(button, state)
        self._display.sync()
        return refused.get_error() is not None

    def _modifiers(self) -> int:
        """Those that were down at the event; by now they may be up again."""
        rows = enumerate(self._display.get_modifier_mapping())
        return sum(1 << index for index, row in rows if self._held.intersection(row)) | self._locks
