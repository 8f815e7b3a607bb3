"""A small table of pairs, such as what is heard and what is written for it, edited row by row."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from srota_dictate.app.form import FieldMessage
from srota_dictate.app.texts import Texts

_ROWS_SHOWN: Final = 4
_NEW_LINE: Final = "↵"  # a cell has one line only


class PairTable(QWidget):
    """`changed` when a cell was edited or a row came or went; `import_wanted` when one is to be read from a file."""

    changed = Signal()
    import_wanted = Signal()

    def __init__(
        self,
        texts: Texts,
        headings: tuple[str, str],
        pairs: Mapping[str, str],
        *,
        hint: str = "",
        imports: bool = False,
        check: Callable[[str, str], str] | None = None,
    ) -> None:
        """`check` says what is wrong with a row; "" when all is well."""
        super().__init__()
        self._texts = texts
        self._check_row = check
        self.table = QTableWidget(0, 2)
        self.table.setHorizontalHeaderLabels(list(headings))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)  # Tab goes on to the next field, as everywhere in the dialog
        self.table.setAccessibleName(" / ".join(headings))
        self.add = self._button(texts.row_add)
        self.remove = self._button(texts.row_remove)
        self.import_from = self._button(texts.row_import)
        self.import_from.setVisible(imports)
        self.message = FieldMessage(self.table, hint)
        buttons = QHBoxLayout()
        for button in (self.add, self.remove, self.import_from):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.message)
        layout.addLayout(buttons)
        self.show_pairs(pairs)
        row_px = self.table.verticalHeader().defaultSectionSize()
        self.table.setMinimumHeight(self.table.horizontalHeader().sizeHint().height() + _ROWS_SHOWN * row_px)
        self.table.itemChanged.connect(self._check)
        self.add.clicked.connect(self._add_empty)
        self.remove.clicked.connect(self._remove_chosen)
        self.import_from.clicked.connect(self.import_wanted)

    @property
    def pairs(self) -> dict[str, str]:
        """In the order of the rows; empty rows say nothing."""
        return {left: right for left, right in self._rows() if left}

    @property
    def is_valid(self) -> bool:
        return not self.message.problem

    def show_pairs(self, pairs: Mapping[str, str]) -> None:
        """These instead of those before."""
        self.table.setRowCount(0)
        for left, right in pairs.items():
            self._append(left, right)
        self._check()

    def _rows(self) -> list[tuple[str, str]]:
        return [(self._cell(row, 0), self._cell(row, 1)) for row in range(self.table.rowCount())]

    def _cell(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return "" if item is None else item.text().strip().replace(_NEW_LINE, "\n")

    def _append(self, left: str, right: str) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        for column, text in enumerate((left, right)):
            self.table.setItem(row, column, QTableWidgetItem(text.replace("\n", _NEW_LINE)))

    def _add_empty(self) -> None:
        self._append("", "")
        row = self.table.rowCount() - 1
        self.table.setCurrentCell(row, 0)
        self.table.edit(self.table.currentIndex())

    def _remove_chosen(self) -> None:
        for row in sorted({index.row() for index in self.table.selectedIndexes()}, reverse=True):
            self.table.removeRow(row)
        self._check()

    def _check(self) -> None:
        problems = (self._problem(row, seen) for seen in [set[str]()] for row in self._rows())
        self.message.show_problem(next(filter(None, problems), ""))
        self.changed.emit()

    def _problem(self, row: tuple[str, str], seen: set[str]) -> str:
        """What is wrong with a row below those `seen`, among which it is then."""
        left, right = row
        if not left:
            return self._texts.row_without_left if right else ""
        if left in seen:
            return self._texts.row_twice.format(what=left)
        seen.add(left)
        return self._check_row(left, right) if self._check_row else ""

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button
