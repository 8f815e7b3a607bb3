"""Count how often a text that was lent to the clipboard is fetched, and tell the window's fetch from a manager's."""

import threading
import time
from typing import Final

from srota_dictate.output.wayland_clipboard import Fetch

KNOWN_MANAGER_S: Final = 0.5  # where a clipboard manager was seen it is worth waiting for
# Some programs fetch a second time or a second format right after the first.
_QUIET_S: Final = 0.08


class Fetches:
    """Of one text. Thread-safe: whoever hands it out counts, whoever pressed the paste keys waits."""

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._n = 0
        self._n_before = 0  # before the paste keys
        self._last_at_s = 0.0
        self._is_over = False

    def count(self, n: int = 1) -> None:
        with self._turn:
            self._n += n
            self._last_at_s = time.monotonic()
            self._turn.notify_all()

    def end(self) -> None:
        """Another program took the clipboard, or what was there before is back."""
        with self._turn:
            self._is_over = True
            self._turn.notify_all()

    @property
    def is_over(self) -> bool:
        with self._turn:
            return self._is_over

    def expect(self, patience_s: float) -> bool:
        """Let a clipboard manager have its turn, for so long; whether there is one. Later fetches are the window's."""
        with self._turn:
            self._turn.wait_for(lambda: self._n or self._is_over, patience_s)
            has_manager = bool(self._n)
            if has_manager:
                self._wait_quiet()
            self._n_before = self._n
            return has_manager

    def wait(self, timeout_s: float) -> Fetch:
        """What came of it after `expect`."""
        with self._turn:
            self._turn.wait_for(lambda: self._n > self._n_before or self._is_over, timeout_s)
            if self._n > self._n_before:
                self._wait_quiet()
                return Fetch.FETCHED
            return Fetch.TAKEN if self._is_over else Fetch.NOT_FETCHED

    def _wait_quiet(self) -> None:
        """The turn is held."""
        while (left_s := self._last_at_s + _QUIET_S - time.monotonic()) > 0:
            self._turn.wait(left_s)


class CountedLoan:
    """A `wayland_clipboard.Loan` whose fetches are counted."""

    def __init__(self, fetches: Fetches, manager_s: float) -> None:
        """`manager_s`: how long to wait for a clipboard manager to fetch it."""
        self.fetches = fetches
        self.is_kept = False
        self.saw_manager = False
        self._manager_s = manager_s

    def expect(self) -> None:
        self.saw_manager = self.fetches.expect(self._manager_s)

    def wait_fetched(self, timeout_s: float) -> Fetch:
        return self.fetches.wait(timeout_s)

    def keep(self) -> None:
        self.is_kept = True
