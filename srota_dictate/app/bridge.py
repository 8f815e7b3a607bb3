"""Carry what the session says from its thread to the Qt main thread."""

import threading

from PySide6.QtCore import QObject, Qt, Signal, Slot

from srota_dictate.errors import UserFixableError
from srota_dictate.session.view import SessionView


class Bridge(QObject):
    """The only way from another thread into the interface.

    Contract:
    - Made on the Qt main thread. `publish` and `notify` may be called from any thread; they return at once and never
      raise.
    - `view_changed(SessionView)` and `noticed(UserFixableError)` are emitted on the Qt main thread only, from its
      event loop, never from within `publish` or `notify`.
    - Views are snapshots, so those the main thread was too busy to see are skipped: the newest always arrives.
      Notices are events: each arrives once, in order.
    - After `close()` nothing is emitted any more.
    """

    view_changed = Signal(object)
    noticed = Signal(object)
    _view_waiting = Signal()
    _notice_waiting = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._newest: SessionView | None = None
        self._open = True
        self._view_waiting.connect(self._take_view, Qt.ConnectionType.QueuedConnection)
        self._notice_waiting.connect(self._take_notice, Qt.ConnectionType.QueuedConnection)

    def publish(self, view: SessionView) -> None:
        """From any thread."""
        with self._lock:
            already_waiting = self._newest is not None
            self._newest = view
            # Levels come many times a second: one waiting signal serves them all.
            if self._open and not already_waiting:
                self._view_waiting.emit()

    def notify(self, notice: UserFixableError) -> None:
        """From any thread."""
        with self._lock:
            if self._open:
                self._notice_waiting.emit(notice)

    def close(self) -> None:
        """On the Qt main thread, before the interface is taken down."""
        with self._lock:
            self._open = False

    @Slot()
    def _take_view(self) -> None:
        with self._lock:
            view, self._newest = self._newest, None
            opened = self._open
        # Emitted without the lock: a slot may well publish.
        if view is not None and opened:
            self.view_changed.emit(view)

    @Slot(object)
    def _take_notice(self, notice: UserFixableError) -> None:
        if self._open:
            self.noticed.emit(notice)
