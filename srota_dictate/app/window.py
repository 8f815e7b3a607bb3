"""A small window for desktops without a tray: the same state and the same actions."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QProgressBar, QPushButton, QVBoxLayout, QWidget

from srota_dictate.app.actions import Actions
from srota_dictate.app.icons import app_icon, state_icon
from srota_dictate.app.models import ModelEntry, model_title
from srota_dictate.app.rescue_menu import RescueMenu
from srota_dictate.app.state import TrayState, microphone_is_ready, tray_state
from srota_dictate.app.texts import Texts
from srota_dictate.app.words import detail, detector_text, script_name
from srota_dictate.rules.choices import ScriptView
from srota_dictate.session.view import SessionView

_ICON_PX = 40
_QUIETEST_DBFS = -60


class StatusWindow(QWidget):
    """Shows the state without ever taking the keyboard from the window one dictates into.

    Not even a click takes it, so "Start" leaves the text's window where it was; only `raise_with_keyboard` does.
    """

    closed = Signal()

    def __init__(self, texts: Texts, actions: Actions, entries: tuple[ModelEntry, ...]) -> None:
        super().__init__()
        self._texts = texts
        self._entries = entries
        self._shown: tuple[TrayState, bool] | None = None
        self.setWindowTitle(texts.app_name)
        self.setWindowIcon(app_icon())
        self.setWindowFlag(Qt.WindowType.WindowDoesNotAcceptFocus)

        self._icon = QLabel()
        self.status = QLabel()
        font = self.status.font()
        font.setPointSizeF(font.pointSizeF() * 1.15)
        font.setBold(True)
        self.status.setFont(font)
        self.detail = QLabel()
        self.detector = QLabel()
        self.detector.hide()
        self.leaving = QLabel()
        self.leaving.hide()
        for label in (self.status, self.detail, self.detector, self.leaving):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.level = QProgressBar()
        self.level.setRange(_QUIETEST_DBFS, 0)
        self.level.setTextVisible(False)
        self.level.setFixedHeight(8)
        self.level.setAccessibleName(texts.level)
        # The bar's room stays, or the buttons would jump under the pointer.
        policy = self.level.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.level.setSizePolicy(policy)

        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.addWidget(self.status)
        words.addWidget(self.detail)
        words.addWidget(self.detector)
        words.addWidget(self.leaving)
        words.addWidget(self.level)
        words.addStretch()
        head.addLayout(words, 1)

        self.toggle = _button(actions.toggle)
        self.cancel = _button(actions.cancel)
        self.model_menu = actions.build_model_menu(self)
        self.model = _menu_button(self.model_menu)
        self.output_menu = actions.build_output_menu(self)
        self.output = _menu_button(self.output_menu)
        self.output.setText(texts.output_menu)
        self.script_menu = actions.build_script_menu(self)
        self.script = _menu_button(self.script_menu)
        self.next_view = _button(actions.next_view)
        self.rescue = _rescue_button(actions.build_rescue_menu(self))
        self.copy_last = _button(actions.copy_last)
        self.paste_last = _button(actions.paste_last)
        self.undo_last = _button(actions.undo_last)
        self.settings = _button(actions.settings)
        self.quit = _button(actions.quit)

        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 16)
        outer.setSpacing(10)
        outer.addLayout(head)
        outer.addSpacing(4)
        for row in (
            (self.toggle, self.cancel),
            (self.model, self.output),
            (self.script, self.next_view),
            (self.rescue,),
            (self.copy_last, self.paste_last, self.undo_last),
            (self.settings, self.quit),
        ):
            line = QHBoxLayout()
            for button in row:
                line.addWidget(button, 1)
            outer.addLayout(line)
        self.setMinimumWidth(400)

    def show_quietly(self) -> None:
        self._take_keyboard(False)
        self.show()

    def raise_with_keyboard(self) -> None:
        """Come to the front because the person asked for it, ready to be worked without a mouse."""
        self._take_keyboard(True)
        self.showNormal()
        self.raise_()
        self.activateWindow()

    def _take_keyboard(self, wanted: bool) -> None:
        flag = Qt.WindowType.WindowDoesNotAcceptFocus
        if wanted is bool(self.windowFlags() & flag):
            self.setWindowFlag(flag, not wanted)  # hides the window
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not wanted)

    def show_view(self, view: SessionView, status: str) -> None:
        shown = (tray_state(view), microphone_is_ready(view))
        if shown != self._shown:
            self._shown = shown
            self._icon.setPixmap(state_icon(*shown).pixmap(_ICON_PX, _ICON_PX))
            self._icon.setToolTip(self._texts.microphone_open if microphone_is_ready(view) else "")
        self._say(status, detail(self._texts, view), detector_text(self._texts, view))
        loudness = _QUIETEST_DBFS if view.level_dbfs is None else view.level_dbfs
        self.level.setVisible(view.recording)
        self.level.setValue(max(_QUIETEST_DBFS, min(0, round(loudness))))

    def show_leaving(self, leaving: str) -> None:
        if leaving != self.leaving.text():
            self.leaving.setText(leaving)
            self.leaving.setVisible(bool(leaving))
            self._make_room()

    def show_choices(self, model: str, script: ScriptView) -> None:
        self.script.setText(self._texts.script_menu.format(script=script_name(self._texts, script)))
        title = model_title(self._entries, model).replace("&", "&&")
        self.model.setText(self._texts.model_menu.format(model=title))

    def message(self, title: str, text: str) -> None:
        """What a desktop without a tray cannot pop up stands here until the state changes again."""
        self._say(self.status.text(), f"{title}{self._texts.full_stop} {text}" if text else title, self.detector.text())

    def _say(self, status: str, detail: str, detector: str) -> None:
        said = (self.status.text(), self.detail.text(), self.detector.text())
        if said == (status, detail, detector):
            return  # levels change the view many times a second
        self.status.setText(status)
        self.detail.setText(detail)
        self.detector.setText(detector)
        self.detector.setVisible(bool(detector))
        self._make_room()

    def _make_room(self) -> None:
        # A window that is open already doesn't grow with its words; it never shrinks, or buttons would jump.
        layout = self.layout()
        assert layout is not None
        layout.activate()  # the rows inside it would go by their old words
        self.setMinimumHeight(max(self.minimumHeight(), layout.totalHeightForWidth(self.minimumWidth())))

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()  # whoever owns the window decides what closing means
        self.closed.emit()


def _button(action: QAction) -> QPushButton:
    """A push button that looks and does as the action; unlike QToolButton it takes the keyboard as buttons do."""
    button = QPushButton()
    button.setAutoDefault(False)

    def follow() -> None:
        button.setText(action.text())
        button.setEnabled(action.isEnabled())
        button.setVisible(action.isVisible())

    follow()
    action.changed.connect(follow)
    button.clicked.connect(action.trigger)
    return button


def _menu_button(menu: QMenu) -> QPushButton:
    button = QPushButton()
    button.setAutoDefault(False)
    button.setMenu(menu)
    return button


def _rescue_button(menu: RescueMenu) -> QPushButton:
    """There while there is something to rescue."""
    button = _menu_button(menu)

    def follow() -> None:
        button.setText(menu.title())
        button.setVisible(menu.menuAction().isVisible())

    follow()
    menu.menuAction().changed.connect(follow)
    return button
