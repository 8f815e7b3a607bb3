"""Paste keys through the real xdg-desktop-portal, whose backend is the tests' own (see tests/desktop/programs)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from srota_dictate.output.options import OutputOptions, PasteKeys
from srota_dictate.output.portal_keys import REMOTE_DESKTOP, PortalKeys
from srota_dictate.output.wayland_parts import make_parts
from srota_dictate.output.wayland_route import ClipboardRoute, KeysRoute, OutputRoute
from srota_dictate.portal import portal_version
from srota_dictate.types import DeliveryStatus, OutputMode
from tests.desktop.portal import TestPortal, portal_missing
from tests.desktop.process import wait_until
from tests.desktop.programs.portal_backend import KEYBOARD
from tests.desktop.sample_texts import SAMPLE_TEXTS
from tests.desktop.wayland import WaylandSession, joined_session
from tests.desktop.wayland_windows import QtEditor

TEXT = "ज़िंदगी में meeting है"
ROUTE = OutputRoute(ClipboardRoute.DATA_CONTROL, KeysRoute.PORTAL, "the test says so")


@pytest.fixture(scope="module")
def session() -> Iterator[WaylandSession]:
    if portal_missing():
        pytest.skip("needs xdg-desktop-portal")
    with joined_session() as session:
        yield session


@pytest.fixture
def portal(session: WaylandSession) -> Iterator[TestPortal]:
    portal = TestPortal(session)
    yield portal
    portal.close()


@pytest.fixture(scope="module")
def editor(session: WaylandSession) -> Iterator[QtEditor]:
    editor = QtEditor(session, session.root / "editor.txt")
    yield editor
    editor.close()


@pytest.fixture
def keys(session: WaylandSession, portal: TestPortal, tmp_path: Path) -> Iterator[PortalKeys]:
    keys = PortalKeys(session.env["DBUS_SESSION_BUS_ADDRESS"], tmp_path / "permission")
    yield keys
    keys.close()


def allowed(keys: PortalKeys) -> None:
    wait_until(lambda: not keys.trouble(), what="the permission")


def test_texts_arrive_exactly(session: WaylandSession, portal: TestPortal, editor: QtEditor, tmp_path: Path) -> None:
    writer, windows = make_parts(OutputOptions(), ROUTE, session.env, tmp_path / "permission")
    wait_until(lambda: portal.noted("start"), what="the question")
    session.copy(b"before")
    for text in SAMPLE_TEXTS:
        editor.clear()
        delivery = writer.deliver(text, OutputMode.PASTE, windows.focused())
        assert delivery.status is DeliveryStatus.DELIVERED, delivery.detail
        editor.wait_text(text)
    assert session.paste() == b"before"
    assert portal.noted("select") == [{"types": "1"}], "the keyboard and nothing else"
    writer.close()


def test_refused_means_nothing_typed_and_the_text_on_the_clipboard(
    session: WaylandSession, portal: TestPortal, editor: QtEditor, tmp_path: Path
) -> None:
    portal.refuse(KEYBOARD)
    editor.clear()
    writer, windows = make_parts(OutputOptions(), ROUTE, session.env, tmp_path / "permission")
    wait_until(lambda: "doesn't let" in writer.deliver(TEXT, OutputMode.PASTE, windows.focused()).detail)
    assert writer.deliver(TEXT, OutputMode.PASTE, windows.focused()).status is DeliveryStatus.COPIED
    assert session.paste() == TEXT.encode()
    assert editor.text() == ""
    assert not portal.noted("key")
    writer.close()


def test_a_session_that_the_desktop_ended_is_opened_again(keys: PortalKeys, portal: TestPortal) -> None:
    allowed(keys)
    portal.end_sessions()
    wait_until(lambda: len(portal.noted("start")) == 2 or keys.trouble(), what="the second session")
    allowed(keys)
    assert keys.enter()
    wait_until(lambda: [entry["down"] for entry in portal.noted("key")] == [True, False], what="the key")


def test_every_key_that_went_down_comes_up(keys: PortalKeys, portal: TestPortal) -> None:
    allowed(keys)
    assert keys.paste(PasteKeys.CTRL_SHIFT_V)
    wait_until(lambda: len(portal.noted("key")) == 6, what="the keys")
    pressed = [(entry["keysym"], entry["down"]) for entry in portal.noted("key")]
    assert pressed == [
        *((keysym, True) for keysym in (0xFFE3, 0xFFE1, 0x76)),
        *((keysym, False) for keysym in (0x76, 0xFFE1, 0xFFE3)),
    ]


def test_a_portal_that_went_away(session: WaylandSession, tmp_path: Path) -> None:
    address = session.env["DBUS_SESSION_BUS_ADDRESS"]
    assert portal_version(REMOTE_DESKTOP, address) == 0
    assert portal_version(REMOTE_DESKTOP, "unix:path=/nonexistent") == 0
    keys = PortalKeys(address, tmp_path / "permission")
    wait_until(lambda: "doesn't press keys" in keys.trouble(), what="the sentence")
    assert not keys.enter()
    keys.close()
