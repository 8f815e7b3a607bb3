"""Decide where a stream of speech is cut: pure, one 10 ms frame at a time, so that streaming equals offline."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from srota_dictate.segmenter.options import SegmenterOptions
from srota_dictate.types import MAX_SEGMENT_S, CutKind

FRAMES_PER_S: Final = 100
_QUIET_FRAMES: Final = 5  # a cut goes through the quietest 50 ms of a pause
_DIP_FRAMES: Final = 10  # without a pause, through the quietest 100 ms
_SPEECH_COST_DB: Final = 15.0  # how many dB quieter certain speech must be than certain silence to be cut there


@dataclass(frozen=True, slots=True)
class Cut:
    """One chunk; all numbers are frames since the start of the take, `end` is exclusive."""

    start: int
    end: int
    n_speech: int
    kind: CutKind
    n_overlap: int = 0  # frames at its start that repeat the end of the chunk before


@dataclass(slots=True)
class _Chunk:
    """The chunk being gathered."""

    start: int
    last_speech_end: int
    n_speech: int = 0
    n_overlap: int = 0
    n_overlap_speech: int = 0  # speech it shares with the chunk before

    @property
    def n_new_speech(self) -> int:
        return self.n_speech - self.n_overlap_speech


class Cutter:
    """Frames in, cuts out. `push` every frame in order, then `finish` once.

    A chunk runs from shortly before its first speech. It ends at a long pause once it is long enough (EARLY), else at
    the length limit: in the best pause within reach (PAUSE), or where speech is quietest (DIP). A chunk cut at the
    limit is held back until it is clear that no short tail will join it, for at most two more seconds of sound.
    """

    def __init__(self, options: SegmenterOptions) -> None:
        self._o = options
        self._max = _frames(options.max_s)
        self._search = _frames(options.search_s)
        self._fits = _frames(MAX_SEGMENT_S)
        self._before = _frames(options.pad_before_s)
        self._after = _frames(options.pad_after_s)
        self._early = _frames(options.early_s)
        self._early_pause = _frames(options.early_pause_s)
        self._min_speech = max(1, _frames(options.min_speech_s))
        self._speech: list[bool] = []  # frames from _base on
        self._cost: list[float] = []  # how bad a cut there would be, in dB
        self._base = 0
        self._n = 0  # frames pushed
        self._next = 0  # the frame to look at next; goes back to a cut, what follows it is looked at again
        self._speaking = False
        self._floor = 0  # the next chunk starts here at the earliest
        self._chunk: _Chunk | None = None
        self._held: Cut | None = None
        self._n_all_speech = 0

    @property
    def keep_from(self) -> int:
        """No later cut will start before this frame: audio older than it can be dropped."""
        if self._held is not None:
            return self._held.start
        return self._chunk.start if self._chunk is not None else max(self._floor, self._next - self._before)

    @property
    def pause(self) -> int | None:
        """Frames since the last speech of the chunk being gathered; None while there is no chunk."""
        return None if self._chunk is None else self._n - self._chunk.last_speech_end

    @property
    def is_settled(self) -> bool:
        """Whether the chunk being gathered will be cut as `ending` has it now, whenever that is, if no more is said."""
        chunk = self._chunk
        if chunk is None or self._held is not None or self._n - chunk.last_speech_end < self._after:
            return False
        cut_early_at = max(chunk.last_speech_end + self._early_pause, chunk.start + self._early)
        return cut_early_at <= chunk.start + self._max  # else it will be cut at the limit, wherever that is best

    @property
    def speaking(self) -> bool:
        """Whether the newest frame is speech."""
        return self._speaking

    @property
    def n_speech(self) -> int:
        """Frames of speech so far, none counted twice."""
        return self._n_all_speech

    def push(self, probability: float, level_db: float) -> list[Cut]:
        """The next frame: the probability that it is speech and its energy in dB."""
        threshold = self._o.speech_off if self._speaking else self._o.speech_on
        self._speaking = probability >= threshold
        self._n_all_speech += self._speaking
        self._speech.append(self._speaking)
        self._cost.append(level_db + _SPEECH_COST_DB * probability)
        self._n += 1
        cuts: list[Cut] = []
        while self._next < self._n:
            cuts += self._step()
        self._drop_old_frames()
        return cuts

    def finish(self) -> list[Cut]:
        """The stream has ended: what is still due, at most two cuts."""
        cuts = self.ending()
        self._held = self._chunk = None
        return cuts

    def ending(self) -> list[Cut]:
        """What `finish` would give now. Changes nothing."""
        held, chunk = self._held, self._chunk
        has_own_speech = chunk is not None and chunk.n_new_speech >= self._min_speech
        ends_a_word = chunk is not None and chunk.n_overlap > 0 and held is not None
        if chunk is None or not (has_own_speech or ends_a_word):
            return [held] if held else []
        tail = Cut(chunk.start, self._end(chunk, self._n), chunk.n_speech, CutKind.END, chunk.n_overlap)
        if held is None:
            return [tail]
        is_short = chunk.n_new_speech < _frames(self._o.min_tail_s)
        if is_short and tail.end - held.start <= self._fits:
            n_speech = held.n_speech + chunk.n_new_speech
            return [Cut(held.start, max(held.end, tail.end), n_speech, CutKind.END, held.n_overlap)]
        return [held, tail]

    def _step(self) -> list[Cut]:
        i = self._next
        self._next += 1
        is_speech = self._speech[i - self._base]
        if is_speech:
            if self._chunk is None:
                self._chunk = _Chunk(start=max(self._floor, i - self._before), last_speech_end=i + 1)
            self._chunk.n_speech += 1
            self._chunk.last_speech_end = i + 1
        released = self._release(i + 1)
        chunk = self._chunk
        if chunk is None:
            return released
        pause = i + 1 - chunk.last_speech_end
        if pause >= self._early_pause:
            if chunk.n_new_speech < self._min_speech and self._dissolve(chunk, i + 1):
                return released
            if i + 1 - chunk.start >= self._early:
                cut = Cut(chunk.start, self._end(chunk, i + 1), chunk.n_speech, CutKind.EARLY, chunk.n_overlap)
                held, self._held = self._held, None
                self._floor = cut.end
                self._chunk = None
                return [*released, *([held] if held else []), cut]
        if i + 1 - chunk.start >= self._max:
            return [*released, *self._cut_at_limit(chunk, i + 1)]
        return released

    def _dissolve(self, chunk: _Chunk, now: int) -> bool:
        """Give up a chunk that said nothing of its own: a click, or the end of a word that a dip went through."""
        if chunk.n_overlap and chunk.n_speech:
            if self._held is None:
                return False  # too late: it stays, as a short segment that mostly repeats
            end = max(self._held.end, self._end(chunk, now))
            n_speech = self._held.n_speech + chunk.n_new_speech
            self._held = replace(self._held, end=end, n_speech=n_speech, kind=CutKind.PAUSE)
            self._floor = end
        self._chunk = None
        return True

    def _release(self, now: int) -> list[Cut]:
        """The held chunk, once the speech after it can stand alone or would no longer fit."""
        held = self._held
        if held is None:
            return []
        stands_alone = self._chunk is not None and self._chunk.n_new_speech >= _frames(self._o.min_tail_s)
        if stands_alone or now - held.start > self._fits:
            self._held = None
            return [held]
        return []

    def _cut_at_limit(self, chunk: _Chunk, now: int) -> list[Cut]:
        released = [self._held] if self._held else []
        lowest = now - self._search
        at = self._best_pause(max(lowest, self._first_speech(chunk.start, now) + 1), now)
        if at is not None:
            speech = self._speech[chunk.start - self._base : at - self._base]
            last_speech_end = at - speech[::-1].index(True)
            end = min(at, last_speech_end + self._after)
            self._held = Cut(chunk.start, end, sum(speech), CutKind.PAUSE, chunk.n_overlap)
            self._floor = end
            self._chunk = None
            self._next = at
            return released
        at = self._quietest(lowest, now, _DIP_FRAMES)
        n_speech = sum(self._speech[chunk.start - self._base : at - self._base])
        self._held = Cut(chunk.start, at, n_speech, CutKind.DIP, chunk.n_overlap)
        earliest, latest = at - _frames(self._o.overlap_max_s), at - _frames(self._o.overlap_min_s)
        start = self._quietest(earliest, latest + 1, _QUIET_FRAMES)
        speech = self._speech[start - self._base : at - self._base]
        shared = sum(speech)
        last_speech_end = at - speech[::-1].index(True) if shared else start
        self._floor = start
        self._chunk = _Chunk(start, last_speech_end, shared, n_overlap=at - start, n_overlap_speech=shared)
        self._next = at
        return released

    def _first_speech(self, start: int, now: int) -> int:
        return next((j for j in range(start, now) if self._speech[j - self._base]), now)

    def _best_pause(self, lowest: int, now: int) -> int | None:
        """Where to cut in [lowest, now): a long, quiet pause, rather late than early; None if there is no pause."""
        best: tuple[float, int] | None = None
        shortest = _frames(self._o.pause_s)
        for start, end in self._pauses(lowest, now):
            if end - start < shortest:
                continue
            at = self._quietest(max(start, lowest), end, _QUIET_FRAMES)
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

    def _quietest(self, start: int, end: int, width: int) -> int:
        """The frame in [start, end) whose neighbourhood is quietest; near the middle when all are alike."""
        costs: NDArray[np.float64] = np.asarray(self._cost[start - self._base : end - self._base])
        left = min(width // 2, len(costs) - 1)
        smooth = np.convolve(np.pad(costs, (left, width - 1 - left), mode="edge"), np.ones(width) / width, "valid")
        # Rounding keeps digital silence, whose sums differ in the last bit, from beating the middle.
        away = np.abs(np.arange(len(costs)) - (len(costs) - 1) / 2)
        return start + int(np.argmin(np.round(smooth, 6) + 0.02 * away))

    def _end(self, chunk: _Chunk, now: int) -> int:
        return min(now, chunk.last_speech_end + self._after)

    def _drop_old_frames(self) -> None:
        # In big steps: deleting from the front of a list moves the rest.
        n_old = self.keep_from - self._base
        if n_old >= 10 * FRAMES_PER_S:
            del self._speech[:n_old]
            del self._cost[:n_old]
            self._base += n_old


def _frames(seconds: float) -> int:
    return round(seconds * FRAMES_PER_S)
