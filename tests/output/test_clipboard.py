"""Whose the clipboard is before, while and after text is pasted."""

import struct
from collections.abc import Callable, Iterator

import pytest
from Xlib import X
from Xlib.display import Display

from srota_dictate.delivery import DeliveryStatus, OutputMode
from srota_dictate.output.deliver import X11Output
from srota_dictate.output.options import OutputOptions
from tests.desktop.display import VirtualDesktop
from tests.desktop.editor import Editor
from tests.desktop.process import holds_for, wait_until
from tests.output.clients import ClipboardManager
from tests.output.conftest import Clipboard, Delivering, SlowEditor

NEW = "नया text 🙂"


@pytest.fixture
def patient(desktop: VirtualDesktop) -> Iterator[X11Output]:
    """An output that waits long for slow windows."""
    output = X11Output(OutputOptions(fetch_timeout_s=20.0), desktop.name)
    yield output
    output.close()


@pytest.fixture
def hasty(desktop: VirtualDesktop) -> Iterator[X11Output]:
    output = X11Output(OutputOptions(fetch_timeout_s=0.3), desktop.name)
    yield output
    output.close()


@pytest.mark.parametrize("n_large_bytes", [1, 700_000])
def test_every_format_comes_back_byte_for_byte(
    output: X11Output,
    editor: Editor,
    clipboard: Clipboard,
    many_formats: Callable[[int], None],
    n_large_bytes: int,
) -> None:
    many_formats(n_large_bytes)
    targets = clipboard.targets() - {"SAVE_TARGETS"}
    before = {target: clipboard.read(target) for target in targets - {"TIMESTAMP", "TARGETS", "MULTIPLE"}}
    assert len(before) >= 8
    assert len(before["application/x-large"]) == n_large_bytes
    assert before["image/png"].startswith(b"\x89PNG")
    editor.clear()
    assert output.deliver(NEW, OutputMode.PASTE).status is DeliveryStatus.DELIVERED
    editor.wait_text(NEW)
    assert clipboard.targets() >= targets
    assert {target: clipboard.read(target) for target in before} == before


