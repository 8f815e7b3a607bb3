"""The session as a pure function: `step(state, event) -> (state, effects)`; it reads no clock and does no I/O."""

from dataclasses import replace
from typing import assert_never

from srota_dictate.errors import UserFixableError
from srota_dictate.session.ahead import look_ahead
from srota_dictate.session.effects import CopyText, Notify, Transcribe, UndoLast
from srota_dictate.session.events import (
    CancelRequested,
    CopyLastRequested,
    DeliveryFailed,
    DestinationFound,
    Event,
    HeldAnswered,
    NextViewRequested,
    NextViewWritten,
    OptionsChanged,
    PasteLastRequested,
    RescueChanged,
    SegmentCancelled,
    SegmentFailed,
    SegmentTranscribed,
    StartRequested,
    StopRequested,
    TappedOnly,
    TextDelivered,
    TextRescued,
    TextWritten,
    ToggleRequested,
    TroubleReported,
    UndoRequested,
    UnfinishedFound,
    VoiceDetectorChosen,
)
from srota_dictate.session.hotkeys import hotkey_pressed, hotkey_released
from srota_dictate.session.notices import about_card
from srota_dictate.session.placing import destination_found, held_answered, paste_last
from srota_dictate.session.recording import (
    cancel,
    length_reached,
    recording_ended,
    recording_failed,
    start,
    stop,
    tapped,
)
from srota_dictate.session.said import Said
from srota_dictate.session.settling import delivered, delivery_failed, flush, segment_failed, text_written
from srota_dictate.session.state import Piece, State, Step
from srota_dictate.session.views import next_view, next_view_written
from srota_dictate.types import (
    DraftHeard,
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
    SpeechPreview,
)


def step(state: State, event: Event) -> Step:
    """The state after `event`, and what has to be done about it, in order."""
    match event:
        case HotkeyPressed():
            return hotkey_pressed(state, event)
        case HotkeyReleased():
            return hotkey_released(state, event)
        case ToggleRequested():
            return start(state) if state.recording is None else stop(state)
        case StartRequested():
            return start(state) if state.recording is None else (state, ())
        case StopRequested():
            return stop(state)
        case CancelRequested():
            return cancel(state)
        case PasteLastRequested():
            return paste_last(state)
        case UndoRequested():
            return state, (UndoLast(),)
        case NextViewRequested():
            return next_view(state)
        case NextViewWritten(take_id, written):
            return next_view_written(state, take_id, written)
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
        case LengthReached(take_id):
            return length_reached(state, take_id)
        case RecordingEnded():
            return recording_ended(state, event)
        case RecordingFailed(take_id, error):
            return recording_failed(state, take_id, error)
        case TappedOnly(take_id):
            return tapped(state, take_id)
        case SegmentTranscribed(take_id, index, heard):
            take = state.take(take_id)
            return flush(state.with_take(take.with_heard(index, heard))) if take else (state, ())
        case SegmentFailed(take_id, _, error):
            return segment_failed(state, take_id, error)
        case SegmentCancelled(take_id):
            take = state.take(take_id)
            if take is None or take.error is not None:
                return state, ()  # the rest of a take that has failed is stopped as well: its recording is kept
            return flush(state.with_take(replace(take, cancelled=True)))
        case TextWritten(take_id, written):
            return text_written(state, take_id, written)
        case TextDelivered(take_id, delivery):
            return delivered(state, take_id, delivery)
        case DeliveryFailed(take_id, error):
            return delivery_failed(state, take_id, error)
        case DestinationFound(take_id, destination):
            return destination_found(state, take_id, destination)
        case HeldAnswered(take_id, answer):
            return held_answered(state, take_id, answer)
        case RecognizerStatus():
            return _recognizer_changed(state, event)
        case OptionsChanged(output_mode, ends_texts):
            return replace(state, output_mode=output_mode, ends_texts=ends_texts), ()
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
            return replace(state, last=Said.as_heard(text), rescued=state.rescued + 1), (CopyText(text),)
        case TroubleReported(error):
            return replace(state, trouble=error), (Notify(error),)
        case _:
            assert_never(event)


def _segment_cut(state: State, take_id: int, segment: Segment) -> Step:
    take = state.take(take_id)
    if take is None or take.cancelled or take.error is not None:
        return state, ()
    return state.with_take(replace(take, pieces=(*take.pieces, Piece.of(segment)))), (Transcribe(take_id, segment),)


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
