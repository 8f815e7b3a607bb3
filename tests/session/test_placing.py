"""Which window a take is meant for, and what becomes of a text that no window has."""

from pathlib import Path

import numpy as np
import pytest

from srota_dictate.delivery import Delivery, DeliveryStatus, Destination, HeldBecause, OutputMode
from srota_dictate.errors import UserFixableError
from srota_dictate.session.chronicle import turns
from srota_dictate.session.effects import (
    CancelRecording,
    CancelTranscription,
    CopyText,
    Deliver,
    Effect,
    FindDestination,
    ForgetTake,
    Notify,
    PasteText,
    ReleaseAudio,
    UndoLast,
    Write,
)
from srota_dictate.session.events import (
    DeliveryFailed,
    DestinationFound,
    Event,
    HeldAnswered,
    OptionsChanged,
    PasteLastRequested,
    SegmentTranscribed,
    TextDelivered,
    ToggleRequested,
    UndoRequested,
)
from srota_dictate.session.machine import step
from srota_dictate.session.notices import NO_TEXT_YET, SPOKEN_INTO_SECRET
from srota_dictate.session.said import HeardSegment
from srota_dictate.session.state import State
from srota_dictate.session.view import view_of
from srota_dictate.takes import HeldAnswer, TakeState
from srota_dictate.types import (
    CutKind,
    HotkeyAction,
    HotkeyPressed,
    HotkeyReleased,
    RecordingEnded,
    RecordingStarted,
    Segment,
    SegmentCut,
    Transcript,
)
from tests.session.playing import written

AUDIO = Path("take.wav")
TOGGLE = ToggleRequested()
EDITOR = Destination(7, "mousepad", is_secret=False)
PASSWORD = Destination(7, "mousepad", is_secret=True)
WHY = HeldBecause.MOVED.value


def run(state: State, *events: Event) -> tuple[State, list[Effect], list[TakeState]]:
    """The state, the effects, and what is written down of the takes."""
    effects, states = list[Effect](), list[TakeState]()
    for event in events:
        before = state
        state, new = step(state, event)
        effects += [effect for effect in new if not isinstance(effect, Write)]
        states += [turn.state for turn in turns(before, event, state)]
        if answers := written(new):
            state, more, late = run(state, *answers)
            effects, states = effects + more, states + late
    return state, effects, states


def spoken(take_id: int = 1, text: str = "नमस्ते") -> tuple[Event, ...]:
    cut = SegmentCut(take_id, Segment(0, np.zeros(16_000, np.float32), 0.0, 1.0, 0.8, CutKind.END))
    heard = SegmentTranscribed(take_id, 0, HeardSegment(Transcript(text, 1.0, 5, 0.1)))
    return RecordingStarted(take_id), TOGGLE, cut, RecordingEnded(take_id, 1, 1.0, 0.8, audio_path=AUDIO), heard


def came(status: DeliveryStatus, take_id: int = 1, detail: str = WHY) -> TextDelivered:
    return TextDelivered(take_id, Delivery(status, detail))


def held(n: int = 1) -> State:
    state = State()
    for take_id in range(1, n + 1):
        events = (TOGGLE, DestinationFound(take_id, EDITOR), *spoken(take_id, f"text {take_id}"))
        state = run(state, *events, came(DeliveryStatus.HELD, take_id))[0]
    return state


def test_the_window_is_looked_for_when_the_key_goes_down_and_the_text_waits_for_the_answer() -> None:
    state, effects, _ = run(State(), TOGGLE)
    assert FindDestination(1) in effects
    state, effects, _ = run(state, *spoken())
    assert not any(isinstance(effect, Deliver) for effect in effects)
    _, effects, _ = run(state, DestinationFound(1, EDITOR))
    assert effects == [Deliver(1, "नमस्ते", OutputMode.PASTE, EDITOR)]


def test_each_take_has_its_own_window() -> None:
    other = Destination(8, "xterm")
    first = (TOGGLE, DestinationFound(1, EDITOR), *spoken(1))
    _, effects, _ = run(State(), *first, TOGGLE, DestinationFound(2, other), *spoken(2), came(DeliveryStatus.DELIVERED))
    assert [e.destination for e in effects if isinstance(e, Deliver)] == [EDITOR, other]


def test_a_held_text_is_shown_and_its_recording_stays() -> None:
    events = (TOGGLE, DestinationFound(1, EDITOR), *spoken(), came(DeliveryStatus.HELD))
    state, effects, states = run(State(), *events)
    assert [(text.take_id, text.text, text.why) for text in view_of(state).held] == [(1, "नमस्ते", WHY)]
    assert not any(isinstance(effect, ReleaseAudio) for effect in effects)
    assert states[-1] is TakeState.HELD
    assert state.takes == ()


