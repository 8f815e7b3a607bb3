"""What the tray shows one after the other."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from srota_dictate.app.faces import Faces
from srota_dictate.app.texts_en import ENGLISH
from srota_dictate.app.tray import Tray


@pytest.fixture
def tray(qapp: QApplication) -> Iterator[Tray]:
    faces = Faces(ENGLISH, ())
    yield faces.tray
    faces.close()


def test_a_message_takes_none_away_that_nobody_has_read(
    tray: Tray, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    def show(title: str, text: str, kind: QSystemTrayIcon.MessageIcon) -> None:
        shown.append(title)

    monkeypatch.setattr(tray.icon, "showMessage", show)
    for title in ("settings", "model", "model"):
        tray.message(title, "Mend it.", True)
    assert shown == ["settings"], "the first at once"
    timer = tray.findChild(QTimer)
    assert isinstance(timer, QTimer)
    timer.start(0)
    qtbot.waitUntil(lambda: len(shown) == 2)
    timer.start(0)
    qtbot.waitUntil(lambda: not timer.isActive())
    assert shown == ["settings", "model"], "the same is said once"
    tray.message("microphone", "Plug it in.", True)
    assert shown[-1] == "microphone"
