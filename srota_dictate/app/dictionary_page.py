"""Settings of the person's names and terms, and of what is written when something is heard."""

from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from srota_dictate.app.form import FieldMessage, FormPage, fill
from srota_dictate.app.pair_table import PairTable
from srota_dictate.app.said import said
from srota_dictate.app.texts import Texts
from srota_dictate.errors import UserFixableError
from srota_dictate.rules.options import MOST_TOLD
from srota_dictate.rules.terms import is_term, read_terms, with_terms
from srota_dictate.settings import Settings


class DictionaryPage(FormPage):
    def __init__(self, texts: Texts, settings: Settings) -> None:
        super().__init__()
        self._texts = texts
        rules = settings.rules
        self.terms = QPlainTextEdit("\n".join(rules.terms))
        self.terms.setTabChangesFocus(True)
        self.terms.setAccessibleName(texts.terms.replace("&", ""))
        self.import_from = QPushButton(texts.row_import)
        self.import_from.setAutoDefault(False)
        self.message = FieldMessage(self.terms, texts.terms_hint)
        headings = (texts.replacement_heard, texts.replacement_written)
        self.replacements = PairTable(texts, headings, rules.replacements, hint=texts.replacements_hint)
        self._grid.addWidget(self._beside_each_other(), 0, 0, 1, 2)
        self._grid.setRowStretch(0, 1)

        self.most = QSpinBox()
        self.most.setRange(0, MOST_TOLD)
        self.most.setValue(rules.max_terms)
        self.add_row(texts.terms_most, self.most)
        self.fuzzy = QComboBox()
        fill(self.fuzzy, [(texts.fuzzy_never, 0), (texts.fuzzy_one, 1), (texts.fuzzy_two, 2)], rules.fuzzy_distance)
        self.add_row(texts.fuzzy, self.fuzzy)

        self.terms.textChanged.connect(self._check)
        self.import_from.clicked.connect(self._choose_file)
        self.replacements.changed.connect(self.changed)
        self.most.valueChanged.connect(self.changed)
        self.fuzzy.currentIndexChanged.connect(self.changed)
        self._check()

    @property
    def is_valid(self) -> bool:
        return not self.message.problem and self.replacements.is_valid

    def apply_to(self, settings: Settings) -> Settings:
        rules = settings.rules.model_copy(
            update={
                "terms": tuple(dict.fromkeys(filter(None, self._lines()))),
                "replacements": self.replacements.pairs,
                "max_terms": self.most.value(),
                "fuzzy_distance": self.fuzzy.currentData(),
            }
        )
        return settings.model_copy(update={"rules": rules})

    def import_file(self, file: str) -> None:
        """Add the terms and replacements of a file; what can't be used of it is said."""
        before = self.apply_to(Settings()).rules
        try:
            found = read_terms(Path(file))
            after = with_terms(before, found.terms, found.replacements)
        except UserFixableError as error:
            self.message.show_hint(said(self._texts, error.message))
            return
        self.terms.setPlainText("\n".join(after.terms))
        self.replacements.show_pairs(after.replacements)
        count = len(after.terms) - len(before.terms)
        left_out = [said(self._texts, notice.message) for notice in found.notices]
        self.message.show_hint("\n".join([self._texts.imported.format(count=count), *left_out]))

    def _beside_each_other(self) -> QWidget:
        both = QWidget()
        grid = QGridLayout(both)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for column, (label, field) in enumerate(
            ((self._texts.terms, self.terms), (self._texts.replacements, self.replacements))
        ):
            caption = QLabel(label)
            caption.setBuddy(field)
            grid.addWidget(caption, 0, column)
            grid.setColumnStretch(column, 1)
        grid.addWidget(self.terms, 1, 0)
        grid.addWidget(self.message, 2, 0)
        grid.addWidget(self.import_from, 3, 0)
        grid.addWidget(self.replacements, 1, 1, 3, 1)
        grid.setRowStretch(1, 1)
        return both

    def _lines(self) -> list[str]:
        return [" ".join(line.split()) for line in self.terms.toPlainText().splitlines()]

    def _check(self) -> None:
        bad = next((number for number, line in enumerate(self._lines(), 1) if line and not is_term(line)), 0)
        self.message.show_problem(self._texts.terms_bad.format(line=bad) if bad else "")
        self.changed.emit()

    def _choose_file(self) -> None:
        chooser = QFileDialog(self, self._texts.terms_import)
        chooser.fileSelected.connect(self.import_file)
        chooser.open()
