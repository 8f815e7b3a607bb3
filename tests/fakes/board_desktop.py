"""Fakes of what a `BoardWriter` has around it besides the clipboard: the keyboard, and the window that has it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from srota_dictate.output.options import PasteKeys

_TIMEOUT_S = 10


@dataclass(frozen=True)
class FakeReader:
    window: int = 7
    program: str = "notepad"
    pid: int | None = 42
    obstacle: str = ""


@dataclass
class FakeReaders:
    """`next` are those that have the keyboard one question after another; the last one keeps it."""

    next: list[FakeReader | None] = field(default_factory=lambda: [FakeReader()])

    def reader(self) -> FakeReader | None:
        return self.next.pop(0) if len(self.next) > 1 else self.next[0]


@dataclass
class FakeKeyboard:
    """What is pressed is noted; the paste keys make the focused program do `on_paste`, on a thread of its own."""

    on_paste: Callable[[], None] = lambda: None
    held: bool = False
    pressed: list[PasteKeys | str] = field(default_factory=list[PasteKeys | str])
    _threads: list[threading.Thread] = field(default_factory=list[threading.Thread])

    def any_down(self) -> bool:
        return self.held

    def modifiers_down(self) -> bool:
        return self.held

    def paste(self, keys: PasteKeys) -> None:
        self.pressed.append(keys)
        self._threads.append(threading.Thread(target=self.on_paste, daemon=True))
        self._threads[-1].start()

    def type(self, text: str) -> None:
        self.pressed.append(text)

    def enter(self) -> None:
        self.pressed.append("\r")

    def rest(self) -> None:
        """Wait until the programs have done what the keys made them do."""
        for thread in self._threads:
            thread.join(_TIMEOUT_S)
            assert not thread.is_alive()
