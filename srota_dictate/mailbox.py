"""Hand work over to a thread that sleeps in `select`."""

import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock
from typing import TypeVar

T = TypeVar("T")


class Mailbox:
    """Any thread posts functions; the owning thread waits for `fileno()` to be readable and runs them in order."""

    def __init__(self) -> None:
        self._reading, self._writing = os.pipe()
        os.set_blocking(self._reading, False)
        self._lock = Lock()
        self._tasks: deque[Callable[[], None]] = deque()
        self._open = True

    def fileno(self) -> int:
        return self._reading

    def post(self, task: Callable[[], T]) -> "Future[T]":
        """Queue `task`; its result or exception arrives in the future. RuntimeError once the mailbox is closed."""
        future: Future[T] = Future()

        def deliver() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(task())
            except Exception as error:  # noqa: BLE001 - thread border: it belongs to whoever waits for the future
                future.set_exception(error)

        with self._lock:
            if not self._open:
                raise RuntimeError("The thread behind this mailbox has ended")
            self._tasks.append(deliver)
            os.write(self._writing, b"!")
        return future

    def run_pending(self) -> None:
        """Owning thread: run everything posted so far."""
        try:
            os.read(self._reading, 4096)
        except BlockingIOError:
            return
        with self._lock:
            tasks, self._tasks = self._tasks, deque()
        for task in tasks:
            task()

    def close(self) -> None:
        """Owning thread: accept no more, and run what is left so that nobody waits in vain."""
        with self._lock:
            self._open = False
            os.close(self._reading)
            os.close(self._writing)
            tasks, self._tasks = self._tasks, deque()
        for task in tasks:
            task()
