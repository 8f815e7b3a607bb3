"""The session machine: tables for what a person does, properties for everything that can interleave."""

import random
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from srota_dictate.delivery import Delivery, DeliveryStatus, Destination, OutputMode
from srota_dictate.errors import UserFixableError
from srota_dictate.rules.choices import ScriptView
from srota_dictate.session.effects import (
    ArmCancel,
    CancelRecording,
    CancelTranscription,
    CopyText,
    Deliver,
    Effect,
    FindDestination,
    GoOn,
    Notify,
    ReleaseAudio,
    ResumeRecording,
    StartRecording,
    StopRecording,
    Transcribe,
    WarmUp,
    Write,
    WriteNextView,
)
from srota_dictate.session.events import (
    CancelRequested,
    CopyLastRequested,
    DeliveryFailed,
    DestinationFound,
    Event,
    NextViewRequested,
    NextViewWritten,
    OptionsChanged,
    SegmentCancelled,
    SegmentFailed,
    SegmentTranscribed,
    TappedOnly,
    TextDelivered,
    TextWritten,
    ToggleRequested,
    VoiceDetectorChosen,
)
from srota_dictate.session.machine import step
from srota_dictate.session.notices import NOTHING_SAID, TOO_SHORT
from srota_dictate.session.said import HeardSegment, WrittenText, as_heard
from srota_dictate.session.state import State
from srota_dictate.session.view import view_of
from srota_dictate.types import (
    CutKind,
    DeviceChoice,
    HotkeyAction,
    HotkeyPressed,
    HotkeyReleased,
    LengthReached,
    LevelMeasured,
    MicrophoneOpen,
    RecognizerPhase,
    RecognizerStatus,
    RecordingEnded,
    RecordingFailed,
    RecordingResumed,
    RecordingStarted,
    Segment,
    SegmentCut,
    Transcript,
    TranscriptFlag,
    VoiceDetector,
)
from tests.fakes.keys import ESC, ESC_UP, PRESS, RELEASE
from tests.session.playing import play

BROKEN = UserFixableError("It broke", "Mend it")
AUDIO = Path("take.wav")


def segment(index: int) -> Segment:
    return Segment(index, np.zeros(16000, np.float32), index * 1.0, index + 1.0, 0.8, CutKind.PAUSE)


def cut(take_id: int, index: int = 0) -> SegmentCut:
    return SegmentCut(take_id, segment(index))


def heard(take_id: int, text: str, index: int = 0) -> SegmentTranscribed:
    return SegmentTranscribed(take_id, index, HeardSegment(Transcript(text, 1.0, 5, 0.1)))


def ended(take_id: int, n_segments: int = 1) -> RecordingEnded:
    return RecordingEnded(take_id, n_segments, 1.0, 0.8, audio_path=AUDIO)


def delivered(take_id: int) -> TextDelivered:
    return TextDelivered(take_id, Delivery(DeliveryStatus.DELIVERED))


def hotkey(action: HotkeyAction) -> tuple[HotkeyPressed, HotkeyReleased]:
    return HotkeyPressed(action), HotkeyReleased(action, held_s=1.0)


def deliveries(effects: list[Effect]) -> list[tuple[int, str]]:
    return [(e.take_id, e.text) for e in effects if isinstance(e, Deliver)]


def notices(effects: list[Effect]) -> list[UserFixableError]:
    return [e.notice for e in effects if isinstance(e, Notify)]


def test_hold_speak_release_delivers_the_text() -> None:
    state, effects = play(State(), PRESS)
    assert effects == [StartRecording(1), ArmCancel(True), WarmUp()]
    state, effects = play(state, RecordingStarted(1), LevelMeasured(1, -20.0))
    assert (state.heard, state.level_dbfs, effects) == (True, -20.0, [])
    spoken = cut(1)
    state, effects = play(state, RELEASE, spoken, ended(1))
    assert effects == [StopRecording(1), ArmCancel(False), Transcribe(1, spoken.segment)]
    state, effects = play(state, heard(1, "मेरा favourite festival"))
    assert deliveries(effects) == [(1, "मेरा favourite festival")]
    state, effects = play(state, delivered(1))
    assert effects == [ReleaseAudio(AUDIO)]
    assert (state.takes, state.last_text) == ((), "मेरा favourite festival")


