"""A microphone kept open between takes: what was said before the key, never what another take had."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from srota_dictate.audio import read_file, resample
from srota_dictate.errors import UserFixableError
from srota_dictate.recorder.capture import Capture
from srota_dictate.recorder.microphone import Microphone
from srota_dictate.recorder.options import RecorderOptions, WarmMicrophone
from srota_dictate.recorder.standby import Standby
from srota_dictate.types import (
    SAMPLE_RATE_HZ,
    LevelMeasured,
    MicrophoneOpen,
    RecordingEnded,
    RecordingFailed,
    RecordingResumed,
    RecordingStarted,
)
from tests.recorder.fakes import CountingSegmenter, Events, FakeSound, noise, wait_until

PRE_ROLL = SAMPLE_RATE_HZ * 400 // 1000


class Rig:
    """A recorder whose clock and options are the test's."""

    def __init__(self, folder: Path) -> None:
        self.sound, self.events, self.now_s = FakeSound(), Events(), 0.0
        # The clock stands still, so time that is waited for on it would never be over.
        self.options = RecorderOptions(
            warm=WarmMicrophone.ALWAYS, tail_ms=0, max_tail_ms=0, stall_timeout_s=1000, first_block_timeout_s=1000
        )
        self.capture = Capture(
            self.events,
            lambda: self.options,
            CountingSegmenter,
            lambda take_id: folder / f"{take_id}.wav",
            self.sound,
            lambda: self.now_s,
        )

    def choose(self, **options: object) -> None:
        self.options = RecorderOptions.model_validate({**self.options.model_dump(), **options})

    def opened(self) -> list[bool]:
        return [event.is_open for event in self.events.drain() if isinstance(event, MicrophoneOpen)]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(tmp_path)
    yield rig
    rig.capture.close()


def test_what_was_said_right_before_the_key_stands_at_the_start_to_the_sample(rig: Rig) -> None:
    source = noise(40_000)
    rig.capture.options_changed()
    stream = rig.sound.opened()
    stream.play(source[:20_000], block=333)
    rig.capture.start(1)
    assert rig.events.wait_for(RecordingStarted).take_id == 1, "at once: the microphone is open"
    stream.play(source[20_000:], block=333)
    rig.capture.stop(1)
    stream.play(noise(1))
    ended = rig.events.wait_for(RecordingEnded)
    expected = np.concatenate([source[20_000 - PRE_ROLL :], noise(1)])
    np.testing.assert_array_equal(rig.events.heard(1), expected)
    assert ended.audio_path is not None
    np.testing.assert_array_equal(read_file(ended.audio_path), expected)
    assert not stream.closed


def test_no_take_gets_what_another_one_had(rig: Rig) -> None:
    source = noise(30_000)
    rig.capture.start(1)
    stream = rig.sound.opened()
    stream.play(source[:10_000], block=100)
    rig.capture.stop(1)
    stream.play(source[10_000:10_100], block=100)
    stream.play(source[10_100:12_000], block=100)  # nobody's
    rig.capture.start(2)
    stream.play(source[12_000:20_000], block=100)
    rig.capture.cancel(2)
    rig.capture.start(3)  # at once: not a sample lies between
    stream.play(source[20_000:], block=100)
    rig.capture.close()
    np.testing.assert_array_equal(rig.events.heard(1), source[:10_100])
    ended = {e.take_id: e for e in rig.events.drain() if isinstance(e, RecordingEnded)}
    assert ended[2].audio_s == (20_000 - 10_100) / SAMPLE_RATE_HZ, "the second take has what came between"
    np.testing.assert_array_equal(rig.events.heard(3), source[20_000:])
    assert len(rig.sound.streams) == 1


