"""Taking the last text back, in real programs: exactly that text, or nothing and a reason."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from srota_dictate.delivery import DeliveryStatus, OutputMode
from srota_dictate.errors import UserFixableError
from srota_dictate.output.deliver import X11Output
from srota_dictate.output.options import OutputOptions
from tests.desktop.display import VirtualDesktop
from tests.desktop.editor import Editor, Terminal
from tests.desktop.process import wait_until
from tests.output.clients import KeyGrabber
from tests.output.conftest import PROGRAMS

TEXT = "मुझे कल meeting में जाना है क्षत्रिय ज़रूर 👩‍💻🎉\nदूसरी line"
BEFORE = "पहले का text "


@pytest.fixture
def written(editor: Editor, output: X11Output) -> Iterator[Editor]:
    """The editor with a text of its own and a delivered one behind it."""
    editor.clear()
    assert output.deliver(BEFORE, OutputMode.PASTE).status is DeliveryStatus.DELIVERED
    assert output.deliver(TEXT, OutputMode.PASTE).status is DeliveryStatus.DELIVERED
    editor.wait_text(BEFORE + TEXT)
    # The editor's own saving presses keys; a text delivered behind those can be taken back.
    assert output.deliver(TEXT, OutputMode.PASTE).status is DeliveryStatus.DELIVERED
    yield editor
    editor.clear()


def refused(output: X11Output, why: str) -> None:
    with pytest.raises(UserFixableError, match=why):
        output.undo()


def test_a_pasted_text_goes_and_nothing_else(output: X11Output, written: Editor) -> None:
    output.undo()
    written.wait_text(BEFORE + TEXT)
    refused(output, "no text")


def test_what_was_marked_and_replaced_is_back(output: X11Output, written: Editor, desktop: VirtualDesktop) -> None:
    desktop.tap("ctrl+a")
    output.deliver("replaced", OutputMode.PASTE)
    output.undo()
    written.wait_text(BEFORE + TEXT * 2)


def test_a_typed_text_goes_and_nothing_else(output: X11Output, editor: Editor) -> None:
    editor.clear()
    output.deliver("one two ", OutputMode.TYPE)
    output.deliver("three, four!", OutputMode.TYPE)
    output.undo()
    editor.wait_text("one two ")


def test_in_a_qt_editor(output: X11Output, desktop: VirtualDesktop, tmp_path: Path) -> None:
    path = tmp_path / "qt.txt"
    process = desktop.start(sys.executable, str(PROGRAMS / "qt_editor.py"), str(path), name="qt_editor")
    desktop.windows.wait_focused(process.pid)
    output.deliver(BEFORE, OutputMode.PASTE)
    output.deliver(TEXT, OutputMode.PASTE)
    wait_until(lambda: path.exists() and path.read_text(encoding="utf-8") == BEFORE + TEXT, what="the text")
    output.undo()
    wait_until(lambda: path.read_text(encoding="utf-8") == BEFORE, what="the text to go")
    desktop.processes.end(process)


@pytest.mark.parametrize("key", ["a", "BackSpace", "Left", "ctrl+s"])
def test_not_after_a_key(output: X11Output, written: Editor, desktop: VirtualDesktop, key: str) -> None:
    desktop.tap(key)
    refused(output, "typed or clicked")


def test_not_after_a_click_in_the_window(output: X11Output, written: Editor, desktop: VirtualDesktop) -> None:
    x, y, width, height = desktop.windows.box(written.window.id)
    desktop.click(x + width // 2, y + height // 2)
    refused(output, "typed or clicked")


def test_a_click_elsewhere_is_nothing_to_the_window(
    output: X11Output, written: Editor, desktop: VirtualDesktop
) -> None:
    desktop.click(desktop.width - 300, desktop.height - 1)
    desktop.tap("shift")
    output.undo()
    written.wait_text(BEFORE + TEXT)


def test_a_key_that_a_program_has_to_itself_is_nothing_to_the_window(
    output: X11Output, written: Editor, desktop: VirtualDesktop
) -> None:
    grabber = KeyGrabber(desktop.name)
    desktop.tap("ctrl+alt+z")
    output.undo()
    grabber.close()
    written.wait_text(BEFORE + TEXT)


def test_not_in_another_window(output: X11Output, written: Editor, desktop: VirtualDesktop, tmp_path: Path) -> None:
    terminal = Terminal(desktop, tmp_path / "tty.txt")
    refused(output, "another window")
    assert terminal.text() == ""
    terminal.close()
    written.focus()
    output.undo()  # nothing was typed there meanwhile
    written.wait_text(BEFORE + TEXT)


def test_not_in_a_terminal(output: X11Output, desktop: VirtualDesktop, tmp_path: Path) -> None:
    terminal = Terminal(desktop, tmp_path / "tty.txt")
    output.deliver("ls", OutputMode.PASTE)
    refused(output, "terminal")
    terminal.wait_text("ls")
    terminal.close()


def test_not_after_enter(desktop: VirtualDesktop, editor: Editor) -> None:
    editor.clear()
    output = X11Output(OutputOptions(press_enter=True), desktop.name)
    output.deliver("sent", OutputMode.PASTE)
    refused(output, "Enter")
    output.close()
    editor.wait_text("sent\n")


def test_nothing_was_written_yet(output: X11Output) -> None:
    refused(output, "no text")
