"""Let takes leave in the order they were spoken, as text, as nothing or as trouble: pure."""

from dataclasses import replace

from srota_dictate.errors import UserFixableError
from srota_dictate.session.events import CancelTranscription, Deliver, Effect, Notify, ReleaseAudio
from srota_dictate.session.notices import about_doubts, about_silence, with_audio_kept
from srota_dictate.session.state import State, Step
from srota_dictate.types import Delivery, DeliveryStatus


def flush(state: State, effects: tuple[Effect, ...] = ()) -> Step:
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


def segment_failed(state: State, take_id: int, error: UserFixableError) -> Step:
    take = state.take(take_id)
    if take is None or take.error is not None:
        return state, ()
    # One segment without text would leave a hole in the middle: deliver nothing, keep the whole recording.
    failed = replace(state.with_take(replace(take, error=error)), trouble=error)
    return flush(failed, (CancelTranscription(take_id),))


def delivered(state: State, take_id: int, delivery: Delivery) -> Step:
    take = state.take(take_id)
    effects: tuple[Effect, ...] = ()
    if take and take.ended and take.ended.audio_path:
        effects += (ReleaseAudio(take.ended.audio_path),)
    if delivery.status is not DeliveryStatus.DELIVERED and delivery.detail:
        effects += (Notify(UserFixableError(delivery.detail, "The text is also under “Copy last text” in the menu")),)
    if take and (doubt := about_doubts(take)):
        effects += (Notify(doubt),)
    return flush(state.without_take(take_id), effects)
