"""A fake of the Windows keyboard, for `windows_hook` where there is no Windows: pynput's listeners and user32.

It behaves as Microsoft documents it: hooks are asked newest first, before the key's state changes; a move that one of
them swallows reaches neither the others nor the state that GetAsyncKeyState reads; a hook may be dropped silently.
"""

# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType, SimpleNamespace
from typing import Any

from tests.fakes.foreign import FakeLibrary

KEY_DOWN, KEY_UP = 0x0100, 0x0101
BUTTON_DOWN, BUTTON_UP, POINTER_MOVED = 0x020B, 0x020C, 0x0200
INJECTED = 0x10


class _Swallowed(Exception):
    """What pynput's `suppress_event` raises through the filter."""


@dataclass
class FakeWindowsKeyboard:
    """`press` and its like are the person's hands; `seen` is what reaches the programs."""

    now_ms: int = 1_000
    down: set[int] = field(default_factory=set[int])
    seen: list[tuple[int, bool]] = field(default_factory=list[tuple[int, bool]])
    hooks: dict[str, list[Callable[[int, Any], Any]]] = field(default_factory=lambda: {"keyboard": [], "mouse": []})
    last_input_ms: int = 0
    desktop: str = "Default"
    n_installed: int = 0

    def key(self, code: int, is_press: bool, flags: int = 0) -> None:
        data = SimpleNamespace(vkCode=code, flags=flags, time=self.now_ms, mouseData=0)
        if self._pass("keyboard", KEY_DOWN if is_press else KEY_UP, data):
            self._reach(code, is_press)

    def button(self, number: int, is_press: bool) -> None:
        """Buttons 4 and 5 of the mouse are Windows' XBUTTON 1 and 2."""
        data = SimpleNamespace(mouseData=number << 16, flags=0, time=self.now_ms)
        if self._pass("mouse", BUTTON_DOWN if is_press else BUTTON_UP, data):
            self._reach(4 + number, is_press)

    def move_pointer(self) -> None:
        self._pass("mouse", POINTER_MOVED, SimpleNamespace(mouseData=0, flags=0, time=self.now_ms))

    def drop_hooks(self) -> None:
        """As Windows does with a hook that took longer than LowLevelHooksTimeout."""
        for hooks in self.hooks.values():
            hooks.clear()

    def pynput(self) -> ModuleType:
        module = ModuleType("pynput")
        keys = SimpleNamespace(
            Listener=lambda win32_event_filter: _FakeListener(self, "keyboard", win32_event_filter),
            Controller=lambda: SimpleNamespace(tap=self._tap),
            KeyCode=SimpleNamespace(from_vk=lambda code: code),
        )
        buttons = SimpleNamespace(Listener=lambda win32_event_filter: _FakeListener(self, "mouse", win32_event_filter))
        vars(module).update(keyboard=keys, mouse=buttons)
        return module

    def user32(self) -> FakeLibrary:
        return FakeLibrary(_User32(self))

    def _tap(self, code: int) -> None:
        self.key(code, True, INJECTED)
        self.key(code, False, INJECTED)

    def _pass(self, kind: str, message: int, data: SimpleNamespace) -> bool:
        self.last_input_ms = data.time
        try:
            for hook in reversed(self.hooks[kind]):
                hook(message, data)
        except _Swallowed:
            return False
        return True

    def _reach(self, code: int, is_press: bool) -> None:
        self.seen.append((code, is_press))
        (self.down.add if is_press else self.down.discard)(code)


class _User32:
    """The functions of user32.dll that `windows_hook` calls."""

    def __init__(self, keyboard: FakeWindowsKeyboard) -> None:
        self._keyboard = keyboard

    def OpenInputDesktop(self, _flags: int, _inherit: bool, _access: int) -> int:
        return 7 if self._keyboard.desktop else 0

    def CloseDesktop(self, _desktop: int) -> int:
        return 1

    def GetUserObjectInformationW(self, _desktop: int, _what: int, name: Any, _size: int, _needed: None) -> int:
        name.value = self._keyboard.desktop
        return 1

    def GetAsyncKeyState(self, code: int) -> int:
        return -32768 if code in self._keyboard.down else 0

    def GetLastInputInfo(self, info: Any) -> int:
        info._obj.time = self._keyboard.last_input_ms
        return 1


class _FakeListener:
    def __init__(self, keyboard: FakeWindowsKeyboard, kind: str, take: Callable[[int, Any], Any]) -> None:
        self._keyboard = keyboard
        self._hooks = keyboard.hooks[kind]
        self._take = take

    def start(self) -> None:
        self._keyboard.n_installed += 1
        self._hooks.append(self._take)

    def wait(self) -> None: ...

    def stop(self) -> None:
        if self._take in self._hooks:
            self._hooks.remove(self._take)

    def suppress_event(self) -> None:
        raise _Swallowed
