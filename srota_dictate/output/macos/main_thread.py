"""Have something done on macOS' main thread, which runs Qt's loop, and wait for it."""

# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NoAnswer
from typing import Final, TypeVar

from srota_dictate.errors import UserFixableError
from srota_dictate.mailbox import fulfil

T = TypeVar("T")

# While the program ends, its main thread waits for the one that asks here: it must not be for long.
_ANSWER_TIMEOUT_S: Final = 2.0


def on_main_thread(task: Callable[[], T]) -> T:
    """The result of `task`; what it raises is raised here. UserFixableError when the main thread is busy."""
    from Foundation import NSThread
    from PyObjCTools import AppHelper

    if NSThread.isMainThread():
        return task()
    future: Future[T] = Future()
    AppHelper.callAfter(lambda: fulfil(future, task))
    try:
        return future.result(_ANSWER_TIMEOUT_S)
    except NoAnswer as error:
        future.cancel()
        raise UserFixableError("The clipboard doesn't answer", "Close the program you last copied from") from error
