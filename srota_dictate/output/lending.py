"""A text that lies on the clipboard of Windows or macOS until the window that it is for has fetched it."""

import threading
import time
from dataclasses import dataclass, field
from typing import Final, Protocol

# Some programs fetch a second time right after the first.
_QUIET_S: Final = 0.15


@dataclass(slots=True, eq=False)
class Lending:
    """Thread-safe. The clipboard says who asks, the writer when the paste keys are pressed.

    Both systems tell of the first fetch only: afterwards the clipboard has the text itself.
    """

    text: str = field(repr=False)
    reader_pid: int | None  # whose fetching counts; None: anybody's, where nobody can tell who asks
    stays: bool = False  # it is meant to stay on the clipboard, so everybody may have it
    spoiled: bool = False  # somebody else has fetched it, so that the reader's fetching won't be told
    _expected: bool = False
    _fetched: threading.Event = field(default_factory=threading.Event)
    _fetched_at_s: float = 0.0

    def keep(self) -> None:
        """It is to stay on the clipboard after all."""
        self.stays = True

    def expect(self) -> None:
        """The paste keys are about to be pressed."""
        self._expected = True

    def note_request(self, pid: int | None, *, can_refuse: bool) -> bool:
        """A program asks for the text, None where it can't be told which; whether to give it."""
        is_reader = pid is None or self.reader_pid is None or pid == self.reader_pid
        if self._expected and is_reader:
            self._fetched_at_s = time.monotonic()
            self._fetched.set()
            return True
        # Before the keys, even the reader is only curious, and mostly it is a clipboard manager.
        if can_refuse and not self._expected and not self.stays:
            return False
        self.spoiled = True
        return True

    def wait_fetched(self, timeout_s: float) -> bool:
        """Wait until the reader has the text and a little longer; False when that didn't happen or can't be told."""
        if self.spoiled or not self._fetched.wait(timeout_s):
            return False
        time.sleep(max(0.0, self._fetched_at_s + _QUIET_S - time.monotonic()))
        return True


class Board(Protocol):
    """The clipboard of such a system. Every call blocks for at most some seconds; any may raise UserFixableError."""

    def lend(self, lending: Lending, *, private: bool) -> None:
        """Put its text there and remember what was there; `private` asks clipboard histories to pass it over."""
        ...

    def still_lent(self, lending: Lending) -> bool:
        """Whether the text is there to be fetched; False when another program has put something else there."""
        ...

    def give_back(self, lending: Lending) -> None:
        """Put back what was there before, unless another program has put something else there."""
        ...

    def copy(self, text: str) -> None:
        """Put text there and leave it there."""
        ...

    def close(self) -> None: ...
