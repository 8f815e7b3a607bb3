"""One page of a form: labels, fields, and under each field what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLabel, QWidget

_MESSAGE_WIDTH_PX = 340
_GAP_PX = 8


class FieldMessage(QLabel):
    """The line under a field: a quiet hint, or a problem in red. It takes no room while there is neither."""

    def __init__(self, field: QWidget, hint: str = "") -> None:
        super().__init__()
        self._field = field
        self._hint = hint
        self._problem = ""
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(_MESSAGE_WIDTH_PX)
        self._show()

    @property
    def problem(self) -> str:
        return self._problem

    def show_problem(self, problem: str) -> None:
        """Say what is wrong; "" when all is well."""
        if problem != self._problem:
            self._problem = problem
            self._show()

    def show_hint(self, hint: str) -> None:
        if hint != self._hint:
            self._hint = hint
            self._show()

    def _show(self) -> None:
        text = self._problem or self._hint
        self.setText(text)
        self.setVisible(bool(text))
        # Whoever hears the form instead of seeing it needs the message with the field.
        self._field.setAccessibleDescription(text)
        palette = QPalette(self._field.palette())
        colour = _problem_colour(palette) if self._problem else _hint_colour(palette)
        palette.setColor(QPalette.ColorRole.WindowText, colour)
        self.setPalette(palette)


@dataclass(frozen=True, slots=True)
class FormRow:
    """A field of a page with all that belongs to it."""

    grid: QGridLayout
    gap: int  # the empty row above: fields stand further apart than a field and its message
    message: FieldMessage
    widgets: tuple[QWidget, ...]

    def set_visible(self, visible: bool) -> None:
        """A hidden row leaves no gap. Its message is not touched: it hides when it has nothing to say."""
        first = self.gap <= 1
        self.grid.setRowMinimumHeight(self.gap, _GAP_PX if visible and not first else 0)
        for widget in self.widgets:
            widget.setVisible(visible)


class FormPage(QWidget):
    """Fields below each other, labels in one column. `changed` says that something was edited."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 16, 16, 16)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._messages: list[FieldMessage] = []

    @property
    def is_valid(self) -> bool:
        return not any(message.problem for message in self._messages)

    def add_row(self, label: str, field: QWidget, *, beside: Sequence[QWidget] = (), hint: str = "") -> "FormRow":
        """Add a field with its label, buttons beside it and its message."""
        gap = self._grid.rowCount()
        row = gap + 1
        caption = QLabel(label)
        caption.setBuddy(field)
        field.setAccessibleName(_without_mnemonic(label))
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(field, 1)
        for widget in beside:
            line.addWidget(widget)
        message = FieldMessage(field, hint)
        self._messages.append(message)
        self._grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addLayout(line, row, 1)
        self._grid.addWidget(message, row + 1, 1)
        added = FormRow(self._grid, gap, message, (caption, field, *beside))
        added.set_visible(True)
        return added

    def add_check(self, box: QCheckBox, *, column: int = 1) -> None:
        """`column` 0: what the whole page is about."""
        row = self._grid.rowCount()
        self._grid.setRowMinimumHeight(row, _GAP_PX if row > 1 else 0)
        self._grid.addWidget(box, row + 1, column, 1, 2 - column)

    def add_text(self, text: str, *, strong: bool = False) -> None:
        """A sentence that belongs to no single field."""
        label = QLabel(text)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        font = label.font()
        font.setBold(strong)
        label.setFont(font)
        self._grid.addWidget(label, self._grid.rowCount(), 0, 1, 2)

    def add_wide(self, label: str, field: QWidget) -> None:
        """Add a field that takes the room that is left, with its label above it."""
        row = self._grid.rowCount()
        self._grid.setRowMinimumHeight(row, _GAP_PX)
        caption = QLabel(label)
        caption.setBuddy(field)
        field.setAccessibleName(_without_mnemonic(label))
        self._grid.addWidget(caption, row + 1, 0, 1, 2)
        self._grid.addWidget(field, row + 2, 0, 1, 2)
        self._grid.setRowStretch(row + 2, 1)

    def finish(self) -> None:
        """After the last row: what room is left goes below."""
        self._grid.setRowStretch(self._grid.rowCount(), 1)


def fill(combo: QComboBox, items: Sequence[tuple[str, object]], chosen: object) -> None:
    """Fill a list with (text, value) and select the value. Long texts are cut in the box, whole in the list."""
    combo.clear()
    for text, value in items:
        combo.addItem(text, value)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(30)
    combo.setCurrentIndex(next((i for i, (_, value) in enumerate(items) if value == chosen), 0))


def _without_mnemonic(label: str) -> str:
    """A label for ears: without "&", a bracketed letter and the colon."""
    bracket = label.find(" (&")
    bare = label if bracket < 0 else label[:bracket]
    return bare.replace("&", "").rstrip(":")


def _hint_colour(palette: QPalette) -> QColor:
    """Quieter than the text, and still legible."""
    colour = palette.color(QPalette.ColorRole.WindowText)
    colour.setAlphaF(0.7)
    return colour


def _problem_colour(palette: QPalette) -> QColor:
    """A red that can be read on the page, light or dark."""
    dark = palette.color(QPalette.ColorRole.Window).lightness() < 128
    return QColor("#ff8a80") if dark else QColor("#b3261e")
