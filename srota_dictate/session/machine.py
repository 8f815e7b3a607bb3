"""The session as a pure function: `step(state, event) -> (state, effects)`; it reads no clock and does no I/O."""

from dataclasses import replace
from typing import TypeAlias, assert_never

from srota_dictate.errors import UserFixableError
from srota_dictate.session.ahead import look_ahead
from srota_dictate.session.events import (
    ArmCancel,
    CancelRecording,
    CancelRequested,
    CancelTranscription,
    CopyLastRequested,
    CopyText,
    Deliver,
    DeliveryFailed,
    Effect,
    Event,
    Notify,
    OptionsChanged,
    ReleaseAudio,
    RescueChanged,
    ResumeRecording,
    SegmentCancelled,
    SegmentFailed,
    SegmentTranscribed,
    StartRecording,
    StopRecording,
    TappedOnly,
    TextDelivered,
    TextRescued,
    ToggleRequested,
    Transcribe,
    TroubleReported,
    UnfinishedFound,
    VoiceDetectorChosen,
    WarmUp,
)
from srota_dictate.session.notices import TOO_SHORT, about_card, about_doubts, about_silence, with_audio_kept
from srota_dictate.session.state import Piece, State, Take
from srota_dictate.types import (
    Delivery,
    DeliveryStatus,
    DraftHeard,
    HotkeyEvent,
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
    SpeechPreview,
)

Step: TypeAlias = tuple[State, tuple[Effect, ...]]


def step(state: State, event: Event) -> Step:
    """The state after `event`, and what has to be done about it, in order."""
    match event:
        case HotkeyEvent.TALK_PRESSED:
            state = replace(state, key_is_down=True)
            if state.recording is None:
                return _start(state)
            return (state, ()) if state.hold_to_talk else _stop(state)
        case HotkeyEvent.TALK_RELEASED:
            state = replace(state, key_is_down=False)
            return _flush(*_stop(state)) if state.hold_to_talk else _flush(state)
        case HotkeyEvent.CANCEL | CancelRequested():
            return _cancel(state)
        case ToggleRequested():
            return _start(state) if state.recording is None else _stop(state)
        case RecordingStarted(take_id, note):
            effects = (Notify(UserFixableError(note, "Choose a microphone in Settings")),) if note else ()
            if take := state.take(take_id):
                state = state.with_take(replace(take, begun=True))
            return (replace(state, heard=True) if take_id == state.recording else state), effects
        case RecordingResumed(take_id):
            take = state.take(take_id)
            return (state.with_take(replace(take, n_resumes=take.n_resumes - 1)) if take else state), ()
        case MicrophoneOpen(is_open):
            return replace(state, microphone_open=is_open), ()
        case LevelMeasured(take_id, rms_dbfs):
            return (replace(state, level_dbfs=rms_dbfs) if take_id == state.recording else state), ()
        case SpeechPreview() | DraftHeard():
            return look_ahead(state, event)
        case SegmentCut(take_id, segment):
            return _segment_cut(state, take_id, segment)
        case RecordingEnded():
            return _recording_ended(state, event)
        case RecordingFailed(take_id, error):
            return _recording_failed(state, take_id, error)
        case TappedOnly(take_id):
            return _tapped(state, take_id)
        case SegmentTranscribed(take_id, index, transcript):
            take = state.take(take_id)
            return _flush(state.with_take(take.with_transcript(index, transcript))) if take else (state, ())
        case SegmentFailed(take_id, _, error):
            return _segment_failed(state, take_id, error)
        case SegmentCancelled(take_id):
            take = state.take(take_id)
            return _flush(state.with_take(replace(take, cancelled=True))) if take else (state, ())
        case TextDelivered(take_id, delivery):
            return _delivered(state, take_id, delivery)
        case DeliveryFailed(take_id, error):
            # The text is safe in `last_text`; the person can still paste it by hand.
            return _flush(replace(state.without_take(take_id), trouble=error), (Notify(error),))
        case RecognizerStatus():
            return _recognizer_changed(state, event)
        case OptionsChanged(hold_to_talk, output_mode):
            return replace(state, hold_to_talk=hold_to_talk, output_mode=output_mode), ()
        case VoiceDetectorChosen(detector):
            return replace(state, voice_detector=detector), ()
        case CopyLastRequested():
            return state, (CopyText(state.last_text),) if state.last_text else ()
        case UnfinishedFound(takes):
            return replace(state, unfinished=takes), ()
        case RescueChanged(by):
            return replace(state, rescuing=state.rescuing + by), ()
        case TextRescued(text):
            # The window it was meant for is long gone: the person pastes it where it belongs.
            return replace(state, last_text=text, rescued=state.rescued + 1), (CopyText(text),)
        case TroubleReported(error):
            return replace(state, trouble=error), (Notify(error),)
        case _:
            assert_never(event)


