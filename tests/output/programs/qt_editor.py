"""A Qt text field that writes what stands in it to a file at every change. Usage: qt_editor.py FILE"""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QTextEdit


def main() -> int:
    app = QApplication(sys.argv)
    path = Path(sys.argv[1])
    editor = QTextEdit()

    def note() -> None:
        # toPlainText() would make other spaces plain ones; a paragraph ends with this separator.
        path.write_text(editor.document().toRawText().replace("\u2029", "\n"), encoding="utf-8")

    editor.textChanged.connect(note)
    editor.resize(600, 400)
    editor.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
