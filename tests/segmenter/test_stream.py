"""Samples in, segments out, however the samples are blocked."""

import math
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from srota_dictate.segmenter.factory import SegmenterFactory
from srota_dictate.segmenter.options import SegmenterOptions, VoiceBackend
from srota_dictate.segmenter.stream import Segmenter
from srota_dictate.types import SAMPLE_RATE_HZ, CutKind, Samples, Segment, ShortPiece, VoiceDetector
from tests.segmenter.voices import LoudnessVoice, noise, silence, spoken

SENTENCE = "कल सुबह office में meeting है, please laptop ले आना"
Known = tuple[int, float, float, float, CutKind, float, tuple[ShortPiece, ...], bytes]


@pytest.fixture(scope="module", params=list(VoiceBackend), ids=lambda backend: backend.value)
def factory(request: pytest.FixtureRequest) -> SegmenterFactory:
    return SegmenterFactory(SegmenterOptions(backend=request.param))


@pytest.fixture(scope="module")
def silero() -> SegmenterFactory:
    return SegmenterFactory(SegmenterOptions())


def known(segments: list[Segment]) -> list[Known]:
    return [
        (s.index, s.start_s, s.end_s, s.speech_s, s.kind, s.overlap_s, s.short_pieces, s.samples.tobytes())
        for s in segments
    ]


def hear(segmenter: Segmenter, samples: Samples, n_block: int) -> list[Segment]:
    found: list[Segment] = []
    for start in range(0, samples.size, n_block):
        found += segmenter.push(samples[start : start + n_block])
    return found + segmenter.finish()


def test_nothing_in_nothing_out(factory: SegmenterFactory) -> None:
    segmenter = factory()
    assert segmenter.push(silence(0)) == []
    assert segmenter.finish() == []
    assert segmenter.speech_s == 0


def test_silence_yields_no_segments(factory: SegmenterFactory) -> None:
    assert hear(factory(), silence(3), 1600) == []


def test_noise_yields_no_segments(silero: SegmenterFactory) -> None:
    assert hear(silero(), noise(5), 1600) == []


def test_a_sentence_is_found_with_some_silence_around_it(factory: SegmenterFactory) -> None:
    sentence = spoken(SENTENCE)
    (segment,) = hear(factory(), np.concatenate([silence(2), sentence, silence(2)]), 320)
    end_s = 2 + sentence.size / SAMPLE_RATE_HZ
    assert 1.6 <= segment.start_s <= 2
    assert end_s <= segment.end_s <= end_s + 0.8
    assert segment.speech_s > 0.7 * (end_s - 2)
    assert segment.kind is CutKind.END


def test_a_sentence_from_edge_to_edge_is_kept_whole(factory: SegmenterFactory) -> None:
    sentence = spoken(SENTENCE)
    (segment,) = hear(factory(), sentence, 700)
    assert (segment.start_s, segment.end_s) == (0, pytest.approx(sentence.size / SAMPLE_RATE_HZ, abs=0.3))


@pytest.mark.parametrize(("word", "voice"), [("हाँ", "hi"), ("no", "en"), ("जी", "hi")])
def test_short_real_words_pass(factory: SegmenterFactory, word: str, voice: str) -> None:
    (segment,) = hear(factory(), np.concatenate([silence(0.3), spoken(word, voice), silence(0.3)]), 320)
    assert segment.speech_s >= 0.09


def test_a_knock_is_no_word(silero: SegmenterFactory) -> None:
    assert hear(silero(), np.concatenate([silence(0.5), noise(0.03, 0.3), silence(0.5)]), 320) == []


def test_a_quiet_microphone_is_heard(silero: SegmenterFactory) -> None:
    (segment,) = hear(silero(), np.concatenate([silence(1), spoken(SENTENCE) * 0.01, silence(1)]), 320)
    assert segment.speech_s > 1


COMMANDS = [("नई लाइन", "hi"), ("comma", "en"), ("पूर्ण विराम", "hi"), ("question mark", "en"), ("वो हटाओ", "hi")]


@pytest.mark.parametrize(("command", "voice"), COMMANDS)
@pytest.mark.parametrize("pause_s", [0.5, 0.7, 2.0])
def test_a_command_between_pauses_is_a_short_piece(command: str, voice: str, pause_s: float) -> None:
    sentence, said, pause = spoken(SENTENCE), spoken(command, voice), noise(pause_s, 3e-4)
    samples = np.concatenate([sentence, pause, said, pause, sentence, pause, said])
    (segment,) = hear(SegmenterFactory(SegmenterOptions(), finds_shorts=True)(), samples, 320)
    first, last = segment.short_pieces
    begins_s = (sentence.size + pause.size) / SAMPLE_RATE_HZ
    assert begins_s - pause_s < first.start_s <= begins_s - 0.05
    assert begins_s + said.size / SAMPLE_RATE_HZ <= first.end_s < begins_s + said.size / SAMPLE_RATE_HZ + pause_s
    assert last.end_s == segment.end_s, "the take is over before the pause is"
    assert 0 < first.speech_before_s < last.speech_before_s < segment.speech_s


