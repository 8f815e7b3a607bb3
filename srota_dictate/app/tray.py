"""The tray icon: its state, its tooltip and its menu."""

import sys
from collections import deque
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from srota_dictate.app.actions import Actions
from srota_dictate.app.icons import state_icon
from srota_dictate.app.models import ModelEntry, model_title
from srota_dictate.app.state import TrayState, microphone_is_ready, tray_state
from srota_dictate.app.texts import Texts
from srota_dictate.app.words import script_name
from srota_dictate.rules.choices import ScriptView
from srota_dictate.session.view import SessionView

_READING_MS: Final = 6000


class Tray(QObject):
    """An icon in the desktop's tray. A click opens the menu, a middle click starts or stops dictation."""

    def __init__(self, texts: Texts, actions: Actions, entries: tuple[ModelEntry, ...]) -> None:
        super().__init__()
        self._texts = texts
        self._actions = actions
        self._entries = entries
        self._shown: tuple[TrayState, bool] | None = None
        self.menu = QMenu()
        self.menu.addAction(actions.status)
        self.menu.addAction(actions.detector)
        self.menu.addAction(actions.leaving)
        self.menu.addSeparator()
        self.menu.addAction(actions.toggle)
        self.menu.addAction(actions.cancel)
        self.menu.addAction(actions.copy_last)
        self.menu.addAction(actions.paste_last)
        self.menu.addAction(actions.undo_last)
        self.menu.addAction(actions.next_view)
        self.rescue_menu = actions.build_rescue_menu(self.menu)
        self.menu.addMenu(self.rescue_menu)
        self.menu.addSeparator()
        self.model_menu = actions.build_model_menu(self.menu)
        self.menu.addMenu(self.model_menu)
        self.output_menu = actions.build_output_menu(self.menu)
        self.menu.addMenu(self.output_menu)
        self.script_menu = actions.build_script_menu(self.menu)
        self.menu.addMenu(self.script_menu)
        self.menu.addSeparator()
        self.menu.addAction(actions.settings)
        self.menu.addAction(actions.quit)
        self.icon = QSystemTrayIcon(self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        self._messages: deque[tuple[str, str, QSystemTrayIcon.MessageIcon]] = deque()
        self._being_read = QTimer(self, singleShot=True, interval=_READING_MS)
        self._being_read.timeout.connect(self._next_message)

    def show_view(self, view: SessionView, tip: str) -> None:
        shown = (tray_state(view), microphone_is_ready(view))
        # Levels change the view many times a second; the host need not hear of each.
        if shown != self._shown:
            self._shown = shown
            self.icon.setIcon(state_icon(*shown))
        if tip != self.icon.toolTip():
            self.icon.setToolTip(tip)

    def show_choices(self, model: str, script: ScriptView) -> None:
        self.script_menu.setTitle(self._texts.script_menu.format(script=script_name(self._texts, script)))
        title = model_title(self._entries, model).replace("&", "&&")
        self.model_menu.setTitle(self._texts.model_menu.format(model=title))

    def show(self) -> None:
        self.icon.show()

    def hide(self) -> None:
        self.icon.hide()

    def message(self, title: str, text: str, urgent: bool) -> None:
        """Show a message, after those before it were there to be read: some desktops show one at a time."""
        kind = QSystemTrayIcon.MessageIcon.Warning if urgent else QSystemTrayIcon.MessageIcon.Information
        if (title, text, kind) not in self._messages:
            self._messages.append((title, text, kind))
        if not self._being_read.isActive():
            self._next_message()

    def _next_message(self) -> None:
        if self._messages:
            self.icon.showMessage(*self._messages.popleft())
            self._being_read.start()

    def close(self) -> None:
        self.icon.hide()
        # The menu has no parent widget that would take it along.
        self.menu.deleteLater()
        self.deleteLater()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        match reason:
            case QSystemTrayIcon.ActivationReason.MiddleClick:
                self._actions.toggle.trigger()
            case QSystemTrayIcon.ActivationReason.Trigger if sys.platform != "darwin":  # there it opens by itself
                self.menu.popup(QCursor.pos())
            case _:
                pass
