"""A window with a plain field and a password field, in this order; it tells of them to assistive technology."""

import sys

from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

app = QApplication(sys.argv)
window = QWidget()
layout = QVBoxLayout(window)
plain, password = QLineEdit(), QLineEdit()
password.setEchoMode(QLineEdit.EchoMode.Password)
for line in (plain, password):
    layout.addWidget(line)
window.show()
window.activateWindow()
app.exec()
