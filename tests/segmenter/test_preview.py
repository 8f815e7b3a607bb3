"""A look at the segment that is being gathered: what would be cut now, without changing what will be."""

from copy import deepcopy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from srota_dictate.segmenter.factory import SegmenterFactory
from srota_dictate.segmenter.options import SegmenterOptions
from srota_dictate.segmenter.stream import Segmenter
from srota_dictate.types import CutKind, Samples, Segment
from tests.segmenter.voices import LoudnessVoice, noise, silence, spoken

DEFAULTS = SegmenterOptions()
SHORT = SegmenterOptions(max_s=5, search_s=2, early_s=3, early_pause_s=0.4)
BLOCK = 2560  # whole frames of cutter and detector alike, so that both are up to date after each block
PHRASES = st.lists(st.floats(-1.2, 3, allow_subnormal=False), max_size=8)
"""Seconds of speech, and of silence where negative."""

Facts = tuple[int, float, float, float, float, bytes]


def sound(phrases: list[float]) -> Samples:
    parts = [noise(s, 0.1) if s > 0 else noise(-s, 1e-4) for s in phrases]
    whole = np.concatenate([silence(0), *parts])
    return np.pad(whole, (0, -whole.size % BLOCK))


def facts(segment: Segment) -> Facts:
    """All but why it was cut, which only the end decides."""
    s = segment
    return (s.index, s.start_s, s.end_s, s.speech_s, s.overlap_s, s.samples.tobytes())


@settings(max_examples=40, deadline=None)
@given(PHRASES, st.sampled_from([DEFAULTS, SHORT]), st.booleans())
def test_at_any_moment_it_is_what_the_end_would_give_and_it_changes_nothing(
    phrases: list[float], options: SegmenterOptions, finds_shorts: bool
) -> None:
    samples = sound(phrases)
    looked_at, left_alone = (Segmenter(LoudnessVoice(), options, finds_shorts=finds_shorts) for _ in range(2))
    for start in range(0, samples.size, BLOCK):
        block = samples[start : start + BLOCK]
        assert [facts(s) for s in looked_at.push(block)] == [facts(s) for s in left_alone.push(block)]
        preview = looked_at.preview()
        at_the_end = deepcopy(left_alone).finish()
        if preview is not None:
            assert facts(preview) == facts(at_the_end[-1])
            assert preview.kind is CutKind.END
            assert looked_at.gathering is not None
            assert set(preview.short_pieces) <= set(at_the_end[-1].short_pieces), "the last one may go on"
    assert [facts(s) for s in looked_at.finish()] == [facts(s) for s in left_alone.finish()]


@settings(max_examples=60, deadline=None)
@given(PHRASES, st.sampled_from([DEFAULTS, SHORT]), st.integers(0, 40), st.integers(100, 7000), st.booleans())
def test_a_settled_one_is_the_segment_to_the_last_bit_if_no_more_is_said(
    phrases: list[float], options: SegmenterOptions, n_more: int, n_block: int, finds_shorts: bool
) -> None:
    segmenter = Segmenter(LoudnessVoice(), options, finds_shorts=finds_shorts)
    found: list[Segment] = []
    samples = sound([*phrases, 1.0])
    for start in range(0, samples.size, n_block):
        found += segmenter.push(samples[start : start + n_block])
    settled: Segment | None = None
    for _ in range(n_more):
        found += segmenter.push(silence(0.05))
        if settled is None and segmenter.gathering is not None and segmenter.gathering.is_settled:
            assert segmenter.gathering.pause_s >= options.pad_after_s
            settled = segmenter.preview()
    found += segmenter.finish()
    if settled is not None:
        assert facts(settled) == facts(found[-1])


@pytest.mark.parametrize("end_s", [0.45, 0.6, 2.0])
def test_a_pause_in_real_speech_settles_it(end_s: float) -> None:
    segmenter = SegmenterFactory(DEFAULTS)()
    sentence = spoken("कल office में meeting है")
    found = segmenter.push(np.concatenate([silence(0.5), sentence]))
    settled: Segment | None = None
    for _ in range(round(end_s / 0.03)):
        found += segmenter.push(silence(0.03))
        if settled is None and segmenter.gathering is not None and segmenter.gathering.is_settled:
            settled = segmenter.preview()
    found += segmenter.finish()
    if end_s >= 0.6:  # the detector lags up to 0.128 s behind, and hears a word end earlier than it does
        assert settled is not None
    if settled is not None:
        assert facts(settled) == facts(found[-1])


def test_without_speech_there_is_nothing_to_look_at() -> None:
    segmenter = Segmenter(LoudnessVoice(), DEFAULTS)
    assert segmenter.preview() is None
    segmenter.push(silence(2))
    assert segmenter.preview() is None
    assert segmenter.gathering is None
