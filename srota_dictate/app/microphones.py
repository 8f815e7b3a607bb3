"""Look for microphones without making the interface wait for the sound system."""

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import TypeAlias

from PySide6.QtCore import QObject, Qt, Signal, Slot

from srota_dictate.errors import UserFixableError
from srota_dictate.recorder.ports import InputDevice

MicrophoneLister: TypeAlias = Callable[[], "Future[tuple[InputDevice, ...]]"]
"""Fails with UserFixableError when the sound system cannot be asked."""


class Microphones(QObject):
    """Outlives the dialog that asks. Used on the Qt main thread, where the signals come too."""

    found = Signal(object)  # tuple[InputDevice, ...], the default first
    failed = Signal(object)  # UserFixableError
    _answered = Signal(object)

    def __init__(self, list_microphones: MicrophoneLister) -> None:
        super().__init__()
        self._list = list_microphones
        self._lock = threading.Lock()
        self._open = True
        self._answered.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def look(self) -> None:
        self._list().add_done_callback(self._done)

    def close(self) -> None:
        with self._lock:
            self._open = False

    def _done(self, answer: "Future[tuple[InputDevice, ...]]") -> None:
        """On whatever thread asked the sound system."""
        with self._lock:
            if self._open:
                self._answered.emit(answer)

    @Slot(object)
    def _take(self, answer: "Future[tuple[InputDevice, ...]]") -> None:
        try:
            self.found.emit(answer.result())
        except UserFixableError as error:
            self.failed.emit(error)
        except CancelledError:
            # The recorder is closing, and so is the program.
            self.found.emit(())
