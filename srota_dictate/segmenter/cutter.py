"""Decide where a stream of speech is cut: pure, one 10 ms frame at a time, so that streaming equals offline."""

from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from srota_dictate.segmenter.frames import FRAMES_PER_S, QUIET_FRAMES, RecentFrames
from srota_dictate.segmenter.options import SegmenterOptions
from srota_dictate.types import MAX_SEGMENT_S, CutKind

_DIP_FRAMES: Final = 10  # without a pause, through the quietest 100 ms
_SPEECH_COST_DB: Final = 15.0  # how many dB quieter certain speech must be than certain silence to be cut there


class Short(NamedTuple):
    """A little speech between two pauses, with half of the shortest such pause on each side; in frames."""

    start: int
    end: int
    n_speech: int
    n_before: int  # speech of its chunk before it


@dataclass(frozen=True, slots=True)
class Cut:
    """One chunk; all numbers are frames since the start of the take, `end` is exclusive."""

    start: int
    end: int
    n_speech: int
    kind: CutKind
    n_overlap: int = 0  # frames at its start that repeat the end of the chunk before
    shorts: tuple[Short, ...] = ()


@dataclass(slots=True)
class _Chunk:
    """The chunk being gathered."""

    start: int
    last_speech_end: int
    n_speech: int = 0
    n_overlap: int = 0
    n_overlap_speech: int = 0  # speech it shares with the chunk before
    phrase: int | None = None  # where its speech since the last long pause begins
    n_before_phrase: int = 0  # speech
    shorts: list[Short] = field(default_factory=list[Short])  # before that pause

    @property
    def n_new_speech(self) -> int:
        return self.n_speech - self.n_overlap_speech


