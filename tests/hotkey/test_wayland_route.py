"""Which way a key takes in a Wayland session, as a table of what there is."""

from pathlib import Path

import pytest

from srota_dictate.hotkey.keyboards import keyboards_readable
from srota_dictate.hotkey.wayland_route import KeyFacts, KeyRoute, choose_hotkey_route, key_facts


@pytest.mark.parametrize(
    ("desktop", "wants", "readable", "portal", "sway", "programs", "keys", "reason"),
    [
        ("kde", False, False, 1, False, [], KeyRoute.PORTAL, "press and release"),
        ("gnome", False, False, 1, False, ["gsettings"], KeyRoute.PORTAL, "press and release"),
        ("gnome", False, False, 0, False, ["gsettings"], KeyRoute.GNOME, "toggle"),
        ("gnome", False, False, 0, False, [], KeyRoute.BY_HAND, "no program take a key"),
        ("ubuntu:gnome", False, False, 0, False, ["gsettings"], KeyRoute.GNOME, "toggle"),
        ("kde", False, False, 0, False, [], KeyRoute.KDE, "toggle"),
        ("sway", False, True, 0, True, ["swaymsg"], KeyRoute.SWAY, "press and release"),
        ("sway", False, True, 1, True, ["swaymsg"], KeyRoute.PORTAL, "press and release"),
        ("sway", True, True, 1, True, ["swaymsg"], KeyRoute.KEYBOARDS, "settings allow it"),
        ("sway", True, False, 0, True, ["swaymsg"], KeyRoute.SWAY, "sudo usermod -aG input $USER"),
        ("", True, False, 0, False, [], KeyRoute.BY_HAND, "sudo usermod -aG input $USER"),
        ("cosmic", False, False, 0, False, ["gsettings"], KeyRoute.BY_HAND, "no program take a key"),
    ],
)
def test_route(
    desktop: str,
    wants: bool,
    readable: bool,
    portal: int,
    sway: bool,
    programs: list[str],
    keys: KeyRoute,
    reason: str,
) -> None:
    facts = KeyFacts(wants, readable, portal, frozenset(desktop.split(":")), sway, frozenset(programs))
    route = choose_hotkey_route(facts)
    assert route.keys is keys
    assert reason in str(route)


def test_facts_where_there_is_nothing() -> None:
    facts = key_facts(False, {"PATH": "/nonexistent", "XDG_CURRENT_DESKTOP": "ubuntu:GNOME"})
    assert facts == KeyFacts(False, False, 0, frozenset({"ubuntu", "gnome"}), False, frozenset())


def test_keyboards(tmp_path: Path) -> None:
    assert not keyboards_readable(tmp_path)
    (tmp_path / "event3").touch()
    assert keyboards_readable(tmp_path)