def test_the_order_in_which_texts_and_the_end_arrive_does_not_matter() -> None:
    events = [cut(1, 0), cut(1, 1), heard(1, "एक", 0), heard(1, "two", 1)]
    orders = [[*events, ended(1, 2)], [events[0], events[2], events[1], ended(1, 2), events[3]],
              [events[0], events[1], ended(1, 2), events[3], events[2]]]  # fmt: skip
    for order in orders:
        _, effects = play(State(), PRESS, RELEASE, *order)
        assert deliveries(effects) == [(1, "एक two")]


def test_a_second_take_is_spoken_while_the_first_is_transcribed_and_texts_keep_their_order() -> None:
    state, effects = play(State(), PRESS, RELEASE, cut(1), ended(1), PRESS, RELEASE, cut(2), ended(2))
    assert [e.take_id for e in effects if isinstance(e, StartRecording)] == [1, 2]
    state, effects = play(state, heard(2, "second"))
    assert deliveries(effects) == []  # the first isn't there yet
    state, effects = play(state, heard(1, "first"), delivered(1), delivered(2))
    assert deliveries(effects) == [(1, "first"), (2, "second")]
    assert state.takes == ()


def test_toggle_mode_starts_and_stops_on_presses_alone() -> None:
    press, release = hotkey(HotkeyAction.TOGGLE)
    state, effects = play(State(), press, release)
    assert state.recording == 1
    state, effects = play(state, press, release)
    assert (state.recording, effects[0]) == (None, StopRecording(1))


def test_the_menu_starts_and_stops() -> None:
    _state, effects = play(State(), ToggleRequested(), ToggleRequested())
    assert [type(e) for e in effects if isinstance(e, StartRecording | StopRecording)] == [
        StartRecording,
        StopRecording,
    ]


def test_escape_while_recording_forgets_the_take() -> None:
    state, effects = play(State(), PRESS, cut(1), ESC, cut(1, 1), heard(1, "late"), ended(1, 2))
    assert CancelRecording(1) in effects
    assert CancelTranscription(1) in effects
    assert ArmCancel(False) in effects
    assert deliveries(effects) == []
    assert notices(effects) == []
    assert state.takes == ()
    state, effects = play(state, RELEASE)  # the key comes up after all that
    assert effects == []


def test_cancel_by_menu_drops_the_newest_take_that_is_still_being_transcribed() -> None:
    state, _ = play(State(), PRESS, RELEASE, cut(1), ended(1), PRESS, RELEASE, cut(2), ended(2))
    state, effects = play(state, CancelRequested())
    assert effects == [CancelTranscription(2)]
    state, effects = play(state, SegmentCancelled(2, 0), heard(1, "first"), delivered(1))
    assert deliveries(effects) == [(1, "first")]
    assert state.takes == ()
    assert play(state, CancelRequested())[1] == []


def test_silence_types_nothing_and_says_so() -> None:
    for events in ([ended(1, 0)], [cut(1), ended(1), heard(1, "")]):
        state, effects = play(State(), PRESS, RELEASE, *events)
        assert deliveries(effects) == []
        assert notices(effects) == [NOTHING_SAID]
        assert ReleaseAudio(AUDIO) in effects
        assert state.takes == ()


def test_a_tap_types_nothing_says_why_and_leaves_other_takes_alone() -> None:
    state, _ = play(State(), PRESS, RELEASE, cut(1), ended(1), PRESS, RecordingStarted(2), RELEASE)
    state, effects = play(state, TappedOnly(2), ended(2, 0))
    assert effects == [CancelRecording(2), CancelTranscription(2), Notify(TOO_SHORT)], "one notice, not two"
    state, effects = play(state, heard(1, "first"), delivered(1))
    assert deliveries(effects) == [(1, "first")]
    assert state.takes == ()


def test_a_tap_that_is_pressed_again_at_once_is_a_dictation() -> None:
    state, effects = play(State(), PRESS, RELEASE, PRESS, TappedOnly(1))
    assert not any(isinstance(e, CancelRecording) for e in effects)
    state, effects = play(state, RecordingResumed(1), RELEASE, cut(1), ended(1), heard(1, "text"))
    assert deliveries(effects) == [(1, "text")]


def test_a_tap_on_a_take_that_has_left_already_is_nothing() -> None:
    state, _ = play(State(), PRESS, RELEASE, RecordingFailed(1, BROKEN))
    assert play(state, TappedOnly(1)) == (state, [])


