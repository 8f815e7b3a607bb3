"""A window with a plain field and a password field; its title says which of them has the keyboard."""

import sys

from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

app = QApplication(sys.argv)
window = QWidget()
layout = QVBoxLayout(window)
plain, password = QLineEdit(), QLineEdit()
password.setEchoMode(QLineEdit.EchoMode.Password)
for line in (plain, password):
    layout.addWidget(line)


def tell(_: object, now: QWidget | None) -> None:
    window.setWindowTitle("password" if now is password else "plain")


app.focusChanged.connect(tell)
window.show()
window.activateWindow()
app.exec()