@pytest.mark.parametrize(
    ("answer", "effects", "noted"),
    [
        (HeldAnswer.PASTE, [Deliver(1, "text 1", OutputMode.PASTE, None)], []),
        (HeldAnswer.COPY, [CopyText("text 1"), ReleaseAudio(AUDIO)], [TakeState.DELIVERED]),
        (HeldAnswer.DISCARD, [ReleaseAudio(AUDIO)], [TakeState.DISCARDED]),
    ],
)
def test_what_becomes_of_it(answer: HeldAnswer, effects: list[Effect], noted: list[TakeState]) -> None:
    state, found, states = run(held(), HeldAnswered(1, answer))
    assert (found, states) == (effects, noted)
    assert bool(state.held) is (answer is HeldAnswer.PASTE), "until it is pasted it stays"
    assert run(state, HeldAnswered(1, answer))[1] == [], "a second click comes too late"


@pytest.mark.parametrize(
    ("status", "noted"),
    [
        (DeliveryStatus.DELIVERED, [TakeState.DELIVERED]),
        (DeliveryStatus.UNCONFIRMED, [TakeState.UNCONFIRMED]),
        (DeliveryStatus.HELD, []),
        (DeliveryStatus.REFUSED, []),
    ],
)
def test_pasting_it_here_may_work_or_not(status: DeliveryStatus, noted: list[TakeState]) -> None:
    state, effects, states = run(held(), HeldAnswered(1, HeldAnswer.PASTE), came(status, detail="why not"))
    assert states == noted
    assert (ReleaseAudio(AUDIO) in effects) is bool(noted)
    assert [(text.why, text.delivering) for text in state.held] == ([] if noted else [("why not", False)])


def test_paste_here_pastes_also_where_texts_are_only_copied() -> None:
    hold = OptionsChanged(OutputMode.COPY)
    _, effects, _ = run(held(), hold, HeldAnswered(1, HeldAnswer.PASTE))
    assert effects == [Deliver(1, "text 1", OutputMode.PASTE, None)]


def test_several_are_held_apart() -> None:
    state, _, _ = run(held(3), HeldAnswered(2, HeldAnswer.DISCARD))
    assert [text.take_id for text in state.held] == [1, 3]


def test_a_failed_delivery_is_held_too() -> None:
    broken = UserFixableError("The desktop doesn't allow it", "Allow it")
    events = (TOGGLE, DestinationFound(1, EDITOR), *spoken(), DeliveryFailed(1, broken))
    state, effects, states = run(State(), *events)
    assert [text.why for text in state.held] == [broken.message]
    assert Notify(broken) in effects
    assert states[-1] is TakeState.FAILED
    state, _, states = run(state, HeldAnswered(1, HeldAnswer.PASTE), DeliveryFailed(1, broken))
    assert [text.delivering for text in state.held] == [False]


def test_a_password_is_not_listened_to() -> None:
    state, effects, _ = run(State(), TOGGLE, RecordingStarted(1), DestinationFound(1, PASSWORD))
    assert state.recording is None
    assert CancelRecording(1) in effects
    assert Notify(SPOKEN_INTO_SECRET) in effects
    state, effects, states = run(state, RecordingEnded(1, 0, 0.5, 0.1, audio_path=AUDIO))
    assert effects == [ForgetTake(1)]
    assert states == [TakeState.DISCARDED]
    assert (state.takes, state.last_text) == ((), None)


def test_a_password_spoken_faster_than_its_field_was_found_is_forgotten() -> None:
    state, effects, _ = run(State(), TOGGLE, *spoken(), DestinationFound(1, PASSWORD))
    assert effects[-3:] == [CancelTranscription(1), Notify(SPOKEN_INTO_SECRET), ForgetTake(1)]
    assert state.takes == ()


def test_a_password_field_found_late_leaves_nothing_behind() -> None:
    events = (TOGGLE, DestinationFound(1, Destination(7)), *spoken(), came(DeliveryStatus.REFUSED))
    state, effects, states = run(State(), *events)
    assert effects[-2:] == [ForgetTake(1), Notify(SPOKEN_INTO_SECRET)]
    assert states[-1] is TakeState.DISCARDED
    assert (state.held, state.last_text) == ((), None)


def test_the_last_text_can_be_pasted_again() -> None:
    state, _, _ = run(State(), TOGGLE, DestinationFound(1, EDITOR), *spoken(), came(DeliveryStatus.DELIVERED))
    assert run(state, PasteLastRequested())[1] == [PasteText("नमस्ते", OutputMode.PASTE)]
    assert run(State(), PasteLastRequested())[1] == [Notify(NO_TEXT_YET)]


def test_pasting_the_last_text_answers_for_it_when_it_is_held() -> None:
    assert run(held(2), PasteLastRequested())[1] == [Deliver(2, "text 2", OutputMode.PASTE, None)]


def test_undo_is_up_to_the_output() -> None:
    assert run(State(), UndoRequested())[1] == [UndoLast()]


def test_a_text_that_a_hotkey_was_in_the_way_of_goes_out_again() -> None:
    speak = (TOGGLE, DestinationFound(1, EDITOR), *spoken(), HotkeyPressed(HotkeyAction.CANCEL))
    state, effects, _ = run(State(), *speak, came(DeliveryStatus.HELD))
    assert state.held == ()
    state, effects, _ = run(state, HotkeyReleased(HotkeyAction.CANCEL, 0.1))
    assert effects == [Deliver(1, "नमस्ते", OutputMode.PASTE, EDITOR)]
