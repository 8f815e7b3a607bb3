"""Everything one can do from the tray menu or the window, as one set of Qt actions."""

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from srota_dictate.app.icons import state_icon
from srota_dictate.app.models import ModelEntry, model_label, model_title
from srota_dictate.app.rescue_menu import RescueMenu
from srota_dictate.app.state import tray_state
from srota_dictate.app.texts import Texts
from srota_dictate.app.words import script_name
from srota_dictate.delivery import OutputMode
from srota_dictate.rules.choices import ScriptView
from srota_dictate.session.view import SessionView
from srota_dictate.types import VoiceDetector


class Actions(QObject):
    """Signals say what the person picked; `show_view` and `show_choices` set what the actions look like.

    Lives on the Qt main thread. Picking something changes nothing here by itself but the check mark.
    """

    window_wanted = Signal()
    toggled = Signal()
    cancelled = Signal()
    model_picked = Signal(str)
    folder_wanted = Signal()
    output_picked = Signal(object)  # OutputMode
    script_picked = Signal(object)  # ScriptView
    copy_wanted = Signal()
    paste_wanted = Signal()
    undo_wanted = Signal()
    next_view_wanted = Signal()
    rescue_wanted = Signal(object)  # tuple[UnfinishedTake, ...]
    discard_wanted = Signal(object)  # tuple[UnfinishedTake, ...]
    play_wanted = Signal(object)  # UnfinishedTake
    settings_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, texts: Texts, entries: tuple[ModelEntry, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._entries = entries
        # A greyed line would be hard to read, so it does something: it opens the window with the level meter.
        self.status = self._action(texts.app_name, self.window_wanted)
        self.detector = self._action(texts.voice_light, self.window_wanted)
        self.detector.setVisible(False)
        self.leaving = self._action("", self.window_wanted)
        self.leaving.setVisible(False)
        self.toggle = self._action(texts.start, self.toggled)
        self.cancel = self._action(texts.cancel_recording, self.cancelled)
        self.cancel.setVisible(False)
        self.copy_last = self._action(texts.copy_last, self.copy_wanted)
        self.paste_last = self._action(texts.paste_last, self.paste_wanted)
        self.undo_last = self._action(texts.undo_last, self.undo_wanted)
        self.next_view = self._action(texts.next_view, self.next_view_wanted)
        self._of_last_text = (self.copy_last, self.paste_last, self.undo_last, self.next_view)
        for action in self._of_last_text:
            action.setEnabled(False)
        self.settings = self._action(texts.settings, self.settings_wanted)
        self.quit = self._action(texts.quit, self.quit_wanted)
        # Where menus follow macOS, words such as "Settings" would move these elsewhere.
        for action in (self.settings, self.quit):
            action.setMenuRole(QAction.MenuRole.NoRole)

        self._rescue_menus: list[RescueMenu] = []
        self._model_group = QActionGroup(self)
        self.models = {entry.name: self._model_action(entry) for entry in entries}
        self.folder = self._action(texts.folder, self.folder_wanted)
        # In the group, so that it carries the mark while a folder is in use.
        self.folder.setCheckable(True)
        self._model_group.addAction(self.folder)

        self._output_group = QActionGroup(self)
        self.outputs = {
            OutputMode.PASTE: self._output_action(texts.output_paste, OutputMode.PASTE),
            OutputMode.CLIPBOARD: self._output_action(texts.output_clipboard, OutputMode.CLIPBOARD),
            OutputMode.TYPE: self._output_action(texts.output_type, OutputMode.TYPE),
            OutputMode.COPY: self._output_action(texts.output_copy, OutputMode.COPY),
        }
        self._script_group = QActionGroup(self)
        self.scripts = {view: self._script_action(view) for view in ScriptView}

    def build_model_menu(self, parent: QWidget | None = None) -> QMenu:
        menu = QMenu(parent)
        menu.addActions(list(self.models.values()))
        menu.addSeparator()
        menu.addAction(self.folder)
        return menu

    def build_rescue_menu(self, parent: QWidget | None = None) -> RescueMenu:
        menu = RescueMenu(self._texts, parent)
        menu.transcribe_wanted.connect(self.rescue_wanted)
        menu.discard_wanted.connect(self.discard_wanted)
        menu.play_wanted.connect(self.play_wanted)
        self._rescue_menus.append(menu)
        return menu

    def build_output_menu(self, parent: QWidget | None = None) -> QMenu:
        menu = QMenu(self._texts.output_menu, parent)
        menu.addActions(list(self.outputs.values()))
        return menu

    def build_script_menu(self, parent: QWidget | None = None) -> QMenu:
        menu = QMenu(parent)
        menu.addActions(list(self.scripts.values()))
        return menu

    def show_view(self, view: SessionView, status: str) -> None:
        """`status` is the line that says what is going on."""
        self.status.setText(status.replace("&", "&&"))
        self.status.setIcon(state_icon(tray_state(view)))
        self.toggle.setText(self._texts.stop if view.recording else self._texts.start)
        self.detector.setVisible(view.voice_detector is not VoiceDetector.FULL)
        self.cancel.setVisible(view.recording)
        for action in self._of_last_text:
            action.setEnabled(view.last_text is not None)
        for menu in self._rescue_menus:
            menu.show_takes(view.unfinished)

    def show_leaving(self, leaving: str) -> None:
        self.leaving.setText(leaving.replace("&", "&&"))
        self.leaving.setVisible(bool(leaving))

    def show_choices(self, model: str, mode: OutputMode, script: ScriptView) -> None:
        """Put the marks where the settings are."""
        self.scripts[script].setChecked(True)
        self.models.get(model, self.folder).setChecked(True)
        self.outputs[mode].setChecked(True)
        own = "" if model in self.models else f" ({model_title(self._entries, model)})"
        self.folder.setText(self._texts.folder + own.replace("&", "&&"))

    def _action(self, text: str, signal: SignalInstance) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda: signal.emit())
        return action

    def _model_action(self, entry: ModelEntry) -> QAction:
        action = QAction(model_label(self._texts, entry).replace("&", "&&"), self)
        action.setCheckable(True)
        action.triggered.connect(lambda: self.model_picked.emit(entry.name))
        self._model_group.addAction(action)
        return action

    def _output_action(self, text: str, mode: OutputMode) -> QAction:
        action = QAction(text, self)
        action.setCheckable(True)
        action.triggered.connect(lambda: self.output_picked.emit(mode))
        self._output_group.addAction(action)
        return action

    def _script_action(self, view: ScriptView) -> QAction:
        action = QAction(script_name(self._texts, view), self)
        action.setCheckable(True)
        action.triggered.connect(lambda: self.script_picked.emit(view))
        self._script_group.addAction(action)
        return action
