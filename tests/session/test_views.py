"""What is written of what was heard, and how the last text is shown in another script."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from srota_dictate.delivery import Delivery, DeliveryStatus, Destination, OutputMode
from srota_dictate.errors import UserFixableError
from srota_dictate.rules.choices import ScriptView
from srota_dictate.rules.writing import Piece
from srota_dictate.session.chronicle import turns
from srota_dictate.session.effects import (
    CopyText,
    Deliver,
    Effect,
    Notify,
    ReleaseAudio,
    ReplaceLast,
    Write,
    WriteNextView,
)
from srota_dictate.session.events import (
    CancelRequested,
    DestinationFound,
    Event,
    HeldAnswered,
    NextViewRequested,
    NextViewWritten,
    SegmentTranscribed,
    TextDelivered,
    TextRescued,
    TextWritten,
    ToggleRequested,
)
from srota_dictate.session.machine import step
from srota_dictate.session.notices import ONE_VIEW, VIEW_COPIED
from srota_dictate.session.said import HeardSegment, WrittenText
from srota_dictate.session.state import State
from srota_dictate.takes import HeldAnswer, TakeState
from srota_dictate.types import CutKind, RecordingEnded, Segment, SegmentCut, Transcript

AUDIO = Path("take.wav")
EDITOR = Destination(7, "mousepad")
HEARD = "मेरा text"
MIXED = WrittenText(HEARD, ScriptView.MIXED)
ROMAN = WrittenText("mera text", ScriptView.ROMAN)
ENTER = WrittenText("", ScriptView.MIXED, press_enter=True)
NOTHING = WrittenText("", ScriptView.MIXED)


def run(state: State, *events: Event) -> tuple[State, tuple[Effect, ...], list[TakeState]]:
    effects, noted = tuple[Effect, ...](), list[TakeState]()
    for event in events:
        before = state
        state, new = step(state, event)
        effects += new
        noted += [turn.state for turn in turns(before, event, state)]
    return state, effects, noted


def spoken(take_id: int = 1) -> State:
    """A take that waits to be written."""
    segment = Segment(0, np.zeros(16_000, np.float32), 0.0, 1.0, 0.8, CutKind.END)
    state, effects, _ = run(
        State(next_take_id=take_id),
        ToggleRequested(),
        DestinationFound(take_id, EDITOR),
        ToggleRequested(),
        SegmentCut(take_id, segment),
        RecordingEnded(take_id, 1, 1.0, 0.8, audio_path=AUDIO),
        SegmentTranscribed(take_id, 0, HeardSegment(Transcript(HEARD, 1.0, 5, 0.1))),
    )
    assert effects[-1] == Write(take_id, (Piece(HEARD),), "mousepad")
    return state


def came(status: DeliveryStatus, take_id: int = 1) -> TextDelivered:
    return TextDelivered(take_id, Delivery(status, "why"))


def delivered(status: DeliveryStatus = DeliveryStatus.DELIVERED, written: WrittenText = MIXED) -> State:
    return run(spoken(), TextWritten(1, written), came(status))[0]


def test_what_is_delivered_is_what_was_written() -> None:
    state, effects, noted = run(spoken(), TextWritten(1, ROMAN))
    assert effects == (Deliver(1, "mera text", OutputMode.PASTE, EDITOR),)
    assert state.last_text is None, "it has not arrived yet"
    state, effects, noted = run(state, came(DeliveryStatus.DELIVERED))
    assert (effects, noted) == ((ReleaseAudio(AUDIO),), [TakeState.DELIVERED])
    assert state.last_text == "mera text"
    assert state.last is not None
    assert state.last.pieces == (Piece(HEARD),)


def test_what_took_itself_back_leaves_without_a_word() -> None:
    before = delivered()
    state, effects, noted = run(replace(spoken(2), last=before.last), TextWritten(2, NOTHING))
    assert (effects, noted) == ((ReleaseAudio(AUDIO),), [TakeState.DISCARDED])
    assert (state.takes, state.last) == ((), before.last)


def test_enter_alone_is_pressed_in_the_window() -> None:
    state, effects, _ = run(replace(spoken(2), last=delivered().last), TextWritten(2, ENTER))
    assert effects == (Deliver(2, "", OutputMode.PASTE, EDITOR, press_enter=True),)
    state, effects, noted = run(state, came(DeliveryStatus.DELIVERED, 2))
    assert (effects, noted) == ((ReleaseAudio(AUDIO),), [TakeState.DISCARDED])
    assert state.last_text == HEARD


def test_enter_alone_is_never_held() -> None:
    state, effects, noted = run(spoken(), TextWritten(1, ENTER), came(DeliveryStatus.HELD))
    assert state.held == ()
    assert noted == [TakeState.DISCARDED]
    (notice,) = [effect.notice for effect in effects if isinstance(effect, Notify)]
    assert notice.message == "Enter was not pressed: why"


def test_a_held_text_is_pasted_without_enter() -> None:
    state, _, _ = run(spoken(), TextWritten(1, replace(MIXED, press_enter=True)), came(DeliveryStatus.HELD))
    _, effects, _ = run(state, HeldAnswered(1, HeldAnswer.PASTE))
    assert effects == (Deliver(1, HEARD, OutputMode.PASTE, None),)


def test_the_next_view_takes_the_place_of_the_last_text() -> None:
    state, effects, _ = run(delivered(), NextViewRequested())
    assert state.last is not None
    assert effects == (WriteNextView(state.last),)
    state, effects, _ = run(state, NextViewWritten(1, ROMAN))
    assert effects == (ReplaceLast("mera text", OutputMode.PASTE),)
    assert state.last_text == "mera text"
    assert state.last is not None
    assert state.last.pieces == (Piece(HEARD),), "the way back"


def test_what_looks_the_same_in_every_script_is_said() -> None:
    state, effects, _ = run(delivered(), NextViewRequested(), NextViewWritten(1, None))
    assert effects[-1] == Notify(ONE_VIEW)
    assert state.last_text == HEARD


def test_a_text_that_no_window_has_is_copied_in_its_next_view() -> None:
    _, effects, _ = run(delivered(DeliveryStatus.COPIED), NextViewRequested(), NextViewWritten(1, ROMAN))
    assert effects[1:] == (CopyText("mera text"), Notify(VIEW_COPIED))


def test_a_rescued_text_has_views_too() -> None:
    state, _, _ = run(delivered(), TextRescued("दूसरा"))
    assert state.last is not None
    _, effects, _ = run(state, NextViewRequested(), NextViewWritten(state.last.take_id, ROMAN))
    assert effects[1:] == (CopyText("mera text"), Notify(VIEW_COPIED))


def test_the_card_shows_the_next_view_of_a_held_text() -> None:
    state, effects, _ = run(delivered(DeliveryStatus.HELD), NextViewRequested(), NextViewWritten(1, ROMAN))
    assert len(effects) == 1
    assert [held.text for held in state.held] == ["mera text"]
    _, effects, _ = run(state, HeldAnswered(1, HeldAnswer.PASTE))
    assert effects == (Deliver(1, "mera text", OutputMode.PASTE, None),)


def test_of_several_held_texts_the_one_that_was_pasted_is_the_last() -> None:
    first = delivered(DeliveryStatus.HELD)
    second = replace(spoken(2), held=first.held, last=first.last)
    state, _, _ = run(second, TextWritten(2, WrittenText("दूसरा", ScriptView.MIXED)), came(DeliveryStatus.HELD, 2))
    state, _, _ = run(state, HeldAnswered(1, HeldAnswer.PASTE), came(DeliveryStatus.DELIVERED))
    assert state.last_text == HEARD
    _, effects, _ = run(state, NextViewRequested(), NextViewWritten(1, ROMAN))
    assert effects[-1] == ReplaceLast("mera text", OutputMode.PASTE)


def test_while_another_text_is_on_its_way_nothing_is_replaced() -> None:
    before = delivered()
    state, _, _ = run(replace(spoken(2), last=before.last), TextWritten(2, ROMAN))
    assert run(state, NextViewRequested())[1] == ()
    assert run(state, NextViewWritten(1, ROMAN))[1] == ()


def test_a_take_cancelled_while_it_is_written_is_gone() -> None:
    state, _, noted = run(spoken(), CancelRequested(), TextWritten(1, ROMAN))
    assert (state.takes, state.last, noted) == ((), None, [TakeState.DISCARDED])


def test_that_texts_arent_rewritten_is_told_once() -> None:
    trouble = UserFixableError("The server can't be reached", "Start it")
    state, effects, _ = run(spoken(), TextWritten(1, replace(MIXED, trouble=trouble)), came(DeliveryStatus.DELIVERED))
    assert effects[0] == Notify(trouble)
    again = replace(spoken(2), rewriting_trouble=state.rewriting_trouble)
    state, effects, _ = run(again, TextWritten(2, replace(MIXED, trouble=trouble)))
    assert [effect for effect in effects if isinstance(effect, Notify)] == []
    assert run(replace(state, takes=spoken(2).takes), TextWritten(2, MIXED))[0].rewriting_trouble is None
