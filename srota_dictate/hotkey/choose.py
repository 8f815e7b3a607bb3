"""Choose the hotkey that works on this system and session."""

import logging
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from srota_dictate.desktop_session import NO_DISPLAY, SessionKind, session_kind
from srota_dictate.errors import UserFixableError
from srota_dictate.types import HotkeyEvent

if TYPE_CHECKING:
    from srota_dictate.hotkey.desktop_shortcuts import DesktopShortcuts
    from srota_dictate.hotkey.hooked import HookedHotkey
    from srota_dictate.hotkey.keyboards import KeyboardsHotkey
    from srota_dictate.hotkey.portal_hotkey import PortalHotkey
    from srota_dictate.hotkey.x11 import X11Hotkey

_log = logging.getLogger(__name__)


def make_hotkey(
    on_event: Callable[[HotkeyEvent], None],
    on_trouble: Callable[[UserFixableError], None],
    read_keyboards: bool = False,
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
) -> "X11Hotkey | HookedHotkey | PortalHotkey | DesktopShortcuts | KeyboardsHotkey":
    """A hotkey with no key bound yet; UserFixableError when this session offers no way to have one.

    Events come from the hotkey's own thread; `on_trouble` says that no more will come, and why. `read_keyboards`: the
    person allows that, in a Wayland session.
    """
    if platform == "win32":
        from srota_dictate.hotkey.hooked import HookedHotkey
        from srota_dictate.hotkey.windows_hook import WindowsKeySource

        return HookedHotkey(on_event, on_trouble, WindowsKeySource())
    if platform == "darwin":
        from srota_dictate.hotkey.hooked import HookedHotkey
        from srota_dictate.hotkey.macos_tap import MacKeySource

        return HookedHotkey(on_event, on_trouble, MacKeySource())
    match session_kind(environment):
        case SessionKind.X11:
            from srota_dictate.hotkey.x11 import X11Hotkey

            return X11Hotkey(on_event, on_trouble, environment["DISPLAY"])
        case SessionKind.WAYLAND | SessionKind.X11_ON_WAYLAND:
            return _on_wayland(on_event, on_trouble, read_keyboards, environment)
        case SessionKind.NONE:
            raise UserFixableError(*NO_DISPLAY)
        case _ as never:
            assert_never(never)


def _on_wayland(
    on_event: Callable[[HotkeyEvent], None],
    on_trouble: Callable[[UserFixableError], None],
    read_keyboards: bool,
    environment: Mapping[str, str],
) -> "PortalHotkey | DesktopShortcuts | KeyboardsHotkey":
    from srota_dictate.hotkey import shortcut_makers
    from srota_dictate.hotkey.desktop_shortcuts import DesktopShortcuts
    from srota_dictate.hotkey.keyboards import KeyboardsHotkey
    from srota_dictate.hotkey.portal_hotkey import PortalHotkey
    from srota_dictate.hotkey.wayland_route import KeyRoute, choose_hotkey_route, key_facts

    route = choose_hotkey_route(key_facts(read_keyboards, environment))
    _log.info("hotkeys come %s", route)
    match route.keys:
        case KeyRoute.KEYBOARDS:
            return KeyboardsHotkey(on_event)
        case KeyRoute.PORTAL:
            return PortalHotkey(on_event, on_trouble, environment["DBUS_SESSION_BUS_ADDRESS"])
        case KeyRoute.SWAY:
            return DesktopShortcuts(shortcut_makers.SwayShortcuts())
        case KeyRoute.GNOME:
            return DesktopShortcuts(shortcut_makers.GnomeShortcuts())
        case KeyRoute.KDE:
            data_home = environment.get("XDG_DATA_HOME") or Path.home() / ".local/share"
            return DesktopShortcuts(shortcut_makers.KdeShortcuts(Path(data_home)))
        case KeyRoute.BY_HAND:
            return DesktopShortcuts(shortcut_makers.ShortcutsByHand())
        case _:
            assert_never(route.keys)
