"""A fake of the Windows clipboard and the programs around it, for `windows.board` where there is no Windows.

It behaves as Microsoft documents it: one program has it open at a time; a promised format is asked of its owner once,
by a message, and stays afterwards; the sequence number doesn't change before a promise is kept.
"""

import queue
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from srota_dictate.errors import UserFixableError

US, NOBODY = 1, 0
_TIMEOUT_S = 10


@dataclass
class FakeWindowsClipboard:
    """Implements `board.Clipboard` for process US; `fetch` and `put` are what other programs do."""

    content: dict[int, bytes | None] = field(default_factory=dict[int, bytes | None])
    owner: int = NOBODY
    hangs: bool = False
    is_open: bool = False  # the window that answers for us
    names: list[str] = field(default_factory=list[str])
    patience_s: float = _TIMEOUT_S  # of `session`
    _opener: int = NOBODY
    _sequence: int = 100
    _opened: threading.Lock = field(default_factory=threading.Lock)
    _messages: "queue.Queue[tuple[int, threading.Event] | None]" = field(
        default_factory=lambda: queue.Queue[tuple[int, threading.Event] | None]()
    )
    _on_asked: Callable[[int], None] = lambda _: None

    def fetch(self, number: int, pid: int) -> bytes | None:
        """What a program gets that pastes."""
        with self._having_it_open(pid):
            if number in self.content and self.content[number] is None:
                answered = threading.Event()
                self._messages.put((number, answered))
                assert answered.wait(_TIMEOUT_S)
            return self.content.get(number)

    def put(self, pid: int, content: dict[int, bytes | None]) -> None:
        """What a program does that copies."""
        with self._having_it_open(pid):
            self.owner, self.content = pid, dict(content)
            self._sequence += 1

    def number(self, name: str) -> int:
        return 0xC000 + self.names.index(name)

    # What the program under test calls.

    def open_window(self, on_asked: Callable[[int], None]) -> None:
        self._on_asked, self.is_open = on_asked, True

    def pump(self) -> None:
        message = self._messages.get(timeout=_TIMEOUT_S)
        if message is not None:
            number, answered = message
            self._on_asked(number)
            answered.set()

    def wake(self) -> None:
        self._messages.put(None)

    @contextmanager
    def session(self) -> Generator[None]:
        with self._having_it_open(US, self.patience_s):
            yield

    def formats(self) -> tuple[int, ...]:
        return tuple(self.content)

    def name(self, number: int) -> str:
        return self.names[number - 0xC000] if number >= 0xC000 else ""

    def register(self, name: str) -> int:
        if name not in self.names:
            self.names.append(name)
        return self.number(name)

    def read(self, number: int) -> bytes | None:
        assert self._opener == US
        return self.content[number]

    def empty(self) -> None:
        assert self._opener == US
        self.owner, self.content = US, {}
        self._sequence += 1

    def write(self, number: int, data: bytes | None) -> None:
        assert self._opener == US or self.owner == US
        self.content[number] = data
        self._sequence += data is not None

    def is_ours(self) -> bool:
        return self.owner == US

    def sequence(self) -> int:
        return self._sequence

    def asking_pid(self) -> int | None:
        return self._opener or None

    def owner_hangs(self) -> bool:
        return self.hangs

    def close_window(self) -> None:
        self.is_open = False

    @contextmanager
    def _having_it_open(self, pid: int, patience_s: float = _TIMEOUT_S) -> Generator[None]:
        if not self._opened.acquire(timeout=patience_s):
            raise UserFixableError("Another program keeps the clipboard to itself", "Close it and try again")
        self._opener = pid
        try:
            yield
        finally:
            self._opener = NOBODY
            self._opened.release()
