"""One hotkey of the settings: what it does, the key, and what is wrong with it."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QToolButton, QWidget

from srota_dictate.app.form import FieldMessage, fill
from srota_dictate.app.hotkey_edit import HotkeyEdit
from srota_dictate.app.texts import Texts
from srota_dictate.types import HotkeyAction, HotkeyBinding

_KEY_WIDTH_PX: Final = 190


class KeyRow(QWidget):
    """`changed` when action or key were chosen anew, `removed` when the person wants this row gone."""

    changed = Signal()
    removed = Signal()

    def __init__(self, texts: Texts, binding: HotkeyBinding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.action = QComboBox()
        fill(self.action, [(text, action) for action, text in _offered(texts)], binding.action)
        self.action.setMinimumContentsLength(16)
        self.action.setAccessibleName(texts.key_action)
        self.key = HotkeyEdit(texts, binding.key)
        self.key.setMinimumWidth(_KEY_WIDTH_PX)
        self.key.setAccessibleName(texts.key)
        self.remove = QToolButton()
        self.remove.setText("✕")
        self.remove.setAutoRaise(True)
        self.remove.setToolTip(texts.key_remove)
        self.remove.setAccessibleName(texts.key_remove)
        self.message = FieldMessage(self.key)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self.action, 0, 0)
        grid.addWidget(self.key, 0, 1)
        grid.addWidget(self.remove, 0, 2)
        grid.addWidget(self.message, 1, 0, 1, 3)
        self.action.currentIndexChanged.connect(self.changed)
        self.key.changed.connect(self.changed)
        self.remove.clicked.connect(self.removed)

    @property
    def binding(self) -> HotkeyBinding:
        return HotkeyBinding(self.key.key, HotkeyAction(self.action.currentData()))


def _offered(texts: Texts) -> list[tuple[HotkeyAction, str]]:
    """What a key can be chosen for."""
    return [
        (HotkeyAction.HOLD, texts.action_hold),
        (HotkeyAction.TOGGLE, texts.action_toggle),
        (HotkeyAction.HOLD_OR_TAP, texts.action_hold_or_tap),
        (HotkeyAction.CANCEL, texts.action_cancel),
        (HotkeyAction.PASTE_LAST, texts.action_paste_last),
        (HotkeyAction.UNDO, texts.action_undo),
        (HotkeyAction.NEXT_VIEW, texts.action_next_view),
    ]
