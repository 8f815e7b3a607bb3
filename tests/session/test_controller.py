"""The session thread with fake ports: posts end in the right port, and nothing that breaks ends it."""

import logging
from collections.abc import Iterator

import numpy as np
import pytest

from srota_dictate.delivery import DeliveryStatus, OutputMode
from srota_dictate.errors import UserFixableError
from srota_dictate.rules.choices import ScriptView
from srota_dictate.rules.writing import Piece
from srota_dictate.session.controller import Ports, SessionController
from srota_dictate.session.events import CopyLastRequested, NextViewRequested
from srota_dictate.session.notices import TOO_SHORT
from srota_dictate.session.ports import Writer
from srota_dictate.session.ruled import HeardWriter
from srota_dictate.session.said import WrittenText
from srota_dictate.session.state import State
from srota_dictate.session.view import SessionView
from srota_dictate.types import CutKind, DraftHeard, Moment, Segment, SpeechPreview
from tests.desktop.process import wait_until
from tests.fakes.keys import ESC, PRESS, RELEASE
from tests.fakes.ports import FakeHotkey, FakeOutput, FakeRecognizer, FakeRecorder


class Rig:
    def __init__(self, writer: Writer | None = None) -> None:
        self.held_s = 1.0  # what passes between two events
        self.clock_s = 0.0
        self.recorder, self.recognizer, self.output, self.hotkey = (
            FakeRecorder(), FakeRecognizer(), FakeOutput(), FakeHotkey())  # fmt: skip
        self.views: list[SessionView] = []
        self.notices: list[UserFixableError] = []
        four = (self.recorder, self.recognizer, self.output, self.hotkey)
        ports = Ports(*four, release_audio=lambda path: None, writer=writer or HeardWriter())
        self.controller = SessionController(ports, State(), self.views.append, self.notices.append, self.tick)
        self.recorder.post = self.controller.post
        self.controller.start()

    def tick(self) -> float:
        self.clock_s += self.held_s
        return self.clock_s

    def dictate(self, n_before: int) -> None:
        """Press and release, and wait until the recogniser has the take's segment."""
        self.controller.post(PRESS)
        self.controller.post(RELEASE)
        wait_until(lambda: len(self.recognizer.futures) == n_before + 1, what="the segment")


@pytest.fixture
def rig() -> Iterator[Rig]:
    rig = Rig()
    yield rig
    rig.controller.close()


def test_a_take_goes_through_every_port(rig: Rig) -> None:
    rig.dictate(0)
    rig.recognizer.answer(0, "मेरा text")
    wait_until(lambda: rig.views[-1].last_text is not None and rig.views[-1].transcribing == 0, what="delivery")
    assert rig.output.delivered == [("मेरा text", OutputMode.PASTE)]
    assert rig.recorder.calls == [("start", 1), ("stop", 1)]
    assert rig.recognizer.warm_ups == 1
    assert not rig.hotkey.armed
    assert rig.notices == []
    rig.controller.post(CopyLastRequested())
    wait_until(lambda: rig.output.copied == ["मेरा text"], what="the copy")


@pytest.mark.parametrize("held_s", [0.0, 0.149])
def test_a_tap_is_no_dictation(rig: Rig, held_s: float) -> None:
    rig.held_s = held_s
    rig.controller.post(PRESS)
    rig.controller.post(RELEASE)
    wait_until(lambda: rig.notices == [TOO_SHORT], what="the notice")
    wait_until(lambda: rig.views[-1].transcribing == 0, what="the take to leave")
    assert rig.recorder.calls == [("start", 1), ("cancel", 1)]
    assert rig.recognizer.futures == []


def test_a_short_press_is_a_dictation(rig: Rig) -> None:
    rig.held_s = 0.151
    rig.dictate(0)
    assert ("stop", 1) in rig.recorder.calls


def test_escape_cancels_what_the_recogniser_has(rig: Rig) -> None:
    rig.dictate(0)
    rig.controller.post(ESC)
    wait_until(lambda: rig.recognizer.futures[0].cancelled(), what="cancellation")
    wait_until(lambda: rig.views[-1].transcribing == 0, what="the take to leave")
    assert rig.output.delivered == []


