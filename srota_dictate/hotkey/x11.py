"""Grab the talk key on an X display, so that its press and release come here and nowhere else."""

import logging
import select
import threading
import time
from collections.abc import Callable
from concurrent.futures import TimeoutError as NoAnswer
from contextlib import suppress
from typing import Final

from Xlib import X
from Xlib.display import Display
from Xlib.error import BadAccess, CatchError, ConnectionClosedError, DisplayError
from Xlib.protocol.rq import Event

from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.chord import KeyChord, parse_chord
from srota_dictate.hotkey.held import SETTLE_S, HeldKey
from srota_dictate.hotkey.x11_keyboard import ESCAPE, Binding, Grab, is_down, resolve
from srota_dictate.mailbox import Mailbox
from srota_dictate.types import HotkeyEvent

_log = logging.getLogger(__name__)

# How often to ask whether a held key is still down: a release can be swallowed by another program's grab.
_LOOK_EVERY_S: Final = 0.1
_ANSWER_TIMEOUT_S: Final = 5.0


def _ignore(_error: UserFixableError) -> None: ...


class X11Hotkey:
    """The session's `Hotkey` on X11, with a connection and a thread of its own.

    `on_event` and `on_lost` are called on that thread and must return at once. After `on_lost` nothing more comes:
    the connection to the display is gone.
    """

    def __init__(
        self,
        on_event: Callable[[HotkeyEvent], None],
        on_lost: Callable[[UserFixableError], None] = _ignore,
        display_name: str | None = None,
    ) -> None:
        """Connect to `display_name`, else $DISPLAY; UserFixableError when there is no such display."""
        self._on_event = on_event
        self._on_lost = on_lost
        try:
            self._display = Display(display_name)
        except (DisplayError, OSError) as error:
            raise UserFixableError(
                "The display can't be reached", "Start srota-dictate from a graphical session"
            ) from error
        self._display.set_error_handler(_log_x_error)
        self._root = self._display.screen().root
        self._mailbox = Mailbox()
        self._talk: Binding | None = None
        self._cancel: Binding | None = None
        self._talk_key = HeldKey()
        self._talk_keycode = 0  # of the press that began the present hold; a mapping may change meanwhile
        self._cancel_key = HeldKey()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="hotkey", daemon=True)
        self._thread.start()

    def bind(self, talk: str) -> None:
        chord = parse_chord(talk)
        self._ask(lambda: self._bind(chord))

    def arm_cancel(self, armed: bool) -> None:
        self._ask(lambda: self._arm_cancel(armed))

    def close(self) -> None:
        """Give every key back and end the thread; harmless when it has ended already."""
        with suppress(RuntimeError):
            self._mailbox.post(self._stop)
        if threading.current_thread() is not self._thread:
            self._thread.join(_ANSWER_TIMEOUT_S)

    def _ask(self, task: Callable[[], None]) -> None:
        """Run on the hotkey thread and wait for the outcome."""
        if threading.current_thread() is self._thread:
            task()
            return
        try:
            self._mailbox.post(task).result(_ANSWER_TIMEOUT_S)
        except (RuntimeError, ConnectionClosedError) as error:
            raise _lost() from error
        except NoAnswer as error:
            raise UserFixableError("The display doesn't answer", "Try again; if it stays so, log out and in") from error

    # From here on: the hotkey thread.

    def _run(self) -> None:
        try:
            while not self._closing:
                self._sleep()
                self._mailbox.run_pending()
                self._read_events()
                self._look_at_keys()
            self._display.close()
        except (ConnectionClosedError, OSError) as error:
            _log.warning("the hotkey lost the display: %s", error)
            self._give_up()
        except Exception:  # noqa: BLE001 - the thread's one top-level handler
            _log.exception("the hotkey thread failed")
            self._give_up()
        finally:
            self._mailbox.close()

    def _sleep(self) -> None:
        # Replies read meanwhile may have brought events along; those don't wake `select`.
        if self._closing or self._display.pending_events():
            return
        timeout_s = None
        if self._talk_key.unsettled or self._cancel_key.unsettled:
            timeout_s = SETTLE_S
        elif self._talk_key.down or self._cancel_key.down:
            timeout_s = _LOOK_EVERY_S
        select.select([self._display.fileno(), self._mailbox.fileno()], [], [], timeout_s)

    def _read_events(self) -> None:
        mapping_changed = False
        while not self._closing and self._display.pending_events():
            event = self._display.next_event()
            match event.type:
                case X.KeyPress:
                    self._press(event)
                case X.KeyRelease:
                    self._release(event)
                case X.MappingNotify:
                    self._display.refresh_keyboard_mapping(event)
                    mapping_changed = True
                case _:
                    pass
        if mapping_changed:
            self._regrab()

    def _press(self, event: Event) -> None:
        keycode, state = event.detail, event.state
        # While the talk key is held the whole keyboard is ours, so Esc counts whatever modifiers are down.
        if self._cancel is not None and self._cancel.has_key(keycode):
            if self._cancel_key.press():
                self._on_event(HotkeyEvent.CANCEL)
        elif self._is_talk(keycode, state) and self._talk_key.press():
            self._talk_keycode = keycode
            self._on_event(HotkeyEvent.TALK_PRESSED)

    def _is_talk(self, keycode: int, state: int) -> bool:
        if self._talk_key.down:
            # A repetition; the modifiers may have been let go already.
            return keycode == self._talk_keycode
        return self._talk is not None and self._talk.begins_with(keycode, state)

    def _release(self, event: Event) -> None:
        now_s = time.monotonic()
        if event.detail == self._talk_keycode:
            self._talk_key.release(now_s)
        elif self._cancel is not None and self._cancel.has_key(event.detail):
            self._cancel_key.release(now_s)

    def _look_at_keys(self) -> None:
        if self._closing:
            return
        now_s = time.monotonic()
        if self._talk_key.wants_look(now_s) and self._talk_key.look(is_down(self._display, self._talk_keycode)):
            self._on_event(HotkeyEvent.TALK_RELEASED)
        if self._cancel_key.wants_look(now_s):
            codes = {grab.keycode for grab in self._cancel.grabs} if self._cancel else set[int]()
            self._cancel_key.look(any(is_down(self._display, code) for code in codes))

    def _bind(self, chord: KeyChord) -> None:
        binding = resolve(self._display, chord)
        if not self._change_grabs(self._talk, binding):
            raise UserFixableError(f"Another program already uses {chord.label}", "Choose another key in Settings")
        if self._talk_key.forget():
            self._on_event(HotkeyEvent.TALK_RELEASED)
        self._talk = binding

    def _arm_cancel(self, armed: bool) -> None:
        if armed == (self._cancel is not None):
            return
        binding = resolve(self._display, ESCAPE) if armed else None
        if not self._change_grabs(self._cancel, binding):
            # While the talk key is held Esc arrives all the same; only in toggle mode it doesn't.
            _log.warning("another program holds Esc; it cancels only while the talk key is held")
        self._cancel = binding
        self._cancel_key.forget()

    def _regrab(self) -> None:
        """The keyboard mapping changed: the same chords may now be other key codes."""
        for old in (self._talk, self._cancel):
            if old is None:
                continue
            try:
                new = resolve(self._display, old.chord)
            except UserFixableError as error:
                _log.warning("after a change of layout: %s", error)
                continue
            if not self._change_grabs(old, new):
                _log.warning("after a change of layout another program holds %s", old.chord.label)
            elif old is self._talk:
                self._talk = new
            else:
                self._cancel = new

    def _change_grabs(self, old: Binding | None, new: Binding | None) -> bool:
        """Take the new grabs, then give up those no longer needed; when refused, all stays as it was."""
        had = old.grabs if old else frozenset[Grab]()
        wanted = new.grabs if new else frozenset[Grab]()
        refused = CatchError(BadAccess)
        for grab in wanted - had:
            self._root.grab_key(grab.keycode, grab.modifiers, False, X.GrabModeAsync, X.GrabModeAsync, onerror=refused)
        self._display.sync()
        taken = refused.get_error() is not None
        for grab in wanted - had if taken else had - wanted:
            self._root.ungrab_key(grab.keycode, grab.modifiers)
        self._display.sync()
        return not taken

    def _stop(self) -> None:
        if self._talk_key.forget():
            self._on_event(HotkeyEvent.TALK_RELEASED)
        self._closing = True

    def _give_up(self) -> None:
        if self._talk_key.forget():
            self._on_event(HotkeyEvent.TALK_RELEASED)
        self._on_lost(_lost())


def _lost() -> UserFixableError:
    return UserFixableError("The connection to the display is lost", "Start srota-dictate again")


def _log_x_error(error: object, _request: object) -> None:
    _log.debug("the X server refused something: %s", type(error).__name__)
