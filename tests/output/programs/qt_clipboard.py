"""A Qt program that puts several formats on the clipboard: text, HTML, a picture, a file list, one large format.

Usage: qt_clipboard.py N_LARGE_BYTES READY_FILE
"""

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage


def main() -> int:
    app = QGuiApplication(sys.argv)
    n_large_bytes, ready = int(sys.argv[1]), Path(sys.argv[2])
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor(51, 102, 204))
    picture = ready.with_suffix(".png")
    image.save(str(picture))

    mime = QMimeData()
    mime.setText("पुराना old text")
    mime.setHtml("<b>पुराना</b> old <i>text</i>")
    mime.setUrls([QUrl.fromLocalFile("/etc/hostname"), QUrl.fromLocalFile("/etc/hosts")])
    mime.setData("image/png", picture.read_bytes())
    mime.setData("x-special/gnome-copied-files", b"copy\nfile:///etc/hostname\nfile:///etc/hosts")
    mime.setData("application/x-large", bytes(number * 7 % 251 for number in range(n_large_bytes)))
    app.clipboard().setMimeData(mime)
    app.processEvents()
    ready.touch()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