def _start(state: State) -> Step:
    """Go on with the take that is just ending, else begin one."""
    if state.takes and (last := state.takes[-1]).can_resume:
        resumed = state.with_take(replace(last, n_resumes=last.n_resumes + 1))
        resumed = replace(resumed, recording=last.take_id, heard=last.begun, level_dbfs=None, trouble=None)
        return resumed, (ResumeRecording(last.take_id), ArmCancel(True), WarmUp())
    take = Take(state.next_take_id)
    started = replace(
        state,
        recording=take.take_id,
        heard=False,
        level_dbfs=None,
        takes=(*state.takes, take),
        next_take_id=take.take_id + 1,
        trouble=None,
    )
    # The microphone comes first: every millisecond before it opens is a lost syllable.
    return started, (StartRecording(take.take_id), ArmCancel(True), WarmUp())


def _stop(state: State) -> Step:
    if state.recording is None:
        return state, ()
    stopped, effects = _recording_closed(state, state.recording)
    return stopped, (StopRecording(state.recording), *effects)


def _cancel(state: State) -> Step:
    """Drop the take being recorded, else the newest one that isn't being delivered yet."""
    if state.recording is not None:
        take_id = state.recording
        take = state.take(take_id)
        state, effects = _recording_closed(state, take_id)
        effects = (CancelRecording(take_id), CancelTranscription(take_id), *effects)
        return (state.with_take(replace(take, cancelled=True)) if take else state), effects
    droppable = [take for take in state.takes if not take.delivering and not take.cancelled]
    if not droppable:
        return state, ()
    take = replace(droppable[-1], cancelled=True)
    return _flush(state.with_take(take), (CancelTranscription(take.take_id),))


def _recording_closed(state: State, take_id: int) -> Step:
    if state.recording != take_id:
        return state, ()
    return replace(state, recording=None, heard=False, level_dbfs=None, draft=""), (ArmCancel(False),)


def _tapped(state: State, take_id: int) -> Step:
    take = state.take(take_id)
    # The key may be down again already, and then it was a stutter, not a tap.
    if take is None or take.cancelled or state.recording == take_id:
        return state, ()
    effects = (CancelRecording(take_id), CancelTranscription(take_id), Notify(TOO_SHORT))
    return _flush(state.with_take(replace(take, cancelled=True)), effects)


def _segment_cut(state: State, take_id: int, segment: Segment) -> Step:
    take = state.take(take_id)
    if take is None or take.cancelled or take.error is not None:
        return state, ()
    return state.with_take(replace(take, pieces=(*take.pieces, Piece.of(segment)))), (Transcribe(take_id, segment),)


def _recording_ended(state: State, ended: RecordingEnded) -> Step:
    is_held = state.recording == ended.take_id
    state, effects = _recording_closed(state, ended.take_id)  # a microphone that vanished ends a take by itself
    take = state.take(ended.take_id)
    if take is None:
        return state, effects
    if ended.trouble is not None and not ended.is_complete:
        # Half a text would pass for a whole one: deliver nothing, the recording has it all.
        state = state.with_take(replace(take, ended=ended, error=take.error or ended.trouble))
        return _flush(replace(state, trouble=ended.trouble), (*effects, CancelTranscription(ended.take_id)))
    if ended.trouble is not None and not take.cancelled:
        state, effects = replace(state, trouble=ended.trouble), (*effects, Notify(ended.trouble))
    state, more = _press_again(state.with_take(replace(take, ended=ended, n_resumes=0)), take, is_held)
    return _flush(state, (*effects, *more))


