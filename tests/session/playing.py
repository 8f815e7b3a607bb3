"""Play events to the session's machine, on a desktop where nobody tells which window has the keyboard."""

from srota_dictate.session.effects import Effect, FindDestination
from srota_dictate.session.events import DestinationFound, Event
from srota_dictate.session.machine import step
from srota_dictate.session.state import State


def play(state: State, *events: Event) -> tuple[State, list[Effect]]:
    """The state after the events, and the effects but those that ask for the window, which are answered at once."""
    effects: list[Effect] = []
    for event in events:
        state, new = step(state, event)
        for effect in new:
            if isinstance(effect, FindDestination):
                state, more = step(state, DestinationFound(effect.take_id, None))
                effects += more
            else:
                effects.append(effect)
    return state, effects
