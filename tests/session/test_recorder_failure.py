"""The recorder breaks in the middle of a take: no half text is delivered, the recording is kept and offered."""

from pathlib import Path

from srota_dictate.audio import read_file
from srota_dictate.errors import UserFixableError
from srota_dictate.history.takes import KeptAudio
from srota_dictate.history.writer import History
from srota_dictate.recorder.capture import Capture
from srota_dictate.recorder.journal import repair_journal
from srota_dictate.recorder.options import RecorderOptions
from srota_dictate.session.controller import Ports, SessionController
from srota_dictate.session.state import State
from srota_dictate.takes import UnfinishedTake
from srota_dictate.types import SAMPLE_RATE_HZ, Samples, Segment
from tests.desktop.process import wait_until
from tests.fakes.keys import PRESS
from tests.fakes.ports import FakeOutput, FakeRecognizer
from tests.recorder.fakes import CountingSegmenter, FakeSound, noise

BREAKS_AFTER_S = 3


class Breaking(CountingSegmenter):
    """A segmenter with a bug."""

    def push(self, samples: Samples) -> list[Segment]:
        segments = super().push(samples)
        if self.speech_s >= BREAKS_AFTER_S:
            raise ZeroDivisionError
        return segments


def test_a_recorder_that_breaks_keeps_everything_it_heard(tmp_path: Path) -> None:
    notices: list[UserFixableError] = []
    offers: list[tuple[UnfinishedTake, ...]] = []
    kept = KeptAudio(tmp_path / "takes")
    history = History(tmp_path / "history.db", kept, lambda: 0, repair_journal, notices.append, offers.append)
    sound, recognizer, output = FakeSound(), FakeRecognizer(), FakeOutput()
    capture = Capture(lambda event: session.post(event), RecorderOptions, Breaking, kept.path_for, sound)
    ports = Ports(capture, recognizer, output, None, history.release, history)
    session = SessionController(ports, State(), lambda view: None, notices.append)
    session.start()
    session.post(PRESS)
    heard = noise(BREAKS_AFTER_S * SAMPLE_RATE_HZ)
    sound.opened().play(heard, block=SAMPLE_RATE_HZ // 50)
    wait_until(lambda: offers, what="the offer")
    session.close()
    history.close()
    (take,) = offers[-1]
    assert read_file(take.path).tolist() == heard.tolist()
    assert "internal error" in take.error
    assert output.delivered == []
    assert len(notices) == 1
    assert str(take.path) in notices[0].hint
