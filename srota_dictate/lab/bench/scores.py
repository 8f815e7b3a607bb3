"""Compare what a detector decided with a label: frames, edges of speech, clips lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from srota_dictate.lab.bench.labels import Frames, bridged, runs

REACH: Final = 30  # frames: so far from a true edge the detector's may be
LOST_BELOW: Final = 10  # frames: with less speech in it than this a clip would not be typed


@dataclass(frozen=True, slots=True)
class Tally:
    """One recording's result. Frames are 10 ms."""

    n_hit: int  # speech, taken for speech
    n_missed: int
    n_false: int  # no speech, taken for speech
    n_quiet: int
    late: tuple[int, ...]  # frames from the true begin of each utterance to the detected one; negative is early
    short: tuple[int, ...]  # frames from the detected end of each to the true one; negative is late
    lost: bool  # nothing would have been typed


@dataclass(frozen=True, slots=True)
class Figures:
    """Over many recordings."""

    precision: float
    recall: float
    false_alarm: float  # share of the frames without speech
    late_ms: tuple[float, float]  # median, and what 95 % stay below
    short_ms: tuple[float, float]
    n_lost: int


def compare(decided: Frames, label: Frames) -> Tally:
    """Both of shape (n,)."""
    inside = decided & label
    late: list[int] = []
    short: list[int] = []
    # Utterances: speech between silences long enough that no edge is taken for its neighbour's.
    for start, end in runs(bridged(label, 2 * REACH)):
        first, last = max(0, start - REACH), end + REACH
        found = np.flatnonzero(decided[first:last])
        if found.size and inside[start:end].any():
            late.append(first + int(found[0]) - start)
            short.append(end - (first + int(found[-1]) + 1))
    return Tally(
        n_hit=int(inside.sum()),
        n_missed=int((~decided & label).sum()),
        n_false=int((decided & ~label).sum()),
        n_quiet=int((~decided & ~label).sum()),
        late=tuple(late),
        short=tuple(short),
        lost=int(inside.sum()) < LOST_BELOW,
    )


def summarise(tallies: Sequence[Tally]) -> Figures:
    hit, missed = sum(t.n_hit for t in tallies), sum(t.n_missed for t in tallies)
    false, quiet = sum(t.n_false for t in tallies), sum(t.n_quiet for t in tallies)
    return Figures(
        precision=_share(hit, hit + false),
        recall=_share(hit, hit + missed),
        false_alarm=_share(false, false + quiet),
        late_ms=_spread_ms([n for t in tallies for n in t.late]),
        short_ms=_spread_ms([n for t in tallies for n in t.short]),
        n_lost=sum(t.lost for t in tallies),
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def _spread_ms(frames: Sequence[int]) -> tuple[float, float]:
    if not frames:
        return float("nan"), float("nan")
    median, most = np.percentile(frames, [50, 95])
    return float(median) * 10, float(most) * 10
