"""Which window a take is meant for, and what becomes of texts that reached none: pure."""

from dataclasses import replace
from typing import assert_never

from srota_dictate.delivery import Destination
from srota_dictate.session.effects import (
    CancelRecording,
    CancelTranscription,
    CopyText,
    Deliver,
    Effect,
    Notify,
    PasteText,
)
from srota_dictate.session.notices import NO_TEXT_YET, SPOKEN_INTO_SECRET
from srota_dictate.session.recording import cancel
from srota_dictate.session.settling import flush, release
from srota_dictate.session.state import State, Step, Take
from srota_dictate.takes import HeldAnswer


def destination_found(state: State, take_id: int, destination: Destination | None) -> Step:
    take = state.take(take_id)
    if take is None:
        return state, ()
    take = replace(take, destination=destination, is_placed=True)
    if destination is not None and destination.is_secret:
        return _refuse(state, take)
    return flush(state.with_take(take))


def _refuse(state: State, take: Take) -> Step:
    """A password is being spoken: stop listening, and keep nothing of it."""
    state = state.with_take(replace(take, is_secret=True))
    told = Notify(SPOKEN_INTO_SECRET)
    if state.recording == take.take_id:
        state, effects = cancel(state)
        return state, (*effects, told)
    effects: tuple[Effect, ...] = (CancelTranscription(take.take_id), told)
    if take.ended is None:
        effects = (CancelRecording(take.take_id), *effects)
    return flush(state.with_take(replace(take, is_secret=True, cancelled=True)), effects)


def held_answered(state: State, take_id: int, answer: HeldAnswer) -> Step:
    held = state.held_text(take_id)
    if held is None or held.delivering:
        return state, ()
    match answer:
        case HeldAnswer.PASTE:
            delivering = state.with_held(replace(held, delivering=True))
            return delivering, (Deliver(take_id, held.text, state.paste_mode, None),)
        case HeldAnswer.COPY:
            return state.without_held(take_id), (CopyText(held.text), *release(held.ended))
        case HeldAnswer.DISCARD:
            return state.without_held(take_id), release(held.ended)
        case _ as never:
            assert_never(never)


def paste_last(state: State) -> Step:
    if state.last is None:
        return state, (Notify(NO_TEXT_YET),)
    if state.held_text(state.last.take_id):
        return held_answered(state, state.last.take_id, HeldAnswer.PASTE)
    return state, (PasteText(state.last.text, state.output_mode),)
