"""A Wayland clipboard through the data-control protocol: every format comes back, and every fetch is seen."""

import subprocess
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Final

from srota_dictate.output.fetches import KNOWN_MANAGER_S, CountedLoan
from srota_dictate.output.wayland_clipboard import Formats
from srota_dictate.output.wayland_desk import TEXT_MIMES, WaylandDesk, text_formats

_MANAGER_S: Final = 0.05  # clipboard managers fetch whatever is new within milliseconds
_HAND_OVER_TIMEOUT_S: Final = 5.0


class DeskClipboard:
    """Implements `wayland_clipboard.Clipboard`. Closes the desk with itself."""

    def __init__(self, desk: WaylandDesk) -> None:
        self._desk = desk
        self._has_manager = False

    @contextmanager
    def lend(self, text: str, markers: Formats) -> Generator[CountedLoan]:
        desk_loan = self._desk.lend(text, markers)
        loan = CountedLoan(desk_loan.fetches, KNOWN_MANAGER_S if self._has_manager else _MANAGER_S)
        try:
            yield loan
        finally:
            self._has_manager = self._has_manager or loan.saw_manager
            if not loan.is_kept:
                self._desk.give_back(desk_loan)

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
