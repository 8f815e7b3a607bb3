"""One log line for each turn a session takes: counts and durations, never what was said."""

from srota_dictate.session.events import (
    DeliveryFailed,
    Event,
    SegmentFailed,
    SegmentTranscribed,
    TappedOnly,
    TextDelivered,
    TextWritten,
)
from srota_dictate.types import (
    LengthReached,
    MicrophoneOpen,
    RecognizerPhase,
    RecognizerStatus,
    RecordingEnded,
    RecordingFailed,
    RecordingResumed,
    RecordingStarted,
    SegmentCut,
)


def line_for(event: Event) -> str | None:
    """The line to log for an event, or None when it isn't worth one."""
    match event:
        case RecordingStarted(take_id):
            return f"take {take_id}: microphone open"
        case RecordingResumed(take_id):
            return f"take {take_id}: goes on"
        case MicrophoneOpen(is_open):
            return f"microphone: {'on' if is_open else 'off'}"
        case SegmentCut(take_id, segment):
            return f"take {take_id}: segment {segment.index}, {segment.end_s - segment.start_s:.2f} s"
        case LengthReached(take_id):
            return f"take {take_id}: long enough, another goes on at the next pause"
        case RecordingEnded(take_id, n_segments, audio_s, speech_s, overflows):
            return (
                f"take {take_id}: recorded {audio_s:.2f} s, speech {speech_s:.2f} s, {n_segments} segments, "
                f"{overflows} overflows"
            )
        case RecordingFailed(take_id, error):
            return f"take {take_id}: not recorded: {error}"
        case TappedOnly(take_id):
            return f"take {take_id}: only a tap"
        case SegmentTranscribed(take_id, index, heard):
            transcript, n_apart = heard.transcript, sum(part.is_alone for part in heard.parts)
            apart = f", {n_apart} short pieces apart" if n_apart else ""
            return (
                f"take {take_id}: segment {index} transcribed in {transcript.elapsed_s:.2f} s, "
                f"{transcript.n_tokens} tokens, {transcript.ahead_s:.2f} s worked ahead "
                f"({transcript.ahead_s / max(transcript.audio_s, 0.01):.0%} of the time){apart}"
            )
        case SegmentFailed(take_id, index, error):
            return f"take {take_id}: segment {index} not transcribed: {error}"
        case TextWritten(take_id, written):
            return f"take {take_id}: written, {len(written.text)} characters, view {written.view.value}"
        case TextDelivered(take_id, delivery):
            why = f": {delivery.detail}" if delivery.detail else ""
            return f"take {take_id}: {delivery.status.value}{why}"
        case DeliveryFailed(take_id, error):
            return f"take {take_id}: not delivered: {error}"
        case RecognizerStatus(phase, model, device=device, error=error):
            if phase is RecognizerPhase.LOADING:
                return None  # many small steps
            where = f" on {device.device} {device.precision} ({device.reason})" if device else ""
            return f"recogniser {phase.value}: {model}{where}{f': {error}' if error else ''}"
        case _:
            return None
