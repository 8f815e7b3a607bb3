"""What each hotkey does, in every way of pressing it."""

import pytest

from srota_dictate.delivery import OutputMode
from srota_dictate.session.effects import (
    Effect,
    Notify,
    PasteText,
    StartRecording,
    StopRecording,
    UndoLast,
    WriteNextView,
)
from srota_dictate.session.events import (
    Event,
    NextViewRequested,
    PasteLastRequested,
    StartRequested,
    StopRequested,
    UndoRequested,
)
from srota_dictate.session.notices import NO_TEXT_YET
from srota_dictate.session.said import Said
from srota_dictate.session.state import State
from srota_dictate.types import HotkeyAction, HotkeyPressed, HotkeyReleased
from tests.session.playing import play


def down(action: HotkeyAction) -> HotkeyPressed:
    return HotkeyPressed(action)


def up(action: HotkeyAction, held_s: float = 1.0) -> HotkeyReleased:
    return HotkeyReleased(action, held_s)


def recorded(effects: list[Effect]) -> list[type[Effect]]:
    return [type(effect) for effect in effects if isinstance(effect, StartRecording | StopRecording)]


SAID = Said.as_heard("मेरा text")
SPOKEN = State(last=SAID)
BOTH = HotkeyAction.HOLD_OR_TAP


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([down(BOTH), up(BOTH, 2.0)], [StartRecording, StopRecording]),
        ([down(BOTH), up(BOTH, 0.1)], [StartRecording]),
        ([down(BOTH), up(BOTH, 0.1), down(BOTH)], [StartRecording, StopRecording]),  # at the press, not the release
        ([down(BOTH), up(BOTH, 0.1), down(BOTH), up(BOTH, 2.0)], [StartRecording, StopRecording]),
        ([down(BOTH), up(BOTH, 0.1), StopRequested()], [StartRecording, StopRecording]),
    ],
)
def test_hold_or_tap(events: list[Event], expected: list[type[Effect]]) -> None:
    _, effects = play(State(), *events)
    assert recorded(effects) == expected


def test_one_key_ends_what_another_began() -> None:
    toggle = HotkeyAction.TOGGLE
    _, effects = play(State(), down(BOTH), up(BOTH, 0.1), down(toggle), up(toggle))
    assert recorded(effects) == [StartRecording, StopRecording]


def test_shortcuts_of_the_desktop_may_come_twice_or_unasked() -> None:
    events = StopRequested(), StartRequested(), StartRequested(), StopRequested(), StopRequested()
    state, effects = play(State(), *events)
    assert recorded(effects) == [StartRecording, StopRecording]
    assert state.keys_down == frozenset(), "a shortcut holds no key of ours"


@pytest.mark.parametrize("is_key", [True, False])
def test_the_last_text_is_pasted_again_once_the_keyboard_is_free(is_key: bool) -> None:
    action = HotkeyAction.PASTE_LAST
    state, effects = play(SPOKEN, down(action))
    assert effects == []
    _, effects = play(state, up(action)) if is_key else play(SPOKEN, PasteLastRequested())
    assert effects == [PasteText("मेरा text", OutputMode.PASTE)]


def test_without_a_text_that_is_said() -> None:
    _, effects = play(State(), PasteLastRequested())
    assert effects == [Notify(NO_TEXT_YET)]


@pytest.mark.parametrize("events", [(down(HotkeyAction.UNDO), up(HotkeyAction.UNDO)), (UndoRequested(),)])
def test_undo(events: tuple[Event, ...]) -> None:
    _, effects = play(State(), *events)
    assert effects == [UndoLast()]


@pytest.mark.parametrize("events", [(down(HotkeyAction.NEXT_VIEW), up(HotkeyAction.NEXT_VIEW)), (NextViewRequested(),)])
def test_next_view(events: tuple[Event, ...]) -> None:
    assert play(SPOKEN, *events)[1] == [WriteNextView(SAID)]
    assert play(State(), *events)[1] == [Notify(NO_TEXT_YET)]
