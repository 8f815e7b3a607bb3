"""Let takes leave in the order they were spoken, as text, as nothing or as trouble: pure."""

from dataclasses import replace
from typing import assert_never

from srota_dictate.delivery import Delivery, DeliveryStatus
from srota_dictate.errors import UserFixableError
from srota_dictate.session.effects import CancelTranscription, Deliver, Effect, ForgetTake, Notify, ReleaseAudio, Write
from srota_dictate.session.notices import (
    ENTER_NOT_PRESSED,
    SPOKEN_INTO_SECRET,
    about_doubts,
    about_silence,
    with_audio_kept,
)
from srota_dictate.session.said import WrittenText
from srota_dictate.session.state import HeldText, State, Step, Take
from srota_dictate.types import RecordingEnded


def flush(state: State, effects: tuple[Effect, ...] = ()) -> Step:
    """Let settled takes leave, oldest first, so that texts arrive in the order they were spoken."""
    while state.takes and (take := state.takes[0]).settled and not take.delivering:
        ended = take.ended
        assert ended is not None
        if take.cancelled:
            state = state.without_take(take.take_id)
            effects += (ForgetTake(take.take_id),) if take.is_secret else release(ended)
            continue
        if take.error is not None:
            state = state.without_take(take.take_id)
            effects += (Notify(with_audio_kept(take.error, ended)),)
            continue
        if not take.text:
            state = state.without_take(take.take_id)
            # A hint says better why nothing came of it.
            why = ended.hints or ((about_silence(ended),) if ended.trouble is None else ())
            state, effects = replace(state, hints=ended.hints), (*effects, *release(ended), *map(Notify, why))
            continue
        if not take.is_placed:
            break
        if take.written is None:
            if not take.is_being_written:
                state = state.with_take(replace(take, is_being_written=True))
                effects += (Write(take.take_id, take.heard, take.program),)
            break
        if not take.has_words and not take.written.press_enter:
            # What was said took itself back.
            state, effects = state.without_take(take.take_id), (*effects, *release(ended))
            continue
        if state.keys_down:
            break  # the keyboard is ours while a hotkey is held: paste keys would not reach the window
        # Said at every take, a hint would only annoy.
        effects += tuple(Notify(hint) for hint in ended.hints if hint not in state.hints)
        state = replace(state.with_take(replace(take, delivering=True)), hints=ended.hints)
        written, whole = take.written, _lead(state, take) + take.written.text
        effects += (Deliver(take.take_id, whole, state.output_mode, take.destination, written.press_enter),)
    return state, effects


def text_written(state: State, take_id: int, written: WrittenText) -> Step:
    take = state.take(take_id)
    # Said at every take, it would only annoy.
    is_news = written.trouble is not None and written.trouble != state.rewriting_trouble
    effects = (Notify(written.trouble),) if written.trouble is not None and is_news else ()
    state = replace(state, rewriting_trouble=written.trouble)
    return flush(state.with_take(replace(take, written=written)), effects) if take else (state, effects)


def segment_failed(state: State, take_id: int, error: UserFixableError) -> Step:
    take = state.take(take_id)
    if take is None or take.error is not None:
        return state, ()
    # One segment without text would leave a hole in the middle: deliver nothing, keep the whole recording.
    failed = replace(state.with_take(replace(take, error=error)), trouble=error)
    return flush(failed, (CancelTranscription(take_id),))


def delivered(state: State, take_id: int, delivery: Delivery) -> Step:
    take = state.take(take_id)
    if take is None or take.ended is None:
        return _held_delivered(state, take_id, delivery)
    doubt = about_doubts(take)
    effects: tuple[Effect, ...] = (Notify(doubt),) if doubt else ()
    match delivery.status:
        case DeliveryStatus.HELD if state.keys_down:
            # It may have been the hotkey that was in the way: the text goes out again when that is up.
            return state.with_take(replace(take, delivering=False)), ()
        case DeliveryStatus.HELD:
            if not take.has_words:
                why = UserFixableError(f"{ENTER_NOT_PRESSED}: {delivery.detail}", "Press it yourself")
                return flush(state.without_take(take_id), (*release(take.ended), Notify(why)))
            return flush(_hold(state, take, take.ended, delivery.detail), effects)
        case DeliveryStatus.REFUSED:
            return flush(state.without_take(take_id), (ForgetTake(take_id), Notify(SPOKEN_INTO_SECRET)))
        case DeliveryStatus.DELIVERED | DeliveryStatus.UNCONFIRMED | DeliveryStatus.COPIED:
            effects = (*release(take.ended), *_about_delivery(delivery), *effects)
            state = state.without_take(take_id)
            if take.has_words:
                state = replace(state, last=take.said(in_window=_is_in_window(delivery), lead=_lead(state, take)))
            return flush(state, effects)
        case _ as never:
            assert_never(never)


def delivery_failed(state: State, take_id: int, error: UserFixableError) -> Step:
    """The text is held, so that it can be had when the trouble is mended."""
    state = replace(state, trouble=error)
    take = state.take(take_id)
    if take is not None and take.ended is not None:
        state = _hold(state, take, take.ended, error.message) if take.has_words else state.without_take(take_id)
    elif held := state.held_text(take_id):
        state = state.with_held(replace(held, why=error.message, delivering=False))
    return flush(state, (Notify(error),))


def release(ended: RecordingEnded) -> tuple[Effect, ...]:
    """The recording is no longer needed."""
    return (ReleaseAudio(ended.audio_path),) if ended.audio_path else ()


def _hold(state: State, take: Take, ended: RecordingEnded, why: str) -> State:
    said = take.said(in_window=False)
    return replace(state.without_take(take.take_id), held=(*state.held, HeldText(said, why, ended)), last=said)


def _held_delivered(state: State, take_id: int, delivery: Delivery) -> Step:
    """What came of "Paste here"."""
    held = state.held_text(take_id)
    if held is None:
        return state, ()
    match delivery.status:
        case DeliveryStatus.HELD | DeliveryStatus.REFUSED:
            return state.with_held(replace(held, why=delivery.detail, delivering=False)), ()
        case DeliveryStatus.DELIVERED | DeliveryStatus.UNCONFIRMED | DeliveryStatus.COPIED:
            said = replace(held.said, in_window=_is_in_window(delivery))
            state = replace(state.without_held(take_id), last=said)
            return state, (*release(held.ended), *_about_delivery(delivery))
        case _ as never:
            assert_never(never)


def _lead(state: State, take: Take) -> str:
    """What separates it from the text of the take that it goes on with."""
    assert take.written is not None
    begins_apart = state.ends_texts or not take.written.text or take.written.text[0].isspace()
    return " " if take.follows and not begins_apart else ""


def _is_in_window(delivery: Delivery) -> bool:
    return delivery.status in (DeliveryStatus.DELIVERED, DeliveryStatus.UNCONFIRMED)


def _about_delivery(delivery: Delivery) -> tuple[Effect, ...]:
    if delivery.status is DeliveryStatus.DELIVERED or not delivery.detail:
        return ()
    return (Notify(UserFixableError(delivery.detail, "The text is also under “Copy last text” in the menu")),)
