"""Hand work over to a thread that sleeps in a wait of its own, such as `select`."""

import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock
from typing import TypeVar

T = TypeVar("T")


def fulfil(future: "Future[T]", task: Callable[[], T]) -> None:
    """Let `task` decide what becomes of `future`, unless nobody waits for it any more."""
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(task())
    except Exception as error:  # noqa: BLE001 - thread border: it belongs to whoever waits for the future
        future.set_exception(error)


class TaskQueue:
    """Any thread posts functions; the owning thread is woken by `wake` and runs them in order."""

    def __init__(self, wake: Callable[[], object]) -> None:
        self._wake = wake
        self._lock = Lock()
        self._tasks: deque[Callable[[], None]] = deque()
        self._open = True

    def post(self, task: Callable[[], T]) -> "Future[T]":
        """Queue `task`; its result or exception arrives in the future. RuntimeError once the queue is closed."""
        future: Future[T] = Future()
        with self._lock:
            if not self._open:
                raise RuntimeError("The thread behind this queue has ended")
            self._tasks.append(lambda: fulfil(future, task))
            self._wake()
        return future

    def run_pending(self) -> None:
        """Owning thread: run everything posted so far."""
        with self._lock:
            tasks, self._tasks = self._tasks, deque()
        for task in tasks:
            task()

    def close(self) -> None:
        """Owning thread: accept no more, and run what is left so that nobody waits in vain."""
        with self._lock:
            self._open = False
        self.run_pending()


class Mailbox(TaskQueue):
    """Wakes its owner by a pipe: `fileno()` is readable while there is something to run."""

    def __init__(self) -> None:
        self._reading, self._writing = os.pipe()
        os.set_blocking(self._reading, False)
        super().__init__(lambda: os.write(self._writing, b"!"))

    def fileno(self) -> int:
        return self._reading

    def run_pending(self) -> None:
        try:
            os.read(self._reading, 4096)
        except BlockingIOError:
            return
        super().run_pending()

    def close(self) -> None:
        super().close()
        os.close(self._reading)
        os.close(self._writing)