def test_words_without_pauses_are_no_command() -> None:
    samples = np.concatenate(
        [spoken(SENTENCE), noise(0.15, 3e-4), spoken("नई लाइन"), noise(0.15, 3e-4), spoken(SENTENCE)]
    )
    (segment,) = hear(SegmenterFactory(SegmenterOptions(), finds_shorts=True)(), samples, 320)
    assert segment.short_pieces == ()


@pytest.mark.parametrize("n_block", [97, 160, 512, 4800, 10**7])
def test_streaming_equals_offline(factory: SegmenterFactory, n_block: int) -> None:
    sentence = spoken(SENTENCE)
    parts = [part for i in range(7) for part in (sentence, noise(0.15 * i, 0.001))]
    samples = np.concatenate([*parts, noise(1.2, 0.001), sentence])
    segments = hear(factory(), samples, n_block)
    assert len(segments) >= 2
    assert known(segments) == known(hear(factory(), samples, 1600))
    for segment in segments:
        start, end = round(segment.start_s * SAMPLE_RATE_HZ), round(segment.end_s * SAMPLE_RATE_HZ)
        np.testing.assert_array_equal(segment.samples, samples[start:end])
        assert segment.end_s - segment.start_s <= 30
    assert [segment.index for segment in segments] == list(range(len(segments)))


@settings(max_examples=25, deadline=None)
@given(
    seconds=st.lists(st.floats(-1, 4, allow_subnormal=False), max_size=6),
    sizes=st.lists(st.integers(500, 40_000), min_size=1, max_size=6),
    finds_shorts=st.booleans(),
)
def test_any_blocks_give_the_same_exact_samples(seconds: list[float], sizes: list[int], finds_shorts: bool) -> None:
    parts = [noise(s, 0.1) if s > 0 else noise(-s, 1e-4) for s in seconds]
    samples = np.concatenate([silence(0), *parts])
    options = SegmenterOptions(max_s=5, search_s=2, early_s=3, early_pause_s=0.4)
    once = Segmenter(LoudnessVoice(), options, finds_shorts=finds_shorts)
    offline = once.push(samples) + once.finish()
    streaming = Segmenter(LoudnessVoice(), options, finds_shorts=finds_shorts)
    found: list[Segment] = []
    at = turn = 0
    while at < samples.size:
        size = sizes[turn % len(sizes)]
        found += streaming.push(samples[at : at + size])
        at, turn = at + size, turn + 1
    found += streaming.finish()
    assert known(found) == known(offline)
    assert streaming.speech_s == once.speech_s
    for segment in found:
        start, end = round(segment.start_s * SAMPLE_RATE_HZ), round(segment.end_s * SAMPLE_RATE_HZ)
        np.testing.assert_array_equal(segment.samples, samples[start:end])


def test_the_callers_buffer_may_be_reused() -> None:
    segmenter = Segmenter(LoudnessVoice(), SegmenterOptions())
    buffer = noise(1, 0.1)
    original = buffer.copy()
    segmenter.push(buffer)
    buffer[:] = 0
    np.testing.assert_array_equal(segmenter.finish()[0].samples, original)


def test_hours_of_silence_are_not_kept() -> None:
    segmenter = Segmenter(LoudnessVoice(), SegmenterOptions())
    for _ in range(120):
        segmenter.push(silence(1))
    assert segmenter.n_kept_samples <= 2 * SAMPLE_RATE_HZ


def test_it_tells_while_somebody_speaks(factory: SegmenterFactory) -> None:
    segmenter = factory()
    segmenter.push(np.concatenate([silence(1), spoken(SENTENCE)]))
    assert segmenter.speaking
    segmenter.push(silence(1))
    assert not segmenter.speaking


@pytest.mark.parametrize("n_block", [1, 100, 480, 511, 512, 513, 2048, 16_000])
def test_detectors_do_not_care_about_blocks(factory: SegmenterFactory, n_block: int) -> None:
    samples = spoken(SENTENCE)[:16_100]
    voice = factory.new_voice()
    parts = [voice.push(samples[start : start + n_block]) for start in range(0, samples.size, n_block)]
    streamed = np.concatenate([*parts, voice.finish()])
    voice.reset()
    whole = np.concatenate([voice.push(samples), voice.finish()])
    assert streamed.size == math.ceil(samples.size / voice.frame_samples)
    np.testing.assert_array_equal(streamed, whole)
    assert 0 <= streamed.min() <= streamed.max() <= 1


def test_without_onnxruntime_the_light_detector_steps_in_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    factory = SegmenterFactory(SegmenterOptions())
    assert factory.backend is VoiceBackend.WEBRTC
    assert factory.backend_note is not None
    assert "lighter voice detector" in factory.backend_note
    assert factory.detector is VoiceDetector.SUBSTITUTE
    segmenter = factory()
    assert segmenter.backend_note == factory.backend_note
    assert len(hear(segmenter, spoken(SENTENCE), 1600)) == 1


def test_the_chosen_detector_needs_no_note(factory: SegmenterFactory) -> None:
    assert factory.backend is factory.options.backend
    assert factory.backend_note is None
    is_light = factory.backend is VoiceBackend.WEBRTC
    assert factory.detector is (VoiceDetector.LIGHT if is_light else VoiceDetector.FULL)
