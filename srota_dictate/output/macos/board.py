"""Own the macOS pasteboard while a text is lent: tell that it was fetched, put back what was there."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol, TypeAlias

from srota_dictate.output.history_markers import MACOS as HISTORY_MARKERS
from srota_dictate.output.lending import Lending

_log = logging.getLogger(__name__)

TEXT: Final = "public.utf8-plain-text"

Item: TypeAlias = Mapping[str, bytes]
"""One thing that was copied, in several types."""


class Pasteboard(Protocol):
    """The system's calls, all on the main thread."""

    def change_count(self) -> int:
        """Goes up whenever a program begins to put something there."""
        ...

    def read(self) -> tuple[tuple[Item, ...], int]:
        """Everything that is there, and how many types of it can't be had."""
        ...

    def write(self, items: Sequence[Item]) -> None: ...

    def promise(self, on_asked: Callable[[], str], markers: Item, *, here_only: bool) -> None:
        """Offer a text that `on_asked` gives, once; `here_only` keeps it from the person's other devices."""
        ...


class MainThread(Protocol):
    def __call__(self, task: Callable[[], object], /) -> object: ...


class MacBoard:
    """Implements `lending.Board`. `run` does something on the main thread and waits for it."""

    def __init__(self, pasteboard: Pasteboard, run: MainThread) -> None:
        self._pasteboard = pasteboard
        self._run = run
        self._lending: Lending | None = None
        self._before: tuple[Item, ...] = ()
        self._count = -1

    def lend(self, lending: Lending, *, private: bool) -> None:
        self._run(lambda: self._lend(lending, private=private))

    def still_lent(self, lending: Lending) -> bool:
        return self._lending is lending and bool(self._run(self._is_ours))

    def give_back(self, lending: Lending) -> None:
        self._run(lambda: self._give_back(lending))

    def copy(self, text: str) -> None:
        self._run(lambda: self._copy(text))

    def close(self) -> None:
        """Promises end with the program: what the person had comes back, or the text is handed over."""
        lending = self._lending
        if lending is None or not self.still_lent(lending):
            return
        if lending.stays:
            self.copy(lending.text)
        else:
            self.give_back(lending)

    # From here on: the main thread.

    def _is_ours(self) -> bool:
        return self._pasteboard.change_count() == self._count

    def _lend(self, lending: Lending, *, private: bool) -> None:
        # What an earlier text took the place of is what the person had.
        if self._lending is None or self._lending.stays or not self._is_ours():
            self._before = self._save()
        self._lending = lending
        self._pasteboard.promise(lambda: self._asked(lending), HISTORY_MARKERS if private else {}, here_only=private)
        self._count = self._pasteboard.change_count()

    def _save(self) -> tuple[Item, ...]:
        items, n_lost = self._pasteboard.read()
        if n_lost:
            _log.warning("%d types on the pasteboard can't be put back", n_lost)
        return items

    def _asked(self, lending: Lending) -> str:
        # macOS doesn't say who asks, nor does it ask twice: everybody gets the text.
        lending.note_request(None, can_refuse=False)
        return lending.text

    def _give_back(self, lending: Lending) -> None:
        if self._lending is not lending:
            return
        if self._is_ours():
            self._pasteboard.write(self._before)
        self._forget()

    def _copy(self, text: str) -> None:
        self._pasteboard.write(({TEXT: text.encode()},))
        self._forget()

    def _forget(self) -> None:
        self._lending, self._before = None, ()
