"""Tell a real press and release from the pairs that X sends while a key is held."""

from dataclasses import dataclass
from typing import Final

# X repeats release+press while a key is held; the press follows within a millisecond or two, a busy machine later.
SETTLE_S: Final = 0.03


@dataclass(slots=True)
class HeldKey:
    """One key's state. Pure: the owner says what arrived, what time it is and whether the key is down."""

    down: bool = False
    _released_at_s: float | None = None

    @property
    def unsettled(self) -> bool:
        """A release arrived that may yet turn out to be a repetition."""
        return self._released_at_s is not None

    def press(self) -> bool:
        """A press arrived; True when it begins a new hold."""
        self._released_at_s = None
        if self.down:
            return False
        self.down = True
        return True

    def release(self, now_s: float) -> None:
        """A release arrived; `settle` decides later whether to believe it."""
        if self.down:
            self._released_at_s = now_s

    def wants_look(self, now_s: float) -> bool:
        """Whether it is time to ask the server if the key is down: a release has settled, or none came so far."""
        if not self.down:
            return False
        return self._released_at_s is None or now_s - self._released_at_s >= SETTLE_S

    def look(self, is_down: bool) -> bool:
        """The server's answer; True when the hold ended, whether or not a release was ever delivered."""
        self._released_at_s = None
        if not self.down or is_down:
            return False
        self.down = False
        return True

    def forget(self) -> bool:
        """End the hold from this side; True when there was one."""
        was_down, self.down, self._released_at_s = self.down, False, None
        return was_down
