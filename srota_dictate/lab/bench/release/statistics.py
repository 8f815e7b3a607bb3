"""Percentiles, and ratios of paired measurements with an interval from the bootstrap."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

_N_RESAMPLES: Final = 2000
_SEED: Final = 0


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Of n measurements; with few of them the upper ones are near the largest."""

    n: int
    p50: float
    p90: float
    p95: float


@dataclass(frozen=True, slots=True)
class Ratio:
    """The geometric mean of paired ratios, and where 95 % of resampled means lie; one pair alone has no interval."""

    n: int
    ratio: float
    low: float | None
    high: float | None


def percentiles(values: Sequence[float]) -> Percentiles:
    """Raises ValueError when there is none."""
    if not values:
        raise ValueError("percentiles of nothing")
    p50, p90, p95 = (float(p) for p in np.percentile(values, [50, 90, 95]))
    return Percentiles(len(values), p50, p90, p95)


def paired_ratio(values: Sequence[float], baseline: Sequence[float]) -> Ratio:
    """`values` over `baseline`, both above 0, measured in pairs. The same input gives the same interval."""
    if len(values) != len(baseline) or not values:
        raise ValueError("a ratio needs pairs")
    logs = np.log(values) - np.log(baseline)
    mean = float(np.exp(logs.mean()))
    if logs.size == 1:
        return Ratio(1, mean, None, None)
    chosen = np.random.default_rng(_SEED).integers(logs.size, size=(_N_RESAMPLES, logs.size))
    low, high = np.exp(np.percentile(logs[chosen].mean(axis=1), [2.5, 97.5]))
    return Ratio(int(logs.size), mean, float(low), float(high))
