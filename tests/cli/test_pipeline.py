"""From a sound file to its text, with a recogniser that only notes what it is given."""

from concurrent.futures import Future
from pathlib import Path

import numpy as np
import pytest

from srota_dictate.audio import read_file
from srota_dictate.cli.pipeline import Pipeline
from srota_dictate.errors import UserFixableError
from srota_dictate.segmenter.factory import SegmenterFactory
from srota_dictate.segmenter.options import SegmenterOptions, VoiceBackend
from srota_dictate.session.listen import MAX_AHEAD
from srota_dictate.types import MAX_SEGMENT_S, SAMPLE_RATE_HZ, Samples, SegmentKey, Transcript, TranscriptFlag
from tests.desktop.speech import spoken_with_pauses, write_wav
from tests.fakes.recognizers import StandInRecognizer


class Counter(StandInRecognizer):
    """Answers with the number of the recording; if one of them is `broken`, only that one is answered."""

    def __init__(self, broken: int | None = None, flags: frozenset[TranscriptFlag] = frozenset()) -> None:
        self.given: list[Samples] = []
        self.futures: list[Future[Transcript]] = []
        self.cancelled: list[Future[Transcript]] = []
        self._broken = broken
        self._flags = flags

    def answer_for(self, samples: Samples, speech_s: float | None, key: SegmentKey | None) -> Future[Transcript]:
        number, future = len(self.given), Future[Transcript]()
        self.given.append(samples)
        self.futures.append(future)
        if self._broken is None:
            future.set_result(Transcript(f"word{number}", samples.size / SAMPLE_RATE_HZ, 1, 0.1, self._flags))
        elif number == self._broken:
            future.set_exception(UserFixableError("No memory", "Buy some"))
        return future

    def cancel(self, future: Future[Transcript]) -> None:
        self.cancelled.append(future)


class Watcher:
    """Notes what a person would see."""

    def __init__(self) -> None:
        self.shares: list[float] = []
        self.warnings: list[str] = []


@pytest.fixture(scope="module")
def long_speech() -> Samples:
    return spoken_with_pauses(["मेरा favourite festival Diwali है", "code review आज deadline है"] * 15, pause_s=0.8)


def pipeline(recognizer: Counter) -> Pipeline:
    return Pipeline(recognizer, SegmenterFactory(SegmenterOptions.model_validate({"backend": VoiceBackend.WEBRTC})))


def transcribe(recognizer: Counter, file: Path, watcher: Watcher | None = None) -> str:
    watcher = watcher or Watcher()
    return pipeline(recognizer).transcribe(file, watcher.shares.append, watcher.warnings.append).text


@pytest.mark.parametrize("length_s", [0.05, 1.0, MAX_SEGMENT_S], ids=str)
def test_what_fits_is_passed_whole_and_unaltered(length_s: float, tmp_path: Path, long_speech: Samples) -> None:
    samples = long_speech[: round(length_s * SAMPLE_RATE_HZ)]
    recognizer = Counter()
    assert transcribe(recognizer, write_wav(tmp_path / "a.wav", samples)) == "word0"
    (given,) = recognizer.given
    np.testing.assert_array_equal(given, samples)


def test_stereo_at_another_rate_is_what_the_audio_module_reads(tmp_path: Path) -> None:
    import soundfile  # pyright: ignore[reportMissingTypeStubs]

    noise = np.random.default_rng(1).uniform(-0.5, 0.5, (44_100 * 3, 2)).astype(np.float32)
    file = tmp_path / "stereo.flac"
    soundfile.write(str(file), noise, 44_100)  # pyright: ignore[reportUnknownMemberType]
    recognizer = Counter()
    transcribe(recognizer, file)
    (given,) = recognizer.given
    np.testing.assert_allclose(given, read_file(file), atol=1e-6)


def test_a_long_file_comes_in_segments_in_order(tmp_path: Path, long_speech: Samples) -> None:
    file = write_wav(tmp_path / "long.wav", long_speech)
    recognizer, watcher = Counter(), Watcher()
    n_ahead: list[int] = []

    def report(share: float) -> None:
        n_ahead.append(len(recognizer.given) - len(watcher.shares))
        watcher.shares.append(share)

    result = pipeline(recognizer).transcribe(file, report, watcher.warnings.append)
    length_s = long_speech.size / SAMPLE_RATE_HZ
    n = len(recognizer.given)
    assert n > length_s / MAX_SEGMENT_S
    assert all(samples.size <= MAX_SEGMENT_S * SAMPLE_RATE_HZ for samples in recognizer.given)
    assert result.text == " ".join(f"word{i}" for i in range(n))
    assert [passage.text for passage in result.passages] == [f"word{i}" for i in range(n)]
    assert result.duration_s == pytest.approx(length_s)
    assert max(n_ahead) == min(MAX_AHEAD, n)
    assert watcher.shares == sorted(watcher.shares)
    assert 0.9 < watcher.shares[-1] <= 1.0


def test_silence_for_long_says_nothing(tmp_path: Path) -> None:
    recognizer = Counter()
    silence = np.zeros(40 * SAMPLE_RATE_HZ, np.float32)
    assert transcribe(recognizer, write_wav(tmp_path / "silence.wav", silence)) == ""
    assert recognizer.given == []


def test_after_an_error_the_rest_is_cancelled(tmp_path: Path, long_speech: Samples) -> None:
    recognizer = Counter(broken=0)
    with pytest.raises(UserFixableError, match="No memory"):
        transcribe(recognizer, write_wav(tmp_path / "long.wav", np.tile(long_speech, 2)))
    assert recognizer.cancelled == recognizer.futures[1:]
    assert len(recognizer.cancelled) == MAX_AHEAD - 1


@pytest.mark.parametrize("flag", [TranscriptFlag.TRUNCATED, TranscriptFlag.REPETITIVE])
def test_an_answer_in_doubt_is_told(flag: TranscriptFlag, tmp_path: Path, long_speech: Samples) -> None:
    recognizer, watcher = Counter(flags=frozenset({flag})), Watcher()
    transcribe(recognizer, write_wav(tmp_path / "a.wav", long_speech[:SAMPLE_RATE_HZ]), watcher)
    (warning,) = watcher.warnings
    assert "between 0.0 s and 1.0 s" in warning
