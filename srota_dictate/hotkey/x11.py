"""Grab hotkeys on an X display, so that their presses and releases come here and nowhere else."""

import logging
import select
import threading
import time
from collections.abc import Callable
from concurrent.futures import TimeoutError as NoAnswer
from contextlib import suppress
from typing import Final, TypeVar

from Xlib import X
from Xlib.display import Display
from Xlib.error import ConnectionClosedError, DisplayError
from Xlib.protocol.rq import Event

from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.chord import KeyChord, parse_chord
from srota_dictate.hotkey.held import SETTLE_S
from srota_dictate.hotkey.x11_grabs import give_back, take
from srota_dictate.hotkey.x11_hotkeys import BoundKey, BoundKeys
from srota_dictate.hotkey.x11_keyboard import ESCAPE, Switch, is_down, resolve
from srota_dictate.mailbox import Mailbox
from srota_dictate.types import HotkeyAction, HotkeyBinding, HotkeyEvent

T = TypeVar("T")

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
        self._on_lost = on_lost
        try:
            self._display = Display(display_name)
        except (DisplayError, OSError) as error:
            raise UserFixableError(
                "The display can't be reached", "Start srota-dictate from a graphical session"
            ) from error
        self._display.set_error_handler(_log_x_error)
        self._mailbox = Mailbox()
        self._bound = BoundKeys(on_event)
        self._escape: BoundKey | None = None  # among them while it is armed
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="hotkey", daemon=True)
        self._thread.start()

    def bind(self, bindings: tuple[HotkeyBinding, ...]) -> tuple[UserFixableError, ...]:
        return self._ask(lambda: self._bind(bindings))

    def check(self, key: str) -> UserFixableError | None:
        return self._ask(lambda: self._check(key))

    def arm_cancel(self, armed: bool) -> None:
        self._ask(lambda: self._arm_cancel(armed))

    def close(self) -> None:
        """Give every key back and end the thread; harmless when it has ended already."""
        with suppress(RuntimeError):
            self._mailbox.post(self._stop)
        if threading.current_thread() is not self._thread:
            self._thread.join(_ANSWER_TIMEOUT_S)

    def _ask(self, task: Callable[[], T]) -> T:
        """Run on the hotkey thread and wait for the outcome."""
        if threading.current_thread() is self._thread:
            return task()
        try:
            return self._mailbox.post(task).result(_ANSWER_TIMEOUT_S)
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
        if self._bound.any_unsettled:
            timeout_s = SETTLE_S
        elif self._bound.any_down:
            timeout_s = _LOOK_EVERY_S
        select.select([self._display.fileno(), self._mailbox.fileno()], [], [], timeout_s)

    def _read_events(self) -> None:
        mapping_changed = False
        while not self._closing and self._display.pending_events():
            event = self._display.next_event()
            match event.type:
                case X.KeyPress | X.ButtonPress:
                    self._bound.press(_switch(event), event.state, time.monotonic())
                case X.KeyRelease | X.ButtonRelease:
                    self._bound.release(_switch(event), time.monotonic())
                case X.MappingNotify:
                    self._display.refresh_keyboard_mapping(event)
                    mapping_changed = True
                case _:
                    pass
        if mapping_changed:
            self._regrab()

    def _look_at_keys(self) -> None:
        if not self._closing:
            self._bound.look(lambda switch: is_down(self._display, switch), time.monotonic())

    def _bind(self, bindings: tuple[HotkeyBinding, ...]) -> tuple[UserFixableError, ...]:
        before, old = self._bound.grabs, self._bound.keys
        new: list[BoundKey] = []
        errors: list[UserFixableError] = []
        for binding in bindings:
            try:
                new.append(self._key_for(binding, old, new))
            except UserFixableError as error:
                errors.append(error)
        self._bound.drop(tuple(key for key in old if key not in new), time.monotonic())
        self._bound.keys = tuple(new)
        if self._escape is not None:
            self._escape = None
            self._arm_cancel(True)
        give_back(self._display, before - self._bound.grabs)
        return tuple(errors)

    def _key_for(self, binding: HotkeyBinding, old: tuple[BoundKey, ...], others: list[BoundKey]) -> BoundKey:
        """Grab it, unless it is among the old ones, where it may be held; UserFixableError when that can't be."""
        chord = parse_chord(binding.key)
        resolved = resolve(self._display, chord)
        for other in others:
            if resolved.grabs & other.resolved.grabs:
                raise _same_key(chord, other.resolved.chord)
        if not take(self._display, resolved.grabs - self._bound.grabs):
            raise _taken(chord)
        for unchanged in old:
            if unchanged.resolved == resolved and unchanged.action is binding.action:
                return unchanged
        key = BoundKey(resolved, binding.action)
        for switch in resolved.switches:
            if is_down(self._display, switch):
                key.ignore_until_up(switch, time.monotonic())
        return key

    def _check(self, key: str) -> UserFixableError | None:
        try:
            chord = parse_chord(key)
            wanted = resolve(self._display, chord).grabs - self._bound.grabs
        except UserFixableError as error:
            return error
        if not take(self._display, wanted):
            return _taken(chord)
        give_back(self._display, wanted)
        return None

    def _arm_cancel(self, armed: bool) -> None:
        if not armed:
            if self._escape is not None:
                escape, self._escape = self._escape, None
                self._bound.drop((escape,), time.monotonic())
                give_back(self._display, escape.resolved.grabs - self._bound.grabs)
        elif self._bound.key_for(HotkeyAction.CANCEL) is None:
            self._escape = BoundKey(resolve(self._display, ESCAPE), HotkeyAction.CANCEL)
            if not take(self._display, self._escape.resolved.grabs):
                # While a talk key is held Esc arrives all the same; only when it was tapped it doesn't.
                _log.warning("another program holds Esc; it cancels only while the talk key is held")
            self._bound.keys += (self._escape,)

    def _regrab(self) -> None:
        """The keyboard mapping changed: the same chords may now be other key codes."""
        before = self._bound.grabs
        for key in self._bound.keys:
            label = key.resolved.chord.label
            try:
                resolved = resolve(self._display, key.resolved.chord)
            except UserFixableError as error:
                _log.warning("after a change of layout: %s", error)
                continue
            if take(self._display, resolved.grabs - before):
                key.resolved = resolved
            else:
                _log.warning("after a change of layout another program holds %s", label)
        give_back(self._display, before - self._bound.grabs)

    def _stop(self) -> None:
        self._bound.drop(self._bound.keys, time.monotonic())
        self._closing = True

    def _give_up(self) -> None:
        self._bound.drop(self._bound.keys, time.monotonic())
        self._on_lost(_lost())


def _switch(event: Event) -> Switch:
    return Switch(event.detail, event.type in (X.ButtonPress, X.ButtonRelease))


def _taken(chord: KeyChord) -> UserFixableError:
    return UserFixableError(f"Another program already uses {chord.label}", "Choose another key in Settings")


def _same_key(chord: KeyChord, other: KeyChord) -> UserFixableError:
    return UserFixableError(
        f"On this keyboard {chord.label} and {other.label} are the same key", "Choose another one in Settings"
    )


def _lost() -> UserFixableError:
    return UserFixableError("The connection to the display is lost", "Start srota-dictate again")


def _log_x_error(error: object, _request: object) -> None:
    _log.debug("the X server refused something: %s", type(error).__name__)
