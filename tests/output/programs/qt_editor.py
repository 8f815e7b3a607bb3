"""A Qt text field that writes what stands in it to a file at every change. Usage: qt_editor.py FILE"""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QPlainTextEdit


def main() -> int:
    app = QApplication(sys.argv)
    path = Path(sys.argv[1])
    editor = QPlainTextEdit()
    editor.textChanged.connect(lambda: path.write_text(editor.toPlainText(), encoding="utf-8"))
    editor.resize(600, 400)
    editor.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