def _recording_failed(state: State, take_id: int, error: UserFixableError) -> Step:
    take, is_held = state.take(take_id), state.recording == take_id
    state, effects = _recording_closed(state, take_id)
    state = replace(state.without_take(take_id), trouble=error)
    state, more = _press_again(state, take, is_held) if take is not None else (state, ())
    return _flush(state, (*effects, *more, Notify(error)))


def _press_again(state: State, ended: Take, is_held: bool) -> Step:
    """A press that meant to go on with a take, but came when that was over, begins a new one."""
    if not ended.n_resumes or ended.cancelled:
        return state, ()
    state, effects = _start(state)
    if is_held:
        return state, effects
    state, more = _stop(state)
    return state, (*effects, *more)


def _segment_failed(state: State, take_id: int, error: UserFixableError) -> Step:
    take = state.take(take_id)
    if take is None or take.error is not None:
        return state, ()
    # One segment without text would leave a hole in the middle: deliver nothing, keep the whole recording.
    failed = replace(state.with_take(replace(take, error=error)), trouble=error)
    return _flush(failed, (CancelTranscription(take_id),))


def _delivered(state: State, take_id: int, delivery: Delivery) -> Step:
    take = state.take(take_id)
    effects: tuple[Effect, ...] = ()
    if take and take.ended and take.ended.audio_path:
        effects += (ReleaseAudio(take.ended.audio_path),)
    if delivery.status is not DeliveryStatus.DELIVERED and delivery.detail:
        effects += (Notify(UserFixableError(delivery.detail, "The text is also under “Copy last text” in the menu")),)
    if take and (doubt := about_doubts(take)):
        effects += (Notify(doubt),)
    return _flush(state.without_take(take_id), effects)


def _recognizer_changed(state: State, status: RecognizerStatus) -> Step:
    changed = replace(state, recognizer=status)
    if status.phase is RecognizerPhase.FAILED and status.error is not None:
        return replace(changed, trouble=status.error), (Notify(status.error),)
    if status.phase is RecognizerPhase.READY:
        if state.recognizer.error is state.trouble:
            changed = replace(changed, trouble=None)  # what was wrong with the recogniser no longer is
        card_trouble = status.device.trouble if status.device else ""
        news = card_trouble and card_trouble != state.card_trouble
        return replace(changed, card_trouble=card_trouble), (Notify(about_card(card_trouble)),) if news else ()
    return changed, ()


def _flush(state: State, effects: tuple[Effect, ...] = ()) -> Step:
    """Let settled takes leave, oldest first, so that texts arrive in the order they were spoken."""
    while state.takes and (take := state.takes[0]).settled and not take.delivering:
        ended = take.ended
        assert ended is not None
        if take.cancelled:
            state = state.without_take(take.take_id)
            if ended.audio_path:
                effects += (ReleaseAudio(ended.audio_path),)
            continue
        if take.error is not None:
            state = state.without_take(take.take_id)
            effects += (Notify(with_audio_kept(take.error, ended)),)
            continue
        text = take.text
        if not text:
            state = state.without_take(take.take_id)
            if ended.audio_path:
                effects += (ReleaseAudio(ended.audio_path),)
            # A hint says better why nothing came of it.
            why = ended.hints or ((about_silence(ended),) if ended.trouble is None else ())
            state, effects = replace(state, hints=ended.hints), (*effects, *map(Notify, why))
            continue
        if state.key_is_down:
            break  # the keyboard is ours while the talk key is held: paste keys would not reach the window
        # Said at every take, a hint would only annoy.
        effects += tuple(Notify(hint) for hint in ended.hints if hint not in state.hints)
        state = replace(state.with_take(replace(take, delivering=True)), last_text=text, hints=ended.hints)
        effects += (Deliver(take.take_id, text, state.output_mode),)
    return state, effects
