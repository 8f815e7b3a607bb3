"""The talk key on Windows, on a fake of its keyboard: nothing here was ever run on Windows itself."""

import ctypes
import importlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.hooked import HookedHotkey
from srota_dictate.hotkey.windows_evidence import HookEvidence
from srota_dictate.hotkey.windows_keys import VIRTUAL_KEYS
from srota_dictate.types import HotkeyAction, HotkeyBinding
from tests.fakes.heard import bind, heard_by
from tests.fakes.windows_keyboard import INJECTED, FakeWindowsKeyboard

TALK, ALT, SPACE, ESC, LETTER = 0xA3, 0xA4, 0x20, 0x1B, 0x41
PRESSED, RELEASED, CANCEL = "+hold", "-hold", "+cancel"


@dataclass
class Desk:
    """A hotkey over the fake keyboard; its watch sleeps, and the test looks when it wants to."""

    keyboard: FakeWindowsKeyboard
    hotkey: HookedHotkey
    events: list[str] = field(default_factory=list[str])
    now_s: float = 0.0

    def wait(self, seconds: float) -> None:
        self.now_s += seconds
        self.keyboard.now_ms += round(1000 * seconds)

    def tap(self, code: int) -> None:
        self.keyboard.key(code, True)
        self.keyboard.key(code, False)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    keyboard = FakeWindowsKeyboard()
    name = "srota_dictate.hotkey.windows_hook"
    monkeypatch.setitem(sys.modules, "pynput", keyboard.pynput())
    monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(ctypes, "CDLL", {"user32": keyboard.user32()}.__getitem__)
    module = importlib.import_module(name)
    events: list[str] = []
    lost: list[UserFixableError] = []
    hotkey = HookedHotkey(
        heard_by(events), lost.append, module.WindowsKeySource(), clock=lambda: desk.now_s, watch=False
    )
    desk = Desk(keyboard, hotkey, events)
    bind(hotkey, "Control_R")
    yield desk
    hotkey.close()
    monkeypatch.delitem(sys.modules, name)
    assert lost == []
    assert keyboard.hooks == {"keyboard": [], "mouse": []}


def test_the_talk_key_reaches_nobody_else(desk: Desk) -> None:
    desk.keyboard.key(TALK, True)
    desk.keyboard.key(TALK, True)
    desk.tap(LETTER)
    desk.keyboard.key(TALK, False)
    assert desk.events == [PRESSED, RELEASED]
    assert desk.keyboard.seen == [(LETTER, True), (LETTER, False)]


def test_keys_that_a_program_sends_are_no_business_of_ours(desk: Desk) -> None:
    desk.keyboard.key(TALK, True, INJECTED)
    desk.keyboard.key(TALK, False, INJECTED)
    assert desk.events == []
    assert desk.keyboard.seen == [(TALK, True), (TALK, False)]


def test_a_key_that_is_down_when_it_is_bound(desk: Desk) -> None:
    desk.keyboard.key(VIRTUAL_KEYS["F9"], True)
    bind(desk.hotkey, "F9")
    desk.tap(VIRTUAL_KEYS["F9"])
    assert desk.events == []
    desk.tap(VIRTUAL_KEYS["F9"])
    assert desk.events == [PRESSED, RELEASED]


def test_a_chord_opens_no_menu(desk: Desk) -> None:
    bind(desk.hotkey, "Alt+space")
    desk.keyboard.key(ALT, True)
    desk.tap(SPACE)
    desk.keyboard.key(ALT, False)
    assert desk.events == [PRESSED, RELEASED]
    # Between the two moves of Alt the programs saw a key that does nothing.
    assert desk.keyboard.seen == [(ALT, True), (0xE8, True), (0xE8, False), (ALT, False)]


def test_altgr_comes_with_a_ctrl_that_nobody_pressed(desk: Desk) -> None:
    bind(desk.hotkey, "ISO_Level3_Shift")
    desk.keyboard.key(0xA2, True)
    desk.keyboard.key(0xA5, True)
    desk.keyboard.key(0xA5, False)
    desk.keyboard.key(0xA2, False)
    assert desk.events == [PRESSED, RELEASED]


def test_esc_cancels_only_while_armed(desk: Desk) -> None:
    desk.tap(ESC)
    desk.hotkey.arm_cancel(True)
    desk.tap(ESC)
    desk.hotkey.arm_cancel(False)
    assert desk.events == [CANCEL, "-cancel"]
    assert desk.keyboard.seen == [(ESC, True), (ESC, False)]


