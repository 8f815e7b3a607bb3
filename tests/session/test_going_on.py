"""One take goes on as another because it was long enough: texts in order, a space between, one destination."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from srota_dictate.delivery import Delivery, DeliveryStatus, Destination, OutputMode
from srota_dictate.session.effects import (
    CancelRecording,
    Deliver,
    Effect,
    FindDestination,
    GoOn,
    StartRecording,
    StopRecording,
    Write,
)
from srota_dictate.session.events import (
    DestinationFound,
    Event,
    OptionsChanged,
    SegmentTranscribed,
    TextDelivered,
    ToggleRequested,
)
from srota_dictate.session.machine import step
from srota_dictate.session.said import HeardSegment
from srota_dictate.session.state import State
from srota_dictate.types import CutKind, LengthReached, RecordingEnded, Segment, SegmentCut, Transcript
from tests.fakes.keys import ESC, PRESS, RELEASE
from tests.session.playing import written

NOTE = Destination(7, "notes")


def play(state: State, *events: Event) -> tuple[State, list[Effect]]:
    effects: list[Effect] = []
    for event in events:
        state, new = step(state, event)
        effects += [effect for effect in new if not isinstance(effect, Write)]
        state, more = play(state, *written(new)) if written(new) else (state, [])
        effects += more
    return state, effects


def said(take_id: int, text: str) -> tuple[Event, Event]:
    segment = Segment(0, np.zeros(16000, np.float32), 0.0, 1.0, 0.8, CutKind.PAUSE)
    return SegmentCut(take_id, segment), SegmentTranscribed(take_id, 0, HeardSegment(Transcript(text, 1.0, 5, 0.1)))


def ended(take_id: int, goes_on_as: int | None = None) -> RecordingEnded:
    return RecordingEnded(take_id, 1, 1.0, 0.8, audio_path=Path("take.wav"), goes_on_as=goes_on_as)


def long_take(options: State | None = None) -> State:
    """Take 1 is being recorded, said something and knows where it belongs; the recorder was given 2 for the next."""
    state, effects = play(options or State(), ToggleRequested(), DestinationFound(1, NOTE), LengthReached(1))
    assert effects[-1] == GoOn(1, 2)
    return play(state, *said(1, "one"))[0]


def deliveries(effects: list[Effect]) -> list[Deliver]:
    return [effect for effect in effects if isinstance(effect, Deliver)]


def test_recording_never_stops_and_the_texts_arrive_one_after_another() -> None:
    state, effects = play(long_take(), ended(1, goes_on_as=2))
    assert state.recording == 2
    assert deliveries(effects) == [Deliver(1, "one", OutputMode.PASTE, NOTE)]
    done = TextDelivered(1, Delivery(DeliveryStatus.DELIVERED))
    state, effects = play(state, done, *said(2, "two"), ToggleRequested(), ended(2))
    assert not [effect for effect in effects if isinstance(effect, StartRecording)]
    assert deliveries(effects) == [Deliver(2, " two", OutputMode.PASTE, NOTE)]
    state, _ = play(state, TextDelivered(2, Delivery(DeliveryStatus.DELIVERED)))
    assert state.last is not None
    assert (state.last.lead, state.last.text) == (" ", "two"), "another view of it begins with the same space"


def test_no_space_is_needed_where_one_stands_after_each_text() -> None:
    state, _ = play(long_take(), OptionsChanged(OutputMode.PASTE, ends_texts=True), ended(1, goes_on_as=2))
    done = TextDelivered(1, Delivery(DeliveryStatus.DELIVERED))
    _, effects = play(state, done, *said(2, "two"), ToggleRequested(), ended(2))
    assert [effect.text for effect in deliveries(effects)] == ["two"]


def test_a_key_that_came_up_meanwhile_ends_the_one_that_goes_on() -> None:
    state, _ = play(long_take(), ToggleRequested())
    state, effects = play(state, ended(1, goes_on_as=2))
    assert (state.recording, effects[0]) == (None, StopRecording(2))
    _, effects = play(state, TextDelivered(1, Delivery(DeliveryStatus.DELIVERED)), *said(2, "two"), ended(2))
    assert [effect.text for effect in deliveries(effects)] == [" two"]


def test_a_cancel_that_came_meanwhile_drops_both() -> None:
    state, _ = play(long_take(), ESC)
    state, effects = play(state, ended(1, goes_on_as=2))
    assert CancelRecording(2) in effects
    state, effects = play(state, *said(2, "two"), ended(2))
    assert (state.takes, deliveries(effects)) == ((), [])


def test_a_press_that_went_on_with_the_first_goes_on_with_the_second() -> None:
    state, _ = play(long_take(), ToggleRequested(), PRESS)
    state, effects = play(state, ended(1, goes_on_as=2))
    assert state.recording == 2
    assert not [effect for effect in effects if isinstance(effect, StartRecording | StopRecording)]
    _, effects = play(state, RELEASE)
    assert StopRecording(2) in effects


def test_a_destination_that_isnt_known_yet_is_looked_for_again() -> None:
    state, _ = play(State(), ToggleRequested(), LengthReached(1))
    _, effects = play(state, ended(1, goes_on_as=2))
    assert FindDestination(2) in effects


def test_a_first_part_without_a_word_needs_no_space() -> None:
    state, _ = play(State(), ToggleRequested(), DestinationFound(1, None), LengthReached(1))
    state, _ = play(state, replace(ended(1, goes_on_as=2), n_segments=0), *said(2, "two"), ToggleRequested())
    _, effects = play(state, ended(2))
    assert [effect.text for effect in deliveries(effects)] == ["two"]


def test_a_length_that_is_told_too_late_means_nothing() -> None:
    state, _ = play(State(), ToggleRequested(), ToggleRequested())
    assert play(state, LengthReached(1)) == (state, [])
