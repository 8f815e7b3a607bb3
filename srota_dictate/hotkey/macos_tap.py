"""The keyboard of macOS as a `KeySource`: an event tap. Never run; see docs/platforms.md.

Not through pynput, whose listener asks for the keyboard layout on its own thread: in a program with a window macOS
ends the process for that.
"""

# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false, reportMissingTypeStubs=false

import logging
import threading
from collections.abc import Callable
from typing import Final

import ApplicationServices
import Quartz

from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.hook_rules import KeyMove
from srota_dictate.hotkey.macos_keys import BUTTONS_FROM, VIRTUAL_KEYS, is_pressed, modifiers_beside

_log = logging.getLogger(__name__)

_START_TIMEOUT_S: Final = 5.0


class MacKeySource:
    """The tap has a thread with a run loop of its own."""

    def __init__(self) -> None:
        self._on_move: Callable[[KeyMove], bool] = lambda _: False
        self._tap: object = None
        self._loop: object = None
        self._ready = threading.Event()
        self._is_refused = False

    def code_of(self, key: str) -> int | None:
        return VIRTUAL_KEYS.get(key)

    def start(self, on_move: Callable[[KeyMove], bool]) -> None:
        self._on_move = on_move
        self._install()

    def watch(self, _codes: frozenset[int], /) -> None:
        """The tap's mask has every kind of event anyway; moves of the pointer aren't among them."""

    def check(self, _now_s: float, _holding: bool, /) -> UserFixableError | None:
        if self._tap is None:
            # The person may have allowed it meanwhile.
            self._install()
        if self._tap is None:
            refused_before, self._is_refused = self._is_refused, True
            if refused_before:
                return None
            _ask_the_person()
            return _not_allowed()
        if not Quartz.CGEventTapIsEnabled(self._tap):
            _log.info("macOS had switched the event tap off")
            Quartz.CGEventTapEnable(self._tap, True)
        return None

    def is_held(self, code: int, _seen_s: float, _now_s: float, /) -> bool:
        """What the hardware says, which knows nothing of swallowing."""
        hardware = Quartz.kCGEventSourceStateHIDSystemState
        if code >= BUTTONS_FROM:
            return bool(Quartz.CGEventSourceButtonState(hardware, code - BUTTONS_FROM))
        return bool(Quartz.CGEventSourceKeyState(hardware, code))

    def is_down(self, _code: int, /) -> bool:
        return False  # every event says itself which modifiers are down: nothing is stuck for want of a release

    def stop(self) -> None:
        if self._tap is not None:
            Quartz.CGEventTapEnable(self._tap, False)
        if self._loop is not None:
            Quartz.CFRunLoopStop(self._loop)

    def _install(self) -> None:
        self._ready.clear()
        threading.Thread(target=self._run, name="event tap", daemon=True).start()
        self._ready.wait(_START_TIMEOUT_S)

    # From here on: the tap's thread, while every other program waits for its key.

    def _run(self) -> None:
        mask = 0
        for kind in (*_KEY_MOVES, *_BUTTON_MOVES, Quartz.kCGEventFlagsChanged):
            mask |= Quartz.CGEventMaskBit(kind)
        self._tap = Quartz.CGEventTapCreate(
            Quartz.kCGSessionEventTap,
            Quartz.kCGHeadInsertEventTap,
            Quartz.kCGEventTapOptionDefault,
            mask,
            self._heard,
            None,
        )
        if self._tap is None:
            self._ready.set()
            return
        self._loop = Quartz.CFRunLoopGetCurrent()
        source = Quartz.CFMachPortCreateRunLoopSource(None, self._tap, 0)
        Quartz.CFRunLoopAddSource(self._loop, source, Quartz.kCFRunLoopCommonModes)
        Quartz.CGEventTapEnable(self._tap, True)
        self._ready.set()
        Quartz.CFRunLoopRun()

    def _heard(self, _proxy: object, kind: int, event: object, _info: object) -> object:
        """What the tap returns goes on to the programs; None goes nowhere."""
        try:
            return None if self._swallows(kind, event) else event
        except Exception:  # noqa: BLE001 - the border to the system: whatever goes wrong, the person keeps the keyboard
            _log.exception("the event tap failed")
            return event

    def _swallows(self, kind: int, event: object) -> bool:
        if kind in (Quartz.kCGEventTapDisabledByTimeout, Quartz.kCGEventTapDisabledByUserInput):
            Quartz.CGEventTapEnable(self._tap, True)
            return False
        # What a program posts, ours too, carries its process; what the hardware sends carries none.
        if Quartz.CGEventGetIntegerValueField(event, Quartz.kCGEventSourceUnixProcessID):
            return False
        move = _move(kind, event)
        return move is not None and self._on_move(move)


_KEY_MOVES: Final = {Quartz.kCGEventKeyDown: True, Quartz.kCGEventKeyUp: False}
_BUTTON_MOVES: Final = {Quartz.kCGEventOtherMouseDown: True, Quartz.kCGEventOtherMouseUp: False}


def _move(kind: int, event: object) -> KeyMove | None:
    flags = Quartz.CGEventGetFlags(event)
    if kind in _BUTTON_MOVES:
        code = BUTTONS_FROM + Quartz.CGEventGetIntegerValueField(event, Quartz.kCGMouseEventButtonNumber)
        return KeyMove(code, _BUTTON_MOVES[kind], modifiers_beside(code, flags))
    code = Quartz.CGEventGetIntegerValueField(event, Quartz.kCGKeyboardEventKeycode)
    is_press = _KEY_MOVES[kind] if kind in _KEY_MOVES else is_pressed(code, flags)
    repeats = bool(Quartz.CGEventGetIntegerValueField(event, Quartz.kCGKeyboardEventAutorepeat))
    return None if is_press is None else KeyMove(code, is_press, modifiers_beside(code, flags), repeats)


def _ask_the_person() -> None:
    """Have macOS show its own questions, which lead to the right panes of System Settings."""
    Quartz.CGRequestListenEventAccess()
    ApplicationServices.AXIsProcessTrustedWithOptions({ApplicationServices.kAXTrustedCheckOptionPrompt: True})


def _not_allowed() -> UserFixableError:
    return UserFixableError(
        "macOS keeps the keyboard from this program",
        "Allow it Accessibility and Input Monitoring in System Settings; `srota-dictate doctor` says where",
    )
