"""Which window has the keyboard, and how one gets it back, on a real desktop and on one without a window manager."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from Xlib import X

from srota_dictate.delivery import DeliveryStatus, Destination, HeldBecause, OutputMode
from srota_dictate.output.deliver import X11Output, connect
from srota_dictate.output.x11_windows import X11Windows
from tests.desktop.display import VirtualDesktop
from tests.desktop.editor import Editor, Terminal
from tests.desktop.process import wait_until


@pytest.fixture
def windows(desktop: VirtualDesktop) -> Iterator[X11Windows]:
    windows = X11Windows(connect(desktop.name))
    yield windows
    windows.close()


@pytest.fixture
def terminal(desktop: VirtualDesktop, tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(desktop, tmp_path / "tty.txt")
    yield terminal
    terminal.close()


def test_the_focused_window_and_its_program(windows: X11Windows, editor: Editor, terminal: Terminal) -> None:
    assert windows.focused() == Destination(terminal.window.id, "xterm")
    editor.focus()
    assert windows.focused() == Destination(editor.window.id, "mousepad")


def test_a_window_gets_the_keyboard_back(
    desktop: VirtualDesktop, windows: X11Windows, editor: Editor, terminal: Terminal
) -> None:
    assert windows.activate(Destination(editor.window.id))
    assert desktop.windows.has_focus(editor.pid)
    assert windows.activate(Destination(terminal.window.id))
    assert desktop.windows.has_focus(terminal.pid)


def test_a_closed_window_doesnt(desktop: VirtualDesktop, windows: X11Windows, editor: Editor, tmp_path: Path) -> None:
    short_lived = Terminal(desktop, tmp_path / "gone.txt")
    spoken_to = windows.focused()
    assert spoken_to is not None
    short_lived.close()
    editor.focus()
    assert not windows.activate(spoken_to)
    assert windows.focused() == Destination(editor.window.id, "mousepad")


def test_the_writer_writes_into_no_other_window(output: X11Output, editor: Editor, terminal: Terminal) -> None:
    delivery = output.deliver("नमस्ते", OutputMode.PASTE, Destination(editor.window.id))
    assert (delivery.status, delivery.detail) == (DeliveryStatus.HELD, HeldBecause.MOVED.value)
    assert terminal.text() == ""


def test_a_window_of_our_own_is_no_destination(desktop: VirtualDesktop, windows: X11Windows, editor: Editor) -> None:
    editor.focus()
    display = connect(desktop.name)
    own = display.screen().root.create_window(0, 0, 100, 100, 0, X.CopyFromParent)
    own.map()
    display.sync()
    wait_until(lambda: (active := desktop.windows.active()) is not None and active.id == own.id, what="our own window")
    assert windows.focused() is None
    display.close()


def test_a_lost_display_has_no_windows() -> None:
    with VirtualDesktop() as short_lived:
        windows = X11Windows(connect(short_lived.name))
        assert windows.focused() is None
    assert windows.focused() is None
    assert not windows.activate(Destination(1))
    windows.close()
