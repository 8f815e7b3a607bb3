"""The settings dialog: its pages, OK only while everything in them is valid."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QStyle, QTabWidget, QVBoxLayout

from srota_dictate.app.commands_page import CommandsPage
from srota_dictate.app.dictation_page import DictationPage
from srota_dictate.app.dictionary_page import DictionaryPage
from srota_dictate.app.downloads import Downloads
from srota_dictate.app.general_page import GeneralPage
from srota_dictate.app.icons import app_icon
from srota_dictate.app.keys_page import KeyCheck, KeysPage
from srota_dictate.app.microphones import Microphones
from srota_dictate.app.model_page import ModelPage
from srota_dictate.app.models import Shelf
from srota_dictate.app.rewriting_page import RewritingPage
from srota_dictate.app.said import said_with_remedy
from srota_dictate.app.texts import Texts
from srota_dictate.app.words_page import WordsPage
from srota_dictate.app.writing_page import WritingPage
from srota_dictate.errors import UserFixableError
from srota_dictate.settings import Settings


class SettingsDialog(QDialog):
    """Edits a copy of the settings. `accept_settings` gets the result; what it returns is shown and keeps it open."""

    def __init__(
        self,
        texts: Texts,
        settings: Settings,
        shelf: Shelf,
        downloads: Downloads,
        microphones: Microphones,
        check_key: KeyCheck,
        own_words: Path,
        accept_settings: Callable[[Settings], UserFixableError | None],
    ) -> None:
        super().__init__()
        self._texts = texts
        self._settings = settings
        self._accept_settings = accept_settings
        self.setWindowTitle(texts.settings_title)
        self.setWindowIcon(app_icon())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        self.keys = KeysPage(texts, settings, check_key)
        self.dictation = DictationPage(texts, settings, microphones)
        self.model = ModelPage(texts, settings, shelf, downloads)
        self.writing = WritingPage(texts, settings)
        self.words = WordsPage(texts, own_words)
        self.dictionary = DictionaryPage(texts, settings)
        self.commands = CommandsPage(texts, settings)
        self.rewriting = RewritingPage(texts, settings)
        self.general = GeneralPage(texts, settings)
        self._pages = (
            (self.keys, texts.tab_keys),
            (self.dictation, texts.tab_dictation),
            (self.model, texts.tab_model),
            (self.writing, texts.tab_writing),
            (self.words, texts.tab_words),
            (self.dictionary, texts.tab_dictionary),
            (self.commands, texts.tab_commands),
            (self.rewriting, texts.tab_rewriting),
            (self.general, texts.tab_general),
        )
        self.tabs = QTabWidget()
        for page, title in self._pages:
            self.tabs.addTab(page, title)
            page.changed.connect(self._check)

        self._trouble = QLabel()
        self._trouble.setWordWrap(True)
        self._trouble.setTextFormat(Qt.TextFormat.PlainText)
        self._trouble.setVisible(False)
        buttons = QDialogButtonBox()
        self.ok = buttons.addButton(texts.ok, QDialogButtonBox.ButtonRole.AcceptRole)
        self.cancel = buttons.addButton(texts.cancel, QDialogButtonBox.ButtonRole.RejectRole)
        self.cancel.setAutoDefault(False)
        self.ok.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(12)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self._trouble)
        layout.addWidget(buttons)
        self._check()

    @property
    def settings(self) -> Settings:
        """What the form says now."""
        settings = self._settings
        for page, _ in self._pages:
            settings = page.apply_to(settings)
        return settings

    @property
    def listening(self) -> bool:
        """Whether the next key pressed is meant as a hotkey."""
        return self.keys.listening

    def done(self, arg__1: int) -> None:
        self.keys.leave()  # the keys it was given meanwhile go back to their work
        super().done(arg__1)

    def accept(self) -> None:
        if not self.ok.isEnabled():
            return
        try:
            self.words.save()
        except UserFixableError as failure:
            error = failure
        else:
            error = self._accept_settings(self.settings)
        if error is None:
            super().accept()
            return
        self._trouble.setText(f"{self._texts.not_saved}: {said_with_remedy(self._texts, error)}")
        self._trouble.setVisible(True)

    def _check(self) -> None:
        warning = self.style().standardIcon(QStyle.StandardPixmap.SP_MessageBoxWarning)
        for index, (page, title) in enumerate(self._pages):
            bad = not page.is_valid
            # A problem on a page one does not see would make a greyed OK a riddle.
            self.tabs.setTabIcon(index, warning if bad else QIcon())
            self.tabs.setTabToolTip(index, self._texts.tab_has_problem.format(tab=title) if bad else "")
        valid = all(page.is_valid for page, _ in self._pages)
        # Enter while a hotkey is being chosen must not close the dialog.
        self.ok.setEnabled(valid and not self.listening)
