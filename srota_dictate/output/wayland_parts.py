"""Put the parts together that a Wayland session's route asks for."""

from collections.abc import Mapping
from pathlib import Path
from typing import assert_never

from srota_dictate.errors import UserFixableError
from srota_dictate.output.desk_clipboard import DeskClipboard
from srota_dictate.output.options import OutputOptions
from srota_dictate.output.portal_clipboard import PortalClipboard
from srota_dictate.output.portal_keys import PortalKeys
from srota_dictate.output.portal_session import PortalSession
from srota_dictate.output.virtual_keyboard import VirtualKeys
from srota_dictate.output.wayland import WaylandWriter
from srota_dictate.output.wayland_clipboard import Clipboard
from srota_dictate.output.wayland_desk import WaylandDesk
from srota_dictate.output.wayland_keys import KeySender, YdotoolKeys
from srota_dictate.output.wayland_route import ClipboardRoute, KeysRoute, OutputRoute
from srota_dictate.output.wayland_windows import UntoldWindows, WaylandWindows
from srota_dictate.output.wayland_wire import socket_path
from srota_dictate.output.wl_clipboard import WlClipboard


def make_parts(
    options: OutputOptions, route: OutputRoute, environment: Mapping[str, str], permission_path: Path
) -> tuple[WaylandWriter, WaylandWindows | UntoldWindows]:
    """Raises UserFixableError where there is no way to the clipboard."""
    clipboard: Clipboard
    windows: WaylandWindows | UntoldWindows = UntoldWindows()
    keys, session = _keys(route, environment, permission_path)
    match route.clipboard:
        case ClipboardRoute.DATA_CONTROL:
            desk = WaylandDesk(socket_path(environment))
            clipboard = DeskClipboard(desk)
            if desk.tells_windows:
                windows = WaylandWindows(desk)
        case ClipboardRoute.PORTAL:
            assert session is not None
            clipboard = PortalClipboard(session, WlClipboard())
        case ClipboardRoute.WL_CLIPBOARD:
            clipboard = WlClipboard()
        case None:
            raise UserFixableError(
                "In this Wayland session text reaches no window",
                "Install wl-clipboard: sudo apt-get install wl-clipboard",
            )
        case _ as never:
            assert_never(never)
    if session is not None:
        session.begin()
    return WaylandWriter(options, clipboard, keys, windows), windows


def _keys(
    route: OutputRoute, environment: Mapping[str, str], permission_path: Path
) -> tuple[KeySender | None, PortalSession | None]:
    """Who presses the keys; with the portal its session, which isn't begun yet."""
    match route.keys:
        case KeysRoute.VIRTUAL_KEYBOARD:
            return VirtualKeys(socket_path(environment)), None
        case KeysRoute.PORTAL:
            has_clipboard = route.clipboard is ClipboardRoute.PORTAL
            bus = environment["DBUS_SESSION_BUS_ADDRESS"]
            session = PortalSession(bus, permission_path, with_clipboard=has_clipboard)
            return PortalKeys(session), session
        case KeysRoute.YDOTOOL:
            return YdotoolKeys(), None
        case KeysRoute.X11 | KeysRoute.NOBODY:
            return None, None
        case _:
            assert_never(route.keys)
