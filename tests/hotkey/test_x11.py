"""The talk key on a real X server, with a real editor that must not notice."""

import threading
from collections.abc import Iterator

import pytest
from Xlib import XK, X
from Xlib.display import Display

from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.x11 import X11Hotkey
from srota_dictate.types import HotkeyEvent
from tests.desktop.display import VirtualDesktop
from tests.desktop.editor import Editor
from tests.desktop.process import holds_for, wait_until

PRESSED, RELEASED, CANCEL = HotkeyEvent.TALK_PRESSED, HotkeyEvent.TALK_RELEASED, HotkeyEvent.CANCEL
# Longer than the pause before keys repeat, as set below, and then several repetitions.
REPEAT_S = 0.6


class Ear:
    """Hears what the hotkey says."""

    def __init__(self) -> None:
        self.events: list[HotkeyEvent] = []
        self.lost = threading.Event()

    def hear(self, *expected: HotkeyEvent) -> None:
        """Wait for exactly these events, then start afresh."""
        wait_until(lambda: len(self.events) >= len(expected), what=f"{len(expected)} hotkey events")
        assert self.events == list(expected)
        self.events.clear()

    def hear_nothing(self) -> None:
        assert holds_for(lambda: not self.events, 0.2), self.events


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def hotkey(desktop: VirtualDesktop, ear: Ear) -> Iterator[X11Hotkey]:
    hotkey = X11Hotkey(ear.events.append, lambda _error: ear.lost.set(), desktop.name)
    yield hotkey
    hotkey.close()


