"""A take that is long enough hands over to another one: at a pause, and not a sample is lost between them."""

from pathlib import Path

import numpy as np
import pytest

from srota_dictate.audio import read_file, to_int16
from srota_dictate.recorder.active import Active
from srota_dictate.recorder.capture import Capture
from srota_dictate.recorder.journal import Journal
from srota_dictate.recorder.options import RecorderOptions, WarmMicrophone
from srota_dictate.recorder.take import Take
from srota_dictate.segmenter.factory import SegmenterFactory
from srota_dictate.segmenter.options import SegmenterOptions
from srota_dictate.types import SAMPLE_RATE_HZ, Gathering, LengthReached, RecordingEnded, SegmentCut
from tests.recorder.fakes import CountingSegmenter, Events, FakeSound, noise
from tests.segmenter.voices import spoken

SHARED = round(0.25 * SAMPLE_RATE_HZ)
OPTIONS = RecorderOptions(tail_ms=0, max_tail_ms=0, warm=WarmMicrophone.NEVER, max_take_minutes=2 / 60)


@pytest.fixture
def events() -> Events:
    return Events()


def silence(duration_s: float) -> np.ndarray:
    return np.zeros(round(duration_s * SAMPLE_RATE_HZ), np.float32)


@pytest.mark.parametrize("rate_hz", [16_000, 48_000])
def test_it_hands_over_at_a_pause_and_to_the_sample(tmp_path: Path, events: Events, rate_hz: int) -> None:
    sound = FakeSound(rate_hz=rate_hz)
    segmenters = SegmenterFactory(SegmenterOptions())
    capture = Capture(events, lambda: OPTIONS, segmenters, lambda take_id: tmp_path / f"{take_id}.wav", sound)
    phrase = spoken("कल सुबह हम लोग यमुना की ओर जा रहे होंगे")
    before, after = np.concatenate([phrase, phrase]), np.concatenate([silence(1.0), phrase, silence(0.5)])
    capture.start(1)
    stream = sound.opened()
    factor = rate_hz // SAMPLE_RATE_HZ
    stream.play(np.repeat(before, factor))
    events.wait_for(LengthReached)
    capture.go_on(1, 2)
    stream.play(np.repeat(after, factor))
    capture.close()
    events.drain()

    first, second = (event for event in events.all if isinstance(event, RecordingEnded))
    assert (first.take_id, first.goes_on_as, second.take_id, second.goes_on_as) == (1, 2, 2, None)
    assert first.audio_path is not None
    assert second.audio_path is not None
    one, two = read_file(first.audio_path), read_file(second.audio_path)
    n_whole = len(before) + len(after)
    assert one.size + two.size == n_whole + SHARED
    if factor == 1:
        np.testing.assert_array_equal(to_int16(one), to_int16(np.concatenate([before, after]))[: one.size])
        np.testing.assert_array_equal(to_int16(two), to_int16(np.concatenate([before, after]))[one.size - SHARED :])
    assert len(before) < one.size < len(before) + SAMPLE_RATE_HZ, "in the pause"
    takes = [event.take_id for event in events.all if isinstance(event, SegmentCut)]
    assert takes == sorted(takes)
    assert set(takes) == {1, 2}


def test_a_release_comes_first(tmp_path: Path, events: Events) -> None:
    sound = FakeSound()
    capture = Capture(events, lambda: OPTIONS, CountingSegmenter, lambda take_id: tmp_path / f"{take_id}.wav", sound)
    capture.start(1)
    stream = sound.opened()
    stream.play(noise(3 * SAMPLE_RATE_HZ))
    events.wait_for(LengthReached)
    capture.stop(1)
    capture.go_on(1, 2)
    stream.play(noise(SAMPLE_RATE_HZ))
    capture.close()
    events.drain()
    (ended,) = (event for event in events.all if isinstance(event, RecordingEnded))
    assert ended.goes_on_as is None
    assert len([event for event in events.all if isinstance(event, LengthReached)]) == 1


class Talker(CountingSegmenter):
    """Has paused for as long as the test says."""

    pause_s = 0.0

    @property
    def gathering(self) -> Gathering:
        return Gathering(self.pause_s, is_settled=False)


@pytest.mark.parametrize(
    ("overdue_s", "pause_s", "hands_over"),
    [(0.1, 0.3, False), (0.1, 0.4, True), (30.0, 0.1, False), (30.0, 0.2, True), (60.5, 0.0, True)],
)
def test_the_longer_it_lasts_the_shorter_a_pause_will_do(
    tmp_path: Path, events: Events, overdue_s: float, pause_s: float, hands_over: bool
) -> None:
    segmenter = Talker()
    take = Take(1, SAMPLE_RATE_HZ, 1, segmenter, Journal(tmp_path / "take.wav"), events)
    active = Active(take, OPTIONS, deadline_s=0.0)
    active.hear(silence(2.0 + overdue_s).tobytes(), overflowed=False, now_s=0.0)
    segmenter.pause_s = pause_s
    assert not active.hands_over, "nobody was named yet"
    active.successor = 2
    assert active.hands_over is hands_over
    take.discard()
