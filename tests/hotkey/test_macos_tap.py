"""The talk key on macOS, on a fake of its event taps: nothing here was ever run on macOS itself."""

import importlib
import sys
from collections.abc import Callable, Iterator
from types import ModuleType

import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.hook_rules import KeyMove
from srota_dictate.hotkey.hooked import HookedHotkey
from srota_dictate.hotkey.macos_keys import BUTTONS_FROM, VIRTUAL_KEYS
from tests.fakes.heard import bind, heard_by
from tests.fakes.quartz import FakeQuartz

RIGHT_CTRL, RIGHT_CTRL_BITS, LEFT_CTRL, LEFT_CTRL_BITS = 0x3E, 0x42000, 0x3B, 0x40001
SPACE, ESC, LETTER = 0x31, 0x35, 0x00
PRESSED, RELEASED, CANCEL = "+hold", "-hold", "+cancel"


@pytest.fixture
def quartz() -> FakeQuartz:
    return FakeQuartz()


@pytest.fixture
def tap(quartz: FakeQuartz, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    name = "srota_dictate.hotkey.macos_tap"
    monkeypatch.setitem(sys.modules, "Quartz", quartz.module())
    monkeypatch.setitem(sys.modules, "ApplicationServices", quartz.application_services())
    monkeypatch.delitem(sys.modules, name, raising=False)
    yield importlib.import_module(name)
    monkeypatch.delitem(sys.modules, name)


@pytest.fixture
def events() -> list[str]:
    return []


@pytest.fixture
def hotkey(tap: ModuleType, quartz: FakeQuartz, events: list[str]) -> Iterator[HookedHotkey]:
    lost: list[UserFixableError] = []
    hotkey = HookedHotkey(heard_by(events), lost.append, tap.MacKeySource(), watch=False)
    bind(hotkey, "Control_R")
    yield hotkey
    hotkey.close()
    assert lost == []
    assert quartz.ended.is_set()


def test_a_modifier_reaches_nobody_else(hotkey: HookedHotkey, quartz: FakeQuartz, events: list[str]) -> None:
    quartz.modifier(LEFT_CTRL, LEFT_CTRL_BITS, True)
    quartz.modifier(LEFT_CTRL, LEFT_CTRL_BITS, False)
    assert (len(quartz.seen), events) == (2, [])
    quartz.modifier(RIGHT_CTRL, RIGHT_CTRL_BITS, True)
    quartz.key(LETTER, True)
    quartz.modifier(RIGHT_CTRL, RIGHT_CTRL_BITS, False)
    assert (len(quartz.seen), events) == (3, [PRESSED, RELEASED])


def test_a_chord(hotkey: HookedHotkey, quartz: FakeQuartz, events: list[str]) -> None:
    bind(hotkey, "Ctrl+space")
    quartz.key(SPACE, True)
    quartz.key(SPACE, False)
    assert events == []
    quartz.modifier(LEFT_CTRL, LEFT_CTRL_BITS, True)
    quartz.key(SPACE, True)
    quartz.key(SPACE, True)
    quartz.key(SPACE, False)
    quartz.modifier(LEFT_CTRL, LEFT_CTRL_BITS, False)
    assert events == [PRESSED, RELEASED]
    assert len(quartz.seen) == 4


def test_a_key_that_is_down_when_it_is_bound(hotkey: HookedHotkey, quartz: FakeQuartz, events: list[str]) -> None:
    quartz.key(VIRTUAL_KEYS["F9"], True)
    bind(hotkey, "F9")
    quartz.key(VIRTUAL_KEYS["F9"], True)
    quartz.key(VIRTUAL_KEYS["F9"], False)
    assert (len(quartz.seen), events) == (3, [])
    quartz.key(VIRTUAL_KEYS["F9"], True)
    assert events == [PRESSED]


def test_keys_that_a_program_posts_are_no_business_of_ours(
    hotkey: HookedHotkey, quartz: FakeQuartz, events: list[str]
) -> None:
    bind(hotkey, "F9")
    quartz.key(VIRTUAL_KEYS["F9"], True, process=4711)
    assert (len(quartz.seen), events) == (1, [])


def test_esc_cancels_only_while_armed(hotkey: HookedHotkey, quartz: FakeQuartz, events: list[str]) -> None:
    quartz.key(ESC, True)
    quartz.key(ESC, False)
    hotkey.arm_cancel(True)
    quartz.key(ESC, True)
    quartz.key(ESC, False)
    assert (len(quartz.seen), events) == (2, [CANCEL, "-cancel"])


def test_a_tap_that_was_switched_off_goes_on(hotkey: HookedHotkey, quartz: FakeQuartz, events: list[str]) -> None:
    quartz.switch_off()
    quartz.modifier(RIGHT_CTRL, RIGHT_CTRL_BITS, True)
    assert events == [PRESSED]


@pytest.mark.parametrize("how", ["told", "untold"])
def test_a_release_that_nobody_saw(hotkey: HookedHotkey, quartz: FakeQuartz, events: list[str], how: str) -> None:
    quartz.modifier(RIGHT_CTRL, RIGHT_CTRL_BITS, True)
    hotkey.look()
    quartz.enabled = False
    quartz.modifier(RIGHT_CTRL, RIGHT_CTRL_BITS, False)
    if how == "told":
        quartz.switch_off()
    hotkey.look()
    assert events == [PRESSED, RELEASED]
    assert quartz.enabled


def test_without_permission_there_is_no_talk_key(tap: ModuleType, quartz: FakeQuartz) -> None:
    quartz.allowed = False
    events: list[str] = []
    lost: list[UserFixableError] = []
    hotkey = HookedHotkey(heard_by(events), lost.append, tap.MacKeySource(), watch=False)
    bind(hotkey, "F9")
    hotkey.look()
    hotkey.look()
    (error,) = lost
    assert "Input Monitoring" in error.hint
    assert quartz.questions == ["input monitoring", "accessibility"]
    # As soon as the person allows it, it works.
    quartz.allowed = True
    hotkey.look()
    quartz.key(VIRTUAL_KEYS["F9"], True)
    assert events == [PRESSED]
    hotkey.close()


def test_a_failure_of_ours_leaves_the_person_the_keyboard(tap: ModuleType, quartz: FakeQuartz) -> None:
    source = tap.MacKeySource()

    def fail(_: object) -> bool:
        raise RuntimeError

    on_move: Callable[[object], bool] = fail
    source.start(on_move)
    quartz.key(LETTER, True)
    assert len(quartz.seen) == 1
    source.stop()


def test_mouse_buttons_have_numbers_of_their_own(tap: ModuleType, quartz: FakeQuartz) -> None:
    source = tap.MacKeySource()
    moves: list[tuple[int, bool]] = []

    def note(move: KeyMove) -> bool:
        moves.append((move.code, move.is_press))
        return False

    source.start(note)
    quartz.button(3, True)
    quartz.button(3, False)
    assert moves == [(BUTTONS_FROM + 3, True), (BUTTONS_FROM + 3, False)]
    quartz.hardware.add(3)
    assert source.is_held(BUTTONS_FROM + 3, 0.0, 1.0)
    source.stop()


def test_caps_lock_cant_be_held(hotkey: HookedHotkey) -> None:
    error = hotkey.check("Caps_Lock")
    assert error is not None
    assert "can't be used" in error.message


def test_no_two_keys_share_a_number() -> None:
    codes = [code for key, code in VIRTUAL_KEYS.items() if key != "ISO_Level3_Shift"]
    assert len(set(codes)) == len(codes)
