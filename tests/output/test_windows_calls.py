"""The calls that output makes on Windows, on fakes of its libraries: nothing here was ever run on Windows itself."""

# Functions of a C library have its names; what ctypes makes of byref() is seen through `_obj`.
# pyright: reportUnknownMemberType=false

import ctypes
import os
from collections.abc import Callable
from typing import Any

import pytest

from srota_dictate.delivery import Destination, HeldBecause
from srota_dictate.errors import UserFixableError
from srota_dictate.output.options import PasteKeys
from srota_dictate.output.windows.formats import CF_ENHMETAFILE, CF_UNICODETEXT
from srota_dictate.output.windows.keyboard import Input, WindowsKeyboard, text_strokes
from srota_dictate.output.windows.system_clipboard import SystemClipboard
from srota_dictate.output.windows.uia import FocusedField
from srota_dictate.output.windows.windows import DesktopWindows
from tests.fakes.foreign import FakeLibrary

MEDIUM, HIGH = 0x2000, 0x3000


class FakeWindows:
    """Some functions of user32, kernel32, gdi32, advapi32 and ole32, as Microsoft documents them."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, int, int]] = []
        self.down: set[int] = set()
        self.foreground = 0
        self.refuses_focus = False
        self.pids: dict[int, int] = {}
        self.programs: dict[int, str] = {}
        self.levels: dict[int, int | None] = {os.getpid(): MEDIUM}
        self.procedure: Callable[..., int] | None = None
        self.messages: list[tuple[int, int]] = []
        self.clipboard: dict[int, int | None] = {}
        self.blocks: dict[int, Any] = {}
        self.n_open = 0
        self.opener = 0
        self.automation = 0

    def CDLL(self, name: str) -> FakeLibrary:
        assert name in {"user32", "kernel32", "gdi32", "advapi32", "ole32"}
        return FakeLibrary(self)

    # Keyboard

    def SendInput(self, n_events: int, events: Any, size: int) -> int:
        assert (len(events), size) == (n_events, 40)
        for event in events:
            assert event.kind == 1
            self.sent.append((event.union.key.key, event.union.key.scan, event.union.key.flags))
        return n_events

    def GetAsyncKeyState(self, key: int) -> int:
        return -1 if key in self.down else 0

    # Windows and processes

    def GetForegroundWindow(self) -> int | None:
        return self.foreground or None

    def SetForegroundWindow(self, window: int) -> int:
        if not self.refuses_focus:
            self.foreground = window
        return not self.refuses_focus

    def IsWindow(self, window: int) -> int:
        return window in self.pids

    def GetWindowThreadProcessId(self, window: int, pid: Any) -> int:
        pid._obj.value = self.pids[window]
        return 1

    def OpenProcess(self, _access: int, _inherit: bool, pid: int) -> int | None:
        return pid if pid in self.levels else None

    def CloseHandle(self, _handle: object) -> int:
        return 1

    def QueryFullProcessImageNameW(self, pid: int, _flags: int, path: Any, length: Any) -> int:
        assert length._obj.value == len(path)
        path.value = self.programs.get(pid, "")
        return 1

    def OpenProcessToken(self, pid: int, _access: int, token: Any) -> int:
        token._obj.value = pid
        return self.levels[pid] is not None

    def GetTokenInformation(self, token: Any, what: int, label: Any, _size: int, _needed: Any) -> int:
        assert what == 25
        ctypes.c_void_p.from_buffer(label).value = token.value
        return 1

    def GetSidSubAuthorityCount(self, _sid: Any) -> Any:
        return ctypes.pointer(ctypes.c_uint8(1))

    def GetSidSubAuthority(self, sid: Any, place: int) -> Any:
        assert place == 0
        return ctypes.pointer(ctypes.c_uint32(self.levels[sid.value] or 0))

    # Clipboard

    def CreateWindowExW(self, *arguments: Any) -> int:
        assert (arguments[1], arguments[8]) == ("STATIC", -3)
        return 0x77

    def SetWindowLongPtrW(self, _window: int, what: int, procedure: Callable[..., int]) -> None:
        assert what == -4
        self.procedure = procedure

    def DefWindowProcW(self, _window: int, message: int, _wparam: int, _lparam: int) -> int:
        return message

    def PostMessageW(self, _window: int, message: int, wparam: int, _lparam: int) -> int:
        self.messages.append((message, wparam))
        return 1

    def GetMessageW(self, message: Any, _window: None, _first: int, _last: int) -> int:
        message._obj.message, message._obj.wparam = self.messages.pop(0)
        return 1

    def DispatchMessageW(self, message: Any) -> int:
        assert self.procedure is not None
        return self.procedure(0x77, message._obj.message, message._obj.wparam, 0)

    def DestroyWindow(self, _window: int) -> int:
        self.procedure = None
        return 1

    def OpenClipboard(self, _window: int) -> int:
        if self.opener:
            return 0
        self.n_open += 1
        return 1

    def CloseClipboard(self) -> int:
        self.n_open -= 1
        return 1

    def EmptyClipboard(self) -> int:
        self.clipboard.clear()
        return 1

    def EnumClipboardFormats(self, number: int) -> int:
        order = [0, *self.clipboard, 0]
        return order[order.index(number) + 1]

    def GetClipboardFormatNameW(self, number: int, name: Any, _size: int) -> int:
        name.value = "HTML Format" if number == 0xC001 else ""
        return len(name.value)

    def RegisterClipboardFormatW(self, _name: str) -> int:
        return 0xC001

    def GetClipboardData(self, number: int) -> int | None:
        return self.clipboard.get(number)

    def SetClipboardData(self, number: int, handle: int | None) -> int | None:
        self.clipboard[number] = handle
        return handle

    def GetClipboardOwner(self) -> int:
        return 0x77

    def GetClipboardSequenceNumber(self) -> int:
        return 5

    def GetOpenClipboardWindow(self) -> int | None:
        return self.opener or None

    def IsHungAppWindow(self, window: int) -> int:
        return window == 0x77

    def GlobalAlloc(self, flags: int, size: int) -> int:
        assert flags == 2
        handle = len(self.blocks) + 1
        self.blocks[handle] = ctypes.create_string_buffer(size)
        return handle

    def GlobalLock(self, handle: int) -> int:
        return ctypes.addressof(self.blocks[handle])

    def GlobalUnlock(self, handle: int) -> int:
        return handle in self.blocks

    def GlobalSize(self, handle: int) -> int:
        return len(self.blocks[handle])

    def GlobalFree(self, handle: int) -> None:
        del self.blocks[handle]

    def SetEnhMetaFileBits(self, size: int, data: bytes) -> int:
        handle = self.GlobalAlloc(2, size)
        ctypes.memmove(self.blocks[handle], data, size)
        return handle

    def GetEnhMetaFileBits(self, handle: int, size: int, data: Any) -> int:
        if data is not None:
            ctypes.memmove(data, self.blocks[handle], size)
        return len(self.blocks[handle])

    # COM

    def CoInitializeEx(self, _reserved: None, how: int) -> int:
        assert how == 0
        return 1

    def CoCreateInstance(self, of: bytes, _outer: None, _where: int, interface: bytes, result: Any) -> int:
        assert (len(of), len(interface)) == (16, 16)
        result._obj.value = self.automation or None
        return 0 if self.automation else -1


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> FakeWindows:
    system = FakeWindows()
    monkeypatch.setattr(ctypes, "CDLL", system.CDLL)
    return system


def test_the_structure_is_as_large_as_windows_has_it() -> None:
    assert ctypes.sizeof(Input) == 40


def test_paste_keys(system: FakeWindows) -> None:
    keyboard = WindowsKeyboard()
    keyboard.paste(PasteKeys.CTRL_V)
    assert system.sent == [(0x11, 0, 0), (0x56, 0, 0), (0x56, 0, 2), (0x11, 0, 2)]
    system.sent.clear()
    keyboard.paste(PasteKeys.SHIFT_INSERT)
    assert system.sent == [(0x10, 0, 0), (0x2D, 0, 1), (0x2D, 0, 3), (0x10, 0, 2)]
    system.sent.clear()
    keyboard.paste(PasteKeys.CTRL_SHIFT_V)
    keyboard.enter()
    assert [key for key, _, _ in system.sent] == [0x11, 0x10, 0x56, 0x56, 0x10, 0x11, 0x0D, 0x0D]


def test_typing_sends_every_unit_down_and_up(system: FakeWindows) -> None:
    WindowsKeyboard().type("क😀")
    units = (0x0915, 0xD83D, 0xDE00)
    assert system.sent == [(0, unit, flags) for unit in units for flags in (4, 6)]


def test_long_texts_are_sent_in_parts(system: FakeWindows) -> None:
    WindowsKeyboard().type("x" * 1000)
    assert len(system.sent) == len(text_strokes("x" * 1000)) == 2000


def test_which_keys_are_down(system: FakeWindows) -> None:
    keyboard = WindowsKeyboard()
    assert not keyboard.any_down()
    system.down = {0x14}  # Caps Lock
    assert not keyboard.any_down()
    system.down = {0x41}
    assert keyboard.any_down()
    assert not keyboard.modifiers_down()
    system.down = {0x10}
    assert keyboard.modifiers_down()


def test_the_window_with_the_keyboard(system: FakeWindows) -> None:
    system.foreground, system.pids = 7, {7: 42}
    system.levels[42] = MEDIUM
    system.programs[42] = "C:\\Windows\\Notepad.EXE"
    reader = DesktopWindows().reader()
    assert reader is not None
    assert (reader.window, reader.program, reader.pid, reader.obstacle) == (7, "notepad", 42, "")
    assert DesktopWindows().focused() == Destination(7, "notepad")


@pytest.mark.parametrize("level", [HIGH, None])
def test_an_elevated_window(system: FakeWindows, level: int | None) -> None:
    system.foreground, system.pids = 7, {7: 42}
    system.levels[42] = level
    reader = DesktopWindows().reader()
    assert reader is not None
    assert reader.obstacle == HeldBecause.ELEVATED.value


def test_in_a_frame_of_the_store_anybody_reads(system: FakeWindows) -> None:
    system.foreground, system.pids = 7, {7: 42}
    system.levels[42] = MEDIUM
    system.programs[42] = "C:\\Windows\\System32\\ApplicationFrameHost.exe"
    reader = DesktopWindows().reader()
    assert reader is not None
    assert reader.pid is None


def test_no_window_and_our_own(system: FakeWindows) -> None:
    assert DesktopWindows().focused() is None
    system.foreground, system.pids = 7, {7: os.getpid()}
    assert DesktopWindows().focused() is None


def test_going_back_to_a_window(system: FakeWindows, monkeypatch: pytest.MonkeyPatch) -> None:
    windows = DesktopWindows()
    assert not windows.activate(Destination(8))  # it is closed
    system.pids = {8: 42}
    assert windows.activate(Destination(8))
    monkeypatch.setattr("srota_dictate.output.windows.windows._ACTIVATION_TIMEOUT_S", 0.02)
    system.foreground, system.refuses_focus = 7, True
    assert not windows.activate(Destination(8))


def test_clipboard_content_comes_back_as_it_was(system: FakeWindows) -> None:
    clipboard = SystemClipboard()
    clipboard.open_window(lambda _: None)
    with clipboard.session():
        clipboard.empty()
        clipboard.write(CF_UNICODETEXT, b"a\0\0\0")
        clipboard.write(CF_ENHMETAFILE, b"drawing")
        clipboard.write(clipboard.register("HTML Format"), b"")
        assert clipboard.formats() == (CF_UNICODETEXT, CF_ENHMETAFILE, 0xC001)
        assert clipboard.read(CF_UNICODETEXT) == b"a\0\0\0"
        assert clipboard.read(CF_ENHMETAFILE) == b"drawing"
        assert clipboard.read(1) is None
        assert [clipboard.name(number) for number in clipboard.formats()] == ["", "", "HTML Format"]
    assert system.n_open == 0
    assert clipboard.is_ours()
    assert clipboard.owner_hangs()
    assert clipboard.sequence() == 5
    clipboard.close_window()


def test_a_promise_is_asked_for_by_a_message(system: FakeWindows) -> None:
    asked: list[int] = []
    clipboard = SystemClipboard()
    clipboard.open_window(asked.append)
    with clipboard.session():
        clipboard.write(CF_UNICODETEXT, None)
    assert system.clipboard == {CF_UNICODETEXT: None}
    system.messages.append((0x0305, CF_UNICODETEXT))
    clipboard.wake()
    clipboard.pump()
    clipboard.pump()
    assert asked == [CF_UNICODETEXT]


def test_who_asks(system: FakeWindows) -> None:
    clipboard = SystemClipboard()
    assert clipboard.asking_pid() is None
    system.opener, system.pids = 9, {9: 42}
    assert clipboard.asking_pid() == 42


def test_a_clipboard_that_stays_open(system: FakeWindows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("srota_dictate.output.windows.system_clipboard._OPEN_TIMEOUT_S", 0.02)
    system.opener = 9
    with pytest.raises(UserFixableError, match="to itself"), SystemClipboard().session():
        raise AssertionError("nobody may be let in")


class FakeObject:
    """A COM object in memory: a pointer to a table of functions, of which some do something."""

    def __init__(self, methods: dict[int, Callable[..., int]]) -> None:
        self.n_released = 0

        def release(_this: int) -> int:
            self.n_released += 1
            return 0

        one, two = (ctypes.CFUNCTYPE(ctypes.c_int32, *[ctypes.c_void_p] * n) for n in (1, 2))
        self._functions = {2: one(release), **{place: two(method) for place, method in methods.items()}}
        addresses = [
            ctypes.cast(self._functions[n], ctypes.c_void_p) if n in self._functions else None for n in range(40)
        ]
        self._table = (ctypes.c_void_p * 40)(*addresses)
        self._this = ctypes.c_void_p(ctypes.addressof(self._table))
        self.address = ctypes.addressof(self._this)


@pytest.mark.parametrize(("result", "is_password", "told"), [(0, 1, True), (0, 0, False), (-2147467259, 0, None)])
def test_a_password_field(system: FakeWindows, result: int, is_password: int, told: bool | None) -> None:
    def get_is_password(_this: int, answer: int) -> int:
        ctypes.c_int32.from_address(answer).value = is_password
        return result

    field = FakeObject({35: get_is_password})

    def get_focused(_this: int, answer: int) -> int:
        ctypes.c_void_p.from_address(answer).value = field.address
        return 0

    automation = FakeObject({8: get_focused})
    system.automation = automation.address
    assert FocusedField().is_secret() is told
    assert (field.n_released, automation.n_released) == (1, 1)


def test_nobody_tells_of_the_field(system: FakeWindows) -> None:
    assert FocusedField().is_secret() is None

    def fail(_this: int, _answer: int) -> int:
        return -1

    automation = FakeObject({8: fail})
    system.automation = automation.address
    assert FocusedField().is_secret() is None
    assert automation.n_released == 1
