"""Fetch models in the background; outlives the dialog that asked for it."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot

from srota_dictate.app.models import DownloadReport, Shelf


class Downloads(QObject):
    """One download at a time. Used on the Qt main thread, where `reported(DownloadReport)` is emitted too."""

    reported = Signal(object)
    _arrived = Signal(object)

    def __init__(self, shelf: Shelf) -> None:
        super().__init__()
        self._shelf = shelf
        self._lock = threading.Lock()
        self._open = True
        self.running: DownloadReport | None = None
        self._stop: Callable[[], None] | None = None
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def start(self, model: str) -> None:
        if self.running is None:
            self.running = DownloadReport(model)
            self._stop = self._shelf.download(model, self._report)

    def stop(self) -> None:
        """What has come is kept; the report that it ended follows."""
        if self._stop is not None:
            self._stop()

    def close(self) -> None:
        """Before the interface is taken down: what is still reported afterwards is dropped."""
        with self._lock:
            self._open = False
        self.stop()

    def _report(self, report: DownloadReport) -> None:
        """On whatever thread downloads."""
        with self._lock:
            if self._open:
                self._arrived.emit(report)

    @Slot(object)
    def _take(self, report: DownloadReport) -> None:
        self.running = None if report.ended else report
        if report.ended:
            self._stop = None
        self.reported.emit(report)
