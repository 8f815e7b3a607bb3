"""Tell a real press and release from the pairs that X sends while a key is held."""

from dataclasses import dataclass
from typing import Final

# X repeats release+press while a key is held; the press follows within a millisecond or two, a busy machine later.
SETTLE_S: Final = 0.03


@dataclass(slots=True)
class HeldKey:
    """One key's state. Pure: the owner says what arrived, what time it is and whether the key is down."""

    _pressed_at_s: float | None = None
    _released_at_s: float | None = None

    @property
    def down(self) -> bool:
        return self._pressed_at_s is not None

    @property
    def unsettled(self) -> bool:
        """A release arrived that may yet turn out to be a repetition."""
        return self._released_at_s is not None

    def press(self, now_s: float) -> bool:
        """A press arrived; True when it begins a new hold."""
        self._released_at_s = None
        if self.down:
            return False
        self._pressed_at_s = now_s
        return True

    def release(self, now_s: float) -> None:
        """A release arrived; `look` decides later whether to believe it."""
        if self.down:
            self._released_at_s = now_s

    def wants_look(self, now_s: float) -> bool:
        """Whether it is time to ask the server if the key is down: a release has settled, or none came so far."""
        if not self.down:
            return False
        return self._released_at_s is None or now_s - self._released_at_s >= SETTLE_S

    def look(self, is_down: bool, now_s: float) -> float | None:
        """The server's answer; how long the hold was when it has ended, whether or not a release was delivered."""
        if is_down:
            self._released_at_s = None
            return None
        return self.forget(now_s)

    def forget(self, now_s: float) -> float | None:
        """End the hold from this side; how long it was, None when there was none."""
        pressed_at_s, released_at_s = self._pressed_at_s, self._released_at_s
        self._pressed_at_s = self._released_at_s = None
        if pressed_at_s is None:
            return None
        return (now_s if released_at_s is None else released_at_s) - pressed_at_s
