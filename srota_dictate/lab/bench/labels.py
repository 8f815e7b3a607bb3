"""Label where speech is in a clean recording by its energy alone: no detector under test has a say.

The classic two thresholds: sound within 30 dB of the recording's loud parts is speech if it comes within 20 dB of them
at least once, which breath and lips don't; silences shorter than a pause, such as the closure of a stop, belong to it.
A label is wrong where the recording isn't quiet between words: `has_quiet_pauses` tells such recordings apart.
"""

from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from srota_dictate.types import SAMPLE_RATE_HZ, Samples

FRAMES_PER_S: Final = 100
HOP: Final = SAMPLE_RATE_HZ // FRAMES_PER_S

EDGE_DB: Final = 30.0  # below the loud parts; word ends fade further, but then so does their sense
CORE_DB: Final = 20.0
SHORTEST_PAUSE: Final = 10  # frames
_SMOOTH: Final = 5  # frames
_LOUD_PERCENTILE: Final = 95
_QUIET_PERCENTILE: Final = 5

Frames: TypeAlias = NDArray[np.bool_]
"""Yes or no for every 10 ms, shape (n,)."""


def speech_label(samples: Samples) -> Frames:
    """Whether each whole 10 ms of a recording, shape (n,), is speech."""
    level_db = _levels_db(samples)
    if not level_db.size:
        return np.zeros(0, np.bool_)
    loud_db = float(np.percentile(level_db, _LOUD_PERCENTILE))
    label = np.zeros(level_db.size, np.bool_)
    for start, end in runs(level_db > loud_db - EDGE_DB):
        if level_db[start:end].max() > loud_db - CORE_DB:
            label[start:end] = True
    return bridged(label, SHORTEST_PAUSE)


def has_quiet_pauses(samples: Samples) -> bool:
    """Whether the recording is quiet enough between words for its energy to tell where they are."""
    level_db = _levels_db(samples)
    if not level_db.size:
        return False
    loud_db, quiet_db = np.percentile(level_db, [_LOUD_PERCENTILE, _QUIET_PERCENTILE])
    return bool(loud_db - quiet_db > EDGE_DB)


def runs(frames: Frames) -> list[tuple[int, int]]:
    """The stretches that are true, as (start, end), `end` exclusive."""
    steps = np.diff(np.concatenate([[False], frames, [False]]).astype(np.int8))
    return list(zip(np.flatnonzero(steps > 0).tolist(), np.flatnonzero(steps < 0).tolist(), strict=True))


def bridged(frames: Frames, shorter_than: int) -> Frames:
    """The same with inner gaps of fewer frames than that filled."""
    whole = frames.copy()
    stretches = runs(frames)
    for (_, end), (start, _) in pairwise(stretches):
        if start - end < shorter_than:
            whole[end:start] = True
    return whole


def _levels_db(samples: Samples) -> NDArray[np.float64]:
    n_frames = samples.size // HOP
    frames = samples[: n_frames * HOP].reshape(n_frames, HOP)
    power = np.square(frames, dtype=np.float64).mean(axis=1)
    if not n_frames:
        return power
    half = _SMOOTH // 2
    smooth = np.convolve(np.pad(power, half, mode="edge"), np.ones(_SMOOTH) / _SMOOTH, "valid")
    return 10 * np.log10(smooth + 1e-10)