def test_a_port_that_breaks_costs_one_take_not_the_session(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    rig.output.fail = RuntimeError("a bug of ours")
    rig.dictate(0)
    rig.recognizer.answer(0, "first")
    wait_until(lambda: len(rig.notices) == 1, what="the notice")
    rig.dictate(1)
    rig.recognizer.answer(1, "second")
    wait_until(lambda: len(rig.output.delivered) == 1, what="the second delivery")
    rig.recognizer.submit = None  # type: ignore[assignment]  # now recognition breaks too
    rig.controller.post(PRESS)
    rig.controller.post(RELEASE)
    wait_until(lambda: len(rig.notices) >= 2, what="the second notice")
    wait_until(lambda: rig.views[-1].transcribing == 0, what="the take to leave")


def test_what_was_said_is_never_logged(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    rig.dictate(0)
    rig.recognizer.answer(0, "secretword")
    wait_until(lambda: len(rig.output.delivered) == 1, what="delivery")
    wait_until(lambda: rig.views[-1].transcribing == 0, what="the take to leave")
    assert "take 1: segment 0 transcribed" in caplog.text
    assert "secretword" not in caplog.text
    assert "secretword" not in repr(rig.views)


def test_closing_closes_every_port() -> None:
    rig = Rig()
    rig.controller.close()
    assert rig.recognizer.closed
    assert rig.hotkey.closed
    assert rig.recorder.calls == [("close", 0)]


def test_a_look_reaches_the_recogniser_and_a_cancelled_take_takes_it_away(rig: Rig) -> None:
    rig.controller.post(PRESS)
    spoken = Segment(3, np.zeros(16_000, np.float32), 0.0, 1.0, 0.8, CutKind.END)
    rig.controller.post(SpeechPreview(1, spoken, Moment.SETTLED))
    wait_until(lambda: rig.recognizer.looks == [((1, 3), Moment.SETTLED)], what="the look")
    rig.controller.post(DraftHeard((1, 3), "कल"))
    wait_until(lambda: rig.views[-1].preview == "कल", what="the draft")
    rig.controller.post(ESC)
    wait_until(lambda: not rig.recognizer.looks and not rig.views[-1].preview, what="the end of it")


def test_a_look_that_breaks_is_nobodys_trouble(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    rig.recognizer.preview = None  # type: ignore[assignment]
    rig.controller.post(PRESS)
    spoken = Segment(0, np.zeros(16_000, np.float32), 0.0, 1.0, 0.8, CutKind.END)
    rig.controller.post(SpeechPreview(1, spoken, Moment.SETTLED))
    rig.controller.post(RELEASE)
    wait_until(lambda: len(rig.recognizer.futures) == 1, what="the segment")
    rig.recognizer.answer(0, "text")
    wait_until(lambda: len(rig.output.delivered) == 1, what="delivery")
    assert rig.notices == []


class BrokenWriter(HeardWriter):
    """Breaks at the first text, as a rule with a bug does; its message holds what was said."""

    def __init__(self) -> None:
        self.broken = True

    def write(self, pieces: tuple[Piece, ...], program: str) -> WrittenText:
        if self.broken:
            self.broken = False
            raise KeyError(pieces[0].text)
        return WrittenText("written", ScriptView.ROMAN, press_enter=True)

    def next_view(self, pieces: tuple[Piece, ...], program: str, shown: WrittenText) -> WrittenText:
        return WrittenText(f"not {shown.text}", ScriptView.DEVANAGARI)


def test_a_rule_that_breaks_costs_no_word(caplog: pytest.LogCaptureFixture) -> None:
    rig = Rig(BrokenWriter())
    rig.dictate(0)
    rig.recognizer.answer(0, "secretword")
    wait_until(lambda: len(rig.output.delivered) == 1, what="delivery")
    assert rig.output.delivered == [("secretword", OutputMode.PASTE)]
    assert "KeyError in write" in caplog.text
    assert "secretword" not in caplog.text
    rig.dictate(1)
    rig.recognizer.answer(1, "more")
    wait_until(lambda: len(rig.output.delivered) == 2, what="the second delivery")
    assert rig.output.delivered[1] == ("written", OutputMode.PASTE)
    assert rig.output.entered == 1
    assert rig.notices == []
    rig.controller.close()


def test_the_next_view_replaces_the_last_text_or_is_copied_with_the_reason() -> None:
    rig = Rig(BrokenWriter())
    rig.dictate(0)
    rig.recognizer.answer(0, "text")
    wait_until(lambda: rig.views[-1].last_text == "text", what="delivery")
    rig.controller.post(NextViewRequested())
    wait_until(lambda: len(rig.output.delivered) == 2, what="the other view")
    assert (rig.output.undone, rig.output.delivered[1][0], rig.output.copied) == (1, "not text", [])
    rig.output.fail = UserFixableError("Something was typed", "Undo it there")
    rig.controller.post(NextViewRequested())
    wait_until(lambda: rig.notices, what="the notice")
    assert rig.notices[0].message == "Something was typed; its next script is on the clipboard"
    assert rig.output.copied == ["not not text"]
    assert len(rig.output.delivered) == 2
    rig.output.status = DeliveryStatus.HELD
    rig.controller.post(NextViewRequested())
    wait_until(lambda: len(rig.output.copied) == 2, what="what was taken back, on the clipboard")
    rig.controller.close()
