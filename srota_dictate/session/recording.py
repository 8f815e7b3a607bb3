"""Begin, go on with, end and drop the recording of a take: pure."""

from dataclasses import replace

from srota_dictate.errors import UserFixableError
from srota_dictate.session.effects import (
    ArmCancel,
    CancelRecording,
    CancelTranscription,
    Effect,
    FindDestination,
    GoOn,
    Notify,
    ResumeRecording,
    StartRecording,
    StopRecording,
    WarmUp,
)
from srota_dictate.session.notices import TOO_SHORT
from srota_dictate.session.settling import flush
from srota_dictate.session.state import State, Step, Take
from srota_dictate.types import RecordingEnded


def start(state: State) -> Step:
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
    return started, (StartRecording(take.take_id), FindDestination(take.take_id), ArmCancel(True), WarmUp())


def stop(state: State) -> Step:
    if state.recording is None:
        return state, ()
    stopped, effects = _close(state, state.recording)
    return stopped, (StopRecording(state.recording), *effects)


def cancel(state: State) -> Step:
    """Drop the take being recorded, else the newest one that isn't being delivered yet."""
    if state.recording is not None:
        take_id = state.recording
        take = state.take(take_id)
        state, effects = _close(state, take_id)
        effects = (CancelRecording(take_id), CancelTranscription(take_id), *effects)
        return (state.with_take(replace(take, cancelled=True)) if take else state), effects
    droppable = [take for take in state.takes if not take.delivering and not take.cancelled]
    if not droppable:
        return state, ()
    take = replace(droppable[-1], cancelled=True)
    return flush(state.with_take(take), (CancelTranscription(take.take_id),))


def tapped(state: State, take_id: int) -> Step:
    take = state.take(take_id)
    # The key may be down again already, and then it was a stutter, not a tap.
    if take is None or take.cancelled or state.recording == take_id:
        return state, ()
    effects = (CancelRecording(take_id), CancelTranscription(take_id), Notify(TOO_SHORT))
    return flush(state.with_take(replace(take, cancelled=True)), effects)


def length_reached(state: State, take_id: int) -> Step:
    if state.recording != take_id:
        return state, ()
    # The number is used up even when the take ends before it has to hand over.
    return replace(state, next_take_id=state.next_take_id + 1), (GoOn(take_id, state.next_take_id),)


def recording_ended(state: State, ended: RecordingEnded) -> Step:
    if ended.goes_on_as is not None and (take := state.take(ended.take_id)):
        return _handed_over(state, replace(take, ended=ended, n_resumes=0), ended.goes_on_as)
    is_held = state.recording == ended.take_id
    state, effects = _close(state, ended.take_id)  # a microphone that vanished ends a take by itself
    take = state.take(ended.take_id)
    if take is None:
        return state, effects
    if ended.trouble is not None and not ended.is_complete:
        # Half a text would pass for a whole one: deliver nothing, the recording has it all.
        state = state.with_take(replace(take, ended=ended, error=take.error or ended.trouble))
        return flush(replace(state, trouble=ended.trouble), (*effects, CancelTranscription(ended.take_id)))
    if ended.trouble is not None and not take.cancelled:
        state, effects = replace(state, trouble=ended.trouble), (*effects, Notify(ended.trouble))
    state, more = _press_again(state.with_take(replace(take, ended=ended, n_resumes=0)), take, is_held)
    return flush(state, (*effects, *more))


def _handed_over(state: State, take: Take, next_id: int) -> Step:
    """What was asked of the take that has ended meanwhile, the recorder is asked of the one that goes on."""
    successor = Take(
        next_id,
        destination=take.destination,
        is_placed=take.is_placed,
        is_secret=take.is_secret,
        follows=take.follows or bool(take.pieces),
        cancelled=take.cancelled,
    )
    index = next(index for index, other in enumerate(state.takes) if other.take_id == take.take_id)
    state = replace(state, takes=(*state.takes[:index], take, successor, *state.takes[index + 1 :]))
    effects: tuple[Effect, ...] = () if take.is_placed else (FindDestination(next_id),)
    if state.recording == take.take_id:
        state = replace(state, recording=next_id, draft="")
    elif take.cancelled:
        effects += (CancelRecording(next_id), CancelTranscription(next_id))
    else:
        effects += (StopRecording(next_id),)
    return flush(state, effects)


def recording_failed(state: State, take_id: int, error: UserFixableError) -> Step:
    take, is_held = state.take(take_id), state.recording == take_id
    state, effects = _close(state, take_id)
    state = replace(state.without_take(take_id), trouble=error)
    state, more = _press_again(state, take, is_held) if take is not None else (state, ())
    return flush(state, (*effects, *more, Notify(error)))


def _press_again(state: State, ended: Take, is_held: bool) -> Step:
    """A press that meant to go on with a take, but came when that was over, begins a new one."""
    if not ended.n_resumes or ended.cancelled:
        return state, ()
    state, effects = start(state)
    if is_held:
        return state, effects
    state, more = stop(state)
    return state, (*effects, *more)


def _close(state: State, take_id: int) -> Step:
    if state.recording != take_id:
        return state, ()
    return replace(state, recording=None, heard=False, level_dbfs=None, draft=""), (ArmCancel(False),)
