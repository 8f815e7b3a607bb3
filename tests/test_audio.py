"""Reading, resampling, measuring and writing audio."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

import subprocess
import sys
import tracemalloc
import wave
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from srota_dictate.audio import (
    Resampler,
    downmix,
    duration_s,
    from_int16,
    read_file,
    resample,
    rms_dbfs,
    stream_file,
    to_int16,
    write_wav,
)
from srota_dictate.errors import UserFixableError
from srota_dictate.types import SAMPLE_RATE_HZ, Samples


def tone(rate_hz: int, seconds: float, hz: float = 440.0, level: float = 0.5) -> Samples:
    t = np.arange(round(rate_hz * seconds)) / rate_hz
    return (level * np.sin(2 * np.pi * hz * t)).astype(np.float32)


def loudest_hz(samples: Samples) -> float:
    spectrum = np.abs(np.fft.rfft(samples))
    return float(np.argmax(spectrum)) * SAMPLE_RATE_HZ / samples.size


def sparse_wav(path: Path, rate_hz: int, channels: int, seconds: int) -> Path:
    """Hours of silence that take no room on disk."""
    n_bytes = seconds * rate_hz * channels * 2
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.setnframes(seconds * rate_hz)
        file.writeframesraw(b"")
    data = bytearray(path.read_bytes()[:44])
    data[4:8] = (36 + n_bytes).to_bytes(4, "little")
    data[40:44] = n_bytes.to_bytes(4, "little")
    with path.open("wb") as file:
        file.write(data)
        file.truncate(44 + n_bytes)
    return path


def test_8_khz_stereo_becomes_16_khz_mono(tmp_path: Path) -> None:
    left, right = tone(8000, 2.0), tone(8000, 2.0, level=0.1)
    soundfile.write(tmp_path / "phone.wav", np.stack([left, right], axis=1), 8000)
    samples = read_file(tmp_path / "phone.wav")
    assert samples.dtype == np.float32
    assert samples.shape == (32_000,)
    assert loudest_hz(samples) == pytest.approx(440, abs=1)
    assert float(np.abs(samples[1000:-1000]).max()) == pytest.approx(0.3, abs=0.01), "the mean of both channels"


@pytest.mark.parametrize(("suffix", "subtype"), [("wav", "PCM_24"), ("flac", None), ("ogg", None), ("mp3", None)])
def test_reads_what_people_have(tmp_path: Path, suffix: str, subtype: str | None) -> None:
    path = tmp_path / f"आवाज़ {suffix}.{suffix}"
    soundfile.write(path, tone(44_100, 1.0), 44_100, subtype=subtype)
    assert read_file(path).size == pytest.approx(SAMPLE_RATE_HZ, abs=2000 if suffix == "mp3" else 1)
    assert duration_s(path) == pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize("rate_hz", [8000, 11_025, 16_000, 44_100, 48_000])
@pytest.mark.parametrize("block_s", [0.013, 0.5, 60.0])
def test_block_size_does_not_matter(tmp_path: Path, rate_hz: int, block_s: float) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, tone(rate_hz, 1.7), rate_hz)
    streamed = np.concatenate(list(stream_file(path, block_s)))
    whole = read_file(path)
    assert streamed.shape == whole.shape
    np.testing.assert_allclose(streamed, whole, atol=1e-6)


def test_three_hours_are_never_in_memory_at_once(tmp_path: Path) -> None:
    path = sparse_wav(tmp_path / "lecture.wav", rate_hz=16_000, channels=1, seconds=3 * 3600)
    assert duration_s(path) == 3 * 3600
    n_samples = 0
    tracemalloc.start()
    try:
        for block in stream_file(path, block_s=30.0):
            n_samples += block.size
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert n_samples == 3 * 3600 * SAMPLE_RATE_HZ
    assert peak_bytes < 30e6


def bad_files(folder: Path) -> dict[str, Path]:
    (folder / "text.wav").write_text("नमस्ते, this is a letter\n" * 100)
    (folder / "nothing.wav").touch()
    soundfile.write(folder / "header only.wav", np.zeros(0, np.float32), 16_000)
    (folder / "cut.flac").write_bytes(b"fLaC" + bytes(20))
    return {
        "not a sound file": folder / "text.wav",
        "is empty": folder / "nothing.wav",
        "holds no sound": folder / "header only.wav",
        "no file": folder / "missing.wav",
        "is a folder": folder,
        "sound file this program can read": folder / "cut.flac",
    }


@pytest.mark.parametrize(
    "complaint",
    ["not a sound file", "is empty", "holds no sound", "no file", "is a folder", "sound file this program can read"],
)
def test_bad_input_is_one_sentence_with_a_remedy(tmp_path: Path, complaint: str) -> None:
    path = bad_files(tmp_path)[complaint]
    for read in (stream_file, read_file, duration_s):
        with pytest.raises(UserFixableError, match=complaint) as caught:
            read(path)
        assert str(path) in caught.value.message
        assert caught.value.hint
        assert not caught.value.message.endswith(".")
        assert "\n" not in str(caught.value)


def test_a_file_of_somebody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "theirs.wav"
    write_wav(path, tone(16_000, 0.1))

    def refuse(*_: object, **__: object) -> None:  # chmod would not stop root
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UserFixableError, match="may not be read"):
        stream_file(path)


def test_what_is_no_number_becomes_silence(tmp_path: Path) -> None:
    samples = tone(48_000, 0.5)
    samples[100], samples[200], samples[300] = np.nan, np.inf, -np.inf
    soundfile.write(tmp_path / "nan.wav", samples, 48_000, subtype="FLOAT")
    read = read_file(tmp_path / "nan.wav")
    assert np.isfinite(read).all()
    assert float(np.abs(read).max()) <= 1.0
    assert downmix(np.array([[np.nan, 0.0]], np.float32)).tolist() == [0.0]


def test_overshoot_is_clipped() -> None:
    square = np.sign(tone(48_000, 0.2))
    assert float(np.abs(resample(square, 48_000)).max()) <= 1.0
    assert float(np.abs(resample(square * 4, 16_000)).max()) <= 1.0


@settings(max_examples=40, deadline=None)
@given(
    rate_hz=st.sampled_from([8000, 22_050, 44_100, 48_000, 96_000]), sizes=st.lists(st.integers(0, 5000), max_size=9)
)
def test_resampling_in_blocks_loses_no_sample(rate_hz: int, sizes: list[int]) -> None:
    source = np.random.default_rng(sum(sizes)).uniform(-0.5, 0.5, sum(sizes)).astype(np.float32)
    resampler = Resampler(rate_hz)
    ends = np.cumsum(sizes)
    blocks = [resampler.push(source[end - size : end]) for end, size in zip(ends, sizes, strict=True)]
    got = np.concatenate([*blocks, resampler.finish()])
    assert got.size == pytest.approx(source.size * SAMPLE_RATE_HZ / rate_hz, abs=1)
    np.testing.assert_allclose(got, resample(source, rate_hz), atol=1e-6)


@pytest.mark.parametrize(
    ("samples", "dbfs"),
    [
        (np.zeros(100, np.float32), -120.0),
        (np.zeros(0, np.float32), -120.0),
        (np.ones(100, np.float32), 0.0),
        (np.full(100, 0.1, np.float32), -20.0),
        (np.full(100, 1e-9, np.float32), -120.0),
    ],
)
def test_levels(samples: Samples, dbfs: float) -> None:
    assert rms_dbfs(samples) == pytest.approx(dbfs, abs=0.01)


def test_written_files_are_private_and_exact(tmp_path: Path) -> None:
    path = tmp_path / "take.wav"
    samples = from_int16(np.array([0, 1, -1, 32767, -32768], np.int16))
    write_wav(path, samples)
    assert path.stat().st_mode & 0o777 == 0o600
    np.testing.assert_array_equal(read_file(path), samples)


@given(st.lists(st.integers(-32768, 32767), max_size=50))
def test_16_bit_goes_both_ways(values: list[int]) -> None:
    array = np.array(values, np.int16)
    np.testing.assert_array_equal(to_int16(from_int16(array)), array)


def test_options_and_audio_load_nothing_heavy() -> None:
    code = (
        "import sys, srota_dictate.recorder.capture, srota_dictate.recorder.options, srota_dictate.segmenter.factory, "
        "srota_dictate.audio, srota_dictate.history.takes;"
        "print([m for m in ('sounddevice', 'soxr', 'onnxruntime', 'webrtcvad', 'soundfile') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
