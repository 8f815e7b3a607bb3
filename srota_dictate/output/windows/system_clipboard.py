"""Windows' clipboard calls, thin: implements `board.Clipboard` with a message-only window."""

import ctypes
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Final

from srota_dictate.errors import UserFixableError
from srota_dictate.output.windows.formats import CF_ENHMETAFILE

_MESSAGE_ONLY: Final = -3  # HWND_MESSAGE
_WINDOW_PROCEDURE: Final = -4  # GWLP_WNDPROC
_WM_RENDERFORMAT: Final = 0x0305
_WM_APP: Final = 0x8000
_MOVEABLE: Final = 0x0002
_NAME_LENGTH: Final = 256
# The clipboard belongs to whoever opened it: viewers do so after every change, for moments.
_OPEN_TIMEOUT_S: Final = 1.0
_POLL_S: Final = 0.01

# int, UINT, handle, WPARAM, LPARAM as Windows has them on 64 bits; wintypes has them as the system it runs on does.
_INT, _UINT, _HANDLE, _WPARAM, _LPARAM = ctypes.c_int, ctypes.c_uint, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_ssize_t
_WindowProcedure: Final = ctypes.CFUNCTYPE(_LPARAM, _HANDLE, _UINT, _WPARAM, _LPARAM)


class _Message(ctypes.Structure):
    _fields_ = (
        ("window", _HANDLE),
        ("message", _UINT),
        ("wparam", _WPARAM),
        ("lparam", _LPARAM),
        ("time", ctypes.c_uint32),
        ("point", ctypes.c_int32 * 2),
    )


class SystemClipboard:
    """All but `wake` on the thread that called `open_window`: a window belongs to its thread."""

    def __init__(self) -> None:
        self._user32 = _user32()
        self._gdi32 = _gdi32()
        self._kernel32 = _kernel32()
        self._window = 0
        self._on_asked: Callable[[int], None] = lambda _: None
        self._procedure = _WindowProcedure(self._answer)  # Windows doesn't keep it alive

    def open_window(self, on_asked: Callable[[int], None]) -> None:
        self._on_asked = on_asked
        window = self._user32.CreateWindowExW(0, "STATIC", None, 0, 0, 0, 0, 0, _MESSAGE_ONLY, None, None, None)
        if not window:
            raise UserFixableError("Windows gives no access to the clipboard", "Log in on a desktop")
        self._window = window
        self._user32.SetWindowLongPtrW(window, _WINDOW_PROCEDURE, self._procedure)

    def pump(self) -> None:
        message = _Message()
        self._user32.GetMessageW(ctypes.byref(message), None, 0, 0)
        self._user32.DispatchMessageW(ctypes.byref(message))

    def wake(self) -> None:
        self._user32.PostMessageW(self._window, _WM_APP, 0, 0)

    @contextmanager
    def session(self) -> Generator[None]:
        give_up_at_s = time.monotonic() + _OPEN_TIMEOUT_S
        while not self._user32.OpenClipboard(self._window):
            if time.monotonic() > give_up_at_s:
                raise UserFixableError("Another program keeps the clipboard to itself", "Close it and try again")
            time.sleep(_POLL_S)
        try:
            yield
        finally:
            self._user32.CloseClipboard()

    def formats(self) -> tuple[int, ...]:
        found: list[int] = []
        number = 0
        while number := self._user32.EnumClipboardFormats(number):
            found.append(number)
        return tuple(found)

    def name(self, number: int) -> str:
        text = ctypes.create_unicode_buffer(_NAME_LENGTH)
        self._user32.GetClipboardFormatNameW(number, text, _NAME_LENGTH)
        return text.value

    def register(self, name: str) -> int:
        return self._user32.RegisterClipboardFormatW(name)

    def read(self, number: int) -> bytes | None:
        handle = self._user32.GetClipboardData(number)
        if not handle:
            return None
        return self._read_metafile(handle) if number == CF_ENHMETAFILE else self._read_memory(handle)

    def empty(self) -> None:
        self._user32.EmptyClipboard()

    def write(self, number: int, data: bytes | None) -> None:
        if data is None:
            self._user32.SetClipboardData(number, None)
        elif number == CF_ENHMETAFILE:
            self._user32.SetClipboardData(number, self._gdi32.SetEnhMetaFileBits(len(data), data))
        else:
            self._write_memory(number, data)

    def is_ours(self) -> bool:
        return self._user32.GetClipboardOwner() == self._window

    def sequence(self) -> int:
        return self._user32.GetClipboardSequenceNumber()

    def asking_pid(self) -> int | None:
        window = self._user32.GetOpenClipboardWindow()
        if not window:
            return None
        pid = ctypes.c_uint32()
        self._user32.GetWindowThreadProcessId(window, ctypes.byref(pid))
        return pid.value or None

    def owner_hangs(self) -> bool:
        owner = self._user32.GetClipboardOwner()
        return bool(owner) and bool(self._user32.IsHungAppWindow(owner))

    def close_window(self) -> None:
        self._user32.DestroyWindow(self._window)

    def _answer(self, window: int, message: int, wparam: int, lparam: int) -> int:
        if message == _WM_RENDERFORMAT:
            self._on_asked(wparam)
            return 0
        return self._user32.DefWindowProcW(window, message, wparam, lparam)

    def _read_memory(self, handle: int) -> bytes | None:
        memory = self._kernel32.GlobalLock(handle)
        if not memory:
            return None
        try:
            return ctypes.string_at(memory, self._kernel32.GlobalSize(handle))
        finally:
            self._kernel32.GlobalUnlock(handle)

    def _write_memory(self, number: int, data: bytes) -> None:
        handle = self._kernel32.GlobalAlloc(_MOVEABLE, max(1, len(data)))
        if not handle:
            raise MemoryError
        ctypes.memmove(self._kernel32.GlobalLock(handle), data, len(data))
        self._kernel32.GlobalUnlock(handle)
        if not self._user32.SetClipboardData(number, handle):
            self._kernel32.GlobalFree(handle)  # else it belongs to Windows now

    def _read_metafile(self, handle: int) -> bytes:
        size = self._gdi32.GetEnhMetaFileBits(handle, 0, None)
        data = ctypes.create_string_buffer(size)
        self._gdi32.GetEnhMetaFileBits(handle, size, data)
        return data.raw


