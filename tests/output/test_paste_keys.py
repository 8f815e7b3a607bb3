"""Which keys paste, into which window, and what follows them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from srota_dictate.delivery import DeliveryStatus, OutputMode
from srota_dictate.output.deliver import X11Output
from srota_dictate.output.options import OutputOptions
from tests.desktop.display import VirtualDesktop
from tests.desktop.editor import Editor, Terminal
from tests.desktop.process import wait_until
from tests.output.conftest import Clipboard, SlowEditor

TEXT = "पहली line\nदूसरी"

MakeOutput = Callable[[OutputOptions], X11Output]


@pytest.fixture
def make_output(desktop: VirtualDesktop) -> Iterator[MakeOutput]:
    made: list[X11Output] = []

    def make(options: OutputOptions) -> X11Output:
        made.append(X11Output(options, desktop.name))
        return made[-1]

    yield make
    for output in made:
        output.close()


@pytest.mark.parametrize(
    ("window", "programs", "expected"),
    [
        (("kitty", "control+shift", "v"), {}, "पहली line दूसरी"),
        (("kitty", "control", "v"), {"Kitty": {"paste_keys": "ctrl+v", "terminal": False}}, TEXT),
        (("notes", "shift", "Insert"), {"notes": {"paste_keys": "shift+insert"}}, TEXT),
        (("my-terminal", "control", "v"), {"my-terminal": {"terminal": True}}, "पहली line दूसरी"),
    ],
)
def test_keys_by_program(
    make_output: MakeOutput,
    desktop: VirtualDesktop,
    clipboard: Clipboard,
    tmp_path: Path,
    window: tuple[str, ...],
    programs: dict[str, object],
    expected: str,
) -> None:
    clipboard.write(b"marked", selection="primary")
    primary_owner = desktop.windows.selection_owner("PRIMARY")
    editor = SlowEditor(desktop, tmp_path, *window)
    editor.go()
    output = make_output(OutputOptions.model_validate({"programs": programs}))
    assert output.deliver(TEXT, OutputMode.PASTE).status is DeliveryStatus.DELIVERED
    assert editor.text() == expected
    assert clipboard.read(selection="primary") == b"marked"
    # Who doesn't paste from it has no reason to touch it.
    assert (desktop.windows.selection_owner("PRIMARY") == primary_owner) is (window[1] != "shift")
    editor.close()


def test_a_layout_without_v_pastes_with_insert(
    make_output: MakeOutput, desktop: VirtualDesktop, clipboard: Clipboard, tmp_path: Path
) -> None:
    clipboard.write(b"marked", selection="primary")
    editor = SlowEditor(desktop, tmp_path, "kitty", "shift", "Insert")
    editor.go()
    desktop.run("setxkbmap", "ru", "-option", "")
    delivery = make_output(OutputOptions()).deliver(TEXT, OutputMode.PASTE)
    desktop.run("setxkbmap", "us")
    assert delivery.status is DeliveryStatus.DELIVERED
    assert clipboard.read(selection="primary") == b"marked"
    editor.close()


@pytest.mark.parametrize("layout", ["us", "ru"])
def test_what_is_marked_is_replaced(
    make_output: MakeOutput, desktop: VirtualDesktop, editor: Editor, clipboard: Clipboard, layout: str
) -> None:
    editor.clear()
    clipboard.write(b"old")
    output = make_output(OutputOptions())
    output.deliver("first", OutputMode.PASTE)
    editor.wait_text("first")
    desktop.tap("ctrl+a")
    desktop.run("setxkbmap", layout, "-option", "")
    delivery = output.deliver(TEXT, OutputMode.PASTE)
    desktop.run("setxkbmap", "us")
    assert delivery.status is DeliveryStatus.DELIVERED
    editor.wait_text(TEXT)


def test_line_breaks_reach_a_terminal_when_they_may(
    make_output: MakeOutput, desktop: VirtualDesktop, tmp_path: Path
) -> None:
    terminal = Terminal(desktop, tmp_path / "tty.txt")
    output = make_output(OutputOptions(terminal_newlines=True))
    assert output.deliver("echo एक\r\necho\tदो\x1b\n", OutputMode.PASTE).status is DeliveryStatus.DELIVERED
    terminal.wait_text("echo एक\necho दो\n")
    terminal.close()


@pytest.mark.parametrize("mode", [OutputMode.PASTE, OutputMode.TYPE])
def test_enter_follows(
    make_output: MakeOutput, desktop: VirtualDesktop, editor: Editor, tmp_path: Path, mode: OutputMode
) -> None:
    output = make_output(OutputOptions(press_enter=True, trailing_space=True))
    terminal = Terminal(desktop, tmp_path / "tty.txt")
    assert output.deliver("chalo", mode).status is DeliveryStatus.DELIVERED
    terminal.wait_text("chalo \n")
    terminal.close()
    editor.clear()
    for word in ("chalo", "चलो"):
        assert output.deliver(word, mode).status is DeliveryStatus.DELIVERED
    editor.wait_text("chalo \nचलो \n")


def test_no_enter_where_nothing_was_pasted(
    make_output: MakeOutput, desktop: VirtualDesktop, slow_editor: SlowEditor
) -> None:
    output = make_output(OutputOptions(press_enter=True, fetch_timeout_s=0.3))
    assert output.deliver(TEXT, OutputMode.PASTE).status is DeliveryStatus.UNCONFIRMED


def test_copy_only(output: X11Output, clipboard: Clipboard, editor: Editor) -> None:
    editor.clear()
    delivery = output.deliver(TEXT, OutputMode.COPY)
    assert (delivery.status, delivery.detail) == (DeliveryStatus.COPIED, "")
    assert clipboard.read() == TEXT.encode()
    assert editor.text() == ""


@pytest.mark.parametrize("wanted", [True, False])
def test_histories_are_asked_to_forget(
    make_output: MakeOutput, clipboard: Clipboard, slow_editor: SlowEditor, wanted: bool
) -> None:
    """The text stays for want of a fetch, so that one can see it."""
    output = make_output(OutputOptions(keep_out_of_history=wanted, fetch_timeout_s=0.1))
    output.deliver(TEXT, OutputMode.PASTE)
    markers = {
        "x-kde-passwordManagerHint",
        "ExcludeClipboardContentFromMonitorProcessing",
        "org.nspasteboard.ConcealedType",
    }
    assert clipboard.targets() & markers == (markers if wanted else set())
    assert clipboard.read("x-kde-passwordManagerHint") == (b"secret" if wanted else b"")


def test_what_stays_on_purpose_may_be_remembered(output: X11Output, clipboard: Clipboard, editor: Editor) -> None:
    editor.clear()
    output.deliver(TEXT, OutputMode.CLIPBOARD)
    assert "x-kde-passwordManagerHint" not in clipboard.targets()


def test_a_launcher_that_the_window_manager_doesnt_know(
    output: X11Output, desktop: VirtualDesktop, editor: Editor, tmp_path: Path
) -> None:
    editor.clear()
    launcher = SlowEditor(desktop, tmp_path, "unmanaged")
    launcher.go()
    wait_until(lambda: not desktop.windows.has_focus(editor.pid), what="the launcher to take the keyboard")
    assert output.deliver(TEXT, OutputMode.PASTE).status is DeliveryStatus.DELIVERED
    assert launcher.text() == TEXT
    launcher.close()
    assert editor.text() == ""
