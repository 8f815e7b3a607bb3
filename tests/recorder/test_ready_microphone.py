"""Nothing clipped, on a real PortAudio and a real PulseAudio: before the key, between takes, in the tail."""

import zlib
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from srota_dictate.audio import to_int16
from srota_dictate.types import SAMPLE_RATE_HZ, Samples
from tests.desktop.microphone import VirtualMicrophone
from tests.desktop.process import wait_until
from tests.recorder.driver import HANG_S, Child, similarity
from tests.segmenter.voices import noise, spoken

SENTENCE = "कल सुबह office में meeting है, please laptop ले आना"
BEFORE_THE_KEY = "मेरा favourite festival Diwali है"
PART_S: Final = 0.5
PART: Final = round(PART_S * SAMPLE_RATE_HZ)

pytestmark = pytest.mark.skipif(bool(VirtualMicrophone.missing_programs()), reason="PulseAudio is not installed")


def place_in(played: Samples, part: Samples) -> int:
    """Where in `played` that part of it was, in samples."""
    alike, at_s = similarity(played, part)
    assert alike > 0.9
    return round(at_s * SAMPLE_RATE_HZ)


def test_what_was_said_before_the_key_is_in_the_take_and_nothing_older(
    child: Child, microphone: VirtualMicrophone
) -> None:
    first, second = spoken(SENTENCE), spoken(BEFORE_THE_KEY)
    child.tell("option warm after_take", "option pre_roll_ms 2000")  # so that no machine is too slow to press in time
    child.tell("start 1")
    child.wait_for("started")
    microphone.play(first)
    child.tell("stop 1")
    _, recorded = child.take(1)
    assert similarity(recorded, first)[0] > 0.98
    assert microphone.n_listeners() == 1, "it stays open"

    microphone.play(second)
    child.tell("start 2")
    child.wait_for("started")
    child.tell("stop 2")
    _, recorded = child.take(2)
    # The middle of it: the end may still have been on its way when the key went down, the start is too long ago.
    middle = second[-12 * SAMPLE_RATE_HZ // 10 : -6 * SAMPLE_RATE_HZ // 10]
    alike, at_s = similarity(recorded, middle)
    assert alike > 0.98
    assert at_s + middle.size / SAMPLE_RATE_HZ < 2.0, "it stands in the pre-roll"
    assert similarity(recorded, first)[0] < 0.5, "and nothing of the take before"

    child.tell("option warm never")
    wait_until(lambda: microphone.n_listeners() == 0, what="the microphone to be released")


def test_between_two_takes_no_sample_is_lost_or_doubled(child: Child, microphone: VirtualMicrophone) -> None:
    # Every half second of it can be told from any other; dull, so that half a sample's shift changes little.
    played = np.convolve(noise(8, level=0.3), np.ones(8) / 8, "same").astype(np.float32)
    child.tell("option warm after_take", "option pre_roll_ms 2000")
    child.tell("start 1")
    child.wait_for("started")
    player = microphone.play(played, wait=False)
    child.wait_for_sound(PART_S)
    child.tell("stop 1")
    _, first = child.take(1)
    assert microphone.n_listeners() == 1, "and while that was looked up, the noise went on"
    child.tell("start 2")
    child.wait_for_sound(PART_S)
    child.tell("stop 2")
    _, second = child.take(2)
    player.kill()
    end_of_first = place_in(played, first[-PART:]) + PART
    start_of_second = place_in(played, second[:PART])
    # Sound server, device and recorder each have a rate of their own, and each conversion rounds.
    assert abs(start_of_second - end_of_first) <= 3


def test_unplugged_while_it_is_only_kept_ready(tmp_path: Path) -> None:
    with VirtualMicrophone() as microphone:
        child = Child(microphone, tmp_path)
        child.tell("option warm always")
        assert child.wait_for("microphone")["open"]
        microphone.kill_source()
        assert not child.wait_for("microphone")["open"], "the sign goes out"
        microphone.restore_source()
        assert child.wait_for("microphone")["open"], "and on again, without a key"
        assert microphone.n_listeners() == 1
        child.tell("start 1")
        assert child.wait_for("started", "failed")["kind"] == "started"
        child.tell("stop 1")
        assert child.take(1)[0]["trouble"] is None
        assert microphone.n_listeners() == 1, "and it is kept ready again"
        child.close()


def test_unplugged_in_a_take_it_is_ready_again_when_it_is_back(tmp_path: Path) -> None:
    sentence = spoken(SENTENCE)
    with VirtualMicrophone() as microphone:
        child = Child(microphone, tmp_path)
        child.tell("option warm always", "option pre_roll_ms 2000")
        assert child.wait_for("microphone")["open"]
        child.tell("start 1")
        child.wait_for("started")
        microphone.kill_source()
        child.wait_for("ended")
        microphone.restore_source()
        while not child.wait_for("microphone")["open"]:
            pass
        microphone.play(sentence)
        child.tell("start 2")
        assert child.wait_for("started", "failed")["kind"] == "started"
        child.tell("stop 2")
        _, recorded = child.take(2)
        middle = sentence[-12 * SAMPLE_RATE_HZ // 10 : -6 * SAMPLE_RATE_HZ // 10]
        assert similarity(recorded, middle)[0] > 0.98, "it was heard before the key"
        child.close()


def test_a_take_resumed_in_its_tail_is_one_take(microphone: VirtualMicrophone, tmp_path: Path) -> None:
    sentence = spoken(SENTENCE)
    child = Child(microphone, tmp_path)
    child.tell("option tail_ms 1500", "option max_tail_ms 1500")  # so that no machine is too slow to press within it
    child.tell("start 1")
    child.wait_for("started")
    player = microphone.play(sentence, wait=False)
    child.wait_for_sound()
    child.tell("stop 1")
    child.wait_for_sound()
    child.tell("resume 1")
    child.wait_for("resumed")
    player.wait(HANG_S)
    child.tell("stop 1")
    segment = child.wait_for("segment")
    ended, recorded = child.take(1)
    assert [answer["kind"] for answer in child.close()] == ["microphone"], "one take, ended once"
    assert [path.name for path in tmp_path.glob("*.wav")] == ["1.wav"]
    assert (ended["n"], ended["trouble"]) == (1, None)
    alike, at_s = similarity(recorded, sentence)
    assert alike > 0.98
    assert segment["start_s"] <= at_s
    assert segment["end_s"] >= at_s + sentence.size / SAMPLE_RATE_HZ
    cut = recorded[round(segment["start_s"] * SAMPLE_RATE_HZ) : round(segment["end_s"] * SAMPLE_RATE_HZ)]
    assert zlib.crc32(to_int16(cut).astype("<i2").tobytes()) == segment["crc"], "what is recognised is what is kept"
