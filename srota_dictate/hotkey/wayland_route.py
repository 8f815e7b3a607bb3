"""Choose how hotkeys are had in a Wayland session, and say why."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from srota_dictate.hotkey.keyboards import keyboards_readable
from srota_dictate.hotkey.portal_hotkey import GLOBAL_SHORTCUTS
from srota_dictate.portal import portal_version

_PROGRAMS: Final = ("swaymsg", "gsettings")
# Membership counts from the next login on.
GROUP_COMMAND: Final = "sudo usermod -aG input $USER"


class KeyRoute(Enum):
    """Who hears the keys."""

    KEYBOARDS = "the keyboards themselves (evdev)"
    PORTAL = "the desktop's GlobalShortcuts portal"
    SWAY = "shortcuts of sway"
    GNOME = "shortcuts of GNOME"
    KDE = "shortcuts of KDE"
    BY_HAND = "shortcuts that you make"


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What the choice hangs on."""

    wants_keyboards: bool  # the person allowed it in the settings
    can_read_keyboards: bool
    global_shortcuts: int  # version of the portal's interface, 0 for none
    desktops: frozenset[str]  # what the session calls itself, in small letters
    in_sway: bool  # its command socket is there
    programs: frozenset[str]  # those of _PROGRAMS that are installed


@dataclass(frozen=True, slots=True)
class HotkeyRoute:
    """How keys come here."""

    keys: KeyRoute
    reason: str  # a sentence without capital and full stop

    def __str__(self) -> str:
        return f"through {self.keys.value}, because {self.reason}"


def choose_hotkey_route(facts: KeyFacts) -> HotkeyRoute:
    if facts.wants_keyboards and facts.can_read_keyboards:
        return HotkeyRoute(KeyRoute.KEYBOARDS, "the settings allow it")
    route = _without_keyboards(facts)
    if facts.wants_keyboards:
        return HotkeyRoute(
            route.keys, f"{route.reason}; the keyboards can't be read: run `{GROUP_COMMAND}` and log in again"
        )
    return route


def key_facts(wants_keyboards: bool, environment: Mapping[str, str] = os.environ) -> KeyFacts:
    """Asks the session bus, which takes a moment."""
    return KeyFacts(
        wants_keyboards,
        wants_keyboards and keyboards_readable(),
        portal_version(GLOBAL_SHORTCUTS, environment.get("DBUS_SESSION_BUS_ADDRESS", "")),
        frozenset(environment.get("XDG_CURRENT_DESKTOP", "").lower().split(":")),
        bool(environment.get("SWAYSOCK")),
        frozenset(program for program in _PROGRAMS if shutil.which(program, path=environment.get("PATH"))),
    )


def _without_keyboards(facts: KeyFacts) -> HotkeyRoute:
    if facts.global_shortcuts:
        return HotkeyRoute(KeyRoute.PORTAL, "the desktop offers it, and tells of press and release")
    if facts.in_sway and "swaymsg" in facts.programs:
        return HotkeyRoute(KeyRoute.SWAY, "sway runs commands at press and release")
    if "gnome" in facts.desktops and "gsettings" in facts.programs:
        return HotkeyRoute(
            KeyRoute.GNOME, "this GNOME has no GlobalShortcuts portal; its shortcuts know no release, so they toggle"
        )
    if "kde" in facts.desktops:
        return HotkeyRoute(
            KeyRoute.KDE, "this KDE has no GlobalShortcuts portal; its shortcuts know no release, so they toggle"
        )
    return HotkeyRoute(KeyRoute.BY_HAND, "the desktop lets no program take a key")
