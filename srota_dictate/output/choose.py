"""Choose the output that works on this system and session."""

import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from srota_dictate.desktop_session import NO_DISPLAY, SessionKind, session_kind
from srota_dictate.errors import UserFixableError
from srota_dictate.output.options import OutputOptions

if TYPE_CHECKING:
    from srota_dictate.output.right_window import RightWindow

_log = logging.getLogger(__name__)


def make_output(
    options: OutputOptions,
    state_folder: Path,
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
) -> "RightWindow":
    """Where text goes; UserFixableError when this session offers no way to reach a window or the clipboard.

    `state_folder` keeps what a desktop's permission is remembered by.
    """
    if platform == "win32":
        return _windows_output(options)
    if platform == "darwin":
        return _mac_output(options)
    match session_kind(environment):
        case SessionKind.X11:
            return _on_x11(options, environment)
        case SessionKind.WAYLAND | SessionKind.X11_ON_WAYLAND:
            return _on_wayland(options, state_folder, environment)
        case SessionKind.NONE:
            raise UserFixableError(*NO_DISPLAY)
        case _ as never:
            assert_never(never)


def _on_x11(options: OutputOptions, environment: Mapping[str, str]) -> "RightWindow":
    from srota_dictate.output.atspi import FocusedField
    from srota_dictate.output.deliver import X11Output, connect
    from srota_dictate.output.lock_screen import LockScreen
    from srota_dictate.output.right_window import RightWindow
    from srota_dictate.output.x11_windows import X11Windows

    bus = environment.get("DBUS_SESSION_BUS_ADDRESS", "SESSION")
    display_name = environment["DISPLAY"]
    writer = X11Output(options, display_name)
    return RightWindow(writer, X11Windows(connect(display_name)), FocusedField(bus), LockScreen(bus), options)


def _on_wayland(options: OutputOptions, state_folder: Path, environment: Mapping[str, str]) -> "RightWindow":
    from srota_dictate.output.atspi import FocusedField
    from srota_dictate.output.lock_screen import LockScreen
    from srota_dictate.output.right_window import RightWindow
    from srota_dictate.output.wayland_parts import make_parts
    from srota_dictate.output.wayland_route import KeysRoute, choose_output_route, output_facts

    route = choose_output_route(output_facts(environment))
    _log.info("text is %s", route)
    if route.keys is KeysRoute.X11:
        return _on_x11(options, environment)
    writer, windows = make_parts(options, route, environment, state_folder / "portal-permission")
    bus = environment.get("DBUS_SESSION_BUS_ADDRESS", "SESSION")
    return RightWindow(writer, windows, FocusedField(bus), LockScreen(bus), options)


def _windows_output(options: OutputOptions) -> "RightWindow":
    from srota_dictate.output.board_writer import BoardWriter
    from srota_dictate.output.right_window import RightWindow
    from srota_dictate.output.windows.board import WindowsBoard
    from srota_dictate.output.windows.keyboard import WindowsKeyboard
    from srota_dictate.output.windows.system_clipboard import SystemClipboard
    from srota_dictate.output.windows.uia import FocusedField
    from srota_dictate.output.windows.windows import DesktopWindows

    windows = DesktopWindows()
    writer = BoardWriter(WindowsBoard(SystemClipboard()), WindowsKeyboard(), windows, options)
    return RightWindow(writer, windows, FocusedField(), windows, options)


def _mac_output(options: OutputOptions) -> "RightWindow":
    from srota_dictate.output.board_writer import BoardWriter
    from srota_dictate.output.macos.board import MacBoard
    from srota_dictate.output.macos.keyboard import MacKeyboard
    from srota_dictate.output.macos.layout import paste_key
    from srota_dictate.output.macos.main_thread import on_main_thread
    from srota_dictate.output.macos.pasteboard import SystemPasteboard
    from srota_dictate.output.macos.windows import DesktopWindows
    from srota_dictate.output.right_window import RightWindow

    windows = DesktopWindows()
    keyboard = MacKeyboard(lambda: on_main_thread(paste_key))
    writer = BoardWriter(MacBoard(SystemPasteboard(), on_main_thread), keyboard, windows, options)
    return RightWindow(writer, windows, windows, windows, options)