@pytest.mark.parametrize(("speech_s", "notice"), [(0.0, NOTHING_SAID), (0.06, TOO_SHORT), (0.09, TOO_SHORT)])
def test_less_than_a_syllable_is_told_apart_from_silence(speech_s: float, notice: UserFixableError) -> None:
    _, effects = play(State(), PRESS, RELEASE, RecordingEnded(1, 0, 1.0, speech_s))
    assert notices(effects) == [notice]
    assert deliveries(effects) == []


@pytest.mark.parametrize("word", ["हाँ", "no"])
def test_short_real_words_are_delivered(word: str) -> None:
    _, effects = play(State(), PRESS, RELEASE, cut(1), RecordingEnded(1, 1, 0.6, 0.13), heard(1, word))
    assert deliveries(effects) == [(1, word)]


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ((), (), None),
        ((TranscriptFlag.NO_SPEECH,), (), None),
        ((), (TranscriptFlag.TRUNCATED,), "More was said"),
        ((TranscriptFlag.REPETITIVE,), (), "may be invented"),
        ((TranscriptFlag.TRUNCATED,), (TranscriptFlag.TRUNCATED, TranscriptFlag.REPETITIVE), "may be invented"),
    ],
)
def test_a_text_in_doubt_is_delivered_and_said_once(
    first: tuple[TranscriptFlag, ...], second: tuple[TranscriptFlag, ...], told: str | None
) -> None:
    flagged = [
        SegmentTranscribed(1, index, HeardSegment(Transcript(f"part{index}", 1.0, 5, 0.1, frozenset(flags))))
        for index, flags in enumerate((first, second))
    ]
    state, effects = play(State(), PRESS, RELEASE, cut(1, 0), cut(1, 1), ended(1, 2), *flagged)
    assert deliveries(effects) == [(1, "part0 part1")]
    assert notices(effects) == [], "not before it stands there"
    _, effects = play(state, delivered(1))
    messages = [notice.message for notice in notices(effects)]
    assert len(messages) == (told is not None)
    assert all(told is not None and told in message for message in messages)


def test_no_microphone_is_said_and_the_next_press_works() -> None:
    state, effects = play(State(), PRESS, RecordingFailed(1, BROKEN), RELEASE)
    assert notices(effects) == [BROKEN]
    assert (state.recording, state.takes, state.trouble) == (None, (), BROKEN)
    assert ArmCancel(False) in effects
    state, effects = play(state, PRESS)
    assert (effects[0], state.trouble) == (StartRecording(2), None)


def test_a_microphone_that_vanishes_keeps_what_was_heard() -> None:
    state, effects = play(State(), PRESS, cut(1), replace(ended(1), trouble=BROKEN), heard(1, "was heard"), RELEASE)
    assert deliveries(effects) == [(1, "was heard")]
    assert notices(effects) == [BROKEN]
    assert state.recording is None


def test_a_press_while_the_last_take_is_ending_goes_on_with_it() -> None:
    state, effects = play(State(), PRESS, RecordingStarted(1), RELEASE, PRESS)
    assert effects[-3:] == [ResumeRecording(1), ArmCancel(True), WarmUp()]
    assert (state.recording, state.heard) == (1, True)
    state, effects = play(state, RecordingResumed(1), LevelMeasured(1, -20.0), RELEASE, cut(1), ended(1))
    assert [e for e in effects if isinstance(e, StartRecording | StopRecording)] == [StopRecording(1)]
    assert deliveries(play(state, heard(1, "in one piece"))[1]) == [(1, "in one piece")]


def test_a_press_that_comes_when_the_take_has_just_ended_begins_a_new_one() -> None:
    state, effects = play(State(), PRESS, RELEASE, PRESS, cut(1), ended(1))
    assert [e for e in effects if isinstance(e, StartRecording)] == [StartRecording(1), StartRecording(2)]
    assert state.recording == 2
    state, effects = play(state, RELEASE)
    assert effects[0] == StopRecording(2)


def test_not_even_if_the_key_is_up_again_before_the_end_is_heard_of() -> None:
    state, effects = play(State(), PRESS, RELEASE, PRESS, RELEASE, ended(1))
    assert [e for e in effects if isinstance(e, StartRecording | StopRecording)][-2:] == [
        StartRecording(2), StopRecording(2),
    ]  # fmt: skip
    assert state.recording is None


