"""Which way a text takes in a Wayland session, as a table of what there is."""

import pytest

from srota_dictate.output.wayland_globals import VIRTUAL_KEYBOARD
from srota_dictate.output.wayland_route import ClipboardRoute, KeysRoute, OutputFacts, choose_output_route, output_facts
from tests.desktop.wayland import joined_session

WLR_CLIPBOARD, EXT_CLIPBOARD = "zwlr_data_control_manager_v1", "ext_data_control_manager_v1"
WL_CLIPBOARD = ("wl-copy", "wl-paste")
D, W = ClipboardRoute.DATA_CONTROL, ClipboardRoute.WL_CLIPBOARD


@pytest.mark.parametrize(
    ("desktop", "interfaces", "programs", "portal", "ydotoold", "x11", "clipboard", "keys", "reason"),
    [
        ("sway", [WLR_CLIPBOARD, VIRTUAL_KEYBOARD], [], 0, False, True, D, "VIRTUAL_KEYBOARD", "asks nobody"),
        ("Hyprland", [EXT_CLIPBOARD, VIRTUAL_KEYBOARD], [], 2, True, True, D, "VIRTUAL_KEYBOARD", "asks nobody"),
        ("no data-control", [VIRTUAL_KEYBOARD], WL_CLIPBOARD, 2, True, True, W, "VIRTUAL_KEYBOARD", "asks nobody"),
        ("KDE", [WLR_CLIPBOARD], ["ydotool"], 2, True, True, D, "PORTAL", "asks you once"),
        ("GNOME", [], WL_CLIPBOARD, 2, False, True, W, "PORTAL", "asks you once"),
        ("GNOME", [], WL_CLIPBOARD, 2, False, False, W, "PORTAL", "asks you once"),
        ("GNOME without wl-clipboard", [], [], 2, False, True, None, "X11", "wl-clipboard is not installed"),
        ("GNOME without either", [], [], 2, False, False, None, "NOBODY", "wl-clipboard is not installed"),
        ("half of it", [], ["wl-copy"], 2, False, False, None, "NOBODY", "wl-clipboard is not installed"),
        ("no portal", [], [*WL_CLIPBOARD, "ydotool"], 0, True, False, W, "YDOTOOL", "no RemoteDesktop portal"),
        ("no daemon", [], [*WL_CLIPBOARD, "ydotool"], 0, False, False, W, "NOBODY", "daemon isn't running"),
        ("no portal, but X11", [WLR_CLIPBOARD], [], 0, False, True, None, "X11", "neither"),
        ("nothing for keys", [WLR_CLIPBOARD], [], 0, False, False, D, "NOBODY", "neither"),
    ],
)
def test_route(
    desktop: str,
    interfaces: list[str],
    programs: list[str],
    portal: int,
    ydotoold: bool,
    x11: bool,
    clipboard: ClipboardRoute | None,
    keys: str,
    reason: str,
) -> None:
    facts = OutputFacts(frozenset(interfaces), frozenset(programs), portal, 0, ydotoold, x11)
    route = choose_output_route(facts)
    assert (route.clipboard, route.keys) == (clipboard, KeysRoute[keys])
    assert reason in route.reason
    assert reason in str(route)


@pytest.mark.parametrize("programs", [WL_CLIPBOARD, ()])
def test_where_the_portal_has_a_clipboard_as_well(programs: tuple[str, ...]) -> None:
    route = choose_output_route(OutputFacts(frozenset(), frozenset(programs), 2, 1, False, True))
    assert (route.clipboard, route.keys) == (ClipboardRoute.PORTAL, KeysRoute.PORTAL)


def test_facts_of_a_real_session() -> None:
    with joined_session() as session:
        facts = output_facts(session.env)
    assert {WLR_CLIPBOARD, VIRTUAL_KEYBOARD} <= facts.interfaces
    assert set(WL_CLIPBOARD) <= facts.programs
    assert (facts.remote_desktop, facts.portal_clipboard, facts.ydotool_runs, facts.has_x11) == (0, 0, False, False)


def test_facts_where_there_is_nothing() -> None:
    facts = output_facts({"PATH": "/nonexistent", "XDG_RUNTIME_DIR": "/nonexistent"})
    assert facts == OutputFacts(frozenset(), frozenset(), 0, 0, False, False)