def _user32() -> ctypes.CDLL:
    # An instance of our own: prototypes are written on it, and others have theirs.
    library = ctypes.CDLL("user32")
    text, pointer = ctypes.c_wchar_p, ctypes.c_void_p
    library.CreateWindowExW.restype = _HANDLE
    library.CreateWindowExW.argtypes = (
        *(ctypes.c_uint32, text, text, ctypes.c_uint32, _INT, _INT, _INT, _INT, _HANDLE, _HANDLE, _HANDLE, pointer),
    )
    library.SetWindowLongPtrW.restype = pointer
    library.SetWindowLongPtrW.argtypes = (_HANDLE, _INT, _WindowProcedure)
    library.DefWindowProcW.restype = _LPARAM
    library.DefWindowProcW.argtypes = (_HANDLE, _UINT, _WPARAM, _LPARAM)
    library.GetMessageW.argtypes = (pointer, _HANDLE, _UINT, _UINT)
    library.DispatchMessageW.argtypes = (pointer,)
    library.PostMessageW.argtypes = (_HANDLE, _UINT, _WPARAM, _LPARAM)
    library.DestroyWindow.argtypes = (_HANDLE,)
    library.OpenClipboard.argtypes = (_HANDLE,)
    library.EnumClipboardFormats.restype = _UINT
    library.EnumClipboardFormats.argtypes = (_UINT,)
    library.GetClipboardFormatNameW.argtypes = (_UINT, text, _INT)
    library.RegisterClipboardFormatW.restype = _UINT
    library.RegisterClipboardFormatW.argtypes = (text,)
    library.GetClipboardData.restype = _HANDLE
    library.GetClipboardData.argtypes = (_UINT,)
    library.SetClipboardData.restype = _HANDLE
    library.SetClipboardData.argtypes = (_UINT, _HANDLE)
    library.GetClipboardOwner.restype = _HANDLE
    library.GetClipboardSequenceNumber.restype = ctypes.c_uint32
    library.GetOpenClipboardWindow.restype = _HANDLE
    library.GetWindowThreadProcessId.argtypes = (_HANDLE, pointer)
    library.IsHungAppWindow.argtypes = (_HANDLE,)
    return library


def _gdi32() -> ctypes.CDLL:
    library = ctypes.CDLL("gdi32")
    library.GetEnhMetaFileBits.restype = _UINT
    library.GetEnhMetaFileBits.argtypes = (_HANDLE, _UINT, ctypes.c_void_p)
    library.SetEnhMetaFileBits.restype = _HANDLE
    library.SetEnhMetaFileBits.argtypes = (_UINT, ctypes.c_char_p)
    return library


def _kernel32() -> ctypes.CDLL:
    library = ctypes.CDLL("kernel32")
    for name in ("GlobalAlloc", "GlobalLock", "GlobalFree"):
        library[name].restype = _HANDLE
    library.GlobalAlloc.argtypes = (_UINT, ctypes.c_size_t)
    library.GlobalSize.restype = ctypes.c_size_t
    for name in ("GlobalLock", "GlobalUnlock", "GlobalFree", "GlobalSize"):
        library[name].argtypes = (_HANDLE,)
    return library
