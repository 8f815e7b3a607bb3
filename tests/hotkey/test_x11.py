"""The talk key on a real X server, with a real editor that must not notice."""

import pytest

from srota_dictate.hotkey.x11 import X11Hotkey
from srota_dictate.hotkey.x11_hotkeys import BoundKeys
from tests.desktop.display import VirtualDesktop
from tests.desktop.editor import Editor
from tests.desktop.process import holds_for
from tests.hotkey.conftest import CANCEL, CANCEL_UP, PRESSED, RELEASED, REPEAT_S, Ear, bind


def test_one_press_and_one_release_however_long_it_is_held(
    desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear, editor: Editor
) -> None:
    editor.clear()
    desktop.key_down("b")
    holds_for(lambda: True, REPEAT_S)
    desktop.key_up("b")
    assert editor.text().startswith("bbb")  # keys do repeat: the test tests something
    editor.clear()

    bind(hotkey, "Ctrl+b")
    desktop.key_down("ctrl")
    desktop.key_down("b")
    ear.hear(PRESSED)
    assert holds_for(lambda: not ear.events, REPEAT_S)
    desktop.key_up("b")
    ear.hear(RELEASED)
    desktop.key_up("ctrl")
    ear.hear_nothing()


@pytest.mark.parametrize("key", ["Control_R", "F9", "Pause", "Super_L", "Caps_Lock", "Shift_R"])
def test_single_keys(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear, key: str) -> None:
    bind(hotkey, key)
    desktop.key_down(key)
    ear.hear(PRESSED)
    desktop.key_up(key)
    ear.hear(RELEASED)
    if key == "Caps_Lock":
        desktop.tap("Caps_Lock")
        ear.hear(PRESSED, RELEASED)


def test_thirty_quick_taps(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear) -> None:
    bind(hotkey, "F9")
    for _ in range(30):
        desktop.key_down("F9")
        ear.hear(PRESSED)
        desktop.key_up("F9")
        ear.hear(RELEASED)


@pytest.mark.parametrize("released_first", ["space", "ctrl", "alt"])
def test_chord_released_in_any_order(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear, released_first: str) -> None:
    bind(hotkey, "Ctrl+Alt+space")
    keys = ["ctrl", "alt", "space"]
    for key in keys:
        desktop.key_down(key)
    ear.hear(PRESSED)
    desktop.key_up(released_first)
    if released_first != "space":
        assert holds_for(lambda: not ear.events, REPEAT_S / 2)
    for key in keys:
        if key != released_first:
            desktop.key_up(key)
    ear.hear(RELEASED)
    ear.hear_nothing()


def test_more_modifiers_or_fewer_are_another_chord(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear) -> None:
    bind(hotkey, "Ctrl+F9")
    desktop.tap("F9")
    desktop.tap("ctrl+shift+F9")
    ear.hear_nothing()
    desktop.tap("ctrl+F9")
    ear.hear(PRESSED, RELEASED)


@pytest.mark.parametrize("lock", ["Caps_Lock", "Num_Lock"])
def test_locks_dont_hide_the_key(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear, lock: str) -> None:
    bind(hotkey, "Ctrl+F9")
    desktop.tap(lock)
    desktop.tap("ctrl+F9")
    ear.hear(PRESSED, RELEASED)
    desktop.tap(lock)


def test_the_focused_program_sees_nothing(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear, editor: Editor) -> None:
    editor.clear()
    for key in "kept":
        desktop.tap(key)
    editor.wait_text("kept")
    desktop.tap("ctrl+a")
    bind(hotkey, "Ctrl+x")  # would cut the selected text
    desktop.key_down("ctrl")
    desktop.key_down("x")
    ear.hear(PRESSED)
    desktop.tap("y")  # would replace it
    assert holds_for(lambda: not ear.events, REPEAT_S)
    desktop.key_up("ctrl")
    assert holds_for(lambda: not ear.events, REPEAT_S / 2)
    desktop.key_up("x")
    ear.hear(RELEASED)
    assert editor.text() == "kept"


def test_esc_belongs_to_the_program_unless_armed(
    desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear, editor: Editor
) -> None:
    editor.clear()
    bind(hotkey, "F9")
    desktop.tap("ctrl+f")  # mousepad's search bar, which Esc closes
    hotkey.arm_cancel(True)
    desktop.tap("Escape")
    ear.hear(CANCEL, CANCEL_UP)
    desktop.tap("q")  # into the search bar, still open
    assert editor.text() == ""
    hotkey.arm_cancel(False)
    desktop.tap("Escape")
    desktop.windows.settle(editor.window.id)
    ear.hear_nothing()
    desktop.tap("q")
    editor.wait_text("q")


def test_esc_cancels_while_the_talk_key_is_held(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear) -> None:
    bind(hotkey, "Control_R")
    desktop.key_down("Control_R")
    ear.hear(PRESSED)
    hotkey.arm_cancel(True)
    desktop.key_down("Escape")
    ear.hear(CANCEL)
    assert holds_for(lambda: not ear.events, REPEAT_S)  # Esc repeats too
    desktop.key_up("Escape")
    ear.hear(CANCEL_UP)
    hotkey.arm_cancel(False)
    desktop.key_up("Control_R")
    ear.hear(RELEASED)


def test_a_release_that_never_arrives_is_noticed(
    desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    bind(hotkey, "F9")
    monkeypatch.setattr(BoundKeys, "release", _swallow)  # as if another program's grab had taken the event
    desktop.key_down("F9")
    ear.hear(PRESSED)
    assert holds_for(lambda: not ear.events, REPEAT_S)
    desktop.key_up("F9")
    ear.hear(RELEASED)


def _swallow(keys: BoundKeys, switch: object, now_s: float) -> None: ...
