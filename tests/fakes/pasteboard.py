"""A fake of the macOS pasteboard, for `macos.board` where there is no macOS.

It behaves as Apple documents it: the change count goes up whenever a program begins to put something there; a promised
type is asked of its provider when somebody wants it, without saying who, and only once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from srota_dictate.output.macos.board import TEXT, Item

T = TypeVar("T")


@dataclass
class FakePasteboard:
    """Implements `board.Pasteboard`; `fetch` and `put` are what other programs do."""

    items: tuple[Item, ...] = ()
    n_lost: int = 0
    here_only: bool = False
    promised: Callable[[], str] | None = None
    _count: int = 10

    def fetch(self) -> bytes | None:
        if self.promised is not None:
            text, self.promised = self.promised(), None
            self.items = ({**self.items[0], TEXT: text.encode()},)
        return self.items[0].get(TEXT) if self.items else None

    def put(self, items: Sequence[Item]) -> None:
        self._count += 1
        self.items, self.promised = tuple(items), None

    def on_main_thread(self, task: Callable[[], T]) -> T:
        return task()

    # What the program under test calls.

    def change_count(self) -> int:
        return self._count

    def read(self) -> tuple[tuple[Item, ...], int]:
        self.fetch()
        return self.items, self.n_lost

    def write(self, items: Sequence[Item]) -> None:
        self.put(items)

    def promise(self, on_asked: Callable[[], str], markers: Mapping[str, bytes], *, here_only: bool) -> None:
        self.put(({**markers},))
        self.promised, self.here_only = on_asked, here_only