@pytest.fixture(scope="module")
def editor(desktop: VirtualDesktop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    desktop.run("xset", "r", "rate", "150", "50")
    editor = Editor(desktop, tmp_path_factory.mktemp("editor") / "note.txt")
    yield editor
    editor.close()


class OtherProgram:
    """Another program that grabs a key."""

    def __init__(self, desktop: VirtualDesktop, keysym: str, modifiers: int = 0) -> None:
        self._display = Display(desktop.name)
        self._root = self._display.screen().root
        self._code = self._display.keysym_to_keycode(XK.string_to_keysym(keysym))
        self._root.grab_key(self._code, modifiers, False, X.GrabModeAsync, X.GrabModeAsync)
        self._display.sync()

    def close(self) -> None:
        self._display.close()


def test_one_press_and_one_release_however_long_it_is_held(
    desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear, editor: Editor
) -> None:
    editor.clear()
    desktop.key_down("b")
    holds_for(lambda: True, REPEAT_S)
    desktop.key_up("b")
    assert editor.text().startswith("bbb")  # keys do repeat: the test tests something
    editor.clear()

    hotkey.bind("Ctrl+b")
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
    hotkey.bind(key)
    desktop.key_down(key)
    ear.hear(PRESSED)
    desktop.key_up(key)
    ear.hear(RELEASED)
    if key == "Caps_Lock":
        desktop.tap("Caps_Lock")
        ear.hear(PRESSED, RELEASED)


def test_thirty_quick_taps(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear) -> None:
    hotkey.bind("F9")
    for _ in range(30):
        desktop.key_down("F9")
        ear.hear(PRESSED)
        desktop.key_up("F9")
        ear.hear(RELEASED)


@pytest.mark.parametrize("released_first", ["space", "ctrl", "alt"])
def test_chord_released_in_any_order(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear, released_first: str) -> None:
    hotkey.bind("Ctrl+Alt+space")
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
    hotkey.bind("Ctrl+F9")
    desktop.tap("F9")
    desktop.tap("ctrl+shift+F9")
    ear.hear_nothing()
    desktop.tap("ctrl+F9")
    ear.hear(PRESSED, RELEASED)


@pytest.mark.parametrize("lock", ["Caps_Lock", "Num_Lock"])
def test_locks_dont_hide_the_key(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear, lock: str) -> None:
    hotkey.bind("Ctrl+F9")
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
    hotkey.bind("Ctrl+x")  # would cut the selected text
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


def test_a_taken_key_is_refused_and_the_old_one_stays(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear) -> None:
    other = OtherProgram(desktop, "F8", X.Mod2Mask)  # only one of the variants: all must be free
    hotkey.bind("F9")
    with pytest.raises(UserFixableError, match="Another program already uses F8") as caught:
        hotkey.bind("F8")
    assert caught.value.hint == "Choose another key in Settings"
    desktop.tap("F9")
    ear.hear(PRESSED, RELEASED)
    desktop.tap("F8")
    ear.hear_nothing()
    other.close()

    hotkey.bind("F8")
    desktop.tap("F8")
    ear.hear(PRESSED, RELEASED)


def test_rebinding_gives_the_old_key_back(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear, editor: Editor) -> None:
    editor.clear()
    hotkey.bind("Super+c")
    hotkey.bind("Super+d")
    hotkey.bind("Super+d")
    desktop.tap("super+c")
    ear.hear_nothing()
    desktop.tap("super+d")
    ear.hear(PRESSED, RELEASED)
    free = OtherProgram(desktop, "c", X.Mod4Mask)  # raises nothing: nobody holds it
    free.close()


def test_rebinding_while_held_ends_the_hold(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear) -> None:
    hotkey.bind("F9")
    desktop.key_down("F9")
    ear.hear(PRESSED)
    hotkey.bind("F8")
    ear.hear(RELEASED)
    desktop.key_up("F9")
    ear.hear_nothing()


def test_a_key_the_keyboard_lacks(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear) -> None:
    hotkey.bind("F9")
    with pytest.raises(UserFixableError, match="no key"):
        hotkey.bind("F24")
    desktop.tap("F9")
    ear.hear(PRESSED, RELEASED)


def test_esc_belongs_to_the_program_unless_armed(
    desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear, editor: Editor
) -> None:
    editor.clear()
    hotkey.bind("F9")
    desktop.tap("ctrl+f")  # mousepad's search bar, which Esc closes
    hotkey.arm_cancel(True)
    desktop.tap("Escape")
    ear.hear(CANCEL)
    desktop.tap("q")  # into the search bar, still open
    assert editor.text() == ""
    hotkey.arm_cancel(False)
    desktop.tap("Escape")
    desktop.windows.settle(editor.window.id)
    ear.hear_nothing()
    desktop.tap("q")
    editor.wait_text("q")


def test_esc_cancels_while_the_talk_key_is_held(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear) -> None:
    hotkey.bind("Control_R")
    desktop.key_down("Control_R")
    ear.hear(PRESSED)
    hotkey.arm_cancel(True)
    desktop.key_down("Escape")
    ear.hear(CANCEL)
    assert holds_for(lambda: not ear.events, REPEAT_S)  # Esc repeats too
    desktop.key_up("Escape")
    hotkey.arm_cancel(False)
    desktop.key_up("Control_R")
    ear.hear(RELEASED)


def test_a_release_that_never_arrives_is_noticed(
    desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    hotkey.bind("F9")
    monkeypatch.setattr(hotkey, "_release", _swallow)  # as if another program's grab had taken the event
    desktop.key_down("F9")
    ear.hear(PRESSED)
    assert holds_for(lambda: not ear.events, REPEAT_S)
    desktop.key_up("F9")
    ear.hear(RELEASED)


def _swallow(event: object) -> None: ...


def test_a_change_of_layout_moves_the_grab(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear) -> None:
    hotkey.bind("Ctrl+y")
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
        hotkey.bind("Ctrl+b")
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
    hotkey = X11Hotkey(ear.events.append, lambda _error: ear.lost.set(), desktop.name)
    hotkey.bind("F7")
    desktop.key_down("F7")
    ear.hear(PRESSED)
    hotkey.close()
    ear.hear(RELEASED)
    desktop.key_up("F7")
    hotkey.close()
    with pytest.raises(UserFixableError, match="lost"):
        hotkey.bind("F7")
    assert not ear.lost.is_set()

    again = X11Hotkey(ear.events.append, display_name=desktop.name)
    again.bind("F7")
    again.close()


def test_binding_from_several_threads(desktop: VirtualDesktop, hotkey: X11Hotkey, ear: Ear) -> None:
    threads = [threading.Thread(target=hotkey.bind, args=(f"F{number}",)) for number in range(2, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    hotkey.bind("F9")
    desktop.tap("F9")
    ear.hear(PRESSED, RELEASED)


def test_the_server_goes_away(ear: Ear) -> None:
    with VirtualDesktop() as own:
        hotkey = X11Hotkey(ear.events.append, lambda _error: ear.lost.set(), own.name)
        hotkey.bind("F9")
        own.key_down("F9")
        ear.hear(PRESSED)
    assert ear.lost.wait(10)
    ear.hear(RELEASED)
    with pytest.raises(UserFixableError, match="lost"):
        hotkey.bind("F9")
    hotkey.close()


def test_no_such_display() -> None:
    with pytest.raises(UserFixableError, match="display"):
        X11Hotkey(lambda _event: None, display_name=":9999")
