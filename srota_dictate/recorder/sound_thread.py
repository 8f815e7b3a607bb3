"""Make PortAudio's calls on a thread of their own, so that one that never returns hangs nobody else."""

import queue
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

_T = TypeVar("_T")


@dataclass(slots=True)
class _Call(Generic[_T]):
    """The asking thread may have anything raised into it while it waits, so nothing here is locked."""

    work: Callable[[], _T]
    results: deque[_T] = field(default_factory=lambda: deque[_T]())
    errors: deque[BaseException] = field(default_factory=lambda: deque[BaseException]())
    bell: queue.SimpleQueue[None] = field(default_factory=lambda: queue.SimpleQueue[None]())

    def run(self) -> None:
        try:
            self.results.append(self.work())
        except BaseException as error:  # noqa: BLE001 - thread border: `SoundThread.call` raises it
            self.errors.append(error)
        self.bell.put(None)


class SoundThread:
    """One call after another, always from the same thread, as some sound systems want it."""

    def __init__(self) -> None:
        self._runs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        threading.Thread(target=self._serve, name="sound", daemon=True).start()

    def call(self, work: Callable[[], _T], timeout_s: float, undo: Callable[[_T], object]) -> _T:
        """What `work` returns. Raises what it raises, and TimeoutError; the thread is of no use any more then.

        `undo` gets, on the sound thread, what came when nobody waited for it any more.
        """
        call = _Call(work)
        self._runs.put(call.run)
        try:
            call.bell.get(timeout=timeout_s)
        except BaseException as error:
            self._runs.put(lambda: _undo(call, undo))
            if isinstance(error, queue.Empty):
                raise TimeoutError from None
            raise
        for error in call.errors:
            raise error
        return call.results[0]

    def _serve(self) -> None:
        while True:
            self._runs.get()()


def _undo(call: _Call[_T], undo: Callable[[_T], object]) -> None:
    for result in call.results:
        undo(result)
