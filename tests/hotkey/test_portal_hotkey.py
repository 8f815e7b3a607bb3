"""Hotkeys through the real xdg-desktop-portal, whose backend is the tests' own (see tests/desktop/programs)."""

from collections.abc import Iterator

import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.choose import make_hotkey
from srota_dictate.hotkey.chord import parse_chord
from srota_dictate.hotkey.portal_hotkey import PortalHotkey, trigger
from srota_dictate.types import HotkeyAction, HotkeyBinding, HotkeyEvent, HotkeyPressed, HotkeyReleased
from tests.desktop.portal import TestPortal
from tests.desktop.process import holds_for, wait_until
from tests.desktop.programs.portal_backend import SHORTCUTS
from tests.desktop.wayland import WaylandSession

HOLD, CANCEL = HotkeyAction.HOLD, HotkeyAction.CANCEL
TALK = HotkeyBinding("Ctrl+Alt+space", HOLD)


class Ear:
    """Hears what the hotkey says."""

    def __init__(self) -> None:
        self.events: list[HotkeyEvent] = []
        self.troubles: list[UserFixableError] = []

    def hear(self, *expected: tuple[type[HotkeyEvent], HotkeyAction]) -> None:
        wait_until(lambda: len(self.events) >= len(expected), what=f"{len(expected)} events")
        assert [(type(event), event.action) for event in self.events] == list(expected)
        self.events.clear()


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def hotkey(session: WaylandSession, portal: TestPortal, ear: Ear) -> Iterator[PortalHotkey]:
    hotkey = make_hotkey(ear.events.append, ear.troubles.append, environment=session.env, platform="linux")
    assert isinstance(hotkey, PortalHotkey)
    yield hotkey
    hotkey.close()


def bind(hotkey: PortalHotkey, portal: TestPortal, *bindings: HotkeyBinding) -> None:
    n_before = len(portal.noted("bound"))
    assert hotkey.bind(bindings) == ()
    wait_until(lambda: len(portal.noted("bound")) > n_before, what="the shortcuts")


def test_hold(hotkey: PortalHotkey, portal: TestPortal, ear: Ear) -> None:
    bind(hotkey, portal, TALK, HotkeyBinding("F9", CANCEL))
    bound = portal.noted("bound")[-1]
    assert bound["hold_0"]["preferred_trigger"] == "CTRL+ALT+space"
    assert bound["cancel_1"]["preferred_trigger"] == "F9"
    assert all(each["description"] for each in bound.values())
    portal.press("hold_0")
    ear.hear((HotkeyPressed, HOLD))
    portal.press("cancel_1")
    portal.release("cancel_1")
    portal.release("hold_0")
    ear.hear((HotkeyPressed, CANCEL), (HotkeyReleased, CANCEL), (HotkeyReleased, HOLD))
    assert not ear.troubles


def test_bound_anew_it_lets_go(hotkey: PortalHotkey, portal: TestPortal, ear: Ear) -> None:
    bind(hotkey, portal, TALK)
    portal.press("hold_0")
    ear.hear((HotkeyPressed, HOLD))
    bind(hotkey, portal, HotkeyBinding("F8", HotkeyAction.TOGGLE))
    ear.hear((HotkeyReleased, HOLD))
    portal.press("toggle_0")
    ear.hear((HotkeyPressed, HotkeyAction.TOGGLE))
    hotkey.bind(())
    ear.hear((HotkeyReleased, HotkeyAction.TOGGLE))


def test_refused(hotkey: PortalHotkey, portal: TestPortal, ear: Ear) -> None:
    portal.refuse(SHORTCUTS)
    bind(hotkey, portal, TALK)
    wait_until(lambda: ear.troubles, what="the sentence")
    assert "no key" in ear.troubles[0].message
    portal.press("hold_0")
    assert holds_for(lambda: not ear.events, 0.2)


def test_the_desktop_takes_the_shortcuts_back(hotkey: PortalHotkey, portal: TestPortal, ear: Ear) -> None:
    bind(hotkey, portal, TALK)
    portal.press("hold_0")
    ear.hear((HotkeyPressed, HOLD))
    portal.end_sessions()
    ear.hear((HotkeyReleased, HOLD))
    assert "took the shortcuts back" in ear.troubles[0].message


def test_the_portal_goes_away(hotkey: PortalHotkey, portal: TestPortal, ear: Ear) -> None:
    bind(hotkey, portal, TALK)
    portal.stop()
    with pytest.raises(UserFixableError, match="gives no shortcuts"):
        hotkey.bind((TALK,))


@pytest.mark.parametrize(
    ("key", "wanted"),
    [("F9", "F9"), ("Super+Shift+d", "SHIFT+LOGO+d"), ("Control_R", ""), ("Mouse8", ""), ("Pause", "Pause")],
)
def test_trigger(key: str, wanted: str) -> None:
    assert trigger(parse_chord(key)) == wanted