@pytest.mark.parametrize(
    ("target", "content"),
    [
        ("UTF8_STRING", "पुराना".encode()),
        ("image/png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 2000),
        ("text/html", "<b>पुराना</b>".encode()),
        ("text/uri-list", b"file:///etc/hostname\r\nfile:///etc/hosts\r\n"),
    ],
)
def test_single_formats_come_back(
    output: X11Output, editor: Editor, clipboard: Clipboard, target: str, content: bytes
) -> None:
    clipboard.write(content, target)
    editor.clear()
    for _ in range(2):  # the second time it is this program that serves it
        assert output.deliver(NEW, OutputMode.PASTE).status is DeliveryStatus.DELIVERED
    editor.wait_text(NEW * 2)
    assert clipboard.read(target) == content


def test_large_content_of_a_gtk_program_comes_back(
    output: X11Output, desktop: VirtualDesktop, editor: Editor, clipboard: Clipboard
) -> None:
    editor.clear()
    text = "क hai 🙂\n" * 60_000  # more than GTK hands over in one piece
    output.deliver(text, OutputMode.CLIPBOARD)
    ours = desktop.windows.selection_owner("CLIPBOARD")
    desktop.tap("ctrl+a")
    desktop.tap("ctrl+c")
    wait_until(lambda: desktop.windows.selection_owner("CLIPBOARD") != ours, what="the editor to own the clipboard")
    assert clipboard.read() == text.encode()  # so much text keeps it busy at first, and an owner has a second to answer
    assert output.deliver(NEW, OutputMode.PASTE).status is DeliveryStatus.DELIVERED
    editor.wait_text(NEW)
    assert clipboard.read() == text.encode()


def test_an_empty_clipboard_stays_empty(editor: Editor, clipboard: Clipboard, desktop: VirtualDesktop) -> None:
    output = X11Output(OutputOptions(), desktop.name)
    output.copy("a")
    output.close()  # with its owner the clipboard's content ends
    wait_until(lambda: not desktop.windows.selection_owner("CLIPBOARD"), what="the clipboard to be empty")
    output = X11Output(OutputOptions(), desktop.name)
    editor.clear()
    output.deliver(NEW, OutputMode.PASTE)
    editor.wait_text(NEW)
    assert desktop.windows.selection_owner("CLIPBOARD") == 0
    output.close()


def test_a_slow_window_gets_the_new_text(patient: X11Output, clipboard: Clipboard, slow_editor: SlowEditor) -> None:
    clipboard.write(b"old")
    delivering = Delivering(patient, NEW)
    assert holds_for(lambda: delivering.running, 0.5)
    slow_editor.go()
    assert delivering.result().status is DeliveryStatus.DELIVERED
    assert slow_editor.text() == NEW
    assert clipboard.read() == b"old"


def test_a_clipboard_manager_that_fetches_first_doesnt_count(
    patient: X11Output, desktop: VirtualDesktop, clipboard: Clipboard, slow_editor: SlowEditor
) -> None:
    clipboard.write(b"old")
    manager = ClipboardManager(desktop.name)
    delivering = Delivering(patient, NEW)
    wait_until(lambda: NEW in manager.texts, what="the manager to fetch the text")
    assert holds_for(lambda: delivering.running, 0.5)
    assert clipboard.read() == NEW.encode()  # a third program's curiosity doesn't count either
    assert holds_for(lambda: delivering.running, 0.3)
    slow_editor.go()
    assert delivering.result().status is DeliveryStatus.DELIVERED
    assert slow_editor.text() == NEW
    assert clipboard.read() == b"old"
    manager.close()


def test_who_never_stops_asking_holds_nothing_up(
    output: X11Output, desktop: VirtualDesktop, clipboard: Clipboard, editor: Editor
) -> None:
    editor.clear()
    clipboard.write(b"old")
    asker = Asker(desktop.name)
    delivering = Delivering(output, NEW)
    while delivering.running:
        asker.ask("UTF8_STRING")
    assert delivering.result().status is DeliveryStatus.DELIVERED
    editor.wait_text(NEW)
    assert clipboard.read() == b"old"
    asker.display.close()


def test_a_window_that_comes_too_late_still_gets_the_new_text(
    hasty: X11Output, clipboard: Clipboard, slow_editor: SlowEditor
) -> None:
    clipboard.write(b"old")
    delivery = hasty.deliver(NEW, OutputMode.PASTE)
    assert delivery.status is DeliveryStatus.UNCONFIRMED
    assert "clipboard" in delivery.detail
    assert clipboard.read() == NEW.encode()
    slow_editor.go()
    assert slow_editor.text() == NEW
    wait_until(lambda: clipboard.read() == b"old", what="the old content to come back")


def test_what_was_there_first_survives_an_unconfirmed_delivery(
    hasty: X11Output, desktop: VirtualDesktop, clipboard: Clipboard, slow_editor: SlowEditor, editor: Editor
) -> None:
    clipboard.write(b"old")
    desktop.windows.activate(desktop.windows.listed()[-1].id)
    assert hasty.deliver("lost", OutputMode.PASTE).status is DeliveryStatus.UNCONFIRMED
    editor.clear()
    assert hasty.deliver(NEW, OutputMode.PASTE).status is DeliveryStatus.DELIVERED
    editor.wait_text(NEW)
    assert clipboard.read() == b"old"


@pytest.mark.parametrize("mode", [OutputMode.PASTE, OutputMode.CLIPBOARD])
def test_who_takes_the_clipboard_meanwhile_keeps_it(
    patient: X11Output, clipboard: Clipboard, slow_editor: SlowEditor, desktop: VirtualDesktop, mode: OutputMode
) -> None:
    clipboard.write(b"old")
    delivering = Delivering(patient, NEW, mode)
    wait_until(lambda: clipboard.read() == NEW.encode(), what="the text on the clipboard")
    clipboard.write(b"theirs")
    delivery = delivering.result()
    assert delivery.status is DeliveryStatus.UNCONFIRMED
    assert "took the clipboard" in delivery.detail
    owner = desktop.windows.selection_owner("CLIPBOARD")
    slow_editor.go()
    assert slow_editor.text() == "theirs"
    assert desktop.windows.selection_owner("CLIPBOARD") == owner


def test_copy_leaves_the_text(output: X11Output, clipboard: Clipboard, editor: Editor) -> None:
    output.copy(NEW)
    assert clipboard.read() == NEW.encode()
    editor.clear()
    output.deliver("other", OutputMode.PASTE)
    editor.wait_text("other")
    assert clipboard.read() == NEW.encode()


def test_a_clipboard_manager_takes_over_at_the_end(
    desktop: VirtualDesktop, editor: Editor, many_formats: Callable[[int], None], clipboard: Clipboard
) -> None:
    many_formats(1)
    html = clipboard.read("text/html")
    manager = ClipboardManager(desktop.name)
    output = X11Output(OutputOptions(), desktop.name)
    output.deliver(NEW, OutputMode.PASTE)
    output.close()
    assert manager.saved["text/html"] == html
    assert manager.saved["image/png"].startswith(b"\x89PNG")
    manager.close()


def test_closing_without_a_manager_is_quick_and_twice_is_fine(desktop: VirtualDesktop) -> None:
    output = X11Output(OutputOptions(), desktop.name)
    output.copy(NEW)
    output.close()
    output.close()


class Asker:
    """Asks for selections as the rarer programs do."""

    def __init__(self, display_name: str) -> None:
        self.display = Display(display_name)
        self.window = self.display.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)

    def ask(self, target: str, parameter: list[str] | None = None) -> tuple[str, bytes] | None:
        """The answer's type and bytes; None when refused. `parameter` is written into the property first."""
        atom = self.display.intern_atom
        name = atom("ANSWER")
        if parameter is not None:
            self.window.change_property(name, atom("ATOM_PAIR"), 32, [atom(each) for each in parameter])
        self.window.convert_selection(atom("CLIPBOARD"), atom(target), name, X.CurrentTime)
        event = self.display.next_event()
        assert event.type == X.SelectionNotify
        return self.read("ANSWER") if event.property else None

    def read(self, name: str) -> tuple[str, bytes]:
        found = self.window.get_full_property(self.display.intern_atom(name), X.AnyPropertyType)
        assert found is not None
        data = found.value
        return self.display.get_atom_name(found.property_type), data if isinstance(data, bytes) else data.tobytes()


