"""Show on stderr how far a long piece of work is, while a person is watching; in a pipe or a log say nothing."""

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from srota_dictate.cli.failures import complain

if TYPE_CHECKING:
    from rich.progress import Progress as Bars

Report: TypeAlias = Callable[[float], None]
"""Takes how much is done, 0 … 1. May be called from any thread."""


class Progress:
    """Bars for a person, nothing for a machine."""

    def __init__(self, bars: "Bars | None") -> None:
        self._bars = bars

    @classmethod
    @contextmanager
    def on_stderr(cls) -> "Generator[Progress]":
        if not sys.stderr.isatty():
            yield cls(None)
            return
        from rich.console import Console
        from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
        )
        # Transient: what stays on the screen is the text alone.
        with Bars(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bars:
            yield cls(bars)

    @contextmanager
    def row(self, title: str) -> Generator[Report]:
        """A row that is shown while its work lasts."""
        bars = self._bars
        if bars is None:
            yield _ignore
            return
        task = bars.add_task(title, total=1.0)
        try:
            yield lambda fraction: bars.update(task, completed=fraction)
        finally:
            bars.remove_task(task)

    @contextmanager
    def paused(self) -> Generator[None]:
        """Takes the bars off the screen while something is written to standard output, which may be the same screen."""
        if self._bars is None:
            yield
            return
        self._bars.stop()
        try:
            yield
        finally:
            self._bars.start()

    def say(self, line: str) -> None:
        """Say one line on stderr, above the bars."""
        if self._bars is None:
            complain(line)
        else:
            self._bars.console.print(line, markup=False, highlight=False)


def _ignore(fraction: float) -> None:
    """Nobody watches."""
