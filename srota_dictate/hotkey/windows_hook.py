"""The keyboard of Windows as a `KeySource`: low-level hooks through pynput. Never run; see docs/platforms.md."""

# pyright: reportMissingModuleSource=false, reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import ctypes
import threading
from collections.abc import Callable
from typing import Final, Protocol, cast

from pynput import keyboard, mouse

from srota_dictate.desktop_session import windows_keyboard_is_away
from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.chord import Modifier
from srota_dictate.hotkey.hook_rules import KeyMove, menu_opens
from srota_dictate.hotkey.windows_evidence import HookEvidence
from srota_dictate.hotkey.windows_keys import MOUSE_BACK, MOUSE_FORWARD, VIRTUAL_KEYS

_KEY_DOWN: Final = (0x0100, 0x0104)  # WM_KEYDOWN, WM_SYSKEYDOWN
_BUTTON_MOVES: Final = {0x020B: True, 0x020C: False}  # WM_XBUTTONDOWN, WM_XBUTTONUP
_KEY_INJECTED: Final = 0x10 | 0x02  # LLKHF_INJECTED, LLKHF_LOWER_IL_INJECTED
_BUTTON_INJECTED: Final = 0x01 | 0x02
_MODIFIER_KEYS: Final = {
    Modifier.CTRL: (0xA2, 0xA3),
    Modifier.ALT: (0xA4, 0xA5),
    Modifier.SHIFT: (0xA0, 0xA1),
    Modifier.SUPER: (0x5B, 0x5C),
}
_RIGHT_ALT: Final = 0xA5
_LEFT_CTRL: Final = 0xA2
_NO_KEY: Final = 0xE8  # unassigned: pressing it does nothing, but no modifier was then pressed alone


class _Listener(Protocol):
    """What both of pynput's listeners have in common."""

    def start(self) -> None: ...
    def wait(self) -> None: ...
    def stop(self) -> None: ...
    def suppress_event(self) -> None: ...


class _HookStruct(Protocol):
    """KBDLLHOOKSTRUCT and MSLLHOOKSTRUCT, as pynput hands them to a filter."""

    vkCode: int
    mouseData: int
    flags: int
    time: int


class _LastInput(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint32), ("time", ctypes.c_uint32))


class WindowsKeySource:
    """Each hook has a thread of pynput's. `check`, `is_held` and `is_down` may be called on any thread."""

    def __init__(self) -> None:
        self._user32 = ctypes.CDLL("user32")
        self._user32.GetAsyncKeyState.restype = ctypes.c_int16
        self._evidence = HookEvidence()
        self._on_move: Callable[[KeyMove], bool] = lambda _: False
        self._lock = threading.Lock()
        self._listeners: list[_Listener] = []
        self._button_bound = False
        self._hooks_mouse = False
        self._sender = keyboard.Controller()

    def code_of(self, key: str) -> int | None:
        return VIRTUAL_KEYS.get(key)

    def start(self, on_move: Callable[[KeyMove], bool]) -> None:
        self._on_move = on_move
        self._install()

    def watch(self, codes: frozenset[int], /) -> None:
        self._button_bound = bool(codes & {MOUSE_BACK, MOUSE_FORWARD})
        self._install()

    def check(self, now_s: float, holding: bool, /) -> UserFixableError | None:
        # Every move of the pointer goes through the mouse hook: it is there only while it tells something.
        if (holding or self._button_bound) != self._hooks_mouse:
            self._hooks_mouse = not self._hooks_mouse
            self._install()
        last_input_ms = self._last_input_ms()
        if self._evidence.is_deaf(last_input_ms):
            self._install()
            self._evidence.renewed(now_s, last_input_ms)
        return None

    def is_held(self, code: int, seen_s: float, now_s: float, /) -> bool:
        # On the desktop of the lock screen and of elevation prompts nobody hears of a release.
        return not windows_keyboard_is_away() and self._evidence.is_held(
            seen_s, now_s, programs_see_down=lambda: self.is_down(code)
        )

    def is_down(self, code: int, /) -> bool:
        return self._user32.GetAsyncKeyState(code) < 0

    def stop(self) -> None:
        with self._lock:
            for listener in self._listeners:
                listener.stop()
            self._listeners.clear()

    def _install(self) -> None:
        """Hook in before taking the old hooks out, so that no move goes by in between."""
        with self._lock:
            old = self._listeners
            self._listeners = [self._started(keyboard.Listener, self._key_moved)]
            if self._hooks_mouse or self._button_bound:
                self._listeners.append(self._started(mouse.Listener, self._button_moved))
            for listener in old:
                listener.stop()

    def _started(self, kind: Callable[..., object], moved: Callable[[int, _HookStruct, _Listener], None]) -> _Listener:
        def take(message: int, data: _HookStruct) -> bool:
            self._evidence.note(data.time)
            moved(message, data, listener)
            return False  # pynput has no more to do with it

        # Its type stubs know no more than what it has on every system.
        listener = cast("_Listener", kind(win32_event_filter=take))
        listener.start()
        listener.wait()
        return listener

    # From here on: a hook's thread, while every other program waits for its key.

    def _key_moved(self, message: int, data: _HookStruct, listener: _Listener) -> None:
        if data.flags & _KEY_INJECTED:
            return
        move = KeyMove(data.vkCode, message in _KEY_DOWN, self._modifiers_beside(data.vkCode))
        if not self._on_move(move):
            return
        if move.is_press and menu_opens(move.modifiers):
            self._sender.tap(keyboard.KeyCode.from_vk(_NO_KEY))
        listener.suppress_event()

    def _button_moved(self, message: int, data: _HookStruct, listener: _Listener) -> None:
        if message not in _BUTTON_MOVES or data.flags & _BUTTON_INJECTED:
            return
        code = MOUSE_BACK if data.mouseData >> 16 == 1 else MOUSE_FORWARD
        if self._on_move(KeyMove(code, _BUTTON_MOVES[message], self._modifiers_beside(code))):
            listener.suppress_event()

    def _modifiers_beside(self, code: int) -> frozenset[Modifier]:
        # AltGr comes as left Ctrl, which nobody pressed, and right Alt.
        passed_over = {code, _LEFT_CTRL} if code == _RIGHT_ALT else {code}
        return frozenset(
            modifier
            for modifier, keys in _MODIFIER_KEYS.items()
            if any(self.is_down(key) for key in keys if key not in passed_over)
        )

    def _last_input_ms(self) -> int:
        info = _LastInput(ctypes.sizeof(_LastInput), 0)
        self._user32.GetLastInputInfo(ctypes.byref(info))
        return info.time
