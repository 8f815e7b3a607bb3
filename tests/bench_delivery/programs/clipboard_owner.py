"""A Qt program that owns the clipboard, anew whenever asked. Usage: clipboard_owner.py KIND ASK_FILE

It takes the clipboard each time ASK_FILE appears, and removes the file then. KIND: text, image (which Qt offers in each
format it can write), html, files, or an application's own "picture" of 50 MB.
"""

import sys
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QMimeData, QTimer, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

_LARGE_BYTES: Final = 50_000_000


def content(kind: str) -> QMimeData:
    mime = QMimeData()
    match kind:
        case "text":
            mime.setText("पुराना old text")
        case "image":
            mime.setImageData(picture())
        case "html":
            mime.setHtml("<b>पुराना</b> old <i>text</i>")
            mime.setText("पुराना old text")
            mime.setData("application/x-private-notes", bytes(range(256)) * 9)
        case "files":
            mime.setUrls([QUrl.fromLocalFile("/etc/hostname"), QUrl.fromLocalFile("/etc/hosts")])
            mime.setData("x-special/gnome-copied-files", b"copy\nfile:///etc/hostname\nfile:///etc/hosts")
        case "50 MB image":
            pattern = bytes(number * 7 % 251 for number in range(100_003))
            mime.setData("image/png", QByteArray((pattern * (_LARGE_BYTES // len(pattern) + 1))[:_LARGE_BYTES]))
        case _:
            raise SystemExit(__doc__)
    return mime


def picture() -> QImage:
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor(51, 102, 204))
    painter = QPainter(image)
    painter.drawEllipse(20, 30, 200, 100)
    painter.end()
    return image


def main() -> int:
    app = QGuiApplication(sys.argv)
    kind, ask = sys.argv[1], Path(sys.argv[2])

    def look() -> None:
        if ask.exists():
            app.clipboard().setMimeData(content(kind))
            app.processEvents()
            ask.unlink()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(10)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
