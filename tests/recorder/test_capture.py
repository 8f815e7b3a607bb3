"""The capture thread: every take ends once, and every sample arrives once."""

import ctypes
import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from srota_dictate.audio import read_file, resample
from srota_dictate.errors import UserFixableError
from srota_dictate.recorder.capture import Capture
from srota_dictate.recorder.options import RecorderOptions, WarmMicrophone
from srota_dictate.recorder.ports import SegmenterLike
from srota_dictate.types import (
    SAMPLE_RATE_HZ,
    LevelMeasured,
    RecordingEnded,
    RecordingFailed,
    RecordingStarted,
    SegmentCut,
)
from tests.recorder.fakes import CountingSegmenter, Events, FakeSound, FakeStream, noise

NO_TAIL = RecorderOptions(tail_ms=0, max_tail_ms=0, warm=WarmMicrophone.NEVER)
Make = Callable[..., Capture]
Begin = Callable[..., tuple[Capture, FakeStream]]


@pytest.fixture
def sound() -> FakeSound:
    return FakeSound()


@pytest.fixture
def events() -> Events:
    return Events()


@pytest.fixture
def make(tmp_path: Path, sound: FakeSound, events: Events) -> Iterator[Make]:
    captures: list[Capture] = []

    def new(
        options: RecorderOptions = NO_TAIL,
        segmenter: Callable[[], SegmenterLike] = CountingSegmenter,
        folder: Path = tmp_path / "takes",
    ) -> Capture:
        capture = Capture(events, lambda: options, segmenter, lambda take_id: folder / f"{take_id}.wav", sound)
        captures.append(capture)
        return capture

    yield new
    for capture in captures:
        capture.close()


@pytest.fixture
def begin(make: Make, sound: FakeSound) -> Begin:
    """A recorder whose take 1 waits for the first block, and its stream."""

    def new(*args: Any, **kwargs: Any) -> tuple[Capture, FakeStream]:
        capture = make(*args, **kwargs)
        capture.start(1)
        return capture, sound.opened()

    return new


def heard_in_all(capture: Capture, sound: FakeSound, events: Events) -> float:
    """How many seconds a take has that was released after 0.1 s of sound while there is more to come."""
    capture.start(1)
    stream = sound.opened()
    stream.play(noise(1600), block=160)
    events.wait_for(LevelMeasured)
    capture.stop(1)
    stream.play(noise(16_000), block=160)
    return events.wait_for(RecordingEnded).audio_s


def test_every_sample_goes_to_the_segments_and_to_the_disk(make: Make, sound: FakeSound, events: Events) -> None:
    capture, source = make(), noise(50_123)
    capture.start(7)
    stream = sound.opened()
    stream.play(source, block=333)
    capture.stop(7)
    stream.play(source[:10])  # the block that ends the tail
    ended = events.wait_for(RecordingEnded)
    whole = np.concatenate([source, source[:10]])
    np.testing.assert_array_equal(events.heard(7), whole)
    assert ended.audio_path is not None
    np.testing.assert_array_equal(read_file(ended.audio_path), whole)
    assert ended.audio_s == ended.speech_s == whole.size / SAMPLE_RATE_HZ
    assert ended.n_segments == 4
    assert ended.trouble is None
    assert stream.closed
    assert events.without_levels() == ["RecordingStarted 7", *["SegmentCut 7"] * 4, "RecordingEnded 7"]


@pytest.mark.parametrize(("rate_hz", "channels"), [(48_000, 1), (44_100, 2), (8000, 2)])
def test_any_device_rate_is_resampled_without_loss(
    make: Make, sound: FakeSound, events: Events, rate_hz: int, channels: int
) -> None:
    sound.rate_hz, sound.channels = rate_hz, channels
    capture, source = make(), noise(rate_hz * 2 + 17, channels)
    capture.start(1)
    stream = sound.opened()
    stream.play(source, block=441)
    capture.stop(1)
    stream.play(source[:1])
    ended = events.wait_for(RecordingEnded)
    mono = np.concatenate([source, source[:1]]).reshape(-1, channels).mean(axis=1)
    heard = events.heard(1)
    assert heard.size == round(ended.audio_s * SAMPLE_RATE_HZ)
    np.testing.assert_allclose(heard, resample(mono, rate_hz), atol=1e-5)


