"""Where the program shows itself: in the tray where there is one, else in a small window."""

from PySide6.QtCore import QObject, Signal

from srota_dictate.app.actions import Actions
from srota_dictate.app.card import HeldCard
from srota_dictate.app.models import ModelEntry, model_title
from srota_dictate.app.notifier import Message
from srota_dictate.app.texts import Texts
from srota_dictate.app.tray import Tray
from srota_dictate.app.window import StatusWindow
from srota_dictate.app.words import TalkKey, status_text, tooltip
from srota_dictate.delivery import OutputMode
from srota_dictate.rules.choices import ScriptView
from srota_dictate.session.view import SessionView


class Faces(QObject):
    """Tray and window in one language; both always know the state, one of them is visible."""

    last_face_closed = Signal()  # the window was closed where there is no tray to go on living in

    def __init__(self, texts: Texts, entries: tuple[ModelEntry, ...]) -> None:
        super().__init__()
        self._texts = texts
        self._entries = entries
        self.actions = Actions(texts, entries, self)
        self.tray = Tray(texts, self.actions, entries)
        self.window = StatusWindow(texts, self.actions, entries)
        self.card = HeldCard(texts)
        self.window.closed.connect(self._window_closed)
        self.actions.window_wanted.connect(self.window.show_quietly)
        self._in_tray: bool | None = None
        self._leaving = ""

    @property
    def in_tray(self) -> bool:
        return self._in_tray is True

    def use_tray(self, available: bool) -> None:
        """Move to the tray or out of it; never takes the keyboard from the window one is writing in."""
        if available is self._in_tray:
            return
        self._in_tray = available
        self.tray.icon.setVisible(available)
        if available:
            self.window.hide()
        else:
            self.window.show_quietly()

    def raise_window(self) -> None:
        """Bring the window to the front because the person asked for it."""
        self.window.raise_with_keyboard()

    def show_view(self, view: SessionView, key: TalkKey) -> None:
        model = model_title(self._entries, view.recognizer.model)
        status = status_text(self._texts, view, model, key)
        self.actions.show_view(view, status)
        self.tray.show_view(view, tooltip(self._texts, view, model, key, self._leaving))
        self.window.show_view(view, status)
        self.card.show_texts(view.held)

    def show_leaving(self, leaving: str) -> None:
        """Say, wherever anything is said, that texts leave the program; "" while they don't."""
        self._leaving = leaving
        self.actions.show_leaving(leaving)
        self.window.show_leaving(leaving)

    def show_choices(self, model: str, mode: OutputMode, script: ScriptView) -> None:
        self.actions.show_choices(model, mode, script)
        self.tray.show_choices(model, script)
        self.window.show_choices(model, script)

    def tell(self, message: Message) -> None:
        text = "\n".join(filter(None, (message.text, self._leaving)))
        if self.in_tray:
            self.tray.message(message.title, text, message.urgent)
        else:
            self.window.message(message.title, message.text)

    def _window_closed(self) -> None:
        if self.in_tray:
            self.window.hide()
        else:
            self.last_face_closed.emit()

    def close(self) -> None:
        self.tray.close()
        for widget in (self.window, self.card):
            widget.hide()
            widget.deleteLater()
        self.deleteLater()
