"""The frames of a stream that may still be cut, and where among them it is quiet."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

FRAMES_PER_S: Final = 100
QUIET_FRAMES: Final = 5  # a cut goes through the quietest 50 ms of a pause


class RecentFrames:
    """Whether each was speech, and how bad a cut there would be. Their numbers count from the start of the take."""

    def __init__(self) -> None:
        self._speech: list[bool] = []  # frames from _base on
        self._cost: list[float] = []  # in dB
        self._base = 0

    def push(self, is_speech: bool, cost_db: float) -> None:
        self._speech.append(is_speech)
        self._cost.append(cost_db)

    def is_speech(self, frame: int) -> bool:
        return self._speech[frame - self._base]

    def speech(self, start: int, end: int) -> list[bool]:
        return self._speech[start - self._base : end - self._base]

    def forget_before(self, frame: int) -> None:
        # In big steps: deleting from the front of a list moves the rest.
        n_old = frame - self._base
        if n_old >= 10 * FRAMES_PER_S:
            del self._speech[:n_old]
            del self._cost[:n_old]
            self._base += n_old

    def first_speech(self, start: int, now: int) -> int:
        """The first frame of speech in [start, now), else `now`."""
        return next((j for j in range(start, now) if self._speech[j - self._base]), now)

    def best_pause(self, lowest: int, now: int, shortest: int) -> int | None:
        """Where to cut in [lowest, now): a long, quiet pause, rather late than early; None if all are shorter."""
        best: tuple[float, int] | None = None
        for start, end in self._pauses(lowest, now):
            if end - start < shortest:
                continue
            at = self.quietest(max(start, lowest), end, QUIET_FRAMES)
            length_s = min(1.0, (end - start) / FRAMES_PER_S)
            lateness = (at - lowest) / max(1, now - lowest)
            score = 10 * length_s + 2 * lateness - self._cost[at - self._base] / 20
            if best is None or score > best[0]:
                best = (score, at)
        return best[1] if best else None

    def _pauses(self, lowest: int, now: int) -> list[tuple[int, int]]:
        """Runs without speech that reach into [lowest, now), whole, as (start, end)."""
        if lowest >= now:
            return []
        speech = self._speech
        i = lowest - self._base
        while i > 0 and not speech[i] and not speech[i - 1]:
            i -= 1
        runs: list[tuple[int, int]] = []
        end = now - self._base
        while i < end:
            if speech[i]:
                i += 1
                continue
            start = i
            while i < end and not speech[i]:
                i += 1
            runs.append((start + self._base, i + self._base))
        return runs

    def quietest(self, start: int, end: int, width: int) -> int:
        """The frame in [start, end) whose neighbourhood is quietest; near the middle when all are alike."""
        costs: NDArray[np.float64] = np.asarray(self._cost[start - self._base : end - self._base])
        left = min(width // 2, len(costs) - 1)
        smooth = np.convolve(np.pad(costs, (left, width - 1 - left), mode="edge"), np.ones(width) / width, "valid")
        # Rounding keeps digital silence, whose sums differ in the last bit, from beating the middle.
        away = np.abs(np.arange(len(costs)) - (len(costs) - 1) / 2)
        return start + int(np.argmin(np.round(smooth, 6) + 0.02 * away))
