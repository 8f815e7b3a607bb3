"""Which key is grabbed: changed, refused, moved by the layout, given back."""

import threading

import pytest
from Xlib import XK, X
from Xlib.display import Display
from Xlib.error import BadAccess, CatchError

from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.x11 import X11Hotkey
from srota_dictate.types import HotkeyAction, HotkeyBinding
from tests.desktop.display import VirtualDesktop
from tests.desktop.process import holds_for, wait_until
from tests.hotkey.conftest import PRESSED, RELEASED, Ear, bind


class OtherProgram:
    """Another program that grabs a key."""

    def __init__(self, desktop: VirtualDesktop, keysym: str, modifiers: int = 0) -> None:
        self._display = Display(desktop.name)
        self._root = self._display.screen().root
        self._code = self._display.keysym_to_keycode(XK.string_to_keysym(keysym))
        error = CatchError(BadAccess)
        self._root.grab_key(self._code, modifiers, False, X.GrabModeAsync, X.GrabModeAsync, onerror=error)
        self._display.sync()
        self.refused = error.get_error() is not None

    def close(self) -> None:
        self._display.close()


def test_a_taken_key_is_refused_and_costs_no_other(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear) -> None:
    other = OtherProgram(desktop, "F8", X.Mod2Mask)  # only one of the variants: all must be free
    bind(hotkey, "F9")
    (error,) = hotkey.bind((HotkeyBinding("F8", HotkeyAction.HOLD), HotkeyBinding("F9", HotkeyAction.HOLD)))
    assert error.message == "Another program already uses F8"
    assert error.hint == "Choose another key in Settings"
    assert str(hotkey.check("F8")) == str(error)
    assert hotkey.check("F9") is None  # it's ours
    assert hotkey.check("F7") is None
    desktop.tap("F9")
    ear.hear(PRESSED, RELEASED)
    desktop.tap("F8")
    ear.hear_nothing()
    other.close()

    bind(hotkey, "F8")
    desktop.tap("F8")
    ear.hear(PRESSED, RELEASED)


def test_rebinding_gives_the_old_key_back(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear) -> None:
    bind(hotkey, "Super+c")
    bind(hotkey, "Super+d")
    bind(hotkey, "Super+d")
    desktop.tap("super+c")
    ear.hear_nothing()
    desktop.tap("super+d")
    ear.hear(PRESSED, RELEASED)
    taken, free = OtherProgram(desktop, "d", X.Mod4Mask), OtherProgram(desktop, "c", X.Mod4Mask)
    assert taken.refused
    assert not free.refused
    taken.close()
    free.close()


def test_rebinding_while_held_ends_the_hold(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear) -> None:
    bind(hotkey, "F9")
    desktop.key_down("F9")
    ear.hear(PRESSED)
    bind(hotkey, "F8")
    ear.hear(RELEASED)
    desktop.key_up("F9")
    ear.hear_nothing()


def test_a_key_the_keyboard_lacks(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear) -> None:
    bind(hotkey, "F9")
    (error,) = hotkey.bind((HotkeyBinding("F24", HotkeyAction.HOLD), HotkeyBinding("F9", HotkeyAction.HOLD)))
    assert "no key" in error.message
    assert str(hotkey.check("F24")) == str(error)
    desktop.tap("F9")
    ear.hear(PRESSED, RELEASED)


def test_a_change_of_layout_moves_the_grab(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear) -> None:
    bind(hotkey, "Ctrl+y")
    desktop.tap("ctrl+y")
    ear.hear(PRESSED, RELEASED)
    desktop.run("setxkbmap", "de")  # y and z change places
    try:
        wait_until(lambda: _taps_heard(desktop, ear, "ctrl+y"), what="the grab to follow the layout")
        desktop.tap("ctrl+z")
        ear.hear_nothing()
    finally:
        desktop.run("setxkbmap", "us")
    wait_until(lambda: _taps_heard(desktop, ear, "ctrl+y"), what="the grab to come back")


def test_the_layout_that_is_active_doesnt_matter(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear) -> None:
    desktop.run("setxkbmap", "us,in", "-option", "grp:sclk_toggle")
    try:
        bind(hotkey, "Ctrl+b")
        for _ in range(3):
            desktop.tap("ctrl+b")
            ear.hear(PRESSED, RELEASED)
            desktop.tap("ISO_Next_Group")  # the other layout
    finally:
        desktop.run("setxkbmap", "us", "-option", "")


def _taps_heard(desktop: VirtualDesktop, ear: Ear, chord: str) -> bool:
    desktop.tap(chord)
    heard = not holds_for(lambda: len(ear.events) < 2, 0.3)
    ear.events.clear()
    return heard


def test_close_gives_the_key_back_and_ends_a_hold(desktop: VirtualDesktop, ear: Ear) -> None:
    hotkey = X11Hotkey(ear.note, lambda _error: ear.lost.set(), desktop.name)
    bind(hotkey, "F7")
    desktop.key_down("F7")
    ear.hear(PRESSED)
    hotkey.close()
    ear.hear(RELEASED)
    desktop.key_up("F7")
    hotkey.close()
    with pytest.raises(UserFixableError, match="lost"):
        bind(hotkey, "F7")
    assert not ear.lost.is_set()

    again = X11Hotkey(ear.note, display_name=desktop.name)
    bind(again, "F7")
    again.close()


def test_binding_from_several_threads(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear) -> None:
    threads = [threading.Thread(target=bind, args=(hotkey, f"F{number}")) for number in range(2, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    bind(hotkey, "F9")
    desktop.tap("F9")
    ear.hear(PRESSED, RELEASED)


def test_the_server_goes_away(ear: Ear) -> None:
    with VirtualDesktop() as own:
        hotkey = X11Hotkey(ear.note, lambda _error: ear.lost.set(), own.name)
        bind(hotkey, "F9")
        own.key_down("F9")
        ear.hear(PRESSED)
    assert ear.lost.wait(10)
    ear.hear(RELEASED)
    with pytest.raises(UserFixableError, match="lost"):
        bind(hotkey, "F9")
    hotkey.close()


def test_no_such_display() -> None:
    with pytest.raises(UserFixableError, match="display"):
        X11Hotkey(lambda _event: None, display_name=":9999")
