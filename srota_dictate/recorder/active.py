"""The take that gets every block: its deadline, its tail, and when another take may go on in its place."""

from dataclasses import dataclass
from typing import Final

from srota_dictate.recorder.options import RecorderOptions
from srota_dictate.recorder.take import Take

_TAIL_GRACE_S: Final = 0.5  # how much later than due the tail's last block may come
# A take that is long enough ends in a pause. The longer there is none, the shorter a pause will do; at last none is
# needed, so that a noise which passes for speech can't keep a take for ever.
_PAUSE_S: Final = 0.35
_PATIENCE_S: Final = 60.0
# The next take begins with the last sound of the one before: an onset may be noticed so much later than it sounds.
_SHARED_S: Final = 0.25


@dataclass(slots=True)
class _Tail:
    """What is still recorded after the release, in seconds of the take's sound."""

    quiet_from_s: float  # from here on the take ends as soon as nobody speaks
    latest_s: float


@dataclass(slots=True)
class Active:
    """Knows no clock: whoever asks says what time it is."""

    take: Take
    options: RecorderOptions
    deadline_s: float  # of the clock, for the next block
    successor: int | None = None  # the take that goes on when this one is long enough
    _tail: _Tail | None = None
    _has_asked: bool = False
    _recent: bytes = b""

    @property
    def is_ending(self) -> bool:
        return self._tail is not None

    @property
    def is_over(self) -> bool:
        """Whether the tail has come to its end."""
        tail = self._tail
        if tail is None:
            return False
        return self.take.heard_s >= (tail.latest_s if self.take.speaking else tail.quiet_from_s)

    @property
    def asks_for_successor(self) -> bool:
        """True once it is long enough, and only once."""
        asks = not self._has_asked and self._tail is None and self._overdue_s >= 0
        self._has_asked = self._has_asked or asks
        return asks

    @property
    def hands_over(self) -> bool:
        """Whether its successor may begin now, because nobody is speaking."""
        if self.successor is None or self._tail is not None:
            return False
        needed_s = _PAUSE_S * (1 - self._overdue_s / _PATIENCE_S)
        return needed_s <= 0 or self.take.pause_s >= needed_s

    @property
    def shared(self) -> bytes:
        """The last sound, as it came; the successor begins with it."""
        return self._recent

    def hear(self, data: bytes, overflowed: bool, now_s: float) -> None:
        self.take.push(data, overflowed)
        if self._tail is None:
            self.deadline_s = now_s + self.options.stall_timeout_s
        if self.successor is not None:
            self._recent = (self._recent + data)[-self.take.n_bytes(_SHARED_S) :]

    def release(self, latency_s: float, now_s: float) -> None:
        """The key is up. What was said before is still on its way for as long as the sound system buffers it."""
        released_s = self.take.heard_s + latency_s
        quiet_from_s = released_s + self.options.tail_ms / 1000
        latest_s = max(quiet_from_s, released_s + self.options.max_tail_ms / 1000)
        self._tail = _Tail(quiet_from_s, latest_s)
        if self.take.has_begun:
            self.deadline_s = now_s + latest_s - self.take.heard_s + _TAIL_GRACE_S

    def resume(self, now_s: float) -> None:
        self._tail = None
        self._has_asked = self.successor is not None
        if self.take.has_begun:
            self.deadline_s = now_s + self.options.stall_timeout_s

    @property
    def _overdue_s(self) -> float:
        return self.take.heard_s - 60 * self.options.max_take_minutes