def test_recording_begins_with_the_first_block(begin: Begin, sound: FakeSound, events: Events) -> None:
    sound.note = "another microphone is used"
    _, stream = begin()
    assert events.without_levels() == []
    stream.play(noise(480))
    assert events.wait_for(RecordingStarted) == RecordingStarted(1, "another microphone is used")


def test_levels_come_at_most_twenty_times_a_second(begin: Begin, events: Events) -> None:
    capture, stream = begin()
    stream.play(np.full(SAMPLE_RATE_HZ * 2, 0.1, np.float32), block=160)
    capture.close()
    levels = [e.rms_dbfs for e in events.drain() if isinstance(e, LevelMeasured)]
    assert len(levels) == 40
    assert levels == pytest.approx([-20.0] * 40, abs=0.1)


def test_overflows_are_counted(begin: Begin, events: Events) -> None:
    capture, stream = begin()
    stream.play(noise(4800), overflow_at=3)
    stream.play(noise(4800), overflow_at=5)
    capture.close()
    assert events.wait_for(RecordingEnded).overflows == 2


def test_the_tail_is_recorded_after_the_release(make: Make, sound: FakeSound, events: Events) -> None:
    sound.latency_s = 0.05
    capture = make(RecorderOptions(tail_ms=250, max_tail_ms=600))
    assert heard_in_all(capture, sound, events) == pytest.approx(0.1 + 0.05 + 0.25)


def test_the_tail_is_longer_while_somebody_speaks(make: Make, sound: FakeSound, events: Events) -> None:
    class Talkative(CountingSegmenter):
        @property
        def speaking(self) -> bool:  # pyright: ignore[reportIncompatibleVariableOverride]
            return self.speech_s < 0.45

        @speaking.setter
        def speaking(self, value: bool) -> None:
            pass

    capture = make(RecorderOptions(tail_ms=250, max_tail_ms=600), Talkative)
    assert heard_in_all(capture, sound, events) == pytest.approx(0.45)


def test_but_not_without_end(make: Make, sound: FakeSound, events: Events) -> None:
    def endless() -> SegmenterLike:
        segmenter = CountingSegmenter()
        segmenter.speaking = True
        return segmenter

    capture = make(RecorderOptions(tail_ms=250, max_tail_ms=600), endless)
    assert heard_in_all(capture, sound, events) == pytest.approx(0.7)


def test_a_tail_without_blocks_ends_as_a_lost_microphone(begin: Begin, events: Events) -> None:
    capture, stream = begin(RecorderOptions(tail_ms=10, max_tail_ms=10))
    stream.play(noise(800))
    events.wait_for(RecordingStarted)
    capture.stop(1)
    ended = events.wait_for(RecordingEnded)
    assert ended.n_segments == 1
    assert ended.trouble is not None


