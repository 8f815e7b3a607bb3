"""Text into real programs, on a real X server."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from srota_dictate.delivery import DeliveryStatus, OutputMode
from srota_dictate.output.deliver import X11Output
from srota_dictate.output.options import OutputOptions
from tests.desktop.display import VirtualDesktop
from tests.desktop.editor import Editor, Terminal
from tests.desktop.process import wait_until
from tests.output.conftest import PROGRAMS, Clipboard

PARAGRAPH = "मुझे कल meeting में जाना है, please calendar update कर देना 🙂 क्षत्रिय ज्ञान “quotes” — naïve café 🎉👩‍💻\n"
TEXT = (PARAGRAPH * 6)[:500]
INTO_WINDOW = [mode for mode in OutputMode if mode is not OutputMode.COPY]
LATIN = "Kal ki meeting 10 baje hai; please agenda bhej do! (\"Theek hai?\") ~#@_{}[]|\\ 2,50,000 'OK'"


@pytest.mark.parametrize("mode", INTO_WINDOW)
def test_hinglish_arrives_exactly(output: X11Output, editor: Editor, clipboard: Clipboard, mode: OutputMode) -> None:
    editor.clear()
    clipboard.write(b"old")
    assert output.deliver(TEXT, mode).status is DeliveryStatus.DELIVERED
    editor.wait_text(TEXT)
    kept = TEXT.encode() if mode is OutputMode.CLIPBOARD else b"old"
    assert clipboard.read() == kept


@pytest.mark.parametrize("mode", INTO_WINDOW)
def test_enter_behind_one_text_and_alone(
    output: X11Output, editor: Editor, clipboard: Clipboard, mode: OutputMode
) -> None:
    editor.clear()
    assert output.deliver("sent", mode, press_enter=True).status is DeliveryStatus.DELIVERED
    assert output.deliver("not sent", mode).status is DeliveryStatus.DELIVERED
    clipboard.write(b"old")
    assert output.deliver("", mode, press_enter=True).status is DeliveryStatus.DELIVERED
    editor.wait_text("sent\nnot sent\n")
    assert clipboard.read() == b"old"


def test_what_is_copied_is_followed_by_no_enter(output: X11Output, editor: Editor, clipboard: Clipboard) -> None:
    editor.clear()
    assert output.deliver("copied", OutputMode.COPY, press_enter=True).status is DeliveryStatus.COPIED
    output.deliver("", OutputMode.COPY, press_enter=True)
    assert clipboard.read() == b"copied"
    editor.wait_text("")


def test_twenty_in_a_row(output: X11Output, editor: Editor) -> None:
    editor.clear()
    parts = [f"{number}. नमस्ते world 🙂 " for number in range(20)]
    for part in parts:
        assert output.deliver(part, OutputMode.PASTE).status is DeliveryStatus.DELIVERED
    editor.wait_text("".join(parts))


def test_into_a_qt_editor(output: X11Output, desktop: VirtualDesktop, clipboard: Clipboard, tmp_path: Path) -> None:
    path = tmp_path / "qt.txt"
    process = desktop.start(sys.executable, str(PROGRAMS / "qt_editor.py"), str(path), name="qt_editor")
    desktop.windows.wait_focused(process.pid)
    clipboard.write(b"old")
    assert output.deliver(TEXT, OutputMode.PASTE).status is DeliveryStatus.DELIVERED
    wait_until(lambda: path.exists() and path.read_text(encoding="utf-8") == TEXT, what="the Qt editor's text")
    assert clipboard.read() == b"old"
    desktop.processes.end(process)


@pytest.mark.parametrize("n_characters", [300_000, 1_000_000])
def test_long_text_goes_in_pieces(output: X11Output, editor: Editor, clipboard: Clipboard, n_characters: int) -> None:
    editor.clear()
    clipboard.write(b"old")
    text = ("क hai 🙂\n" * (n_characters // 8 + 1))[:n_characters]
    assert output.deliver(text, OutputMode.PASTE).status is DeliveryStatus.DELIVERED
    editor.wait_text(text, 20)
    assert clipboard.read() == b"old"
    editor.clear()


@pytest.mark.parametrize("mode", INTO_WINDOW)
def test_terminal_gets_one_line(
    output: X11Output, desktop: VirtualDesktop, clipboard: Clipboard, tmp_path: Path, mode: OutputMode
) -> None:
    terminal = Terminal(desktop, tmp_path / "tty.txt")
    clipboard.write(b"old")
    clipboard.write(b"marked", selection="primary")
    assert output.deliver("echo एक\n\nrm -rf \tदो\x1b[2J\r\n", mode).status is DeliveryStatus.DELIVERED
    terminal.wait_text("echo एक rm -rf दो[2J ")
    terminal.close()
    if mode is not OutputMode.CLIPBOARD:
        assert (clipboard.read(), clipboard.read(selection="primary")) == (b"old", b"marked")


def test_typing_into_a_terminal(output: X11Output, desktop: VirtualDesktop, tmp_path: Path) -> None:
    terminal = Terminal(desktop, tmp_path / "tty.txt")
    output.deliver(LATIN, OutputMode.TYPE)
    terminal.wait_text(LATIN)
    terminal.close()


def test_latin_text_is_typed_without_touching_clipboard_or_keymap(
    output: X11Output, desktop: VirtualDesktop, editor: Editor, clipboard: Clipboard
) -> None:
    editor.clear()
    clipboard.write(b"old")
    owner, keymap = desktop.windows.selection_owner("CLIPBOARD"), desktop.run("xmodmap", "-pke")
    text = LATIN * 5
    assert output.deliver(text, OutputMode.TYPE).status is DeliveryStatus.DELIVERED
    editor.wait_text(text)
    output.deliver(TEXT, OutputMode.TYPE)
    editor.wait_text(text + TEXT)
    assert desktop.run("xmodmap", "-pke") == keymap
    output.deliver("x", OutputMode.TYPE)
    assert owner == desktop.windows.selection_owner("CLIPBOARD") or clipboard.read() == b"old"


@pytest.fixture
def usual_layout(desktop: VirtualDesktop) -> Iterator[None]:
    yield
    desktop.run("setxkbmap", "us", "-option", "")


@pytest.mark.usefixtures("usual_layout")
@pytest.mark.parametrize("mode", [OutputMode.PASTE, OutputMode.TYPE])
@pytest.mark.parametrize("layout", ["de", "fr", "us,in", "in,us", "in", "ru", "dvorak"])
def test_other_layouts(
    output: X11Output, desktop: VirtualDesktop, editor: Editor, clipboard: Clipboard, layout: str, mode: OutputMode
) -> None:
    editor.clear()
    clipboard.write(b"old")  # whose reading must not lose the news of another layout
    desktop.run("setxkbmap", layout, "-option", "")
    keymap = desktop.run("xmodmap", "-pke")
    text = "Yeh Zyada hai: मैं 100% ok? [na] Größe"
    assert output.deliver(text, mode).status is DeliveryStatus.DELIVERED
    assert output.deliver(LATIN, mode).status is DeliveryStatus.DELIVERED
    assert desktop.run("xmodmap", "-pke") == keymap
    desktop.run("setxkbmap", "us")
    editor.wait_text(text + LATIN)


@pytest.mark.usefixtures("usual_layout")
def test_the_second_of_two_layouts(output: X11Output, desktop: VirtualDesktop, editor: Editor) -> None:
    editor.clear()
    desktop.run("setxkbmap", "us,in", "-option", "grp:sclk_toggle")
    desktop.tap("ISO_Next_Group")
    desktop.tap("k")
    assert editor.text() == "क"  # so the test tests it
    editor.clear()
    for mode in INTO_WINDOW:
        assert output.deliver("कल meeting ", mode).status is DeliveryStatus.DELIVERED
        assert output.deliver("Kal ", mode).status is DeliveryStatus.DELIVERED
        assert output.deliver("कल की ", mode).status is DeliveryStatus.DELIVERED
    desktop.tap("ISO_Next_Group")
    editor.wait_text("कल meeting Kal कल की " * 3)


def test_caps_lock(output: X11Output, desktop: VirtualDesktop, editor: Editor) -> None:
    editor.clear()
    desktop.tap("Caps_Lock")
    output.deliver("Small and BIG ", OutputMode.PASTE)
    output.deliver("Small and BIG", OutputMode.TYPE)
    desktop.tap("Caps_Lock")
    editor.wait_text("Small and BIG Small and BIG")


def test_waits_until_the_talk_key_is_let_go(output: X11Output, desktop: VirtualDesktop, editor: Editor) -> None:
    editor.clear()
    desktop.key_down("Control_R")
    timer = threading.Timer(0.3, desktop.key_up, ["Control_R"])
    timer.start()
    assert output.deliver("नमस्ते", OutputMode.PASTE).status is DeliveryStatus.DELIVERED
    timer.join()
    editor.wait_text("नमस्ते")


def test_a_modifier_that_stays_down(desktop: VirtualDesktop, editor: Editor, clipboard: Clipboard) -> None:
    editor.clear()
    clipboard.write(b"old")
    output = X11Output(OutputOptions(keys_up_timeout_s=0.2), desktop.name)
    desktop.key_down("Control_R")
    delivery = output.deliver("नमस्ते", OutputMode.PASTE)
    desktop.key_up("Control_R")
    assert delivery.status is DeliveryStatus.HELD
    assert "held down" in delivery.detail
    assert clipboard.read() == b"old"
    assert editor.text() == ""
    output.close()


def test_a_stuck_plain_key_isnt_in_the_way(desktop: VirtualDesktop, editor: Editor) -> None:
    editor.clear()
    output = X11Output(OutputOptions(keys_up_timeout_s=0.2), desktop.name)
    desktop.key_down("F9")
    assert output.deliver("नमस्ते", OutputMode.PASTE).status is DeliveryStatus.DELIVERED
    desktop.key_up("F9")
    editor.wait_text("नमस्ते")
    output.close()


def test_trailing_space(desktop: VirtualDesktop, editor: Editor) -> None:
    editor.clear()
    output = X11Output(OutputOptions(trailing_space=True), desktop.name)
    for word in ("एक", "two", ""):
        assert output.deliver(word, OutputMode.PASTE).status is DeliveryStatus.DELIVERED
    editor.wait_text("एक two ")
    output.close()


def test_no_window_no_paste() -> None:
    with VirtualDesktop() as empty:
        output = X11Output(OutputOptions(), empty.name)
        delivery = output.deliver("नमस्ते", OutputMode.PASTE)
        assert delivery.status is DeliveryStatus.HELD
        assert Clipboard(empty).read() == b""
        output.close()
