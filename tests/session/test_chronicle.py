"""What is written down of a take: every way it can go, told from the machine's states alone."""

from pathlib import Path

import numpy as np
import pytest

from srota_dictate.delivery import Delivery, DeliveryStatus
from srota_dictate.errors import UserFixableError
from srota_dictate.session.chronicle import turns
from srota_dictate.session.events import DeliveryFailed, Event, SegmentFailed, SegmentTranscribed, TextDelivered
from srota_dictate.session.said import HeardSegment
from srota_dictate.session.state import State
from srota_dictate.takes import TakeState, TakeTurn
from srota_dictate.types import (
    CutKind,
    RecordingEnded,
    RecordingFailed,
    RecordingStarted,
    Segment,
    SegmentCut,
    Transcript,
)
from tests.fakes.keys import ESC, PRESS, RELEASE
from tests.session.playing import play

BROKEN = UserFixableError("It broke", "Mend it")
AUDIO = Path("take.wav")


def cut(take_id: int = 1) -> SegmentCut:
    return SegmentCut(take_id, Segment(0, np.zeros(16_000, np.float32), 0.0, 1.0, 0.8, CutKind.END))


def ended(take_id: int = 1, n: int = 1, path: Path | None = AUDIO) -> RecordingEnded:
    return RecordingEnded(take_id, n, 1.0, 0.8, audio_path=path)


def text(take_id: int = 1, words: str = "word") -> SegmentTranscribed:
    return SegmentTranscribed(take_id, 0, HeardSegment(Transcript(words, 1.0, 1, 0.1)))


def delivered(take_id: int = 1) -> TextDelivered:
    return TextDelivered(take_id, Delivery(DeliveryStatus.DELIVERED))


def written(*events: Event) -> list[TakeTurn]:
    state, found = State(), list[TakeTurn]()
    for event in events:
        before = state
        state, _ = play(state, event)
        found.extend(turns(before, event, state))
    return found


SPOKEN = (PRESS, RecordingStarted(1), cut(), RELEASE)


@pytest.mark.parametrize(
    ("rest", "states", "error"),
    [
        ((ended(), text(), delivered()), ["recording", "transcribing", "delivered"], ""),
        ((text(), ended(), delivered()), ["recording", "transcribing", "delivered"], ""),
        ((ended(), text(), DeliveryFailed(1, BROKEN)), ["recording", "transcribing", "failed"], str(BROKEN)),
        ((ended(), SegmentFailed(1, 0, BROKEN)), ["recording", "transcribing", "failed"], str(BROKEN)),
        ((SegmentFailed(1, 0, BROKEN), ended()), ["recording", "failed"], str(BROKEN)),
        ((RecordingEnded(1, 0, 1.0, 0.8, 0, AUDIO, BROKEN, is_complete=False),), ["recording", "failed"], str(BROKEN)),
        ((ended(), text(words="")), ["recording", "transcribing", "discarded"], ""),
        ((ESC, ended(path=None)), ["recording", "discarded"], ""),
        ((ended(), ESC), ["recording", "transcribing", "discarded"], ""),
        ((ended(),), ["recording", "transcribing"], ""),
        ((), ["recording"], ""),
    ],
)
def test_every_way_a_take_can_go(rest: tuple[Event, ...], states: list[str], error: str) -> None:
    found = written(*SPOKEN, *rest)
    assert [turn.state.value for turn in found] == states
    assert [turn.error for turn in found if turn.error] == ([error] if error else [])
    assert all(turn.take_id == 1 for turn in found)


def test_the_audio_is_named_as_soon_as_the_recorder_names_it() -> None:
    found = written(*SPOKEN, ended(), text(), delivered())
    assert [(turn.audio_s, turn.audio_path) for turn in found] == [(0.0, None), (1.0, AUDIO), (1.0, AUDIO)]


def test_a_failure_before_the_last_sound_still_knows_the_audio() -> None:
    assert written(*SPOKEN, SegmentFailed(1, 0, BROKEN), ended())[-1].audio_path == AUDIO


def test_a_microphone_that_never_opened_is_a_discarded_take() -> None:
    assert [turn.state for turn in written(PRESS, RecordingFailed(1, BROKEN))] == [
        TakeState.RECORDING,
        TakeState.DISCARDED,
    ]


def test_takes_that_wait_for_each_other_are_told_apart() -> None:
    second = (PRESS, RecordingStarted(2), cut(2), RELEASE, ended(2), SegmentFailed(2, 0, BROKEN))
    found = written(*SPOKEN, ended(), *second, text(), delivered())
    assert [(turn.take_id, turn.state.value) for turn in found[-3:]] == [
        (2, "transcribing"),
        (1, "delivered"),
        (2, "failed"),
    ]
