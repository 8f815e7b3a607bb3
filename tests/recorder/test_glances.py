"""When a take is looked at before it ends, and that this costs it nothing."""

from pathlib import Path

import numpy as np
import pytest

from srota_dictate.audio import read_file
from srota_dictate.recorder.glances import Glances
from srota_dictate.recorder.journal import Journal
from srota_dictate.recorder.level import LevelledSegmenter
from srota_dictate.recorder.take import Take
from srota_dictate.segmenter.factory import SegmenterFactory
from srota_dictate.segmenter.options import SegmenterOptions
from srota_dictate.types import (
    SAMPLE_RATE_HZ,
    Gathering,
    Moment,
    RecorderEvent,
    RecordingEnded,
    Samples,
    Segment,
    SegmentCut,
    SpeechPreview,
)
from tests.desktop.speech import spoken

TALKING = Gathering(0.0, False)
BREATH = Gathering(0.1, False)
PAUSE = Gathering(0.2, False)
SETTLED = Gathering(0.4, True)


def test_each_pause_is_looked_at_once_and_once_more_when_it_decides() -> None:
    glances = Glances()
    looks = [glances.due(0.9, g) for g in (None, TALKING, BREATH, PAUSE, PAUSE, SETTLED, SETTLED, None)]
    assert looks == [None, None, None, Moment.PAUSE, None, Moment.SETTLED, None, None]
    looks = [glances.due(1.0, g) for g in (TALKING, PAUSE, TALKING, PAUSE, SETTLED)]
    assert looks == [None, Moment.PAUSE, None, None, Moment.SETTLED], "the next pause is another one"


def test_speech_without_a_pause_is_looked_at_every_few_words() -> None:
    glances = Glances()
    looks = [glances.due(tenth / 10, TALKING) for tenth in range(61)]
    assert [tenth for tenth, look in enumerate(looks) if look is Moment.SPEAKING] == [10, 20, 30, 40, 50, 60]


class Recording:
    """A take of `samples`, as the capture thread would make it."""

    def __init__(
        self, folder: Path, samples: Samples, n_block: int, factor: float = 1.0, finds_shorts: bool = False
    ) -> None:
        self.events: list[RecorderEvent] = []
        segmenter = LevelledSegmenter(SegmenterFactory(SegmenterOptions(), finds_shorts)())
        take = Take(1, SAMPLE_RATE_HZ, 1, segmenter, Journal(folder / "take.wav"), self.events.append)
        for start in range(0, samples.size, n_block):
            take.push((samples[start : start + n_block] * np.float32(factor)).tobytes(), overflowed=False)
        take.finish()

    @property
    def looks(self) -> list[SpeechPreview]:
        return [event for event in self.events if isinstance(event, SpeechPreview)]

    @property
    def segments(self) -> list[Segment]:
        return [event.segment for event in self.events if isinstance(event, SegmentCut)]


@pytest.mark.parametrize("factor", [1.0, 0.02], ids=["loud", "quiet"])
def test_a_pause_at_the_end_shows_the_segment_before_the_end(tmp_path: Path, factor: float) -> None:
    sentence = np.concatenate([spoken("कल office meeting है"), np.zeros(SAMPLE_RATE_HZ, np.float32)])
    recording = Recording(tmp_path, sentence, 320, factor)
    assert [look.moment for look in recording.looks][-2:] == [Moment.PAUSE, Moment.SETTLED]
    (segment,) = recording.segments
    last = recording.looks[-1].segment
    np.testing.assert_array_equal(last.samples, segment.samples)
    assert (last.index, last.speech_s) == (segment.index, segment.speech_s)


def test_every_sample_reaches_segments_and_disk_once_however_often_it_is_looked_at(tmp_path: Path) -> None:
    phrase = spoken("यह weather बहुत अच्छा है")
    samples = np.concatenate([phrase] * 14)  # of two segments and more
    recording = Recording(tmp_path, samples, 480)
    assert len(recording.looks) > 10
    (ended,) = (event for event in recording.events if isinstance(event, RecordingEnded))
    assert ended.audio_path is not None
    assert ended.audio_s == samples.size / SAMPLE_RATE_HZ
    assert read_file(ended.audio_path).size == samples.size
    assert len(recording.segments) == ended.n_segments >= 2
    once = SegmenterFactory(SegmenterOptions())()
    expected = once.push(samples) + once.finish()
    assert [s.samples.tobytes() for s in recording.segments] == [s.samples.tobytes() for s in expected]
    for look in recording.looks:
        assert look.segment.samples.size <= 30 * SAMPLE_RATE_HZ
    assert recording.events[-1] is ended, "and nothing is looked at afterwards"


def test_a_command_is_known_as_a_short_piece_while_the_take_goes_on(tmp_path: Path) -> None:
    pause = np.zeros(SAMPLE_RATE_HZ, np.float32)
    sentence = spoken("कल सुबह office meeting है please laptop message")
    samples = np.concatenate([sentence, pause, spoken("ok"), pause, sentence])
    recording = Recording(tmp_path, samples, 320, finds_shorts=True)
    (segment,) = recording.segments
    known = next(look for look in recording.looks if look.segment.short_pieces)
    assert known.moment is Moment.SETTLED
    assert known.segment.end_s < segment.end_s - sentence.size / SAMPLE_RATE_HZ
    assert known.segment.short_pieces == segment.short_pieces