def test_a_resumed_take_that_ends_by_itself_is_not_begun_anew() -> None:
    lost = replace(ended(1, 0), trouble=BROKEN)
    state, effects = play(State(), PRESS, RELEASE, PRESS, RecordingResumed(1), lost)
    assert [e for e in effects if isinstance(e, StartRecording)] == [StartRecording(1)]
    assert (state.recording, notices(effects)) == (None, [BROKEN])


def test_a_take_that_never_began_can_be_pressed_again() -> None:
    state, effects = play(State(), PRESS, RELEASE, PRESS, RecordingFailed(1, BROKEN))
    assert [e for e in effects if isinstance(e, StartRecording)] == [StartRecording(1), StartRecording(2)]
    assert (state.recording, state.heard) == (2, False)


def test_escape_after_a_press_again_drops_the_whole_take() -> None:
    state, effects = play(State(), PRESS, RELEASE, PRESS, ESC, ended(1))
    assert [e for e in effects if isinstance(e, StartRecording)] == [StartRecording(1)]
    assert (state.takes, deliveries(effects)) == ((), [])


def test_what_is_being_dropped_or_has_failed_is_not_gone_on_with() -> None:
    for last_word in (CancelRequested(), SegmentFailed(1, 0, BROKEN)):
        state, effects = play(State(), PRESS, cut(1), RELEASE, last_word, PRESS)
        assert state.recording == 2
        assert not any(isinstance(e, ResumeRecording) for e in effects)


def test_an_open_microphone_is_known_whatever_it_is_open_for() -> None:
    state, _ = play(State(), MicrophoneOpen(True), PRESS, RELEASE, ended(1))
    assert state.microphone_open
    assert not play(state, MicrophoneOpen(False))[0].microphone_open


def test_a_hint_is_said_once_and_again_when_it_had_gone_or_nothing_was_heard() -> None:
    state = State()
    takes = [(True, "text", 1), (True, "text", 0), (True, "", 1), (False, "text", 0), (True, "text", 1)]
    for take_id, (is_hinted, text, n_said) in enumerate(takes, start=1):
        hints = (BROKEN,) if is_hinted else ()
        spoken = (cut(take_id), replace(ended(take_id), hints=hints), heard(take_id, text), delivered(take_id))
        state, effects = play(state, PRESS, RELEASE, *spoken)
        assert notices(effects) == [BROKEN] * n_said, take_id


def test_failed_recognition_keeps_the_audio_says_where_and_lets_the_next_take_through() -> None:
    state, _ = play(State(), PRESS, RELEASE, cut(1), cut(1, 1), ended(1, 2), PRESS, RELEASE, cut(2), ended(2))
    state, effects = play(state, SegmentFailed(1, 0, BROKEN), heard(1, "half", 1), heard(2, "next"))
    assert CancelTranscription(1) in effects
    assert deliveries(effects) == [(2, "next")]
    (notice,) = notices(effects)
    assert notice.message == "It broke"
    assert "srota-dictate transcribe take.wav" in notice.hint
    assert not any(isinstance(e, ReleaseAudio) for e in effects)
    assert state.trouble == BROKEN


def test_failed_recognition_waits_for_the_recording_to_end_before_it_is_reported() -> None:
    state, effects = play(State(), PRESS, cut(1), SegmentFailed(1, 0, BROKEN), cut(1, 1))
    assert notices(effects) == []
    assert len([e for e in effects if isinstance(e, Transcribe)]) == 1
    state, effects = play(state, RELEASE, ended(1, 2))
    assert len(notices(effects)) == 1


def test_what_is_cancelled_because_another_segment_failed_is_no_cancelled_take() -> None:
    state, _ = play(State(), PRESS, cut(1), cut(1, 1), SegmentFailed(1, 0, BROKEN), SegmentCancelled(1, 1))
    state, effects = play(state, RELEASE, ended(1, 2))
    assert [notice.message for notice in notices(effects)] == ["It broke"]
    assert ReleaseAudio(AUDIO) not in effects


def test_failed_delivery_keeps_the_text_for_copy_last() -> None:
    state, _ = play(State(), PRESS, RELEASE, cut(1), ended(1), heard(1, "text"))
    state, effects = play(state, DeliveryFailed(1, BROKEN), CopyLastRequested())
    assert notices(effects) == [BROKEN]
    assert effects[-1] == CopyText("text")
    assert state.takes == ()


def test_copy_last_without_a_last_text_does_nothing() -> None:
    assert play(State(), CopyLastRequested())[1] == []


