"""A small card for a text that stands in no window, with a button for whatever can become of it."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCursor, QGuiApplication, QMouseEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from srota_dictate.app.icons import app_icon
from srota_dictate.app.said import said_fully
from srota_dictate.app.texts import Texts
from srota_dictate.session.state import HeldText
from srota_dictate.takes import HeldAnswer

_ICON_PX: Final = 24
_WIDTH_PX: Final = 380
_FROM_EDGE_PX: Final = 32
_SHOWN_LETTERS: Final = 160  # enough to know which text it is


class HeldCard(QFrame):
    """Worked with the mouse alone: it never takes the keyboard, not even when clicked.

    So the window that has the keyboard is still the one that "Paste here" means.
    """

    answered = Signal(int, object)  # take_id, HeldAnswer

    def __init__(self, texts: Texts) -> None:
        flags = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        super().__init__(None, flags | Qt.WindowType.WindowDoesNotAcceptFocus)
        self._texts = texts
        self._shown: HeldText | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle(texts.held_title)
        self.setWindowIcon(app_icon())
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setFixedWidth(_WIDTH_PX)

        icon = QLabel()
        icon.setPixmap(app_icon().pixmap(_ICON_PX, _ICON_PX))
        self.title = QLabel()
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.reason = QLabel()
        self.excerpt = QLabel()
        self.excerpt.setBackgroundRole(QPalette.ColorRole.Base)
        self.excerpt.setForegroundRole(QPalette.ColorRole.Text)
        self.excerpt.setAutoFillBackground(True)
        self.excerpt.setMargin(8)
        for label in (self.reason, self.excerpt):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)

        self.paste = self._button(texts.held_paste, HeldAnswer.PASTE)
        self.copy = self._button(texts.held_copy, HeldAnswer.COPY)
        self.discard = self._button(texts.held_discard, HeldAnswer.DISCARD)

        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(icon)
        head.addWidget(self.title, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.paste, 2)
        buttons.addWidget(self.copy, 1)
        buttons.addWidget(self.discard, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 14, 14, 14)
        outer.setSpacing(10)
        outer.addLayout(head)
        outer.addWidget(self.reason)
        outer.addWidget(self.excerpt)
        outer.addLayout(buttons)

    def show_texts(self, held: tuple[HeldText, ...]) -> None:
        """Show the oldest of them, or nothing."""
        oldest = held[0] if held else None
        count = f" ({len(held)})" if len(held) > 1 else ""
        self.title.setText(self._texts.held_title + count)
        if oldest == self._shown:
            return
        self._shown = oldest
        if oldest is None:
            self.hide()
            return
        self.reason.setText(said_fully(self._texts, oldest.why))
        text = " ".join(oldest.text.split())
        self.excerpt.setText(text if len(text) <= _SHOWN_LETTERS else f"{text[:_SHOWN_LETTERS]}…")
        for button in (self.paste, self.copy, self.discard):
            button.setEnabled(not oldest.delivering)
        self._come_up()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """It can be dragged away from what it covers."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.windowHandle().startSystemMove()

    def _come_up(self) -> None:
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.setFixedHeight(layout.totalHeightForWidth(_WIDTH_PX))
        if self.isVisible():
            return
        # On the screen the person works on, as far as the pointer tells.
        room = (QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()).availableGeometry()
        self.move(room.right() - self.width() - _FROM_EDGE_PX, room.bottom() - self.height() - _FROM_EDGE_PX)
        self.show()

    def _button(self, text: str, answer: HeldAnswer) -> QPushButton:
        button = QPushButton(text)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self._answer(answer))
        return button

    def _answer(self, answer: HeldAnswer) -> None:
        if self._shown is not None:
            self.answered.emit(self._shown.take_id, answer)
