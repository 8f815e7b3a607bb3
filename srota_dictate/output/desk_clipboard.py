"""A Wayland clipboard through the data-control protocol: every format comes back, and every fetch is seen."""

import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Final

from srota_dictate.output.wayland_clipboard import Fetch, Formats
from srota_dictate.output.wayland_desk import TEXT_MIMES, DeskLoan, WaylandDesk, text_formats

# Clipboard managers fetch whatever is new within milliseconds; where one was seen it is worth waiting for.
_MANAGER_S: Final = 0.05
_KNOWN_MANAGER_S: Final = 0.5
# Some programs fetch a second time or a second format right after the first.
_QUIET_S: Final = 0.08
_HAND_OVER_TIMEOUT_S: Final = 5.0


class DeskClipboard:
    """Implements `wayland_clipboard.Clipboard`. Closes the desk with itself."""

    def __init__(self, desk: WaylandDesk) -> None:
        self._desk = desk
        self._has_manager = False

    @contextmanager
    def lend(self, text: str, markers: Formats) -> "Generator[_Loan]":
        loan = _Loan(self._desk.lend(text, markers), _KNOWN_MANAGER_S if self._has_manager else _MANAGER_S)
        try:
            yield loan
        finally:
            self._has_manager = self._has_manager or loan.saw_manager
            if not loan.is_kept:
                self._desk.give_back(loan.desk_loan)

    def copy(self, text: str) -> None:
        self._desk.own(text_formats(text))

    def close(self) -> None:
        """What was copied would go with this program: wl-copy keeps its text, where it is installed."""
        formats = self._desk.close()
        mime = next((mime for mime in TEXT_MIMES if mime in formats), None)
        if mime is not None:
            with suppress(OSError, subprocess.TimeoutExpired):
                subprocess.run(
                    ["wl-copy", "--type", mime],
                    input=formats[mime],
                    stdout=subprocess.DEVNULL,  # it goes to the background, and would keep a pipe open
                    stderr=subprocess.DEVNULL,
                    timeout=_HAND_OVER_TIMEOUT_S,
                )


class _Loan:
    def __init__(self, desk_loan: DeskLoan, manager_s: float) -> None:
        self.desk_loan = desk_loan
        self.is_kept = False
        self.saw_manager = False
        self._manager_s = manager_s
        self._n_before = 0  # fetches before the paste keys

    def expect(self) -> None:
        loan = self.desk_loan
        with loan.turn:
            self.saw_manager = loan.turn.wait_for(lambda: loan.n_told or loan.over, self._manager_s) and not loan.over
            if self.saw_manager:
                self._wait_quiet()
            self._n_before = loan.n_told

    def wait_fetched(self, timeout_s: float) -> Fetch:
        loan = self.desk_loan
        with loan.turn:
            loan.turn.wait_for(lambda: loan.n_told > self._n_before or loan.over, timeout_s)
            if loan.n_told > self._n_before:
                self._wait_quiet()
                return Fetch.FETCHED
            return Fetch.TAKEN if loan.over else Fetch.NOT_FETCHED

    def keep(self) -> None:
        self.is_kept = True

    def _wait_quiet(self) -> None:
        """The turn is held."""
        loan = self.desk_loan
        while (left_s := loan.told_at_s + _QUIET_S - time.monotonic()) > 0:
            loan.turn.wait(left_s)
