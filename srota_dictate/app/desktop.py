"""The whole interface: tray or window, settings dialog, and what connects them to the session."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QFileDialog

from srota_dictate.app.bridge import Bridge
from srota_dictate.app.downloads import Downloads
from srota_dictate.app.faces import Faces
from srota_dictate.app.look import interface_font
from srota_dictate.app.microphones import Microphones
from srota_dictate.app.models import DownloadReport, model_title
from srota_dictate.app.notifier import Awaited, interrupted_message, loaded_message, rescued_message, trouble_message
from srota_dictate.app.settings_dialog import SettingsDialog
from srota_dictate.app.single_instance import Wish
from srota_dictate.app.texts import Texts, preferred
from srota_dictate.app.texts_en import ENGLISH
from srota_dictate.app.texts_hi import HINDI
from srota_dictate.app.words import TalkKey, key_words, leaving_text
from srota_dictate.app.world import World
from srota_dictate.delivery import OutputMode
from srota_dictate.errors import UserFixableError
from srota_dictate.rules.choices import ScriptView
from srota_dictate.session.view import SessionView
from srota_dictate.settings import Language, Settings
from srota_dictate.takes import UnfinishedTake
from srota_dictate.types import RecognizerPhase, RecognizerStatus


class DesktopApp(QObject):
    """Owns every window. Made, used and closed on the Qt main thread; other threads reach it through `bridge`."""

    def __init__(self, world: World, settings: Settings, *, tray_poll_ms: int = 2000) -> None:
        super().__init__()
        self._world = world
        self._settings = settings
        self._desktop_font = QApplication.font()
        self._view = SessionView(RecognizerStatus(RecognizerPhase.UNLOADED, settings.recognizer.model))
        self._awaited: Awaited | None = None
        self._dialog: SettingsDialog | None = None
        self._downloads = Downloads(world.shelf)
        self._downloads.reported.connect(self._download_reported)
        self._microphones = Microphones(world.list_microphones)
        self.bridge = Bridge()
        self.bridge.view_changed.connect(self._view_changed)
        self.bridge.noticed.connect(self.tell_trouble)
        self.faces = self._make_faces()
        # Hosts come and go: a panel that starts late, or crashes, or none at all.
        self._tray_poll = QTimer(self)
        self._tray_poll.setInterval(tray_poll_ms)
        self._tray_poll.timeout.connect(self._look_for_tray)

    @property
    def settings(self) -> Settings:
        return self._settings

    @property
    def dialog(self) -> SettingsDialog | None:
        """The settings dialog while it is open."""
        return self._dialog

    def start(self) -> None:
        """Show the tray icon, or the window where there is no tray."""
        self._look_for_tray()
        self._tray_poll.start()

    def close(self) -> None:
        """Take everything down; nothing from other threads arrives any more."""
        self._tray_poll.stop()
        self.bridge.close()
        self._downloads.close()
        self._microphones.close()
        if self._dialog is not None:
            self._dialog.reject()
        self.faces.close()

    def show(self) -> None:
        """Come to the front, because the program was started once more."""
        if self.faces.in_tray:
            self.open_settings()
        else:
            self.faces.raise_window()

    @Slot(object)
    def fulfil(self, wish: Wish) -> None:
        """Do what a second start asks for."""
        commands = self._world.commands
        match wish:
            case Wish.SHOW:
                self.show()
            case Wish.PRESS:
                commands.start_take()
            case Wish.RELEASE:
                commands.stop_take()
            case Wish.TOGGLE:
                commands.toggle()
            case Wish.CANCEL:
                commands.cancel()
            case Wish.PASTE_LAST:
                commands.paste_last()
            case Wish.UNDO:
                commands.undo()
            case Wish.NEXT_VIEW:
                commands.next_view()

    @Slot(object)
    def tell_trouble(self, error: UserFixableError) -> None:
        self.faces.tell(trouble_message(self._texts(), error))

    @Slot()
    def open_settings(self) -> None:
        if self._dialog is None:
            self._dialog = SettingsDialog(
                self._texts(),
                self._settings,
                self._world.shelf,
                self._downloads,
                self._microphones,
                self._world.commands.check_key,
                self._world.own_words,
                self._accept,
            )
            self._dialog.keys.listening_changed.connect(self._world.commands.pause_hotkeys)
            self._dialog.finished.connect(self._dialog_closed)
            self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def _texts(self) -> Texts:
        match self._settings.app.language:
            case Language.EN:
                return ENGLISH
            case Language.HI:
                return HINDI
            case Language.AUTO:
                return HINDI if preferred(QLocale.system().uiLanguages()) == "hi" else ENGLISH

    def _make_faces(self) -> Faces:
        texts = self._texts()
        QApplication.setFont(interface_font(self._desktop_font, hindi=texts is HINDI))
        faces = Faces(texts, self._world.shelf.entries())
        commands, actions = self._world.commands, faces.actions
        actions.toggled.connect(commands.toggle)
        actions.cancelled.connect(commands.cancel)
        actions.copy_wanted.connect(commands.copy_last)
        actions.paste_wanted.connect(commands.paste_last)
        actions.undo_wanted.connect(commands.undo)
        actions.next_view_wanted.connect(commands.next_view)
        faces.card.answered.connect(commands.answer_held)
        actions.quit_wanted.connect(commands.quit)
        actions.model_picked.connect(self._pick_model)
        actions.folder_wanted.connect(self._choose_folder)
        actions.output_picked.connect(self._pick_output)
        actions.script_picked.connect(self._pick_script)
        actions.settings_wanted.connect(self.open_settings)
        actions.rescue_wanted.connect(commands.rescue)
        actions.discard_wanted.connect(commands.discard)
        actions.play_wanted.connect(self._play)
        faces.last_face_closed.connect(commands.quit)
        self._refresh(faces)
        return faces

    def _refresh(self, faces: Faces) -> None:
        talk = self._settings.hotkey.talk
        key = TalkKey("") if talk is None else TalkKey(key_words(self._texts(), talk.key), talk.action)
        view = self._view if self._settings.app.show_preview else replace(self._view, preview="")
        faces.show_leaving(leaving_text(self._texts(), self._settings.rewriter))
        faces.show_view(view, key)
        settings = self._settings
        faces.show_choices(settings.recognizer.model, settings.output.mode, settings.rules.view)

    @Slot()
    def _look_for_tray(self) -> None:
        self.faces.use_tray(self._world.tray_available())

    @Slot(object)
    def _view_changed(self, view: SessionView) -> None:
        before, self._view = self._view, view
        self._refresh(self.faces)
        self._tell_of_interrupted(before, view)
        if self._awaited is not None and self._awaited.is_over(view.recognizer):
            if self._awaited.is_loaded(view.recognizer):
                title = model_title(self._world.shelf.entries(), view.recognizer.model)
                self.faces.tell(loaded_message(self._texts(), view.recognizer, title))
            self._awaited = None

    def _tell_of_interrupted(self, before: SessionView, view: SessionView) -> None:
        # What fails now is told by the session, with its reason.
        fresh = [take for take in view.unfinished if take.earlier and take not in before.unfinished]
        if fresh:
            self.faces.tell(interrupted_message(self._texts(), len(view.unfinished)))
        if view.rescued > before.rescued:
            self.faces.tell(rescued_message(self._texts()))

    @Slot(object)
    def _play(self, take: UnfinishedTake) -> None:
        if not self._world.open_file(take.path):
            hint = self._texts().play_failed_hint.format(path=take.path)
            self.tell_trouble(UserFixableError(self._texts().play_failed, hint))

    @Slot(str)
    def _pick_model(self, model: str) -> None:
        if model == self._settings.recognizer.model and self._view.recognizer.phase is not RecognizerPhase.FAILED:
            return
        recognizer = self._settings.recognizer.model_copy(update={"model": model})
        self._keep(self._settings.model_copy(update={"recognizer": recognizer}))
        self._awaited = Awaited(model)
        self._world.commands.use_model(model)

    @Slot(object)
    def _pick_output(self, mode: OutputMode) -> None:
        output = self._settings.output.model_copy(update={"mode": mode})
        self._keep(self._settings.model_copy(update={"output": output}))
        self._world.commands.use_output_mode(mode)

    @Slot(object)
    def _pick_script(self, view: ScriptView) -> None:
        rules = self._settings.rules.model_copy(update={"view": view})
        self._keep(self._settings.model_copy(update={"rules": rules}))
        self._world.commands.apply(self._settings)

    def _keep(self, settings: Settings) -> None:
        """Take settings picked in a menu; a file that can't be written must not stop them from working now."""
        self._settings = settings
        self._refresh(self.faces)
        try:
            self._world.save(settings)
        except UserFixableError as error:
            self.tell_trouble(error)

    @Slot()
    def _choose_folder(self) -> None:
        self._refresh(self.faces)  # the mark moves when a folder has been chosen, not before
        chooser = QFileDialog(None, self._texts().choose_folder)
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self.use_folder)
        chooser.open()

    @Slot(str)
    def use_folder(self, folder: str) -> None:
        """Load the model in a folder, if it can be one."""
        error = self._world.shelf.check_folder(Path(folder))
        if error is None:
            self._pick_model(folder)
        else:
            self.tell_trouble(error)

    def _accept(self, settings: Settings) -> UserFixableError | None:
        """Called by the dialog on OK."""
        try:
            self._world.save(settings)
        except UserFixableError as error:
            return error
        before, self._settings = self._settings, settings
        if settings.recognizer != before.recognizer:
            self._awaited = Awaited(settings.recognizer.model)
        if settings.app.language is not before.app.language:
            self.faces.close()
            self.faces = self._make_faces()
            self._look_for_tray()
        else:
            self._refresh(self.faces)
        self._world.commands.apply(settings)
        return None

    @Slot()
    def _dialog_closed(self) -> None:
        self._dialog = None

    @Slot(object)
    def _download_reported(self, report: DownloadReport) -> None:
        # Whoever has the dialog open sees it there.
        if report.error is not None and self._dialog is None:
            self.tell_trouble(report.error)
