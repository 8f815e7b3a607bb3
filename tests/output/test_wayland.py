"""Text into real windows of a real Wayland compositor: exactly, into no other window, and told when it isn't so."""

import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from srota_dictate.delivery import DeliveryStatus, OutputMode
from srota_dictate.output.choose import make_output
from srota_dictate.output.options import MovedFocus, OutputOptions
from srota_dictate.output.right_window import RightWindow
from tests.desktop.process import wait_until
from tests.desktop.sample_texts import SAMPLE_TEXTS
from tests.desktop.wayland import WaylandSession
from tests.desktop.wayland_windows import FootTerminal, QtEditor, foot_missing

MakeOutput = Callable[[OutputOptions], RightWindow]
TEXT = "ज़िंदगी में meeting है, ठीक?"


@pytest.fixture(scope="module")
def editor(session: WaylandSession) -> Iterator[QtEditor]:
    editor = QtEditor(session, session.root / "editor.txt")
    yield editor
    editor.close()


@pytest.fixture
def make(session: WaylandSession, tmp_path: Path) -> Iterator[MakeOutput]:
    made: list[RightWindow] = []

    def make(options: OutputOptions) -> RightWindow:
        output = make_output(options, tmp_path, session.env, "linux")
        assert isinstance(output, RightWindow)
        made.append(output)
        return output

    yield make
    for output in made:
        output.close()


def test_every_text_arrives_exactly_and_the_clipboard_comes_back(
    session: WaylandSession, editor: QtEditor, make: MakeOutput
) -> None:
    output = make(OutputOptions())
    session.copy(b"<b>before</b>", "text/html")
    for text in SAMPLE_TEXTS:
        editor.clear()
        delivery = output.deliver(text, OutputMode.PASTE, output.destination())
        assert delivery.status is DeliveryStatus.DELIVERED
        editor.wait_text(text)
        assert session.paste("text/html") == b"<b>before</b>"


def test_a_terminal_is_given_one_line(session: WaylandSession, make: MakeOutput, tmp_path: Path) -> None:
    if foot_missing():
        pytest.skip("needs the terminal foot")
    terminal = FootTerminal(session, tmp_path / "terminal")
    output = make(OutputOptions())
    destination = output.destination()
    assert destination is not None
    assert destination.program == "foot"
    assert output.deliver(f"{TEXT}\nrm -rf", OutputMode.PASTE, destination).status is DeliveryStatus.DELIVERED
    terminal.wait_text(f"{TEXT} rm -rf")
    terminal.close()


def test_a_slow_window_gets_the_text_and_not_what_was_copied_before(
    session: WaylandSession, editor: QtEditor, make: MakeOutput
) -> None:
    output = make(OutputOptions())
    editor.clear()
    session.copy(b"old text")
    destination = output.destination()
    editor.process.send_signal(signal.SIGSTOP)
    later = threading.Timer(1.2, editor.process.send_signal, [signal.SIGCONT])
    later.start()
    delivery = output.deliver(TEXT, OutputMode.PASTE, destination)
    later.join()
    assert delivery.status is DeliveryStatus.DELIVERED
    editor.wait_text(TEXT)
    assert session.paste() == b"old text"


def test_a_window_that_takes_nothing(session: WaylandSession, editor: QtEditor, make: MakeOutput) -> None:
    output = make(OutputOptions(fetch_timeout_s=0.3))
    editor.clear()
    session.copy(b"old text")
    destination = output.destination()
    editor.process.send_signal(signal.SIGSTOP)
    try:
        delivery = output.deliver(TEXT, OutputMode.PASTE, destination)
        assert delivery.status is DeliveryStatus.UNCONFIRMED
        assert "on the clipboard" in delivery.detail
        assert session.paste() == TEXT.encode()
    finally:
        editor.process.send_signal(signal.SIGCONT)
    editor.wait_text(TEXT)  # when it comes round at last it finds the text, nothing else


def test_the_text_stays_on_the_clipboard_where_that_is_wanted(
    session: WaylandSession, editor: QtEditor, make: MakeOutput
) -> None:
    output = make(OutputOptions(trailing_space=True))
    editor.clear()
    output.deliver(TEXT, OutputMode.CLIPBOARD, output.destination())
    editor.wait_text(f"{TEXT} ")
    assert session.paste() == f"{TEXT} ".encode()


def test_only_copied(session: WaylandSession, editor: QtEditor, make: MakeOutput) -> None:
    editor.clear()
    assert make(OutputOptions()).deliver(TEXT, OutputMode.COPY, None).status is DeliveryStatus.COPIED
    wait_until(lambda: session.paste() == TEXT.encode(), what="the text on the clipboard")
    assert editor.text() == ""


@pytest.mark.parametrize("moved", MovedFocus)
def test_another_window_has_the_keyboard_by_now(
    session: WaylandSession, editor: QtEditor, make: MakeOutput, moved: MovedFocus, tmp_path: Path
) -> None:
    output = make(OutputOptions(moved_focus=moved))
    editor.clear()
    destination = output.destination()
    session.copy(b"old text")
    other = QtEditor(session, tmp_path / "other", "other-editor")
    delivery = output.deliver(TEXT, OutputMode.PASTE, destination)
    match moved:
        case MovedFocus.HOLD:
            assert delivery.status is DeliveryStatus.HELD
        case MovedFocus.FOLLOW:
            other.wait_text(TEXT)
        case MovedFocus.RETURN:
            editor.wait_text(TEXT)
    assert (editor.text() == TEXT, other.text() == TEXT) == (moved is MovedFocus.RETURN, moved is MovedFocus.FOLLOW)
    assert session.paste() == b"old text"
    other.close()
    if moved is MovedFocus.RETURN:
        assert output.deliver(TEXT, OutputMode.PASTE, destination).status is DeliveryStatus.DELIVERED


def test_no_window_has_the_keyboard(session: WaylandSession, make: MakeOutput) -> None:
    session.command("workspace", "empty")
    output = make(OutputOptions())
    assert output.destination() is None
    assert output.deliver(TEXT, OutputMode.PASTE, None).status is DeliveryStatus.HELD
    session.command("workspace", "1")