def test_what_other_programs_may_ask(output: X11Output, desktop: VirtualDesktop) -> None:
    output.copy("naïve")
    asker = Asker(desktop.name)
    assert asker.ask("UTF8_STRING") == ("UTF8_STRING", "naïve".encode())
    assert asker.ask("text/plain;charset=utf-8") == ("text/plain;charset=utf-8", "naïve".encode())
    assert asker.ask("STRING") == ("STRING", b"na\xefve")
    assert asker.ask("TEXT") == ("UTF8_STRING", "naïve".encode())
    assert asker.ask("image/png") is None
    kind, since = asker.ask("TIMESTAMP") or ("", b"")
    assert kind == "INTEGER"
    assert struct.unpack("=I", since)[0] > 0
    output.copy("नमस्ते")
    assert asker.ask("STRING") is None
    asker.display.close()


def test_several_formats_in_one_request(output: X11Output, desktop: VirtualDesktop) -> None:
    output.copy("naïve")
    asker = Asker(desktop.name)
    kind, pairs = asker.ask("MULTIPLE", ["STRING", "FIRST", "image/png", "SECOND", "UTF8_STRING", "THIRD"]) or ("", b"")
    assert kind == "ATOM_PAIR"
    names = [asker.display.get_atom_name(atom) if atom else None for atom in struct.unpack("=6I", pairs)]
    assert names == ["STRING", "FIRST", "image/png", None, "UTF8_STRING", "THIRD"]
    assert asker.read("FIRST") == ("STRING", b"na\xefve")
    assert asker.read("THIRD") == ("UTF8_STRING", "naïve".encode())
    asker.display.close()


def test_a_requestor_that_is_gone_harms_nobody(
    output: X11Output, desktop: VirtualDesktop, clipboard: Clipboard
) -> None:
    output.copy("x" * 400_000)
    for target in ("UTF8_STRING", "MULTIPLE", "TARGETS"):
        asker = Asker(desktop.name)
        atom = asker.display.intern_atom
        asker.window.convert_selection(atom("CLIPBOARD"), atom(target), atom("ANSWER"), X.CurrentTime)
        asker.window.destroy()
        asker.display.close()
    assert len(clipboard.read()) == 400_000