def test_an_unconfirmed_delivery_is_said() -> None:
    state, _ = play(State(), PRESS, RELEASE, cut(1), ended(1), heard(1, "text"))
    copied = TextDelivered(1, Delivery(DeliveryStatus.COPIED, "No window had the focus"))
    assert [n.message for n in notices(play(state, copied)[1])] == ["No window had the focus"]


def test_the_voice_detector_is_shown() -> None:
    state, effects = play(State(), VoiceDetectorChosen(VoiceDetector.SUBSTITUTE))
    assert view_of(state).voice_detector is VoiceDetector.SUBSTITUTE
    assert effects == []


def test_options_decide_the_output_mode() -> None:
    events = OptionsChanged(OutputMode.TYPE), PRESS, RELEASE, cut(1), ended(1), heard(1, "text")
    _, effects = play(State(), *events)
    assert [e for e in effects if isinstance(e, Deliver)] == [Deliver(1, "text", OutputMode.TYPE, None)]


@pytest.mark.parametrize("action", [action for action in HotkeyAction if action is not HotkeyAction.CANCEL])
def test_nothing_is_delivered_while_a_hotkey_is_held(action: HotkeyAction) -> None:
    press, release = hotkey(action)
    state, _ = play(State(), ToggleRequested(), ToggleRequested(), cut(1), ended(1))
    state, effects = play(state, press, heard(1, "first"))
    assert deliveries(effects) == []
    state, effects = play(state, release)
    assert deliveries(effects) == [(1, "first")]


def test_recogniser_trouble_is_shown_until_it_is_ready() -> None:
    failed = RecognizerStatus(RecognizerPhase.FAILED, "srota", error=BROKEN)
    state, effects = play(State(), failed)
    assert (state.trouble, notices(effects)) == (BROKEN, [BROKEN])
    state, _ = play(state, RecognizerStatus(RecognizerPhase.READY, "tiny"))
    assert state.trouble is None


def test_that_the_card_cant_be_used_is_told_once() -> None:
    def ready(trouble: str) -> RecognizerStatus:
        choice = DeviceChoice("cpu", "f32", "a reason", trouble)
        return RecognizerStatus(RecognizerPhase.READY, "srota", device=choice)

    state, effects = play(State(), ready("the graphics card ran out of memory"))
    (notice,) = notices(effects)
    assert "ran out of memory" in notice.message
    state, effects = play(state, RecognizerStatus(RecognizerPhase.UNLOADED, "srota"), ready(state.card_trouble))
    assert notices(effects) == []
    state, effects = play(state, ready(""))
    assert notices(effects) == []
    _, effects = play(state, ready("the graphics card stopped working"))
    assert len(notices(effects)) == 1


@dataclass(eq=False)
class TailOver:
    """The moment a stopped take really ends, unless it was resumed before."""

    take_id: int


