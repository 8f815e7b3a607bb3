"""Quiet microphones are lifted by one gain a take; everything else stays as it was spoken."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from srota_dictate.audio import rms_dbfs
from srota_dictate.recorder.level import MAX_GAIN_DB, LevelledSegmenter, amplify, speech_dbfs, without_offset
from srota_dictate.types import SAMPLE_RATE_HZ, Samples
from tests.recorder.fakes import CountingSegmenter


def speech(dbfs: float, seconds: float = 3.0) -> Samples:
    """Noise that comes and goes like syllables, with a pause in the middle; `dbfs` while it is there."""
    n = round(seconds * SAMPLE_RATE_HZ)
    # A difference, because white noise has sound at 0 Hz, which no voice has.
    sound = np.diff(np.random.default_rng(3).normal(0, 10 ** (dbfs / 20) / 2**0.5, n + 1))
    at_s = np.arange(n) / SAMPLE_RATE_HZ
    sound[(at_s % 1.0) > 0.6] *= 1e-3
    return np.clip(sound, -1, 1).astype(np.float32)


def levelled(samples: Samples, block: int = 1600, every: int = SAMPLE_RATE_HZ) -> list[Samples]:
    segmenter = LevelledSegmenter(CountingSegmenter(every))
    segments = [s for i in range(0, samples.size, block) for s in segmenter.push(samples[i : i + block])]
    return [segment.samples for segment in segments + segmenter.finish()]


@pytest.mark.parametrize(("dbfs", "lifted"), [(-30, -20), (-40, -20), (-50, -30)])
def test_quiet_speech_is_lifted_towards_the_target_by_at_most_twenty_decibels(dbfs: float, lifted: float) -> None:
    (out,) = levelled(speech(dbfs), every=10**9)
    level = speech_dbfs(out)
    assert level is not None
    assert level == pytest.approx(lifted, abs=1.0)


@pytest.mark.parametrize("dbfs", [-18, -10])
def test_a_good_microphone_passes_bit_by_bit(dbfs: float) -> None:
    samples = speech(dbfs)
    np.testing.assert_array_equal(np.concatenate(levelled(samples)), samples)


def test_silence_is_not_amplified() -> None:
    for samples in (np.zeros(32_000, np.float32), speech(-75), np.zeros(100, np.float32)):
        np.testing.assert_array_equal(np.concatenate(levelled(samples)), samples)


def test_one_gain_holds_for_the_whole_take() -> None:
    samples = np.concatenate([speech(-40), speech(-30), speech(-50)])
    out = np.concatenate(levelled(samples))
    factors = [float(np.abs(out[i : i + 800]).sum() / np.abs(samples[i : i + 800]).sum()) for i in range(0, 9600, 800)]
    assert factors == pytest.approx([factors[0]] * len(factors), rel=1e-4)
    assert 20 * np.log10(factors[0]) == pytest.approx(MAX_GAIN_DB, abs=1.0)


def test_a_first_segment_without_speech_decides_nothing() -> None:
    out = levelled(np.concatenate([np.zeros(SAMPLE_RATE_HZ, np.float32), speech(-40)]))
    assert rms_dbfs(out[1]) - rms_dbfs(speech(-40)[:SAMPLE_RATE_HZ]) == pytest.approx(20, abs=1)


def test_a_click_is_no_speech_and_is_not_clipped() -> None:
    samples = speech(-40)
    samples[5000] = 0.9
    (out,) = levelled(samples, every=10**9)
    assert np.abs(out).max() <= 1.0
    assert speech_dbfs(samples) == pytest.approx(speech_dbfs(speech(-40)), abs=0.5)


def test_a_constant_offset_goes() -> None:
    out = np.concatenate(levelled(speech(-15) + np.float32(0.05), every=10**9))
    assert abs(float(out.mean())) < 1e-6
    near = speech(-15)
    assert without_offset(near) is near


@given(block=st.integers(1, 50_000))
def test_the_size_of_the_blocks_does_not_matter(block: int) -> None:
    samples = speech(-40)
    np.testing.assert_array_equal(np.concatenate(levelled(samples, max(block, 100))), np.concatenate(levelled(samples)))


def test_nothing_in_nothing_out() -> None:
    empty = np.zeros(0, np.float32)
    assert without_offset(empty) is empty
    assert amplify(empty, 10) is empty
    assert speech_dbfs(empty) is None
