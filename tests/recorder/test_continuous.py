"""Speech without a pause is cut in its middle, and the segments still hold the recording, sample by sample."""

import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from srota_dictate.audio import read_file, to_int16
from srota_dictate.recorder.capture import Capture
from srota_dictate.recorder.options import RecorderOptions, WarmMicrophone
from srota_dictate.segmenter.factory import SegmenterFactory
from srota_dictate.segmenter.options import SegmenterOptions
from srota_dictate.types import SAMPLE_RATE_HZ, CutKind, RecordingEnded, SegmentCut
from tests.desktop.microphone import VirtualMicrophone
from tests.recorder.driver import Child, similarity
from tests.recorder.fakes import Events, FakeSound
from tests.segmenter.voices import spoken

FLUENT = "कल सुबह हम लोग यमुना की ओर जा रहे होंगे"
LENGTH_S = 35.0  # one segment can't hold it
QUIET = 0.003  # -50 dBFS


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a segment lies in the recording, and the checksum of its samples in 16 bit."""

    start_s: float
    end_s: float
    overlap_s: float
    crc: int


def checksum(samples: NDArray[np.int16]) -> int:
    return zlib.crc32(samples.astype("<i2").tobytes())


def without_overlaps(recorded: NDArray[np.int16], pieces: list[Piece]) -> NDArray[np.int16]:
    """What the pieces hold together, each checked against its place in the recording."""
    parts: list[NDArray[np.int16]] = []
    for piece in pieces:
        start, end, overlap = (round(s * SAMPLE_RATE_HZ) for s in (piece.start_s, piece.end_s, piece.overlap_s))
        assert checksum(recorded[start:end]) == piece.crc
        parts.append(recorded[start + overlap : end])
    return np.concatenate(parts)


def test_segments_without_their_overlaps_are_the_recording(tmp_path: Path) -> None:
    speech = np.tile(spoken(FLUENT), 20)[: round(LENGTH_S * SAMPLE_RATE_HZ)]
    events, sound = Events(), FakeSound()
    options = RecorderOptions(tail_ms=0, max_tail_ms=0, warm=WarmMicrophone.NEVER)
    segmenters = SegmenterFactory(SegmenterOptions())
    capture = Capture(events, lambda: options, segmenters, lambda take_id: tmp_path / "take.wav", sound)
    capture.start(1)
    sound.opened().play(speech)
    capture.close()
    segments = [event.segment for event in events.drain() if isinstance(event, SegmentCut)]
    (ended,) = (event for event in events.all if isinstance(event, RecordingEnded))
    assert ended.audio_path is not None
    recorded = to_int16(read_file(ended.audio_path))
    np.testing.assert_array_equal(recorded, to_int16(speech))
    assert CutKind.DIP in [segment.kind for segment in segments]
    n_doubled = [round(segment.overlap_s * SAMPLE_RATE_HZ) for segment in segments]
    parts = [to_int16(segment.samples)[n:] for segment, n in zip(segments, n_doubled, strict=True)]
    np.testing.assert_array_equal(np.concatenate(parts), recorded)
    pieces = [Piece(s.start_s, s.end_s, s.overlap_s, checksum(to_int16(s.samples))) for s in segments]
    np.testing.assert_array_equal(without_overlaps(recorded, pieces), recorded)


@pytest.mark.soak
@pytest.mark.timeout(120)
@pytest.mark.skipif(bool(VirtualMicrophone.missing_programs()), reason="PulseAudio is not installed")
def test_so_they_are_on_a_real_microphone(child: Child, microphone: VirtualMicrophone) -> None:
    speech = np.tile(spoken(FLUENT), 20)[: round(LENGTH_S * SAMPLE_RATE_HZ)]
    child.tell("start 1")
    child.wait_for("started")
    microphone.play(speech)
    child.tell("stop 1")
    pieces: list[Piece] = []
    while (answer := child.wait_for("segment", "ended"))["kind"] == "segment":
        pieces.append(Piece(answer["start_s"], answer["end_s"], answer["overlap_s"], answer["crc"]))
    whole = read_file(Path(answer["path"]))
    assert any(piece.overlap_s > 0 for piece in pieces), "one cut went through speech"
    first, last = round(pieces[0].start_s * SAMPLE_RATE_HZ), round(pieces[-1].end_s * SAMPLE_RATE_HZ)
    np.testing.assert_array_equal(without_overlaps(to_int16(whole), pieces), to_int16(whole)[first:last])
    assert max(np.abs(whole[:first]).max(initial=0), np.abs(whole[last:]).max(initial=0)) < QUIET
    assert similarity(whole, speech)[0] > 0.98
    assert answer["overflows"] == 0
