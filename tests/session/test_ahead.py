"""What is looked at while somebody speaks: asked for, shown, forgotten, and of no other consequence."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from srota_dictate.errors import UserFixableError
from srota_dictate.session.effects import Effect, Preview
from srota_dictate.session.events import Event, SegmentFailed, SegmentTranscribed
from srota_dictate.session.said import HeardSegment
from srota_dictate.session.state import State
from srota_dictate.session.view import view_of
from srota_dictate.types import (
    CutKind,
    DraftHeard,
    Moment,
    RecordingEnded,
    RecordingStarted,
    Segment,
    SegmentCut,
    SpeechPreview,
    Transcript,
)
from tests.fakes.keys import ESC, PRESS, RELEASE
from tests.session.playing import play

BROKEN = UserFixableError("It broke", "Mend it")


def segment(index: int = 0) -> Segment:
    return Segment(index, np.zeros(16_000, np.float32), 0.0, 1.0, 0.8, CutKind.END)


def look(take_id: int = 1, index: int = 0) -> SpeechPreview:
    return SpeechPreview(take_id, segment(index), Moment.PAUSE)


def heard(text: str, index: int = 0) -> SegmentTranscribed:
    return SegmentTranscribed(1, index, HeardSegment(Transcript(text, 1.0, 5, 0.1)))


ENDED = RecordingEnded(1, 1, 1.0, 0.8)


def previews(effects: list[Effect]) -> list[int]:
    return [effect.take_id for effect in effects if isinstance(effect, Preview)]


def test_a_look_is_asked_for_while_the_take_is_recorded() -> None:
    assert previews(play(State(), PRESS, RecordingStarted(1), look())[1]) == [1]
    assert previews(play(State(), PRESS, RELEASE, look())[1]) == [1], "its tail is recorded too"


def test_not_for_a_take_that_is_over_cancelled_or_failed() -> None:
    for last_word in (ESC, SegmentFailed(1, 0, BROKEN)):
        assert previews(play(State(), PRESS, look(), last_word, look())[1]) == [1]
    assert previews(play(State(), PRESS, RELEASE, ENDED, look())[1]) == []
    assert previews(play(State(), look(7))[1]) == []


def test_the_newest_draft_is_shown_after_what_is_certain() -> None:
    state, _ = play(State(), PRESS, DraftHeard((1, 0), "कल"))
    assert view_of(state).preview == "कल"
    state, _ = play(state, DraftHeard((1, 0), "कल office"), SegmentCut(1, segment()), heard("कल office में"))
    state, effects = play(state, DraftHeard((1, 1), "meeting"))
    assert view_of(state).preview == "कल office में meeting"
    assert effects == []
    state, _ = play(state, DraftHeard((1, 0), "late"))
    assert view_of(state).preview == "कल office में meeting"
    assert "meeting" not in repr(state)
    assert "meeting" not in repr(view_of(state))


def test_it_goes_with_the_take() -> None:
    for last_word in (RELEASE, ESC, ENDED):
        state, _ = play(State(), PRESS, DraftHeard((1, 0), "कल"), last_word)
        assert view_of(state).preview == ""
        state, _ = play(state, DraftHeard((1, 0), "कल office"))
        assert view_of(state).preview == ""
        state, _ = play(state, PRESS)
        assert view_of(state).preview == ""


EVENTS = st.sampled_from(
    [PRESS, RELEASE, ESC, RecordingStarted(1), SegmentCut(1, segment()), heard("text"), ENDED, BROKEN]
)


@given(st.lists(st.tuples(EVENTS, st.booleans(), st.booleans()), max_size=20))
def test_with_and_without_looks_everything_else_is_the_same(
    script: "list[tuple[Event | UserFixableError, bool, bool]]",
) -> None:
    with_looks, without = State(), State()
    for event, is_looked_at, is_drafted in script:
        happened: Event = SegmentFailed(1, 0, BROKEN) if isinstance(event, UserFixableError) else event
        if is_looked_at:
            with_looks, effects = play(with_looks, look())
            assert all(isinstance(effect, Preview) for effect in effects)
        if is_drafted:
            with_looks, effects = play(with_looks, DraftHeard((1, 0), "guess"))
            assert effects == []
        with_looks, effects = play(with_looks, happened)
        without, expected = play(without, happened)
        assert effects == expected
        assert [take.pieces for take in with_looks.takes] == [take.pieces for take in without.takes]
        assert with_looks.last_text == without.last_text
