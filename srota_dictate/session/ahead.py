"""Have speech looked at while it is being spoken, and show what was heard of it: pure."""

from dataclasses import replace

from srota_dictate.session.effects import Preview
from srota_dictate.session.state import State, Step
from srota_dictate.types import DraftHeard, SpeechPreview


def look_ahead(state: State, event: SpeechPreview | DraftHeard) -> Step:
    """Neither can change what a take will say: one saves time later, the other is shown and forgotten."""
    match event:
        case SpeechPreview(take_id, segment, moment):
            take = state.take(take_id)
            if take is None or take.cancelled or take.error is not None:
                return state, ()
            return state, (Preview(take_id, segment, moment),)
        case DraftHeard(key, text):
            take_id, index = key[:2]
            take = state.take(take_id)
            is_heard = take is not None and any(p.index == index and p.heard is not None for p in take.pieces)
            if take is None or take_id != state.recording or is_heard:
                return state, ()
            return replace(state, draft=f"{take.text} {text}".strip()), ()
