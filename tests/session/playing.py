"""Play events to the session's machine, on a desktop where nobody tells which window has the keyboard."""

from srota_dictate.session.effects import Effect, FindDestination, Write
from srota_dictate.session.events import DestinationFound, Event, TextWritten
from srota_dictate.session.machine import step
from srota_dictate.session.said import as_heard
from srota_dictate.session.state import State


def written(effects: tuple[Effect, ...]) -> list[Event]:
    """Every text is written as it was heard."""
    return [TextWritten(effect.take_id, as_heard(effect.pieces)) for effect in effects if isinstance(effect, Write)]


def play(state: State, *events: Event) -> tuple[State, list[Effect]]:
    """The state after the events, and the effects but those that are answered at once."""
    effects: list[Effect] = []
    for event in events:
        state, new = step(state, event)
        placed = [DestinationFound(effect.take_id, None) for effect in new if isinstance(effect, FindDestination)]
        effects += [effect for effect in new if not isinstance(effect, FindDestination | Write)]
        state, more = play(state, *placed, *written(new)) if placed or written(new) else (state, [])
        effects += more
    return state, effects
