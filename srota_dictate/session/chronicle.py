"""Tell from two states of a session how far its takes have come: pure."""

from typing import assert_never

from srota_dictate.delivery import Delivery, DeliveryStatus
from srota_dictate.errors import UserFixableError
from srota_dictate.session.events import DeliveryFailed, Event, HeldAnswered, SegmentFailed, TextDelivered
from srota_dictate.session.state import HeldText, State, Take
from srota_dictate.takes import HeldAnswer, TakeState, TakeTurn
from srota_dictate.types import RecordingEnded


def turns(before: State, event: Event, after: State) -> tuple[TakeTurn, ...]:
    """What `event` changed for the takes, oldest first. A take that isn't in `after` any more has come to its end."""
    found: list[TakeTurn] = []
    remaining = {take.take_id: take for take in after.takes}
    for old in before.takes:
        new = remaining.pop(old.take_id, None)
        if new is None:
            found.append(_end(old, event))
        elif old.ended is None and new.ended is not None:
            found.append(_turn(new.take_id, TakeState.TRANSCRIBING, new.ended))
    found.extend(_turn(take.take_id, TakeState.RECORDING, take.ended) for take in remaining.values())
    return (*found, *(_end_of_held(held, event) for held in before.held if after.held_text(held.take_id) is None))


def _end(take: Take, event: Event) -> TakeTurn:
    """How a take ended that left with `event`, which may be what happened to it or to the take ahead of it."""
    ended = event if isinstance(event, RecordingEnded) and event.take_id == take.take_id else take.ended
    match event:
        case TextDelivered(take.take_id, delivery) if take.has_words:
            return _turn(take.take_id, _reached(delivery), ended)
        case DeliveryFailed(take.take_id, error) if take.has_words:
            return _turn(take.take_id, TakeState.FAILED, ended, error)
        case SegmentFailed(take.take_id, _, error):
            failure = take.error or error
        case RecordingEnded(take.take_id, trouble=error, is_complete=False):
            failure = take.error or error
        case _:
            failure = take.error
    if failure is not None and not take.cancelled:
        return _turn(take.take_id, TakeState.FAILED, ended, failure)
    return _turn(take.take_id, TakeState.DISCARDED, ended)


def _end_of_held(held: HeldText, event: Event) -> TakeTurn:
    match event:
        case TextDelivered(held.take_id, delivery):
            state = _reached(delivery)
        case HeldAnswered(held.take_id, HeldAnswer.COPY):
            state = TakeState.DELIVERED
        case _:
            state = TakeState.DISCARDED
    return _turn(held.take_id, state, held.ended)


def _reached(delivery: Delivery) -> TakeState:
    match delivery.status:
        case DeliveryStatus.DELIVERED | DeliveryStatus.COPIED:
            return TakeState.DELIVERED
        case DeliveryStatus.UNCONFIRMED:
            return TakeState.UNCONFIRMED
        case DeliveryStatus.HELD:
            return TakeState.HELD
        case DeliveryStatus.REFUSED:
            return TakeState.DISCARDED
        case _ as never:
            assert_never(never)


def _turn(
    take_id: int, state: TakeState, ended: RecordingEnded | None, error: UserFixableError | None = None
) -> TakeTurn:
    reason = "" if error is None else str(error)
    if ended is None:
        return TakeTurn(take_id, state, error=reason)
    return TakeTurn(take_id, state, ended.audio_s, ended.audio_path, reason)
