"""Choose the hotkey that works on this system and session."""

import logging
import os
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from srota_dictate.desktop_session import SessionKind, session_kind, x11_display
from srota_dictate.errors import UserFixableError
from srota_dictate.types import HotkeyEvent

if TYPE_CHECKING:
    from srota_dictate.hotkey.hooked import HookedHotkey
    from srota_dictate.hotkey.x11 import X11Hotkey

_log = logging.getLogger(__name__)


def make_hotkey(
    on_event: Callable[[HotkeyEvent], None],
    on_lost: Callable[[UserFixableError], None],
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
) -> "X11Hotkey | HookedHotkey":
    """A hotkey with no key bound yet; UserFixableError when this session offers no way to have one.

    Events come from the hotkey's own thread; `on_lost` says that no more will come.
    """
    if platform == "win32":
        from srota_dictate.hotkey.hooked import HookedHotkey
        from srota_dictate.hotkey.windows_hook import WindowsKeySource

        return HookedHotkey(on_event, on_lost, WindowsKeySource())
    if platform == "darwin":
        from srota_dictate.hotkey.hooked import HookedHotkey
        from srota_dictate.hotkey.macos_tap import MacKeySource

        return HookedHotkey(on_event, on_lost, MacKeySource())
    display_name = x11_display(environment, "In this Wayland session no talk key can be had yet")
    if session_kind(environment) is SessionKind.X11_ON_WAYLAND:
        _log.warning("Wayland session: the talk key works only while an X11 window is focused")

    from srota_dictate.hotkey.x11 import X11Hotkey

    return X11Hotkey(on_event, on_lost, display_name)
