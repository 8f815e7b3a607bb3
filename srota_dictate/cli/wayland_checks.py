"""The doctor's answers for a Wayland session: which way keys and text take there, and why."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from srota_dictate.cli.checks import Check
from srota_dictate.errors import UserFixableError

if TYPE_CHECKING:
    from srota_dictate.hotkey.options import HotkeyOptions


def check_wayland_output(environment: Mapping[str, str]) -> Check:
    from srota_dictate.output.wayland_route import KeysRoute, choose_output_route, output_facts

    route = choose_output_route(output_facts(environment))
    ok = route.keys not in (KeysRoute.NOBODY, KeysRoute.X11)
    needed = route.clipboard is None and route.keys is KeysRoute.NOBODY
    return Check("text into windows", ok, str(route), hint=route.remedy, needed=needed)


def check_wayland_hotkeys(options: "HotkeyOptions", environment: Mapping[str, str]) -> Check:
    from srota_dictate.hotkey.desktop_shortcuts import command_line, shortcuts_for
    from srota_dictate.hotkey.shortcut_makers import ShortcutsByHand, SwayShortcuts, sway_lines
    from srota_dictate.hotkey.wayland_route import KeyRoute, choose_hotkey_route, key_facts

    name = "hotkeys"
    route = choose_hotkey_route(key_facts(options.read_keyboards, environment))
    match route.keys:
        case KeyRoute.BY_HAND:
            made = shortcuts_for(options.bindings, ShortcutsByHand(), command_line())
            try:
                ShortcutsByHand().make(made)
            except UserFixableError as told:
                return Check(name, False, str(route), hint=told.hint, needed=False)
            return Check(name, True, str(route))
        case KeyRoute.SWAY:
            lines = sway_lines(shortcuts_for(options.bindings, SwayShortcuts(), command_line()))
            return Check(name, True, f"{route}; made while the program runs: {'; '.join(lines)}")
        case _:
            return Check(name, True, str(route))
