"""A text that lies on the clipboard only until its window has fetched it."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from srota_dictate.output.content import Content
from srota_dictate.output.focus import Program

# Some programs fetch a second format right after the first. And a clipboard history that is just reading is to have it
# all, the marker that it should forget it included, not half of what is put back.
_QUIET_S: Final = 0.08
# Whoever goes on asking that long would never stop.
_MAX_QUIET_S: Final = 1.0
# A window that comes round later than this was fed by hand; then the text stays where it is.
_LATEST_S: Final = 30.0


@dataclass(slots=True, eq=False)
class Loan:
    """Owned by the clipboard thread; others only wait for its ends.

    `before` is what to put back on each selection; None: leave the selection without owner.
    """

    before: Mapping[str, Content | None] = field(repr=False)
    ended: threading.Event = field(default_factory=threading.Event)  # put back, taken over or superseded
    _fetched: threading.Event = field(default_factory=threading.Event)
    _fetched_or_ended: threading.Event = field(default_factory=threading.Event)
    _program: Program | None = None
    _expected_at_s: float = 0.0
    _fetched_at_s: float = 0.0
    _last_sign_s: float = 0.0

    def wait_fetched(self, timeout_s: float) -> bool:
        """Any thread: wait until the expected program has the text; False after `timeout_s` or a take-over."""
        self._fetched_or_ended.wait(timeout_s)
        return self._fetched.is_set()

    def end(self) -> None:
        self.ended.set()
        self._fetched_or_ended.set()

    def expect(self, program: Program) -> None:
        """The paste chord is about to be sent to that program: from now on its fetching counts."""
        self._program, self._expected_at_s = program, time.monotonic()

    def note_request(self, program: Program, *, told: bool) -> None:
        """A program asked for the content; `told` when it was given the text."""
        self._last_sign_s = time.monotonic()
        # A clipboard manager is often there first, and before the chord even the target may just be curious.
        if told and self._program is not None and self._program.is_same(program) and not self._fetched.is_set():
            self._fetched_at_s = self._last_sign_s
            self._fetched.set()
            self._fetched_or_ended.set()

    def note_transfer(self) -> None:
        self._last_sign_s = time.monotonic()

    @property
    def waiting(self) -> bool:
        """The text was fetched; it is only a matter of moments."""
        return self._fetched.is_set() and not self.ended.is_set()

    def is_due(self) -> bool:
        """Whether to put back what was there before."""
        now_s = time.monotonic()
        quiet = now_s - self._last_sign_s >= _QUIET_S or now_s - self._fetched_at_s >= _MAX_QUIET_S
        return self.waiting and quiet

    def is_stale(self) -> bool:
        """Whether nobody came for so long that the text is to stay."""
        overdue = self._program is not None and time.monotonic() - self._expected_at_s > _LATEST_S
        return overdue and not self._fetched.is_set()
