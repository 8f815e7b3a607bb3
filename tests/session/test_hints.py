"""What is wrong with a microphone reaches the person in a sentence: from the sound through recorder and session."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.recorder.capture import Capture
from srota_dictate.recorder.options import RecorderOptions
from srota_dictate.session.controller import Ports, SessionController
from srota_dictate.session.state import State
from srota_dictate.session.view import SessionView
from srota_dictate.types import Samples
from tests.desktop.process import wait_until
from tests.fakes.keys import PRESS, RELEASE
from tests.fakes.ports import FakeOutput, FakeRecognizer
from tests.recorder.fakes import CountingSegmenter, FakeSound, FakeStream
from tests.segmenter.voices import silence, spoken

SENTENCE = "कल सुबह office में meeting है, please laptop ले आना"


def as_it_is(speech: Samples) -> Samples:
    return speech


def overdriven(speech: Samples) -> Samples:
    return np.clip(speech * 20, -1, 32767 / 32768).astype(np.float32)


def whispered(speech: Samples) -> Samples:
    """Its peak at -60 dBFS."""
    return speech * np.float32(0.001 / np.abs(speech).max())


@pytest.mark.parametrize(
    ("change", "rate_hz", "sentences"),
    [
        (as_it_is, 16_000, []),
        (overdriven, 16_000, ["The microphone is too loud, so words are distorted"]),
        (whispered, 16_000, ["The microphone hears almost nothing"]),
        (as_it_is, 8_000, ["The microphone sends telephone quality only, so words are misheard more often"]),
    ],
)
def test_a_bad_microphone_is_said_once(
    change: Callable[[Samples], Samples], rate_hz: int, sentences: list[str], tmp_path: Path
) -> None:
    notices: list[UserFixableError] = []
    views: list[SessionView] = []
    sound, recognizer, output = FakeSound(rate_hz), FakeRecognizer(), FakeOutput()
    capture = Capture(
        lambda event: session.post(event),
        lambda: RecorderOptions(tail_ms=0, max_tail_ms=0),
        lambda: CountingSegmenter(every=10**9),
        lambda take_id: tmp_path / f"{take_id}.wav",
        sound,
    )
    ports = Ports(capture, recognizer, output, None, lambda path: None)
    # On this clock no press is a tap.
    session = SessionController(ports, State(), views.append, notices.append, clock=count().__next__)
    session.start()
    for n in (1, 2):
        session.post(PRESS)
        stream = sound.opened() if n == 1 else sound.streams[0]  # it is kept ready

        def play_until(done: Callable[[], bool], stream: FakeStream = stream) -> None:
            def is_done() -> bool:
                stream.play(silence(0.01))
                return done()

            wait_until(is_done, what="the session to come along")

        play_until(lambda: bool(views) and views[-1].heard)
        stream.play(change(spoken(SENTENCE)))
        session.post(RELEASE)
        play_until(lambda n=n: len(recognizer.futures) == n)
        recognizer.answer(n - 1, "kal milte hain")
        wait_until(lambda n=n: len(output.delivered) == n, what="the text")
    session.close()
    assert [notice.message for notice in notices] == sentences
    assert all(notice.hint for notice in notices)