class Cutter:
    """Frames in, cuts out. `push` every frame in order, then `finish` once.

    A chunk runs from shortly before its first speech. It ends at a long pause once it is long enough (EARLY), else at
    the length limit: in the best pause within reach (PAUSE), or where speech is quietest (DIP). A chunk cut at the
    limit is held back until it is clear that no short tail will join it, for at most two more seconds of sound.

    With `finds_shorts`, each cut has what is said shortly between two pauses in it, and may be a command. The beginning
    and the end of the take count as pauses.
    """

    def __init__(self, options: SegmenterOptions, finds_shorts: bool = False) -> None:
        self._o = options
        self._max = _frames(options.max_s)
        self._search = _frames(options.search_s)
        self._fits = _frames(MAX_SEGMENT_S)
        self._before = _frames(options.pad_before_s)
        self._after = _frames(options.pad_after_s)
        self._early = _frames(options.early_s)
        self._early_pause = _frames(options.early_pause_s)
        self._shortest_pause = _frames(options.pause_s)
        self._alone = _frames(options.alone_s) if finds_shorts else 0
        self._alone_pause = _frames(options.alone_pause_s)
        self._min_speech = max(1, _frames(options.min_speech_s))
        self._frames = RecentFrames()
        self._n = 0  # frames pushed
        self._next = 0  # the frame to look at next; goes back to a cut, what follows it is looked at again
        self._speaking = False
        self._floor = 0  # the next chunk starts here at the earliest
        self._chunk: _Chunk | None = None
        self._held: Cut | None = None
        self._spoke_until = -self._alone_pause  # before the chunk being gathered
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
        self._frames.push(self._speaking, level_db + _SPEECH_COST_DB * probability)
        self._n += 1
        cuts: list[Cut] = []
        while self._next < self._n:
            cuts += self._step()
        self._frames.forget_before(self.keep_from)
        return cuts

    def finish(self) -> list[Cut]:
        """The stream has ended: what is still due, at most two cuts."""
        cuts = self.ending(is_over=True)
        self._held = self._chunk = None
        return cuts

    def ending(self, is_over: bool = False) -> list[Cut]:
        """What `finish` would give now; unless it `is_over`, without a short piece that may go on. Changes nothing."""
        held, chunk = self._held, self._chunk
        has_own_speech = chunk is not None and chunk.n_new_speech >= self._min_speech
        ends_a_word = chunk is not None and chunk.n_overlap > 0 and held is not None
        if chunk is None or not (has_own_speech or ends_a_word):
            return [held] if held else []
        end, shorts = self._end(chunk, self._n), self._shorts(chunk, self._n, is_over)
        tail = Cut(chunk.start, end, chunk.n_speech, CutKind.END, chunk.n_overlap, shorts)
        if held is None:
            return [tail]
        is_short = chunk.n_new_speech < _frames(self._o.min_tail_s)
        if is_short and tail.end - held.start <= self._fits:
            n_speech = held.n_speech + chunk.n_new_speech
            n_before = held.n_speech - chunk.n_overlap_speech
            shorts = held.shorts + tuple(short._replace(n_before=n_before + short.n_before) for short in shorts)
            return [Cut(held.start, max(held.end, tail.end), n_speech, CutKind.END, held.n_overlap, shorts)]
        return [held, tail]

    def _step(self) -> list[Cut]:
        i = self._next
        self._next += 1
        is_speech = self._frames.is_speech(i)
        if is_speech:
            if self._chunk is None:
                self._chunk = _Chunk(start=max(self._floor, i - self._before), last_speech_end=self._spoke_until)
            self._hear(self._chunk, i)
        released = self._release(i + 1)
        chunk = self._chunk
        if chunk is None:
            return released
        pause = i + 1 - chunk.last_speech_end
        if pause >= self._early_pause:
            if chunk.n_new_speech < self._min_speech and self._dissolve(chunk, i + 1):
                return released
            if i + 1 - chunk.start >= self._early:
                end, shorts = self._end(chunk, i + 1), self._shorts(chunk, i + 1)
                cut = Cut(chunk.start, end, chunk.n_speech, CutKind.EARLY, chunk.n_overlap, shorts)
                held, self._held = self._held, None
                self._end_chunk(chunk.last_speech_end, floor=end)
                return [*released, *([held] if held else []), cut]
        if i + 1 - chunk.start >= self._max:
            return [*released, *self._cut_at_limit(chunk, i + 1)]
        return released

    def _hear(self, chunk: _Chunk, frame: int) -> None:
        """Speech; what was said before a long pause is a short piece, or isn't."""
        if frame - chunk.last_speech_end >= self._alone_pause:
            chunk.shorts += self._short(chunk, frame)
            chunk.phrase, chunk.n_before_phrase = frame, chunk.n_speech
        chunk.n_speech += 1
        chunk.last_speech_end = frame + 1

    def _shorts(self, chunk: _Chunk, now: int, is_over: bool = False) -> tuple[Short, ...]:
        """The chunk's short pieces; the last of them needs a pause behind it as well."""
        ends_in_pause = is_over or now - chunk.last_speech_end >= self._alone_pause
        return (*chunk.shorts, *(self._short(chunk, now) if ends_in_pause else ()))

    def _short(self, chunk: _Chunk, now: int) -> tuple[Short, ...]:
        """The chunk's last words, if they are short and more than a click."""
        n_speech = chunk.n_speech - chunk.n_before_phrase
        is_short = chunk.phrase is not None and chunk.last_speech_end - chunk.phrase <= self._alone
        if chunk.phrase is None or not is_short or n_speech < self._min_speech:
            return ()
        beside = self._alone_pause // 2
        start, end = max(chunk.start, chunk.phrase - beside), min(now, chunk.last_speech_end + beside)
        return (Short(start, end, n_speech, chunk.n_before_phrase),)

    def _dissolve(self, chunk: _Chunk, now: int) -> bool:
        """Give up a chunk that said nothing of its own: a click, or the end of a word that a dip went through."""
        if chunk.n_overlap and chunk.n_speech:
            if self._held is None:
                return False  # too late: it stays, as a short segment that mostly repeats
            end = max(self._held.end, self._end(chunk, now))
            n_speech = self._held.n_speech + chunk.n_new_speech
            self._held = replace(self._held, end=end, n_speech=n_speech, kind=CutKind.PAUSE)
            self._floor = end
        self._end_chunk(chunk.last_speech_end, self._floor)
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
        first_speech = self._frames.first_speech(chunk.start, now)
        at = self._frames.best_pause(max(lowest, first_speech + 1), now, self._shortest_pause)
        if at is not None:
            speech = self._frames.speech(chunk.start, at)
            last_speech_end = at - speech[::-1].index(True)
            end = min(at, last_speech_end + self._after)
            shorts = tuple(short for short in self._shorts(chunk, now) if short.end <= end)
            self._held = Cut(chunk.start, end, sum(speech), CutKind.PAUSE, chunk.n_overlap, shorts)
            self._end_chunk(last_speech_end, floor=end)
            self._next = at
            return released
        at = self._frames.quietest(lowest, now, _DIP_FRAMES)
        n_speech = sum(self._frames.speech(chunk.start, at))
        shorts = tuple(short for short in chunk.shorts if short.end <= at)
        self._held = Cut(chunk.start, at, n_speech, CutKind.DIP, chunk.n_overlap, shorts)
        earliest, latest = at - _frames(self._o.overlap_max_s), at - _frames(self._o.overlap_min_s)
        start = self._frames.quietest(earliest, latest + 1, QUIET_FRAMES)
        speech = self._frames.speech(start, at)
        shared = sum(speech)
        last_speech_end = at - speech[::-1].index(True) if shared else start
        self._floor = start
        self._chunk = _Chunk(start, last_speech_end, shared, n_overlap=at - start, n_overlap_speech=shared)
        self._next = at
        return released

    def _end_chunk(self, spoke_until: int, floor: int) -> None:
        self._chunk, self._spoke_until, self._floor = None, spoke_until, floor

    def _end(self, chunk: _Chunk, now: int) -> int:
        return min(now, chunk.last_speech_end + self._after)


def _frames(seconds: float) -> int:
    return round(seconds * FRAMES_PER_S)
