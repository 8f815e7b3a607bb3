"""Recorder, session and recogniser together, on sound the test plays: the text is known before the key goes up."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from srota_dictate.recognizer.client import RecognizerClient
from srota_dictate.recognizer.options import WorkAhead
from srota_dictate.recorder.capture import Capture
from srota_dictate.recorder.level import LevelledSegmenter
from srota_dictate.recorder.options import RecorderOptions
from srota_dictate.segmenter.factory import SegmenterFactory
from srota_dictate.segmenter.options import SegmenterOptions
from srota_dictate.session.controller import Ports, SessionController
from srota_dictate.session.events import Event
from srota_dictate.session.state import State
from srota_dictate.session.view import SessionView
from srota_dictate.types import SAMPLE_RATE_HZ, RecognizerPhase
from tests.desktop.process import wait_until
from tests.desktop.speech import spoken
from tests.fakes.keys import ESC, ESC_UP, PRESS, RELEASE
from tests.fakes.ports import FakeHotkey, FakeOutput
from tests.recognizer.support import WAIT_S, needs_model_packages
from tests.recorder.fakes import FakeSound, FakeStream

pytestmark = [needs_model_packages, pytest.mark.timeout(280)]

PATIENT = RecorderOptions(stall_timeout_s=WAIT_S, first_block_timeout_s=WAIT_S)
PAUSE = np.zeros(SAMPLE_RATE_HZ, np.float32)
SENTENCES = ["कल office meeting है", "please मुझे report भेज"]


class Rig:
    """Everything real but microphone, talk key and window."""

    def __init__(self, folder: Path) -> None:
        self.views: list[SessionView] = []
        self.output = FakeOutput()
        self.sound = FakeSound()
        self.recognizer = RecognizerClient(self.post, 0, on_draft=self.post)
        segmenters = SegmenterFactory(SegmenterOptions())
        recorder = Capture(
            self.post,
            lambda: PATIENT,
            lambda: LevelledSegmenter(segmenters()),
            lambda take_id: folder / f"{take_id}.wav",
            self.sound,
        )
        ports = Ports(recorder, self.recognizer, self.output, FakeHotkey(), release_audio=lambda path: None)
        self.clock_s = 0.0
        self.session = SessionController(ports, State(), self.views.append, lambda notice: None, self.tick)
        self.session.start()
        self.recognizer.load("tiny", device="cpu")
        wait_until(lambda: self.views[-1].recognizer.phase is RecognizerPhase.READY, what="the model", timeout_s=WAIT_S)
        self.stream: FakeStream | None = None

    def post(self, event: Event) -> None:
        self.session.post(event)

    def tick(self) -> float:
        self.clock_s += 1.0
        return self.clock_s

    def press(self) -> FakeStream:
        self.post(PRESS)
        if self.stream is None:
            self.stream = self.sound.opened()  # and it stays open, ready for the next take
        wait_until(lambda: self.views[-1].recording, what="the take")
        return self.stream

    def release(self) -> None:
        n_before = len(self.output.delivered)
        self.post(RELEASE)
        wait_until(lambda: not self.views[-1].recording, what="the release")
        assert self.stream is not None
        self.stream.play(PAUSE)  # the tail, and more than that
        wait_until(lambda: len(self.output.delivered) > n_before, what="the text", timeout_s=WAIT_S)

    @property
    def text(self) -> str:
        return self.output.delivered[-1][0]


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HF_HUB_OFFLINE", "1")
        rig = Rig(tmp_path_factory.mktemp("takes"))
        yield rig
        rig.session.close()


def ahead_s(log: str) -> list[float]:
    return [float(found) for found in re.findall(r"transcribed .* ([\d.]+) s worked ahead", log)]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_after_a_pause_the_window_has_the_text_before_the_key_goes_up(
    rig: Rig, sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    rig.press().play(np.concatenate([spoken(sentence), PAUSE]))
    wait_until(lambda: rig.views[-1].preview == sentence, what="the draft", timeout_s=WAIT_S)
    rig.release()
    assert rig.text == sentence
    (worked_s,) = ahead_s(caplog.text)
    assert worked_s > 0
    assert rig.views[-1].preview == ""
    assert sentence not in caplog.text


def test_what_is_said_after_the_pause_is_in_the_text(rig: Rig) -> None:
    stream = rig.press()
    stream.play(np.concatenate([spoken(SENTENCES[0]), PAUSE]))
    wait_until(lambda: rig.views[-1].preview == SENTENCES[0], what="the draft", timeout_s=WAIT_S)
    stream.play(spoken(SENTENCES[1]))
    rig.release()
    assert rig.text == " ".join(SENTENCES)


def test_escape_leaves_nothing_of_it_to_the_next_take(rig: Rig) -> None:
    rig.press().play(np.concatenate([spoken(SENTENCES[0]), PAUSE]))
    wait_until(lambda: rig.views[-1].preview == SENTENCES[0], what="the draft", timeout_s=WAIT_S)
    rig.post(ESC)
    rig.post(ESC_UP)
    rig.post(RELEASE)
    wait_until(lambda: not rig.views[-1].recording and rig.views[-1].preview == "", what="the end")
    rig.press().play(spoken(SENTENCES[1]))
    rig.release()
    assert rig.text == SENTENCES[1]


def test_switched_off_nothing_is_worked_on_before_the_release(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    rig.recognizer.work_ahead(WorkAhead.OFF)
    rig.press().play(np.concatenate([spoken(SENTENCES[0]), PAUSE]))
    rig.release()
    rig.recognizer.work_ahead(WorkAhead.AUTO)
    assert rig.text == SENTENCES[0]
    assert ahead_s(caplog.text) == [0.0]
