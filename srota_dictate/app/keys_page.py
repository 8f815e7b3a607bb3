"""Settings of the hotkeys: as many as the person likes, each checked as soon as it is chosen."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from srota_dictate.app.form import FieldMessage
from srota_dictate.app.key_row import KeyRow
from srota_dictate.app.keynames import is_for_writing, is_usable
from srota_dictate.app.texts import Texts
from srota_dictate.app.words import key_words
from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.chord import parse_chord
from srota_dictate.hotkey.options import HotkeyOptions
from srota_dictate.settings import Settings
from srota_dictate.types import HotkeyAction, HotkeyBinding

KeyCheck = Callable[[str], UserFixableError | None]
"""Why the desktop won't let us have a key now."""


class KeysPage(QWidget):
    """`listening_changed(bool)`: the next key pressed is meant for a row, so it must reach the dialog."""

    changed = Signal()
    listening_changed = Signal(bool)

    def __init__(self, texts: Texts, settings: Settings, check_key: KeyCheck) -> None:
        super().__init__()
        self._texts = texts
        self._check_key = check_key
        self._refused: dict[str, bool] = {}  # by key, as the desktop answered
        bindings = settings.hotkey.bindings
        self.rows: list[KeyRow] = []
        self._title = QLabel(texts.keys)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.add = QPushButton(texts.key_add)
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self._add_empty)
        self._hint = FieldMessage(self.add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.add)
        layout.addLayout(head)
        layout.addLayout(self._lines)
        layout.addWidget(self._hint)
        layout.addStretch(1)
        for binding in bindings:
            self._add(binding)
        self._check()

    @property
    def is_valid(self) -> bool:
        return not any(row.message.problem or row.key.is_empty for row in self.rows)

    @property
    def listening(self) -> bool:
        return any(row.key.listening for row in self.rows)

    def leave(self) -> None:
        """Stop listening for a key."""
        for row in self.rows:
            row.key.leave()

    def apply_to(self, settings: Settings) -> Settings:
        keys = HotkeyOptions.of(row.binding for row in self.rows)
        read_keyboards = settings.hotkey.read_keyboards
        return settings.model_copy(update={"hotkey": keys.model_copy(update={"read_keyboards": read_keyboards})})

    def _add_empty(self) -> None:
        row = self._add(HotkeyBinding("", HotkeyAction.HOLD))
        self._check()
        row.key.setFocus()
        row.key.click()

    def _add(self, binding: HotkeyBinding) -> KeyRow:
        row = KeyRow(self._texts, binding)
        self.rows.append(row)
        self._lines.addWidget(row)
        row.show()  # now, not at the next turn of the event loop: it is to have the keyboard
        # A row that comes later would else be reached after the whole dialog.
        fields = [field for line in self.rows[-2:] for field in (line.action, line.key, line.remove)]
        for before, after in pairwise(fields):
            QWidget.setTabOrder(before, after)
        row.changed.connect(self._check)
        row.removed.connect(lambda: self._remove(row))
        row.key.listening_changed.connect(self._listening_changed)
        return row

    def _remove(self, row: KeyRow) -> None:
        row.key.leave()
        self.rows.remove(row)
        self._lines.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._check()

    def _listening_changed(self) -> None:
        self.listening_changed.emit(self.listening)
        self._check()

    def _check(self) -> None:
        for index, row in enumerate(self.rows):
            earlier = [other.key.key for other in self.rows[:index]]
            row.message.show_problem(self._problem(row, earlier))
        if self.rows:
            self._title.setBuddy(self.rows[0].key)
        has_cancel = any(row.binding.action is HotkeyAction.CANCEL for row in self.rows)
        has_talk = any(row.binding.action.is_talk for row in self.rows)
        hint = self._texts.keys_hint if has_cancel else self._texts.keys_hint_escape
        self._hint.show_hint(hint if has_talk else self._texts.keys_hint_no_talk)
        self.changed.emit()

    def _problem(self, row: KeyRow, earlier: list[str]) -> str:
        """What is wrong with a key beside those above it; "" when all is well."""
        texts, key = self._texts, row.key.key
        if row.key.is_empty:
            return "" if row.key.listening else texts.key_missing
        words = key_words(texts, key)
        if not is_usable(key):
            return texts.key_letter.format(key=words) if key and is_for_writing(key) else texts.key_unknown
        if any(is_usable(other) and parse_chord(other) == parse_chord(key) for other in earlier):
            return texts.key_twice.format(key=words)
        if key not in self._refused:
            self._refused[key] = self._check_key(key) is not None
        return texts.key_refused.format(key=words) if self._refused[key] else ""