def test_a_dropped_hook_is_installed_again(desk: Desk) -> None:
    desk.keyboard.drop_hooks()
    desk.wait(10)
    desk.tap(LETTER)
    desk.wait(1)
    desk.hotkey.look()
    desk.keyboard.key(TALK, True)
    assert desk.events == [PRESSED]


def test_a_hook_that_works_is_left_alone(desk: Desk) -> None:
    n_before = desk.keyboard.n_installed
    for _ in range(5):
        desk.wait(10)
        desk.tap(LETTER)
        desk.hotkey.look()
    assert desk.keyboard.n_installed == n_before


def test_a_release_that_the_dropped_hook_missed(desk: Desk) -> None:
    desk.keyboard.key(TALK, True)
    desk.hotkey.look()
    desk.keyboard.drop_hooks()
    desk.wait(5)
    desk.keyboard.key(TALK, False)
    desk.wait(1)
    desk.hotkey.look()
    assert desk.events == [PRESSED]  # it may repeat yet
    desk.wait(2)
    desk.hotkey.look()
    assert desk.events == [PRESSED, RELEASED]


def test_a_hold_goes_on_across_a_dropped_hook(desk: Desk) -> None:
    desk.keyboard.key(TALK, True)
    desk.hotkey.look()
    desk.keyboard.drop_hooks()
    desk.wait(1)
    desk.keyboard.key(TALK, True)  # a repetition that goes past: now the programs take it for held
    for _ in range(30):
        desk.wait(1)
        desk.hotkey.look()
    assert desk.events == [PRESSED]
    desk.keyboard.key(TALK, False)
    assert desk.events == [PRESSED, RELEASED]
    assert desk.keyboard.down == set()  # and they don't any more


def test_while_a_key_is_held_the_mouse_proves_that_hooks_live(desk: Desk) -> None:
    desk.keyboard.key(TALK, True)
    desk.hotkey.look()
    assert len(desk.keyboard.hooks["mouse"]) == 1
    for _ in range(30):
        desk.wait(1)
        desk.keyboard.move_pointer()
        desk.hotkey.look()
    assert desk.events == [PRESSED]
    desk.keyboard.key(TALK, False)
    desk.hotkey.look()
    assert desk.keyboard.hooks["mouse"] == []


@pytest.mark.parametrize("desktop", ["Winlogon", ""])
def test_on_the_lock_screen_nothing_is_held(desk: Desk, desktop: str) -> None:
    desk.keyboard.key(TALK, True)
    desk.keyboard.desktop = desktop
    desk.hotkey.look()
    assert desk.events == [PRESSED, RELEASED]


def test_a_key_that_windows_doesnt_know(desk: Desk) -> None:
    (error,) = desk.hotkey.bind((HotkeyBinding("XF86AudioMicMute", HotkeyAction.HOLD),))
    assert "can't be used" in error.message
    assert desk.hotkey.check("XF86AudioMicMute") is not None
    assert desk.hotkey.check("F9") is None


def test_one_key_for_two_things(desk: Desk) -> None:
    """Right Alt and AltGr are the same key there."""
    keys = (HotkeyBinding("Alt_R", HotkeyAction.HOLD), HotkeyBinding("ISO_Level3_Shift", HotkeyAction.UNDO))
    (error,) = desk.hotkey.bind(keys)
    assert "two things" in error.message


def test_a_button_of_the_mouse(desk: Desk) -> None:
    bind(desk.hotkey, "Mouse8")
    desk.keyboard.button(1, True)
    desk.keyboard.button(2, True)
    desk.keyboard.button(1, False)
    assert desk.events == [PRESSED, RELEASED]
    assert desk.keyboard.seen == [(0x06, True)]


def test_a_key_of_ones_own_to_cancel(desk: Desk) -> None:
    keys = (HotkeyBinding("Control_R", HotkeyAction.HOLD), HotkeyBinding("F9", HotkeyAction.CANCEL))
    assert desk.hotkey.bind(keys) == ()
    desk.hotkey.arm_cancel(True)
    desk.tap(ESC)
    desk.keyboard.key(TALK, True)
    desk.tap(VIRTUAL_KEYS["F9"])
    assert desk.events == [PRESSED, CANCEL, "-cancel"]


def test_ticks_start_again_after_49_days() -> None:
    evidence = HookEvidence()
    evidence.note(0xFFFF_FFFF)
    assert not evidence.is_deaf(3)
    assert evidence.is_deaf(700)
    evidence.note(700)
    assert not evidence.is_deaf(0xFFFF_FFFF)


def test_no_two_keys_share_a_number() -> None:
    codes = [code for key, code in VIRTUAL_KEYS.items() if key != "ISO_Level3_Shift"]  # Right Alt, by another name
    assert len(set(codes)) == len(codes)
