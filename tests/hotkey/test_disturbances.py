"""Every press gets its release, whatever other programs, the layout or the keyboard's cable do meanwhile."""

from collections.abc import Iterator

import pytest
from Xlib import X
from Xlib.display import Display

from srota_dictate.hotkey.x11 import X11Hotkey
from tests.desktop.display import VirtualDesktop
from tests.desktop.plugs import PlainKeyboard
from tests.desktop.process import holds_for, wait_until
from tests.hotkey.conftest import PRESSED, RELEASED, REPEAT_S, Ear, bind


@pytest.fixture
def other(desktop: VirtualDesktop) -> Iterator[Display]:
    """Another program's connection."""
    other = Display(desktop.name)
    yield other
    other.close()


def grab_keyboard(other: Display) -> bool:
    """As a lock screen does."""
    status = other.screen().root.grab_keyboard(False, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime)
    return status == X.GrabSuccess


def test_a_lock_screen_waits_until_the_key_is_up(
    desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear, other: Display
) -> None:
    bind(hotkey, "F9")
    desktop.key_down("F9")
    ear.hear(PRESSED)
    assert not grab_keyboard(other)
    desktop.key_up("F9")
    ear.hear(RELEASED)
    wait_until(lambda: grab_keyboard(other), what="the lock")
    desktop.tap("F9")
    ear.hear_nothing()  # the keyboard is the lock's
    other.ungrab_keyboard(X.CurrentTime)
    other.sync()
    desktop.tap("F9")
    ear.hear(PRESSED, RELEASED)


def test_a_lock_that_comes_while_a_mouse_button_is_held(
    desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear, other: Display
) -> None:
    bind(hotkey, "Mouse8")
    desktop.hands.button_down(8)
    ear.hear(PRESSED)
    assert grab_keyboard(other)
    desktop.hands.button_up(8)
    ear.hear(RELEASED)
    other.ungrab_keyboard(X.CurrentTime)
    other.sync()


def test_a_server_that_serves_another_program_only(
    desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear, other: Display
) -> None:
    bind(hotkey, "F9")
    desktop.key_down("F9")
    ear.hear(PRESSED)
    other.grab_server()
    other.sync()
    assert holds_for(lambda: not ear.events, REPEAT_S)  # nobody else is answered, so nothing is known
    other.ungrab_server()
    other.sync()
    assert holds_for(lambda: not ear.events, REPEAT_S), "it was held all the while"
    desktop.key_up("F9")
    ear.hear(RELEASED)


@pytest.mark.parametrize("layout", ["de", "in", "us,ru"])
def test_a_layout_that_changes_while_the_key_is_held(
    desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear, layout: str
) -> None:
    bind(hotkey, "Ctrl+y", "F9")
    code = desktop.hands.keycode("y")
    desktop.key_down("ctrl")
    desktop.hands.code_down(code)
    ear.hear(PRESSED)
    try:
        desktop.run("setxkbmap", layout)
        assert holds_for(lambda: not ear.events, REPEAT_S)
        desktop.hands.code_up(code)
        ear.hear(RELEASED)
        desktop.key_up("ctrl")
        desktop.tap("F9")
        ear.hear(PRESSED, RELEASED)
    finally:
        desktop.run("setxkbmap", "us")


def test_a_keyboard_description_that_is_loaded_anew(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear) -> None:
    bind(hotkey, "F9")
    keymap = desktop.run("xkbcomp", desktop.name, "-")
    desktop.run("xkbcomp", "-", desktop.name, stdin=keymap)
    desktop.tap("F9")
    ear.hear(PRESSED, RELEASED)


def test_a_keyboard_that_is_unplugged_while_a_key_is_held(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear) -> None:
    keyboard = PlainKeyboard(desktop.name)
    bind(hotkey, "F9")
    keyboard.key_down("F9")
    ear.hear(PRESSED)
    assert holds_for(lambda: not ear.events, REPEAT_S)
    keyboard.unplug()
    ear.hear(RELEASED)
    keyboard.plug_in()
    keyboard.close()
    desktop.tap("F9")
    ear.hear(PRESSED, RELEASED)
