"""What pressing and releasing a hotkey means: pure."""

from dataclasses import replace
from typing import Final, assert_never

from srota_dictate.session.effects import UndoLast
from srota_dictate.session.placing import paste_last
from srota_dictate.session.recording import cancel, start, stop
from srota_dictate.session.settling import flush
from srota_dictate.session.state import State, Step
from srota_dictate.session.views import next_view
from srota_dictate.types import HotkeyAction, HotkeyPressed, HotkeyReleased

_TAP_S: Final = 0.3  # whoever wants to speak while the key is down hasn't said a word by then


def hotkey_pressed(state: State, event: HotkeyPressed) -> Step:
    state = replace(state, keys_down=state.keys_down | {event.action})
    match event.action:
        case HotkeyAction.HOLD:
            return start(state) if state.recording is None else (state, ())
        case HotkeyAction.TOGGLE | HotkeyAction.HOLD_OR_TAP:
            return start(state) if state.recording is None else stop(state)
        case HotkeyAction.CANCEL:
            return cancel(state)
        case HotkeyAction.PASTE_LAST | HotkeyAction.UNDO | HotkeyAction.NEXT_VIEW:
            return state, ()  # while the key is down the keyboard is ours, and no window could be reached
        case _:
            assert_never(event.action)


def hotkey_released(state: State, event: HotkeyReleased) -> Step:
    state = replace(state, keys_down=state.keys_down - {event.action})
    match event.action:
        case HotkeyAction.HOLD:
            return flush(*stop(state))
        case HotkeyAction.HOLD_OR_TAP if event.held_s > _TAP_S:
            return flush(*stop(state))
        case HotkeyAction.PASTE_LAST:
            return flush(*paste_last(state))
        case HotkeyAction.UNDO:
            return flush(state, (UndoLast(),))
        case HotkeyAction.NEXT_VIEW:
            return flush(*next_view(state))
        case _:
            return flush(state)