def test_cancel_forgets_the_audio_and_sends_no_more(begin: Begin, events: Events, tmp_path: Path) -> None:
    capture, stream = begin()
    stream.play(noise(SAMPLE_RATE_HZ * 3 // 2))
    events.wait_for(SegmentCut)
    capture.cancel(1)
    ended = events.wait_for(RecordingEnded)
    assert (ended.n_segments, ended.audio_path, ended.trouble) == (1, None, None)
    assert stream.closed
    assert list((tmp_path / "takes").iterdir()) == []
    stream.play(noise(480))
    capture.close()
    assert events.without_levels() == ["RecordingStarted 1", "SegmentCut 1", "RecordingEnded 1"]


def test_cancel_before_the_first_block(make: Make, sound: FakeSound, events: Events) -> None:
    capture = make()
    capture.start(1)
    sound.opened()
    capture.cancel(1)
    assert events.wait_for(RecordingEnded).n_segments == 0


def test_a_microphone_that_goes_away_leaves_what_was_heard(make: Make, sound: FakeSound, events: Events) -> None:
    capture, source = make(), noise(20_000)
    capture.start(1)
    stream = sound.opened()
    stream.play(source)
    stream.die()
    ended = events.wait_for(RecordingEnded)
    assert ended.trouble is not None
    assert "went away" in ended.trouble.message
    assert ended.n_segments == 2
    np.testing.assert_array_equal(events.heard(1), source)
    assert ended.audio_path is not None
    assert read_file(ended.audio_path).size == source.size
    capture.stop(1)  # the key is still down when it happens; its release must not matter
    capture.start(2)
    sound.opened().play(noise(480))
    assert events.wait_for(RecordingStarted).take_id == 2


def test_a_microphone_that_falls_silent_without_a_word_has_gone(begin: Begin, events: Events) -> None:
    _, stream = begin(RecorderOptions(stall_timeout_s=0.05))
    stream.play(noise(20_000))
    ended = events.wait_for(RecordingEnded)
    assert ended.trouble is not None
    assert ended.audio_s == 1.25


def test_a_microphone_that_dies_before_its_first_block(begin: Begin, events: Events, tmp_path: Path) -> None:
    _, stream = begin()
    stream.die()
    assert events.wait_for(RecordingFailed).error.hint
    assert list((tmp_path / "takes").iterdir()) == []


def test_a_microphone_that_sends_nothing(begin: Begin, events: Events, tmp_path: Path) -> None:
    capture, stream = begin(RecorderOptions(first_block_timeout_s=0.05))
    capture.stop(1)
    assert events.wait_for(RecordingFailed).error.message == "The microphone sends nothing"
    assert stream.closed
    assert list((tmp_path / "takes").iterdir()) == []


def test_a_microphone_that_cannot_be_opened(make: Make, sound: FakeSound, events: Events) -> None:
    sound.error = UserFixableError("No microphone was found", "Plug one in")
    capture = make()
    capture.start(1)
    assert events.wait_for(RecordingFailed) == RecordingFailed(1, sound.error)
    capture.stop(1)
    sound.error = None
    capture.start(2)
    sound.opened().play(noise(480))
    assert events.wait_for(RecordingStarted).take_id == 2


def test_a_muted_microphone_is_told_from_a_silent_person(make: Make, sound: FakeSound, events: Events) -> None:
    capture = make()
    for take_id, value in ((1, 0.0), (2, 1 / 32768)):
        capture.start(take_id)
        stream = sound.opened()
        frames = np.zeros(SAMPLE_RATE_HZ * 2, np.float32)
        frames[500] = value
        stream.play(frames)
        capture.stop(take_id)
        stream.play(frames[:1])
        trouble = events.wait_for(RecordingEnded).trouble
        assert (trouble is not None) == (take_id == 1)
        assert trouble is None or trouble.message == "The microphone is muted or sends silence"


def test_a_start_during_the_tail_loses_no_sample(make: Make, sound: FakeSound, events: Events) -> None:
    capture, source = make(RecorderOptions(tail_ms=2000, max_tail_ms=5000)), noise(20_000)
    capture.start(1)
    stream = sound.opened()
    stream.play(source[:9000], block=100)
    capture.stop(1)
    stream.play(source[9000:12_000], block=100)
    capture.start(2)
    stream.play(source[12_000:], block=100)
    capture.close()
    assert len(sound.streams) == 1, "the microphone stays open between them"
    np.testing.assert_array_equal(events.heard(1), source[:12_000])
    np.testing.assert_array_equal(events.heard(2), source[12_000:])
    assert [name for name in events.without_levels() if not name.startswith("SegmentCut")] == [
        "RecordingStarted 1", "RecordingEnded 1", "RecordingStarted 2", "RecordingEnded 2",
    ]  # fmt: skip


def test_another_microphone_is_opened_when_the_choice_changed(tmp_path: Path, sound: FakeSound, events: Events) -> None:
    options = [RecorderOptions(device="one")]
    capture = Capture(events, lambda: options[0], CountingSegmenter, lambda i: tmp_path / f"{i}.wav", sound)
    capture.start(1)
    first = sound.opened()
    first.play(noise(480))
    events.wait_for(RecordingStarted)
    options[0] = RecorderOptions(device="two")
    capture.start(2)
    second = sound.opened()
    assert (first.name, first.closed, second.name) == ("one", True, "two")
    first.play(noise(480))  # too late
    second.play(noise(160))
    capture.close()
    assert events.heard(2).size == 160


def test_commands_for_other_takes_do_nothing(make: Make, sound: FakeSound, events: Events) -> None:
    capture = make()
    capture.stop(5)
    capture.cancel(5)
    capture.start(6)
    stream = sound.opened()
    stream.play(noise(480))
    events.wait_for(RecordingStarted)
    capture.stop(5)
    capture.cancel(5)
    capture.start(6)
    stream.play(noise(480))
    capture.close()
    assert events.heard(6).size == 960
    assert events.without_levels().count("RecordingEnded 6") == 1


def test_close_ends_a_running_take(begin: Begin, events: Events) -> None:
    capture, stream = begin()
    stream.play(noise(5000))
    capture.close()
    assert events.wait_for(RecordingEnded).audio_s == 5000 / SAMPLE_RATE_HZ
    assert stream.closed


def test_recording_goes_on_when_nothing_can_be_written(
    make: Make, sound: FakeSound, events: Events, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    capture = make(folder=tmp_path / "file")  # a folder in a file can't be made, not even by root
    capture.start(1)
    sound.opened().play(noise(5000))
    capture.close()
    ended = events.wait_for(RecordingEnded)
    assert ended.audio_path is None
    assert ended.trouble is None
    assert events.heard(1).size == 5000
    assert "can't be kept on disk" in caplog.text


@pytest.mark.parametrize("method", ["push", "finish"])
@pytest.mark.parametrize("fault", [ZeroDivisionError, SystemExit])
def test_a_bug_ends_one_take_not_the_recorder(
    begin: Begin,
    sound: FakeSound,
    events: Events,
    caplog: pytest.LogCaptureFixture,
    method: str,
    fault: type[BaseException],
) -> None:
    class Broken(CountingSegmenter):
        pass

    def fail(*_: object) -> None:
        raise fault

    setattr(Broken, method, fail)
    segmenters = iter([Broken(), CountingSegmenter()])
    capture, stream = begin(segmenter=lambda: next(segmenters))
    stream.play(noise(480))
    events.wait_for(RecordingStarted)
    capture.start(2)
    sound.opened().play(noise(480))
    ended = events.wait_for(RecordingEnded)
    assert ended.take_id == 1
    assert ended.trouble is not None
    assert ended.audio_path is not None
    capture.close()
    assert events.without_levels() == [
        "RecordingStarted 1", "RecordingEnded 1", "RecordingStarted 2", "SegmentCut 2", "RecordingEnded 2",
    ]  # fmt: skip
    assert fault.__name__ in caplog.text


def end_the_thread() -> None:
    """Raise SystemExit in the capture thread at the next moment that Python can."""
    (thread,) = (thread for thread in threading.enumerate() if thread.name == "capture")
    assert thread.ident is not None
    assert ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(SystemExit)) == 1


def test_told_to_end_while_it_waits_the_thread_goes_on_and_does_what_it_is_asked(
    make: Make, sound: FakeSound, events: Events
) -> None:
    capture, source = make(), noise(5000)
    assert capture.microphones().result(10), "from now on it waits"
    end_the_thread()
    capture.start(1)
    sound.opened().play(source)
    assert events.wait_for(RecordingStarted)
    capture.close()
    np.testing.assert_array_equal(events.heard(1), source)


def test_told_to_end_in_the_middle_of_a_take_it_keeps_the_sound_and_goes_on_with_the_next(
    make: Make, sound: FakeSound, events: Events
) -> None:
    capture, source = make(), noise(5000)
    capture.start(1)
    stream = sound.opened()
    stream.play(source)
    events.wait_for(LevelMeasured)
    capture.microphones().result(10)
    end_the_thread()
    stream.play(noise(480))
    ended = events.wait_for(RecordingEnded)
    assert ended.trouble is not None
    assert not ended.is_complete
    assert ended.audio_path is not None
    np.testing.assert_array_equal(read_file(ended.audio_path), source)
    capture.start(2)
    sound.opened().play(source)
    assert stream.closed
    capture.close()
    assert events.without_levels().count("RecordingEnded 1") == 1
    np.testing.assert_array_equal(events.heard(2), source)


def test_a_segmenter_that_cannot_be_made_fails_the_start(make: Make, events: Events) -> None:
    def broken() -> SegmenterLike:
        raise ZeroDivisionError

    with_error_log = logging.getLogger("srota_dictate.recorder.capture")
    with_error_log.disabled = True
    make(segmenter=broken).start(1)
    assert events.wait_for(RecordingFailed).take_id == 1
    with_error_log.disabled = False


def test_microphones_are_looked_up_anew_only_while_none_is_open(make: Make, sound: FakeSound, events: Events) -> None:
    capture = make()
    assert capture.microphones().result(10)[0].name == "fake"
    assert sound.n_refreshes == 1
    capture.start(1)
    sound.opened()
    assert capture.microphones().result(10)
    assert sound.n_refreshes == 1
    sound.error = UserFixableError("The sound system does not answer", "Try again")
    with pytest.raises(UserFixableError):
        capture.microphones().result(10)


def test_a_question_after_the_end_is_cancelled(make: Make) -> None:
    capture = make()
    capture.close()
    assert capture.microphones().cancelled()
