"""Several hotkeys on one real X server: keys, chords and mouse buttons, each with its own action."""

import pytest
from Xlib import X
from Xlib.display import Display

from srota_dictate.hotkey.x11 import X11Hotkey
from srota_dictate.types import HotkeyAction, HotkeyBinding, HotkeyEvent, HotkeyPressed, HotkeyReleased
from tests.desktop.display import VirtualDesktop
from tests.desktop.process import holds_for, wait_until
from tests.hotkey.conftest import CANCEL, CANCEL_UP, PRESSED, RELEASED, REPEAT_S, Ear, bind


def tapped(action: HotkeyAction) -> tuple[HotkeyEvent, HotkeyEvent]:
    return HotkeyPressed(action), HotkeyReleased(action, 0.0)


def test_each_key_has_its_action(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear) -> None:
    bind(hotkey, "Control_R", "F9", toggle="Pause", hold_or_tap="Super_R", paste_last="Super+v", undo="Ctrl+Alt+z")
    for key, action in (
        ("F9", HotkeyAction.HOLD),
        ("Pause", HotkeyAction.TOGGLE),
        ("Super_R", HotkeyAction.HOLD_OR_TAP),
        ("super+v", HotkeyAction.PASTE_LAST),
        ("ctrl+alt+z", HotkeyAction.UNDO),
        ("Control_R", HotkeyAction.HOLD),
    ):
        desktop.tap(key)
        ear.hear(*tapped(action))


def test_two_keys_held_at_once_are_released_one_by_one(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear) -> None:
    bind(hotkey, "F9", toggle="F8")
    desktop.key_down("F9")
    ear.hear(PRESSED)
    desktop.key_down("F8")
    ear.hear(HotkeyPressed(HotkeyAction.TOGGLE))
    desktop.key_up("F9")
    ear.hear(RELEASED)
    desktop.key_up("F8")
    ear.hear(HotkeyReleased(HotkeyAction.TOGGLE, 0.0))


@pytest.mark.parametrize("button", [8, 9])
def test_buttons_at_the_side_of_a_mouse(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear, button: int) -> None:
    bind(hotkey, f"Mouse{button}")
    desktop.hands.button_down(button)
    ear.hear(PRESSED)
    assert holds_for(lambda: not ear.events, REPEAT_S)
    desktop.hands.button_up(button)
    ear.hear(RELEASED)
    assert ear.held_s[-1] >= REPEAT_S
    desktop.click(100, 100)  # the others belong to the programs
    ear.hear_nothing()


def test_a_button_whose_release_never_arrives_is_noticed(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear) -> None:
    bind(hotkey, "Ctrl+Mouse8")
    desktop.key_down("ctrl")
    desktop.hands.button_down(8)
    ear.hear(PRESSED)
    thief = Display(desktop.name)  # takes the pointer over, as a locker or a menu may, so that the release goes there
    answer = thief.screen().root.grab_pointer(False, 0, X.GrabModeAsync, X.GrabModeAsync, X.NONE, X.NONE, X.CurrentTime)
    desktop.hands.button_up(8)
    desktop.key_up("ctrl")
    ear.hear(RELEASED)
    thief.close()
    assert answer == X.AlreadyGrabbed, "a held button keeps the pointer with us"


def test_a_button_another_program_has_is_refused(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear) -> None:
    other = Display(desktop.name)
    mode = X.GrabModeAsync
    other.screen().root.grab_button(9, 0, False, X.ButtonPressMask, mode, mode, X.NONE, X.NONE)
    other.sync()
    (error,) = hotkey.bind((HotkeyBinding("Mouse9", HotkeyAction.HOLD), HotkeyBinding("Mouse8", HotkeyAction.HOLD)))
    assert error.message == "Another program already uses Mouse Forward"
    other.close()
    desktop.hands.button_down(8)
    desktop.hands.button_up(8)
    ear.hear(PRESSED, RELEASED)


def test_two_names_of_one_key_are_refused(desktop: VirtualDesktop, hotkey: X11Hotkey) -> None:
    right_alt = HotkeyBinding("Alt_R", HotkeyAction.HOLD), HotkeyBinding("ISO_Level3_Shift", HotkeyAction.TOGGLE)
    desktop.run("setxkbmap", "de")  # there it is AltGr
    try:
        wait_until(lambda: len(hotkey.bind(right_alt)) == 1, what="the layout to be known")
        (error,) = hotkey.bind(right_alt)
        assert "same key" in error.message
    finally:
        desktop.run("setxkbmap", "us")


def test_an_own_cancel_key_works_while_a_modifier_is_held_to_talk(
    desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear
) -> None:
    bind(hotkey, "Control_R", cancel="F10")
    hotkey.arm_cancel(True)  # Esc stays with the programs then
    desktop.key_down("Control_R")
    ear.hear(PRESSED)
    desktop.tap("Escape")
    ear.hear_nothing()
    desktop.tap("F10")
    ear.hear(CANCEL, CANCEL_UP)
    desktop.key_up("Control_R")
    ear.hear(RELEASED)


def test_a_key_that_is_bound_again_while_it_is_held_goes_on(
    desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear
) -> None:
    bind(hotkey, "F9", toggle="F8")
    desktop.key_down("F9")
    ear.hear(PRESSED)
    bind(hotkey, "F9", toggle="F7")
    assert holds_for(lambda: not ear.events, REPEAT_S)
    desktop.key_up("F9")
    ear.hear(RELEASED)


def test_a_key_that_is_down_when_it_is_bound_counts_from_the_next_press(
    desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear
) -> None:
    desktop.run("xset", "r", "rate", "150", "50")
    desktop.key_down("F9")  # as one does who is choosing it in the settings
    bind(hotkey, "F9")
    assert holds_for(lambda: not ear.events, REPEAT_S)
    desktop.key_up("F9")
    ear.hear_nothing()
    desktop.tap("F9")
    ear.hear(PRESSED, RELEASED)


def test_none_at_all(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear) -> None:
    bind(hotkey, "F9")
    bind(hotkey)
    desktop.tap("F9")
    ear.hear_nothing()