@pytest.mark.parametrize(("rate_hz", "channels"), [(48_000, 2), (44_100, 1), (96_000, 2)])
def test_every_sample_is_counted_through_pre_roll_tail_and_resume(rig: Rig, rate_hz: int, channels: int) -> None:
    rig.sound.rate_hz, rig.sound.channels = rate_hz, channels
    rig.choose(tail_ms=500, max_tail_ms=500)
    source = noise(rate_hz * 3, channels)
    at = [round(rate_hz * s) for s in (0, 0.9, 1.7, 1.9, 2.3, 2.4)]
    rig.capture.options_changed()
    stream = rig.sound.opened()
    stream.play(source[at[0] : at[1]], block=441)
    rig.capture.start(1)
    stream.play(source[at[1] : at[2]], block=441)
    rig.capture.stop(1)
    stream.play(source[at[2] : at[3]], block=441)
    rig.capture.resume(1)
    stream.play(source[at[3] : at[4]], block=441)
    rig.events.wait_for(RecordingResumed)
    rig.capture.stop(1)
    stream.play(source[at[4] :], block=441)
    ended = rig.events.wait_for(RecordingEnded)
    pre_roll, tail = round(rate_hz * 0.4), round(rate_hz * 0.5)
    tail_blocks = -(-tail // 441) * 441  # whole blocks
    taken = source[at[1] - pre_roll : at[4] + tail_blocks].reshape(-1, channels).mean(axis=1)
    expected = resample(taken.astype(np.float32), rate_hz)
    heard = rig.events.heard(1)
    assert heard.size == expected.size == round(ended.audio_s * SAMPLE_RATE_HZ)
    np.testing.assert_allclose(heard, expected, atol=1e-5)
    assert ended.audio_path is not None
    assert read_file(ended.audio_path).size == expected.size


def test_resuming_what_has_ended_does_nothing(rig: Rig) -> None:
    rig.capture.start(1)
    stream = rig.sound.opened()
    stream.play(noise(480))
    rig.capture.stop(1)
    stream.play(noise(480))
    rig.events.wait_for(RecordingEnded)
    rig.capture.resume(1)
    rig.capture.start(2)
    rig.capture.close()
    assert not any(isinstance(event, RecordingResumed) for event in rig.events.drain())


def test_a_take_resumed_before_its_first_block_goes_on(rig: Rig) -> None:
    rig.capture.start(1)
    stream = rig.sound.opened()
    rig.capture.stop(1)
    rig.capture.resume(1)
    stream.play(noise(9600))
    rig.events.wait_for(RecordingResumed)
    rig.capture.close()
    assert rig.events.heard(1).size == 9600


def test_after_a_take_it_stays_open_for_its_time(rig: Rig) -> None:
    rig.choose(warm="after_take", warm_s=60)
    rig.capture.start(1)
    stream = rig.sound.opened()
    stream.play(noise(480))
    rig.capture.stop(1)
    stream.play(noise(480))
    rig.events.wait_for(RecordingEnded)
    rig.now_s = 59.9
    stream.play(noise(480))
    rig.capture.start(2)
    rig.events.wait_for(RecordingStarted)
    rig.capture.stop(2)
    stream.play(noise(480))
    rig.events.wait_for(RecordingEnded)
    assert not stream.closed
    rig.now_s = 59.9 + 60
    stream.play(noise(480))
    wait_until(lambda: stream.closed)
    rig.capture.close()
    assert rig.opened() == [True, False]


def test_never_means_closed_with_the_take(rig: Rig) -> None:
    rig.choose(warm="never")
    rig.capture.start(1)
    stream = rig.sound.opened()
    stream.play(noise(480))
    rig.capture.stop(1)
    stream.play(noise(480))
    wait_until(lambda: stream.closed)
    rig.capture.start(2)
    second = rig.sound.opened()
    second.play(noise(480))
    rig.events.wait_for(RecordingStarted)
    rig.capture.close()
    assert rig.events.heard(2).size == 480
    assert rig.opened() == [True, False, True, False]


def test_a_new_choice_counts_at_once(rig: Rig) -> None:
    rig.capture.options_changed()
    first = rig.sound.opened()
    rig.choose(device="other")
    rig.capture.options_changed()
    second = rig.sound.opened()
    assert (first.closed, second.name) == (True, "other")
    rig.choose(warm="never")
    rig.capture.options_changed()
    wait_until(lambda: second.closed)


def test_a_ready_microphone_that_goes_away_costs_the_next_take_nothing(rig: Rig) -> None:
    rig.capture.options_changed()
    first = rig.sound.opened()
    first.play(noise(9600))
    first.die()
    wait_until(lambda: first.closed)
    rig.capture.start(1)
    rig.sound.opened().play(noise(480))
    rig.events.wait_for(RecordingStarted)
    rig.capture.close()
    assert rig.events.heard(1).size == 480, "what the lost microphone heard is no part of it"


def test_a_ready_microphone_that_falls_silent_is_closed(rig: Rig) -> None:
    rig.choose(stall_timeout_s=0.05)
    rig.capture.options_changed()
    stream = rig.sound.opened()
    stream.play(noise(480))
    wait_until(lambda: stream.closed)


def test_none_to_keep_ready_is_no_failure(rig: Rig) -> None:
    rig.sound.error = UserFixableError("No microphone was found", "Plug one in")
    rig.capture.options_changed()
    rig.capture.start(1)
    assert rig.events.wait_for(RecordingFailed).error is rig.sound.error


def test_a_stand_in_gives_way_as_soon_as_the_chosen_one_may_be_back(rig: Rig) -> None:
    rig.choose(device="Headset")
    rig.sound.note = "another one is used"
    rig.capture.start(1)
    first = rig.sound.opened()
    first.play(noise(480))
    rig.capture.stop(1)
    first.play(noise(480))
    wait_until(lambda: first.closed)
    rig.sound.note = ""
    rig.capture.start(2)
    second = rig.sound.opened()
    second.play(noise(480))
    rig.events.wait_for(RecordingStarted)
    rig.capture.stop(2)
    second.play(noise(480))
    rig.events.wait_for(RecordingEnded)
    rig.capture.close()
    assert rig.opened() == [True, False, True, False]


def test_microphones_are_looked_up_anew_while_one_is_only_kept_ready(rig: Rig) -> None:
    rig.capture.options_changed()
    first = rig.sound.opened()
    assert rig.capture.microphones().result(10)
    assert (rig.sound.n_refreshes, first.closed) == (1, True)
    second = rig.sound.opened()
    second.play(noise(4800))
    rig.capture.start(1)
    rig.events.wait_for(LevelMeasured)
    rig.capture.close()
    assert rig.events.heard(1).size == 4800


def test_it_is_tried_again_with_growing_pauses(rig: Rig) -> None:
    microphone = Microphone(rig.sound, lambda message: None, lambda is_open: None)
    standby = Standby(microphone, lambda: rig.options, lambda: rig.now_s)
    standby.reconsider()
    rig.sound.opened()
    rig.sound.error = UserFixableError("No microphone was found", "Plug one in")
    standby.release()
    pauses: list[float] = []
    for _ in range(6):
        assert standby.deadline_s is not None
        pauses.append(standby.deadline_s - rig.now_s)
        rig.now_s = standby.deadline_s
        standby.overdue()
    assert pauses == [0.5, 1, 2, 4, 5, 5]
    assert microphone.stream is None
    rig.sound.error = None
    rig.now_s += 5
    standby.overdue()
    assert microphone.stream is not None
    standby.hear(noise(480).tobytes())
    standby.release()
    assert standby.deadline_s == rig.now_s + 0.5, "once it works, the next loss is mended soon"


def test_no_stand_in_is_opened_while_the_chosen_one_is_away(rig: Rig) -> None:
    rig.choose(device="Headset")
    rig.capture.options_changed()
    first = rig.sound.opened()
    first.die()
    wait_until(lambda: rig.sound.n_refreshes >= 2)
    assert len(rig.sound.streams) == 1
    rig.choose(device="fake")
    assert rig.sound.opened().name == "fake", "the choice is asked for at every try"


@pytest.mark.parametrize("warm", ["never", "after_take"])
def test_what_need_not_be_ready_is_not_tried_again(rig: Rig, warm: str) -> None:
    microphone = Microphone(rig.sound, lambda message: None, lambda is_open: None)
    standby = Standby(microphone, lambda: rig.options, lambda: rig.now_s)
    rig.choose(warm=warm)
    standby.release()
    assert standby.deadline_s is None


def test_a_microphone_lost_in_a_take_is_opened_again(rig: Rig) -> None:
    rig.capture.start(1)
    first = rig.sound.opened()
    first.play(noise(480))
    first.die()
    rig.events.wait_for(RecordingEnded)
    rig.sound.opened().play(noise(9600))
    rig.capture.start(2)
    assert rig.events.wait_for(RecordingStarted).take_id == 2
    rig.capture.close()
    assert rig.events.heard(2).size == PRE_ROLL
    assert rig.opened() == [True, False, True, False]
