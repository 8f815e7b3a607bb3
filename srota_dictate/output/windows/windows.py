"""The windows of the Windows desktop, thin: which has the keyboard, and how one gets it back."""

import ctypes
import os
import time
from dataclasses import dataclass
from typing import Final

from srota_dictate.delivery import Destination, HeldBecause
from srota_dictate.desktop_session import windows_keyboard_is_away
from srota_dictate.output.windows.processes import Processes
from srota_dictate.output.windows.reach import FRAME_HOST, is_out_of_reach

_ACTIVATION_TIMEOUT_S: Final = 1.0
_POLL_S: Final = 0.01


@dataclass(frozen=True, slots=True)
class WindowsReader:
    """Implements `board_writer.Reader`."""

    window: int
    program: str
    pid: int | None
    obstacle: str


class DesktopWindows:
    """Implements `ports.Windows`, `ports.ScreenLock` and `board_writer.Readers`. From any thread."""

    def __init__(self) -> None:
        self._user32 = ctypes.CDLL("user32")
        self._user32.GetForegroundWindow.restype = ctypes.c_void_p
        self._user32.SetForegroundWindow.argtypes = (ctypes.c_void_p,)
        self._user32.IsWindow.argtypes = (ctypes.c_void_p,)
        self._user32.GetWindowThreadProcessId.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
        self._processes = Processes()

    def focused(self) -> Destination | None:
        reader = self.reader()
        return None if reader is None else Destination(reader.window, reader.program)

    def reader(self) -> WindowsReader | None:
        window = self._user32.GetForegroundWindow()
        pid = self._pid(window) if window else 0
        if not pid or pid == os.getpid():
            return None
        program = self._processes.program(pid)
        elevated = is_out_of_reach(self._processes.level(pid), self._processes.our_level)
        obstacle = HeldBecause.ELEVATED.value if elevated else ""
        return WindowsReader(window, program, None if program == FRAME_HOST else pid, obstacle)

    def activate(self, destination: Destination) -> bool:
        if not self._user32.IsWindow(destination.window):
            return False
        self._user32.SetForegroundWindow(destination.window)
        give_up_at_s = time.monotonic() + _ACTIVATION_TIMEOUT_S
        while self._user32.GetForegroundWindow() != destination.window:
            if time.monotonic() > give_up_at_s:
                return False
            time.sleep(_POLL_S)
        return True

    def is_locked(self) -> bool:
        return windows_keyboard_is_away()

    def close(self) -> None: ...

    def _pid(self, window: int) -> int:
        pid = ctypes.c_uint32()
        self._user32.GetWindowThreadProcessId(window, ctypes.byref(pid))
        return pid.value
