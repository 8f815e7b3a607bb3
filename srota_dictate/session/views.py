"""Show the last text in the next script: pure."""

from dataclasses import replace

from srota_dictate.session.effects import CopyText, Notify, ReplaceLast, WriteNextView
from srota_dictate.session.notices import NO_TEXT_YET, ONE_VIEW, VIEW_COPIED
from srota_dictate.session.said import WrittenText
from srota_dictate.session.state import State, Step


def next_view(state: State) -> Step:
    if state.last is None:
        return state, (Notify(NO_TEXT_YET),)
    # A text on its way will be the last one in a moment: what is taken back then would be that.
    return state, () if _is_delivering(state) else (WriteNextView(state.last),)


def next_view_written(state: State, take_id: int, written: WrittenText | None) -> Step:
    """`written` is None when every script shows the same text."""
    last = state.last
    if last is None or last.take_id != take_id or _is_delivering(state):
        return state, ()
    if written is None:
        return state, (Notify(ONE_VIEW),)
    shown = last.shown_as(written)
    state = replace(state, last=shown)
    if held := state.held_text(take_id):
        return state.with_held(replace(held, said=shown)), ()
    if not shown.in_window:
        return state, (CopyText(shown.text), Notify(VIEW_COPIED))
    return state, (ReplaceLast(shown.lead + shown.text, state.paste_mode),)


def _is_delivering(state: State) -> bool:
    return any(take.delivering for take in state.takes) or any(held.delivering for held in state.held)
