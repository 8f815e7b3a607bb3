"""Bring a quiet microphone's speech to the level the model was trained on, with one gain a take.

Only what the recogniser gets is changed: the copy on disk and the voice detector hear the microphone as it is. What
comes from a good microphone passes unaltered, bit by bit.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from srota_dictate.recorder.ports import SegmenterLike
from srota_dictate.types import SAMPLE_RATE_HZ, Gathering, Samples, Segment

TARGET_DBFS: Final = -20.0  # of the speech, pauses not counted
MAX_GAIN_DB: Final = 20.0

_FRAME: Final = SAMPLE_RATE_HZ // 50
_SPEECH_RANGE_DB: Final = 20.0  # frames this far below the loudest count as pauses
_LOUDEST_SHARE: Final = 0.05  # a click is louder than speech, but it doesn't last
_SILENCE_DBFS: Final = -65.0  # below the quietest usable microphone: noise, which stays as it is
_OFFSET: Final = 0.001  # a smaller one cannot be told from the speech itself
_MAX_PEAK: Final = 0.99


class LevelledSegmenter:
    """`SegmenterLike` around another one: its segments, levelled. One for each take, on the capture thread.

    The gain is decided by the take's first segment with speech and stays, so that nothing pumps. As segments do not
    depend on the size of the blocks, neither does the gain.
    """

    def __init__(self, inner: SegmenterLike) -> None:
        self._inner = inner
        self._gain_db: float | None = None

    @property
    def speech_s(self) -> float:
        return self._inner.speech_s

    @property
    def speaking(self) -> bool:
        return self._inner.speaking

    @property
    def gathering(self) -> Gathering | None:
        return self._inner.gathering

    def preview(self) -> Segment | None:
        """With the gain it would get now: until the first segment is cut, that may still change."""
        segment = self._inner.preview()
        return None if segment is None else self._levelled(segment, decides=False)

    def push(self, samples: Samples) -> list[Segment]:
        return [self._levelled(segment) for segment in self._inner.push(samples)]

    def finish(self) -> list[Segment]:
        return [self._levelled(segment) for segment in self._inner.finish()]

    def _levelled(self, segment: Segment, decides: bool = True) -> Segment:
        samples = without_offset(segment.samples)
        gain_db = self._gain_db
        if gain_db is None and (level_dbfs := speech_dbfs(samples)) is not None:
            gain_db = gain_towards_target_db(level_dbfs)
            if decides:
                self._gain_db = gain_db
        amplified = amplify(samples, gain_db or 0.0)
        return segment if amplified is segment.samples else replace(segment, samples=amplified)


def without_offset(samples: Samples) -> Samples:
    """The samples, shape (n,), around zero; the same object when they are already."""
    offset = float(np.mean(samples, dtype=np.float64)) if samples.size else 0.0
    return samples if abs(offset) < _OFFSET else samples - np.float32(offset)


def speech_dbfs(samples: Samples) -> float | None:
    """How loud the speech in it is, shape (n,); None where there is nothing but silence."""
    n_frames = samples.size // _FRAME
    if not n_frames:
        return None
    frames = samples[: n_frames * _FRAME].reshape(n_frames, _FRAME)
    powers = np.square(frames, dtype=np.float64).mean(axis=1)
    loudest = float(np.quantile(powers, 1 - _LOUDEST_SHARE))
    speech = np.minimum(powers, loudest)[powers >= loudest * 10 ** (-_SPEECH_RANGE_DB / 10)]
    level_dbfs = 10 * float(np.log10(speech.mean() + 1e-20))
    return level_dbfs if level_dbfs > _SILENCE_DBFS else None


def gain_towards_target_db(level_dbfs: float) -> float:
    """What lifts speech of that level to TARGET_DBFS, 0 … MAX_GAIN_DB: loud speech is never turned down."""
    return min(MAX_GAIN_DB, max(0.0, TARGET_DBFS - level_dbfs))


def amplify(samples: Samples, gain_db: float) -> Samples:
    """The samples, shape (n,), louder by at most `gain_db`: less where a peak would not fit into [-1, 1]."""
    peak = float(np.max(np.abs(samples))) if samples.size else 0.0
    factor = min(10 ** (gain_db / 20), _MAX_PEAK / peak) if peak > 0 else 1.0
    return samples * np.float32(factor) if factor > 1 else samples
