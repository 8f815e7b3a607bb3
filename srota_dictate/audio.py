"""Read, resample, measure and write audio: everything becomes mono float32 at 16 kHz."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

import math
import os
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from srota_dictate.errors import UserFixableError, reason_of
from srota_dictate.types import SAMPLE_RATE_HZ, Samples

if TYPE_CHECKING:
    import soundfile

SILENCE_DBFS: Final = -120.0


def stream_file(path: Path, block_s: float = 1.0) -> Iterator[Samples]:
    """The sound of a file, any rate and number of channels, as mono blocks of about `block_s` at 16 kHz.

    Only one block is in memory at a time. The file is opened, and a bad one refused with UserFixableError, at the
    call, not at the first block.
    """
    file = _open(path)
    return _stream(file, path, block_s)


def read_file(path: Path) -> Samples:
    """The whole file as mono samples of shape (n,) at 16 kHz. Errors as `stream_file`."""
    return np.concatenate(list(stream_file(path, block_s=10.0)))


def duration_s(path: Path) -> float:
    """Length of a sound file by its header. Errors as `stream_file`."""
    with _open(path) as file:
        return file.frames / file.samplerate


def downmix(frames: NDArray[np.float32]) -> Samples:
    """Shape (n, channels) to (n,): the mean of the channels. What is no number becomes silence."""
    n_channels = frames.shape[1]
    mono = frames[:, 0] if n_channels == 1 else frames @ np.full(n_channels, 1 / n_channels, np.float32)
    # One NaN would spread through the resampler and the model and turn the whole text into garbage.
    return mono if np.isfinite(mono).all() else np.nan_to_num(mono, nan=0.0, posinf=1.0, neginf=-1.0)


class Resampler:
    """A stream of mono samples at any rate, in blocks of any size, to 16 kHz. Belongs to one thread."""

    def __init__(self, rate_hz: int) -> None:
        import soxr

        same = rate_hz == SAMPLE_RATE_HZ
        self._soxr = None if same else soxr.ResampleStream(rate_hz, SAMPLE_RATE_HZ, 1, dtype="float32")

    def push(self, samples: Samples) -> Samples:
        """What is ready by now; may be empty, the filter looks ahead."""
        return self._resample(samples, last=False)

    def finish(self) -> Samples:
        """What the filter still holds. Nothing can be pushed afterwards."""
        return self._resample(np.zeros(0, np.float32), last=True)

    def _resample(self, samples: Samples, last: bool) -> Samples:
        if self._soxr is None:
            return np.clip(samples, -1.0, 1.0)
        # The filter overshoots at clipped peaks; everybody downstream is promised [-1, 1].
        return np.clip(self._soxr.resample_chunk(np.ascontiguousarray(samples), last), -1.0, 1.0)


def resample(samples: Samples, rate_hz: int) -> Samples:
    """Mono samples at `rate_hz`, shape (n,), to 16 kHz in one go."""
    resampler = Resampler(rate_hz)
    return np.concatenate([resampler.push(samples), resampler.finish()])


def rms_dbfs(samples: Samples) -> float:
    """Loudness of a block: 0 for a full-scale square wave, SILENCE_DBFS for digital silence or no samples."""
    if not samples.size:
        return SILENCE_DBFS
    power = float(np.mean(np.square(samples, dtype=np.float64)))
    return max(SILENCE_DBFS, 10 * math.log10(power)) if power > 0 else SILENCE_DBFS


def to_int16(samples: Samples) -> NDArray[np.int16]:
    """[-1, 1] to 16-bit; what `from_int16` reverses without loss for values that were 16-bit before."""
    return np.clip(np.rint(samples * 32768.0), -32768, 32767).astype(np.int16)


def from_int16(values: NDArray[np.int16]) -> Samples:
    """16-bit to float32 in [-1, 1)."""
    return values.astype(np.float32) / np.float32(32768.0)


def write_wav(path: Path, samples: Samples) -> None:
    """Write 16 kHz mono 16-bit; only the owner may read it, it is somebody's voice. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as raw, wave.open(raw, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes(to_int16(samples).astype("<i2").tobytes())


def _open(path: Path) -> "soundfile.SoundFile":
    import soundfile

    try:
        with path.open("rb") as raw:
            is_empty = not raw.read(1)
    except FileNotFoundError:
        raise UserFixableError(f"There is no file {path}", "Check the name and the folder") from None
    except IsADirectoryError:
        raise UserFixableError(f"{path} is a folder", "Name a sound file in it") from None
    except PermissionError:
        # Windows reports a folder this way, too.
        if path.is_dir():
            raise UserFixableError(f"{path} is a folder", "Name a sound file in it") from None
        raise UserFixableError(f"{path} may not be read", "Ask its owner for permission, or copy it") from None
    except OSError as error:
        raise UserFixableError(
            f"{path} can't be read: {reason_of(error)}", "Copy it to another disk and try again"
        ) from error
    if is_empty:
        raise UserFixableError(f"{path} is empty", "Record or export it again")
    try:
        file = soundfile.SoundFile(path)
    except soundfile.LibsndfileError as error:
        raise UserFixableError(
            f"{path} is not a sound file this program can read",
            "Convert it to WAV, FLAC, MP3 or OGG, for example with: ffmpeg -i FILE out.wav",
        ) from error
    if file.frames == 0:
        file.close()
        raise UserFixableError(f"{path} holds no sound", "Record or export it again")
    return file


def _stream(file: "soundfile.SoundFile", path: Path, block_s: float) -> Iterator[Samples]:
    import soundfile

    with file:
        resampler = Resampler(file.samplerate)
        n_frames = max(1, round(block_s * file.samplerate))
        while True:
            try:
                frames = np.asarray(file.read(n_frames, dtype="float32", always_2d=True), np.float32)
            except soundfile.LibsndfileError as error:
                raise UserFixableError(f"{path} is damaged", "Export it again, or cut it before the damage") from error
            if not len(frames):
                break
            block = resampler.push(downmix(frames))
            if block.size:
                yield block
        rest = resampler.finish()
        if rest.size:
            yield rest
