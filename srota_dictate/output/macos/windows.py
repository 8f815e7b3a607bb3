"""The windows and fields of the macOS desktop, thin, through its accessibility interface."""

# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

import ctypes
import os
import time
from dataclasses import dataclass
from typing import Final

import AppKit
import ApplicationServices as AX
import Quartz

from srota_dictate.delivery import Destination
from srota_dictate.output.macos.layout import CARBON

_ACTIVATION_TIMEOUT_S: Final = 1.0
_POLL_S: Final = 0.01
_ANSWER_TIMEOUT_S: Final = 0.5  # a program that hangs doesn't answer
_IGNORING_OTHERS: Final = 2  # NSApplicationActivateIgnoringOtherApps


@dataclass(frozen=True, slots=True)
class MacReader:
    """Implements `board_writer.Reader`. Nobody tells which process fetches a text, and keys reach every window."""

    window: int
    program: str
    pid: int | None = None
    obstacle: str = ""


class DesktopWindows:
    """Implements `ports.Windows`, `ports.Fields`, `ports.ScreenLock` and `board_writer.Readers`. From any thread."""

    def __init__(self) -> None:
        self._system = AX.AXUIElementCreateSystemWide()
        AX.AXUIElementSetMessagingTimeout(self._system, _ANSWER_TIMEOUT_S)
        self._carbon = ctypes.CDLL(CARBON)
        self._carbon.IsSecureEventInputEnabled.restype = ctypes.c_bool

    def focused(self) -> Destination | None:
        reader = self.reader()
        return None if reader is None else Destination(reader.window, reader.program)

    def reader(self) -> MacReader | None:
        pid = self._focused_pid()
        if pid is None or pid == os.getpid():
            return None
        window = _front_window(pid)
        return None if window is None else MacReader(window, _program(pid))

    def activate(self, destination: Destination) -> bool:
        pid = _owner(destination.window)
        application = pid and AppKit.NSRunningApplication.runningApplicationWithProcessIdentifier_(pid)
        if not application:
            return False
        application.activateWithOptions_(_IGNORING_OTHERS)
        give_up_at_s = time.monotonic() + _ACTIVATION_TIMEOUT_S
        while (reader := self.reader()) is None or reader.window != destination.window:
            if time.monotonic() > give_up_at_s:
                return False  # another window of that program is in front, or it didn't come
            time.sleep(_POLL_S)
        return True

    def is_secret(self) -> bool | None:
        field = self._asked("AXFocusedUIElement")
        if field is not None:
            failed, subrole = AX.AXUIElementCopyAttributeValue(field, "AXSubrole", None)
            if not failed:
                return str(subrole) == "AXSecureTextField"
            if failed in (AX.kAXErrorNoValue, AX.kAXErrorAttributeUnsupported):
                return False  # most fields have no subrole
        # A program that doesn't tell may at least have asked macOS to keep what is typed from others.
        return True if self._carbon.IsSecureEventInputEnabled() else None

    def is_locked(self) -> bool:
        session = Quartz.CGSessionCopyCurrentDictionary()
        return session is None or bool(session.get("CGSSessionScreenIsLocked", False))

    def close(self) -> None: ...

    def _focused_pid(self) -> int | None:
        application = self._asked("AXFocusedApplication")
        if application is None:
            return None
        failed, pid = AX.AXUIElementGetPid(application, None)
        return None if failed else pid

    def _asked(self, attribute: str) -> object:
        """Of the whole desktop; None when nobody answers, or this program isn't allowed to ask."""
        failed, value = AX.AXUIElementCopyAttributeValue(self._system, attribute, None)
        return None if failed else value


def _front_window(pid: int) -> int | None:
    """The foremost ordinary window of a process."""
    options = Quartz.kCGWindowListOptionOnScreenOnly | Quartz.kCGWindowListExcludeDesktopElements
    windows = Quartz.CGWindowListCopyWindowInfo(options, Quartz.kCGNullWindowID) or ()
    fit = (w for w in windows if w["kCGWindowOwnerPID"] == pid and w["kCGWindowLayer"] == 0)
    return next((int(window["kCGWindowNumber"]) for window in fit), None)


def _owner(window: int) -> int | None:
    """The process of a window; None when it is closed."""
    for found in Quartz.CGWindowListCopyWindowInfo(Quartz.kCGWindowListOptionIncludingWindow, window) or ():
        return int(found["kCGWindowOwnerPID"])
    return None


def _program(pid: int) -> str:
    application = AppKit.NSRunningApplication.runningApplicationWithProcessIdentifier_(pid)
    return str(application.bundleIdentifier() or "").lower() if application else ""
