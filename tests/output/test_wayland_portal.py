"""Paste keys through the real xdg-desktop-portal, whose backend is the tests' own (see tests/desktop/programs)."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from srota_dictate.delivery import DeliveryStatus, OutputMode
from srota_dictate.output.options import OutputOptions, PasteKeys
from srota_dictate.output.portal_clipboard import PortalClipboard
from srota_dictate.output.portal_keys import PortalKeys
from srota_dictate.output.portal_session import REMOTE_DESKTOP, PortalSession
from srota_dictate.output.wayland import WaylandWriter
from srota_dictate.output.wayland_clipboard import Fetch
from srota_dictate.output.wayland_desk import WaylandDesk
from srota_dictate.output.wayland_keys import ENTER
from srota_dictate.output.wayland_parts import make_parts
from srota_dictate.output.wayland_route import (
    ClipboardRoute,
    KeysRoute,
    OutputRoute,
    choose_output_route,
    output_facts,
)
from srota_dictate.output.wayland_windows import UntoldWindows
from srota_dictate.output.wayland_wire import socket_path
from srota_dictate.output.wl_clipboard import WlClipboard
from srota_dictate.portal import portal_version
from tests.desktop.portal import TestPortal, clipboard_portal
from tests.desktop.process import wait_until
from tests.desktop.programs.portal_backend import KEYBOARD
from tests.desktop.sample_texts import SAMPLE_TEXTS
from tests.desktop.wayland import WaylandSession
from tests.desktop.wayland_windows import QtEditor

TEXT = "ज़िंदगी में meeting है"
ROUTE = OutputRoute(ClipboardRoute.DATA_CONTROL, KeysRoute.PORTAL, "the test says so")


@pytest.fixture(scope="module")
def editor(session: WaylandSession) -> Iterator[QtEditor]:
    editor = QtEditor(session, session.root / "editor.txt")
    yield editor
    editor.close()


@pytest.fixture
def keys(session: WaylandSession, portal: TestPortal, tmp_path: Path) -> Iterator[PortalKeys]:
    portal_session = PortalSession(session.env["DBUS_SESSION_BUS_ADDRESS"], tmp_path / "permission")
    portal_session.begin()
    keys = PortalKeys(portal_session)
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
    assert keys.press(ENTER)
    wait_until(lambda: [entry["down"] for entry in portal.noted("key")] == [True, False], what="the key")


def test_every_key_that_went_down_comes_up(keys: PortalKeys, portal: TestPortal) -> None:
    allowed(keys)
    assert keys.press(PasteKeys.CTRL_SHIFT_V.value)
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
    portal_session = PortalSession(address, tmp_path / "permission")
    keys = PortalKeys(portal_session)
    portal_session.begin()
    wait_until(lambda: "doesn't press keys" in keys.trouble(), what="the sentence")
    assert not keys.press(ENTER)
    keys.close()


def test_with_its_clipboard_every_text_arrives_and_all_comes_back(
    session: WaylandSession, editor: QtEditor, tmp_path: Path
) -> None:
    """Against a stand-in that implements the documented interface."""
    with clipboard_portal(session):
        facts = output_facts(session.env)
        assert facts.portal_clipboard == 1
        route = choose_output_route(replace(facts, interfaces=frozenset()))
        assert route.clipboard is ClipboardRoute.PORTAL
        writer, windows = make_parts(OutputOptions(), route, session.env, tmp_path / "permission")
        wait_until(lambda: delivered(writer, TEXT), what="the permission")
        owner = WaylandDesk(socket_path(session.env))
        before = {"text/html": b"<i>x</i>", "image/png": bytes(range(256)) * 1000}
        owner.own(before)
        assert isinstance(windows, UntoldWindows)
        for text in (*SAMPLE_TEXTS, "x" * 100_000):
            editor.clear()
            assert delivered(writer, text)
            editor.wait_text(text)
        assert {mime: session.paste(mime) for mime in session.mimes()} == before
        writer.copy(TEXT)
        wait_until(lambda: session.paste() == TEXT.encode(), what="the copied text")
        writer.close()
        wait_until(lambda: session.paste() == TEXT.encode(), what="the text to outlive the session")
        owner.close()


def test_what_another_program_copies_meanwhile_stays(session: WaylandSession, tmp_path: Path) -> None:
    with clipboard_portal(session), portal_clipboard(session, tmp_path) as clipboard:
        session.copy(b"before")
        with clipboard.lend(TEXT, {}) as loan:
            loan.expect()
            session.copy(b"theirs")
            assert loan.wait_fetched(5) is Fetch.TAKEN
        assert session.paste() == b"theirs"


def test_a_text_that_nobody_fetched_stays_if_wanted(session: WaylandSession, tmp_path: Path) -> None:
    with clipboard_portal(session), portal_clipboard(session, tmp_path) as clipboard:
        with clipboard.lend(TEXT, {"x-kde-passwordManagerHint": b"secret"}) as loan:
            loan.expect()
            assert session.paste("x-kde-passwordManagerHint") == b"secret"
            assert loan.wait_fetched(0.2) is Fetch.NOT_FETCHED
            loan.keep()
        assert session.paste() == TEXT.encode()


def test_where_the_clipboard_is_not_allowed_wl_clipboard_serves(session: WaylandSession, tmp_path: Path) -> None:
    with clipboard_portal(session, "--no-clipboard"), portal_clipboard(session, tmp_path) as clipboard:
        session.copy(b"before")
        with clipboard.lend(TEXT, {}) as loan:
            loan.expect()
            assert session.paste() == TEXT.encode()
            assert loan.wait_fetched(5) is Fetch.FETCHED
        wait_until(lambda: session.paste() == b"before", what="the earlier content")


def delivered(writer: WaylandWriter, text: str) -> bool:
    return writer.deliver(text, OutputMode.PASTE, None).status is DeliveryStatus.DELIVERED


@contextmanager
def portal_clipboard(session: WaylandSession, folder: Path) -> Generator[PortalClipboard]:
    portal_session = PortalSession(session.env["DBUS_SESSION_BUS_ADDRESS"], folder / "permission", with_clipboard=True)
    clipboard = PortalClipboard(portal_session, WlClipboard())
    portal_session.begin()
    wait_until(lambda: not portal_session.trouble(), what="the permission")
    yield clipboard
    clipboard.close()
    portal_session.close()
