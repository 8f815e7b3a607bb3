"""Take keys and buttons from the X server so that their events come here, and give them back."""

from collections.abc import Set
from typing import Final

from Xlib import X
from Xlib.display import Display
from Xlib.error import BadAccess, CatchError

from srota_dictate.hotkey.x11_keyboard import Grab

_BUTTON_EVENTS: Final = X.ButtonPressMask | X.ButtonReleaseMask


def take(display: Display, grabs: Set[Grab]) -> bool:
    """All of them, or none; False when another program holds one."""
    refused = CatchError(BadAccess)
    for grab in grabs:
        _take(display, grab, refused)
    display.sync()
    if refused.get_error() is None:
        return True
    give_back(display, grabs)
    return False


def give_back(display: Display, grabs: Set[Grab]) -> None:
    root = display.screen().root
    for grab in grabs:
        if grab.switch.is_button:
            root.ungrab_button(grab.switch.code, grab.modifiers)
        else:
            root.ungrab_key(grab.switch.code, grab.modifiers)
    display.sync()


def _take(display: Display, grab: Grab, refused: CatchError) -> None:
    root, code, modifiers = display.screen().root, grab.switch.code, grab.modifiers
    mode = X.GrabModeAsync
    if grab.switch.is_button:
        root.grab_button(code, modifiers, False, _BUTTON_EVENTS, mode, mode, X.NONE, X.NONE, onerror=refused)
    else:
        root.grab_key(code, modifiers, False, mode, mode, onerror=refused)