class World:
    """Answers effects as the real ports do, in any order the dice choose."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.pending: list[Event | TailOver] = []
        self.delivered: list[int] = []
        self.open: set[int] = set()
        self.tails: dict[int, TailOver] = {}  # of takes that were stopped and still record
        self.cut: dict[int, int] = {}

    def perform(self, effect: Effect) -> None:
        dice = self.dice
        match effect:
            case StartRecording(take_id):
                for tail in list(self.tails.values()):
                    self.finish(tail.take_id, dice.randint(0, 2))
                if dice.random() < 0.1:
                    self.pending.append(RecordingFailed(take_id, BROKEN))
                else:
                    self.begin(take_id)
            case StopRecording(take_id):
                if take_id in self.open and dice.random() < 0.7:
                    self.tails[take_id] = TailOver(take_id)
                    self.pending.append(self.tails[take_id])
                else:
                    self.finish(take_id, dice.randint(0, 2))
            case GoOn(take_id, next_id):
                if take_id in self.open and take_id not in self.tails and dice.random() < 0.7:
                    self.finish(take_id, dice.randint(0, 2), goes_on_as=next_id)
                    self.begin(next_id)
            case ResumeRecording(take_id):
                if take_id in self.open:
                    self.pending.append(RecordingResumed(take_id))
                    self.tails.pop(take_id, None)
            case FindDestination(take_id):
                found = Destination(1, is_secret=True) if dice.random() < 0.1 else None
                self.pending.append(DestinationFound(take_id, found))
            case CancelRecording(take_id):
                self.finish(take_id, 0)
            case Transcribe(take_id, part):
                outcome = dice.random()
                self.pending.append(
                    SegmentFailed(take_id, part.index, BROKEN)
                    if outcome < 0.1
                    else heard(take_id, "" if outcome < 0.2 else f"t{take_id}s{part.index}", part.index)
                )
            case Write(take_id, pieces):
                # Nothing is left where what was said takes itself back; Enter may be pressed all the same.
                left = dice.choice([as_heard(pieces), WrittenText("", ScriptView.MIXED, dice.random() < 0.5)])
                self.pending.append(TextWritten(take_id, left))
            case WriteNextView(said):
                self.pending.append(NextViewWritten(said.take_id, dice.choice([None, said.written])))
            case Deliver(take_id):
                self.delivered.append(take_id)
                fails = dice.random() < 0.1
                outcome = Delivery(dice.choice(list(DeliveryStatus)), "why")
                self.pending.append(DeliveryFailed(take_id, BROKEN) if fails else TextDelivered(take_id, outcome))
            case _:
                pass

    def begin(self, take_id: int) -> None:
        self.open.add(take_id)
        self.cut[take_id] = 0
        self.pending.append(RecordingStarted(take_id))
        if self.dice.random() < 0.3:
            self.pending.append(LengthReached(take_id))

    def finish(self, take_id: int, more: int, goes_on_as: int | None = None) -> None:
        if take_id not in self.open:
            return
        self.open.remove(take_id)
        self.tails.pop(take_id, None)
        n = self.cut[take_id]
        # The recorder's own events keep their order: segments first, the end last.
        self.pending += [cut(take_id, n + k) for k in range(more)]
        self.pending.append(replace(ended(take_id, n + more), goes_on_as=goes_on_as))

    def next(self) -> Event | None:
        """Any pending event, but each take's recorder events in the order they were sent; None when a tail ends."""
        kinds = (RecordingStarted, RecordingResumed, LengthReached, SegmentCut, RecordingEnded)
        allowed = [
            e
            for i, e in enumerate(self.pending)
            if not isinstance(e, kinds)
            or not any(
                isinstance(p, kinds)
                and (p.take_id == e.take_id or (isinstance(p, RecordingEnded) and p.goes_on_as == e.take_id))
                for p in self.pending[:i]
            )
        ]
        event = self.dice.choice(allowed)
        self.pending.remove(event)
        if not isinstance(event, TailOver):
            return event
        if self.tails.get(event.take_id) is event:
            self.finish(event.take_id, self.dice.randint(0, 2))
        return None


@pytest.mark.parametrize("action", [HotkeyAction.HOLD, HotkeyAction.TOGGLE, HotkeyAction.HOLD_OR_TAP])
@given(seed=st.integers(0, 2**32), inputs=st.lists(st.sampled_from([PRESS, RELEASE, ESC, ToggleRequested(),
                                                                   CancelRequested(), NextViewRequested()]),
                                           max_size=30))  # fmt: skip
@example(seed=1, inputs=[PRESS, PRESS, PRESS])  # the last thing to happen is the end of a tail that was resumed
def test_whatever_interleaves_order_is_kept_nothing_is_delivered_twice_and_all_takes_leave(
    action: HotkeyAction, seed: int, inputs: list[Event]
) -> None:
    dice = random.Random(seed)
    world, state = World(dice), State()
    keys: dict[Event, Event] = {PRESS: HotkeyPressed(action), RELEASE: HotkeyReleased(action, dice.choice([0.1, 1.0]))}
    # Every press of a key is followed by its release.
    todo: list[Event] = [*(keys.get(event, event) for event in inputs), keys[RELEASE], ESC_UP]
    while todo or world.pending:
        from_person = bool(todo) and (not world.pending or dice.random() < 0.5)
        event = todo.pop(0) if from_person else world.next()
        if event is not None:
            state, effects = step(state, event)
            for effect in effects:
                world.perform(effect)
        assert world.delivered == sorted(set(world.delivered))
        assert (state.recording is None) or state.recording == state.takes[-1].take_id
        if not world.pending and state.recording is not None:
            assert state.recording in world.open, "who holds the key is being recorded"
            assert not any(take.n_resumes for take in state.takes)
        if not todo and not world.pending and state.recording is not None:
            todo.append(ToggleRequested())
    assert state.takes == ()
    assert not world.open
