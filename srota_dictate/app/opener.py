"""Open a file with whatever program the desktop uses for it."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_with_default(path: Path) -> bool:
    """Whether a program could be started."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
