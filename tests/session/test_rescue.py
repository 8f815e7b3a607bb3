"""Interrupted dictations become one text for the clipboard; those that can't stay where they are."""

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import numpy as np
import pytest

from srota_dictate.audio import write_wav
from srota_dictate.errors import UserFixableError
from srota_dictate.rules.choices import ScriptView
from srota_dictate.rules.writing import Piece
from srota_dictate.segmenter.factory import SegmenterFactory
from srota_dictate.segmenter.options import SegmenterOptions
from srota_dictate.session.effects import CopyText
from srota_dictate.session.events import Event, RescueChanged, TextRescued, TroubleReported, UnfinishedFound
from srota_dictate.session.machine import step
from srota_dictate.session.rescue import Rescue
from srota_dictate.session.ruled import HeardWriter
from srota_dictate.session.said import WrittenText
from srota_dictate.session.state import State
from srota_dictate.session.view import view_of
from srota_dictate.takes import TakeState, UnfinishedTake
from srota_dictate.types import SAMPLE_RATE_HZ, Samples, SegmentKey, Transcript
from tests.desktop.process import wait_until
from tests.fakes.recognizers import StandInRecognizer


class LengthRecognizer(StandInRecognizer):
    """A stand-in whose text is the length of what it hears; silence says nothing, very short sound breaks it."""

    def __init__(self) -> None:
        self.waiting: list[Future[Transcript]] = []
        self.is_slow = False

    def answer_for(self, samples: Samples, speech_s: float | None, key: SegmentKey | None) -> Future[Transcript]:
        future: Future[Transcript] = Future()
        if self.is_slow:
            self.waiting.append(future)
        elif samples.size < SAMPLE_RATE_HZ:
            future.set_exception(UserFixableError("No memory", "Buy some"))
        else:
            future.set_result(Transcript(f"{samples.size}" if samples.any() else "", 1.0, 1, 0.1))
        return future


class BracketWriter(HeardWriter):
    """Shows what it wrote."""

    def write(self, pieces: tuple[Piece, ...], program: str) -> WrittenText:
        return WrittenText(f"[{super().write(pieces, program).text}]", ScriptView.MIXED)


class Rig:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.events: list[Event] = []
        self.finished: list[tuple[int, TakeState]] = []
        self.recognizer = LengthRecognizer()
        self.rescue = Rescue(
            self.recognizer,
            SegmenterFactory(SegmenterOptions.model_validate({})),
            self.events.append,
            self._finish,
            BracketWriter(),
        )

    def take(self, row_id: int, samples: Samples) -> UnfinishedTake:
        path = self.folder / f"{row_id}.wav"
        write_wav(path, samples)
        return UnfinishedTake(row_id, path, 0.0, samples.size / SAMPLE_RATE_HZ)

    def wait_done(self, n: int) -> None:
        wait_until(lambda: RescueChanged(-n) in self.events, what="the end of the rescue")

    def _finish(self, takes: tuple[UnfinishedTake, ...], state: TakeState) -> None:
        self.finished += [(take.row_id, state) for take in takes]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(tmp_path)
    yield rig
    for future in rig.recognizer.waiting:
        future.cancel()
    rig.rescue.close()


def noise(n: int) -> Samples:
    return np.random.default_rng(1).uniform(-0.5, 0.5, n).astype(np.float32)


def test_several_takes_become_one_text_and_are_done_with(rig: Rig) -> None:
    rig.rescue.transcribe((rig.take(1, noise(16_000)), rig.take(2, noise(32_000)), rig.take(3, np.zeros(16_000, "f4"))))
    rig.wait_done(3)
    assert rig.events == [RescueChanged(3), TextRescued("[16000]\n[32000]"), RescueChanged(-3)]
    assert rig.finished == [(1, TakeState.DELIVERED), (2, TakeState.DELIVERED), (3, TakeState.DISCARDED)]


def test_what_cannot_be_transcribed_stays_and_is_said(rig: Rig) -> None:
    damaged = rig.take(2, noise(16_000))
    damaged.path.write_bytes(b"no sound")
    rig.rescue.transcribe((rig.take(1, noise(8_000)), damaged, rig.take(3, noise(16_000))))
    rig.wait_done(3)
    assert TextRescued("[16000]") in rig.events
    (trouble,) = [event for event in rig.events if isinstance(event, TroubleReported)]
    assert "not a sound file" in trouble.error.message
    assert rig.finished == [(3, TakeState.DELIVERED)]


def test_silence_alone_is_said(rig: Rig) -> None:
    rig.rescue.transcribe((rig.take(1, np.zeros(16_000, np.float32)),))
    rig.wait_done(1)
    (trouble,) = [event for event in rig.events if isinstance(event, TroubleReported)]
    assert "Nothing was heard" in trouble.error.message


def test_asking_twice_is_asking_once_and_closing_ends_it(rig: Rig) -> None:
    rig.recognizer.is_slow = True
    take = rig.take(1, noise(16_000))
    rig.rescue.transcribe((take,))
    rig.rescue.transcribe((take,))
    wait_until(lambda: rig.recognizer.waiting, what="the request")
    rig.recognizer.waiting[0].cancel()
    rig.rescue.close()
    assert rig.events == [RescueChanged(1), RescueChanged(-1)]
    assert rig.finished == []


def test_the_session_puts_the_text_on_the_clipboard_and_offers_it_again() -> None:
    take = UnfinishedTake(1, Path("a.wav"), 0.0, 1.0)
    state, _ = step(State(), UnfinishedFound((take,)))
    state, _ = step(state, RescueChanged(1))
    assert (view_of(state).unfinished, view_of(state).transcribing) == ((take,), 1)
    state, effects = step(state, TextRescued("text"))
    assert effects == (CopyText("text"),)
    state, _ = step(state, RescueChanged(-1))
    view = view_of(state)
    assert (view.last_text, view.rescued, view.transcribing) == ("text", 1, 0)
