"""What goes wrong around a delivery: the text is held, and nothing is written elsewhere."""

from pathlib import Path

import pytest

from srota_dictate.delivery import DeliveryStatus, HeldBecause, OutputMode
from srota_dictate.errors import UserFixableError
from srota_dictate.output.deliver import X11Output
from srota_dictate.output.options import OutputOptions
from tests.desktop.display import VirtualDesktop
from tests.desktop.editor import Editor
from tests.desktop.process import wait_until
from tests.output.clients import HungOwner, KeyboardGrabber
from tests.output.conftest import Clipboard, Delivering, SlowEditor

NEW = "नया text 🙂"


def test_the_window_closes_while_pasting(
    desktop: VirtualDesktop, editor: Editor, clipboard: Clipboard, tmp_path: Path
) -> None:
    editor.clear()
    clipboard.write(b"old")
    closing = SlowEditor(desktop, tmp_path)
    output = X11Output(OutputOptions(fetch_timeout_s=1.0), desktop.name)
    delivering = Delivering(output, NEW)
    wait_until(lambda: closing.is_told, what="the paste keys")
    closing.close()
    delivery = delivering.result()
    assert delivery.status is DeliveryStatus.UNCONFIRMED
    assert "on the clipboard" in delivery.detail
    assert clipboard.read() == NEW.encode()
    assert editor.text() == ""
    output.close()


@pytest.mark.parametrize("closes", [True, False])
def test_the_focus_moves_before_the_keys_are_pressed(
    desktop: VirtualDesktop, editor: Editor, clipboard: Clipboard, tmp_path: Path, closes: bool
) -> None:
    """An owner that hangs, and a key that is held, make time for it."""
    editor.clear()
    left = SlowEditor(desktop, tmp_path)
    output = X11Output(OutputOptions(keys_up_timeout_s=20.0), desktop.name)
    hung = HungOwner(desktop.name)
    delivering = Delivering(output, NEW)
    wait_until(lambda: hung.is_asked, what="the clipboard's owner to be asked")
    desktop.key_down("F9")
    if closes:
        left.close()
    editor.focus()
    desktop.key_up("F9")
    delivery = delivering.result()
    assert delivery.status is DeliveryStatus.HELD
    assert clipboard.read() == b""
    assert editor.text() == ""
    left.close()
    output.close()
    hung.close()


def test_an_owner_that_hangs_doesnt_hold_it_up(desktop: VirtualDesktop, output: X11Output, editor: Editor) -> None:
    hung = HungOwner(desktop.name)
    editor.clear()
    assert output.deliver(NEW, OutputMode.PASTE).status is DeliveryStatus.DELIVERED
    editor.wait_text(NEW)
    hung.close()


def test_a_window_that_refuses_the_paste(
    desktop: VirtualDesktop, clipboard: Clipboard, slow_editor: SlowEditor
) -> None:
    output = X11Output(OutputOptions(fetch_timeout_s=0.3), desktop.name)
    delivery = output.deliver(NEW, OutputMode.PASTE)
    assert delivery.status is DeliveryStatus.UNCONFIRMED
    assert "didn't take the text" in delivery.detail
    assert clipboard.read() == NEW.encode()
    assert not slow_editor.is_pasted
    output.close()


def test_the_display_goes_away() -> None:
    with VirtualDesktop() as short_lived:
        output = X11Output(OutputOptions(), short_lived.name)
        output.copy("a")
    with pytest.raises(UserFixableError, match="display is lost"):
        output.deliver("b", OutputMode.PASTE)
    with pytest.raises(UserFixableError, match="display is lost"):
        output.copy("c")
    output.close()


def test_no_such_display() -> None:
    with pytest.raises(UserFixableError, match="display"):
        X11Output(OutputOptions(), ":9999")


@pytest.mark.parametrize("mode", [OutputMode.PASTE, OutputMode.TYPE])
def test_a_program_with_the_keyboard_to_itself_gets_nothing(
    desktop: VirtualDesktop, output: X11Output, editor: Editor, mode: OutputMode
) -> None:
    editor.clear()
    grabber = KeyboardGrabber(desktop.name)
    delivery = output.deliver("held", mode)
    grabber.close()
    assert (delivery.status, delivery.detail) == (DeliveryStatus.HELD, HeldBecause.GRABBED.value)
    assert output.deliver("there", mode).status is DeliveryStatus.DELIVERED
    editor.wait_text("there")
