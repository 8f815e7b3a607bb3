"""Both Wayland clipboards in a real compositor: what was there comes back, and nobody is taken for the window."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.output.desk_clipboard import DeskClipboard
from srota_dictate.output.wayland_clipboard import Clipboard, Fetch
from srota_dictate.output.wayland_desk import WaylandDesk
from srota_dictate.output.wayland_wire import socket_path
from srota_dictate.output.wl_clipboard import WlClipboard
from tests.desktop.process import wait_until
from tests.desktop.wayland import WaylandSession, joined_session

TEXT = "नमस्ते, meeting at 5 👩‍👩‍👧"
IMAGE = os.urandom(3_000_000)


@pytest.fixture(params=["data-control", "wl-clipboard"])
def clipboard(session: WaylandSession, request: pytest.FixtureRequest) -> Iterator[Clipboard]:
    session.run("wl-copy", "--clear")
    clipboard: Clipboard
    if request.param == "data-control":
        clipboard = DeskClipboard(WaylandDesk(socket_path(session.env)))
    else:
        clipboard = WlClipboard()
    yield clipboard
    clipboard.close()


@pytest.mark.parametrize(("mime", "content"), [("text/plain;charset=utf-8", "था".encode()), ("image/png", IMAGE)])
def test_what_was_there_comes_back(session: WaylandSession, clipboard: Clipboard, mime: str, content: bytes) -> None:
    session.copy(content, mime)
    with clipboard.lend(TEXT, {}) as loan:
        loan.expect()
        assert session.paste() == TEXT.encode()
        assert loan.wait_fetched(5) is Fetch.FETCHED
    wait_until(lambda: session.paste(mime) == content, what="the earlier content")
    with clipboard.lend(TEXT, {}) as loan:
        pass
    wait_until(lambda: session.paste(mime) == content, what="the earlier content, once more")


def test_an_empty_clipboard_is_empty_again(session: WaylandSession, clipboard: Clipboard) -> None:
    with clipboard.lend(TEXT, {}) as loan:
        loan.expect()
        session.paste()
        assert loan.wait_fetched(5) is Fetch.FETCHED
    wait_until(lambda: not session.mimes(), what="the clipboard to be empty")


def test_what_nobody_fetched_stays_if_wanted(session: WaylandSession, clipboard: Clipboard) -> None:
    session.copy(b"before")
    with clipboard.lend(TEXT, {}) as loan:
        loan.expect()
        assert loan.wait_fetched(0.2) is Fetch.NOT_FETCHED
        loan.keep()
    wait_until(lambda: session.paste() == TEXT.encode(), what="the text to stay")
    assert session.paste() == TEXT.encode(), "more than once"


def test_what_another_program_copies_meanwhile_stays(session: WaylandSession, clipboard: Clipboard) -> None:
    session.copy(b"before")
    with clipboard.lend(TEXT, {}) as loan:
        loan.expect()
        session.copy(b"theirs")
        assert loan.wait_fetched(5) is Fetch.TAKEN
    assert session.paste() == b"theirs"


def test_copied_text_stays(session: WaylandSession, clipboard: Clipboard) -> None:
    clipboard.copy(TEXT)
    wait_until(lambda: session.paste() == TEXT.encode(), what="the text")
    clipboard.close()
    wait_until(lambda: session.paste() == TEXT.encode(), what="the text to outlive us")


def test_a_clipboard_manager_is_not_taken_for_the_window(
    session: WaylandSession, clipboard: Clipboard, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    manager = session.start("wl-paste", "--no-newline", "--watch", "sh", "-c", f"cat >> '{log}'; echo >> '{log}'")
    try:
        session.copy(b"before")
        wait_until(lambda: log.exists() and b"before" in log.read_bytes(), what="the manager to fetch")
        for _ in range(2):
            with clipboard.lend(TEXT, {}) as loan:
                loan.expect()
                assert loan.wait_fetched(0.3) is Fetch.NOT_FETCHED
                window = threading.Timer(0.1, session.paste)
                window.start()
                assert loan.wait_fetched(5) is Fetch.FETCHED
                window.join()
        wait_until(lambda: session.paste() in (b"before", TEXT.encode()), what="the earlier content")
    finally:
        session.processes.end(manager)


def test_all_formats_come_back_and_markers_are_set(session: WaylandSession) -> None:
    before = {"text/html": b"<i>x</i>", "text/plain": b"x", "image/png": IMAGE, "application/x-own": bytes(range(256))}
    owner = WaylandDesk(socket_path(session.env))
    owner.own(before)
    clipboard = DeskClipboard(WaylandDesk(socket_path(session.env)))
    with clipboard.lend(TEXT, {"x-kde-passwordManagerHint": b"secret"}) as loan:
        loan.expect()
        assert session.paste("x-kde-passwordManagerHint") == b"secret"
        session.paste()
        assert loan.wait_fetched(5) is Fetch.FETCHED
    assert {mime: session.paste(mime) for mime in session.mimes()} == before
    clipboard.close()
    owner.close()


def test_where_wl_copy_tells_nothing_nobody_claims_to_know(session: WaylandSession) -> None:
    session.copy(b"before")
    clipboard = WlClipboard()
    clipboard.close()  # its own `cat` is gone, as where folders for temporary files may hold no programs
    with clipboard.lend(TEXT, {}) as loan:
        loan.expect()
        assert session.paste() == TEXT.encode()
        assert loan.wait_fetched(0.2) is Fetch.UNKNOWN
        loan.keep()
    assert session.paste() == TEXT.encode()


def test_an_owner_that_hangs_costs_its_content_but_no_dictation(session: WaylandSession) -> None:
    owner = session.start("wl-copy", "--foreground", "--type", "text/x-slow", "unreachable")
    wait_until(lambda: "text/x-slow" in session.mimes(), what="the owner")
    owner.send_signal(19)
    clipboard = DeskClipboard(WaylandDesk(socket_path(session.env)))
    with clipboard.lend(TEXT, {}):
        assert session.paste() == TEXT.encode()
    clipboard.close()
    owner.send_signal(18)
    session.processes.end(owner)


def test_a_compositor_that_goes_away_is_told(tmp_path: Path) -> None:
    with joined_session() as session:
        clipboard = DeskClipboard(WaylandDesk(socket_path(session.env)))
    with pytest.raises(UserFixableError, match="compositor"):
        clipboard.copy(TEXT)
    clipboard.close()
    with pytest.raises(UserFixableError, match="can't be reached"):
        WaylandDesk(tmp_path / "wayland-9")
