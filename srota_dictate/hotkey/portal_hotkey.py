"""Hotkeys through the GlobalShortcuts portal: the desktop decides on the keys, and tells of press and release."""

import logging
import select
import threading
import time
from collections.abc import Callable
from concurrent.futures import TimeoutError as NoAnswer
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.chord import KeyChord, Modifier, parse_chord
from srota_dictate.mailbox import Mailbox
from srota_dictate.portal import Portal, PortalFailed, PortalRefused, Signal, results_of
from srota_dictate.types import HotkeyAction, HotkeyBinding, HotkeyEvent, HotkeyPressed, HotkeyReleased

_log = logging.getLogger(__name__)

GLOBAL_SHORTCUTS: Final = "org.freedesktop.portal.GlobalShortcuts"
_ANSWER_TIMEOUT_S: Final = 12.0
# As the "shortcuts" specification of freedesktop.org spells them.
_MODIFIERS: Final = {Modifier.CTRL: "CTRL", Modifier.ALT: "ALT", Modifier.SHIFT: "SHIFT", Modifier.SUPER: "LOGO"}
_DESCRIPTIONS: Final = {
    HotkeyAction.HOLD: "Dictate while it is held",
    HotkeyAction.TOGGLE: "Start and end dictation",
    HotkeyAction.HOLD_OR_TAP: "Dictate while it is held, or start and end it with a tap",
    HotkeyAction.CANCEL: "Drop what was said",
    HotkeyAction.PASTE_LAST: "Write the last text again",
    HotkeyAction.UNDO: "Take the last text back",
    HotkeyAction.NEXT_VIEW: "Show the text in another script",
}


@dataclass(slots=True)
class _Bound:
    """A session of the portal with the shortcuts it was given."""

    path: str
    request: str  # until it is answered
    actions: dict[str, HotkeyAction]  # by the shortcut's name
    since_s: dict[str, float]  # of those that are held


class PortalHotkey:
    """The session's `Hotkey`, with a connection and a thread of its own.

    `on_event` and `on_trouble` are called on that thread and must return at once.
    """

    def __init__(
        self,
        on_event: Callable[[HotkeyEvent], None],
        on_trouble: Callable[[UserFixableError], None],
        bus_address: str,
    ) -> None:
        """UserFixableError when there is no session bus."""
        self._on_event = on_event
        self._on_trouble = on_trouble
        self._portal = Portal(bus_address)
        self._bound: _Bound | None = None
        self._mailbox = Mailbox()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="hotkey", daemon=True)
        self._thread.start()

    def bind(self, bindings: tuple[HotkeyBinding, ...]) -> tuple[UserFixableError, ...]:
        """Returns when the desktop has been asked; it may ask the person, and gives what keys it likes."""
        try:
            self._mailbox.post(lambda: self._bind(bindings)).result(_ANSWER_TIMEOUT_S)
        except (PortalFailed, PortalRefused, RuntimeError, NoAnswer) as error:
            raise UserFixableError(
                "The desktop's portal gives no shortcuts", "Try again; if it stays so, log out and in"
            ) from error
        return ()

    def check(self, key: str) -> UserFixableError | None:
        try:
            parse_chord(key)
        except UserFixableError as error:
            return error
        return None

    def arm_cancel(self, armed: bool) -> None:
        """No program can take Esc for a while here: a shortcut of its own cancels, where one is chosen."""

    def close(self) -> None:
        with suppress(RuntimeError):
            self._mailbox.post(self._stop)
        self._thread.join(_ANSWER_TIMEOUT_S)

    # From here on: the hotkey thread.

    def _run(self) -> None:
        try:
            while not self._closing:
                if not self._portal.has_pending():
                    select.select([self._portal, self._mailbox], [], [])
                self._mailbox.run_pending()
                while not self._closing and self._portal.has_pending():
                    if (signal := self._portal.next_signal(0)) is not None:
                        self._hear(signal)
        except PortalFailed as error:
            _log.warning("the portal is gone: %s", error)
            self._on_trouble(_lost())
        except Exception:  # noqa: BLE001 - the thread's one top-level handler
            _log.exception("the hotkey thread failed")
            self._on_trouble(_lost())
        finally:
            self._end_holds()
            self._mailbox.close()
            self._portal.close()

    def _bind(self, bindings: tuple[HotkeyBinding, ...]) -> None:
        self._unbind()  # shortcuts can be given to a session once only
        if not bindings:
            return
        results = self._portal.ask(
            GLOBAL_SHORTCUTS, "CreateSession", "", (), {"session_handle_token": ("s", self._portal.new_token())}
        )
        path = str(results["session_handle"])
        named = {f"{binding.action.value}_{index}": binding for index, binding in enumerate(bindings)}
        wanted = [(name, _described(binding)) for name, binding in named.items()]
        request = self._portal.begin(GLOBAL_SHORTCUTS, "BindShortcuts", "oa(sa{sv})s", (path, wanted, ""))
        self._bound = _Bound(path, request, {name: binding.action for name, binding in named.items()}, {})

    def _unbind(self) -> None:
        self._end_holds()
        if self._bound is not None:
            self._portal.close_session(self._bound.path)
            self._bound = None

    def _hear(self, signal: Signal) -> None:
        bound = self._bound
        if bound is None:
            return
        match signal.member:
            case "Response" if signal.path == bound.request:
                self._hear_answer(signal)
            case "Activated" if signal.body[0] == bound.path:
                self._press(bound, str(signal.body[1]))
            case "Deactivated" if signal.body[0] == bound.path:
                self._release(bound, str(signal.body[1]))
            case "Closed" if signal.path == bound.path:
                self._end_holds()
                self._bound = None
                self._on_trouble(_lost())
            case _:
                pass

    def _hear_answer(self, response: Signal) -> None:
        try:
            shortcuts = results_of(response).get("shortcuts")
        except PortalRefused:
            self._unbind()
            self._on_trouble(
                UserFixableError(
                    "The desktop gave srota-dictate no key", "Start it again to be asked again, or use the menu"
                )
            )
            return
        if not shortcuts:
            self._on_trouble(
                UserFixableError("No key is set for dictation", "Choose one in the desktop's keyboard settings")
            )

    def _press(self, bound: _Bound, name: str) -> None:
        action = bound.actions.get(name)
        if action is not None and name not in bound.since_s:
            bound.since_s[name] = time.monotonic()
            self._on_event(HotkeyPressed(action))

    def _release(self, bound: _Bound, name: str) -> None:
        since_s = bound.since_s.pop(name, None)
        if since_s is not None:
            self._on_event(HotkeyReleased(bound.actions[name], time.monotonic() - since_s))

    def _end_holds(self) -> None:
        if self._bound is not None:
            for name in list(self._bound.since_s):
                self._release(self._bound, name)

    def _stop(self) -> None:
        self._unbind()
        self._closing = True


def trigger(chord: KeyChord) -> str:
    """How the portal is asked for a chord; "" for what it can't give."""
    if chord.is_modifier or chord.is_button:
        return ""
    return "+".join([*(name for modifier, name in _MODIFIERS.items() if modifier in chord.modifiers), chord.key])


def _described(binding: HotkeyBinding) -> dict[str, tuple[str, object]]:
    described: dict[str, tuple[str, object]] = {"description": ("s", _DESCRIPTIONS[binding.action])}
    if wanted := trigger(parse_chord(binding.key)):
        described["preferred_trigger"] = ("s", wanted)
    return described


def _lost() -> UserFixableError:
    return UserFixableError("The desktop took the shortcuts back", "Start srota-dictate again")
