"""A Qt text edit that writes its text to a file at every change: `wayland_editor.py APP_ID PATH`."""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QPlainTextEdit


def main(app_id: str, path: Path) -> int:
    app = QApplication(sys.argv[:1])
    app.setDesktopFileName(app_id)
    editor = QPlainTextEdit()

    def write() -> None:
        fresh = path.with_suffix(".new")
        fresh.write_text(editor.toPlainText(), encoding="utf-8")
        fresh.replace(path)

    editor.textChanged.connect(write)
    editor.show()
    editor.setFocus()
    write()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
