"""Settings of spoken commands, and the person's own ones."""

from PySide6.QtWidgets import QCheckBox, QLineEdit

from srota_dictate.app.form import FormPage
from srota_dictate.app.pair_table import PairTable
from srota_dictate.app.texts import Texts
from srota_dictate.settings import Settings


class CommandsPage(FormPage):
    def __init__(self, texts: Texts, settings: Settings) -> None:
        super().__init__()
        rules = settings.rules
        self.enabled = QCheckBox(texts.commands_on)
        self.enabled.setChecked(rules.commands)
        self.add_check(self.enabled, column=0)
        self.add_text(texts.commands_hint)
        self.prefix = QLineEdit(rules.command_prefix)
        self.add_row(texts.command_prefix, self.prefix, hint=texts.command_prefix_hint)
        headings = (texts.command_said, texts.command_written)
        self.own = PairTable(texts, headings, rules.own_commands, hint=texts.own_commands_hint)
        self.add_wide(texts.own_commands, self.own)

        self.enabled.toggled.connect(self.changed)
        self.enabled.toggled.connect(self._toggled)
        self.prefix.textChanged.connect(self.changed)
        self.own.changed.connect(self.changed)
        self._toggled(rules.commands)

    @property
    def is_valid(self) -> bool:
        return self.own.is_valid

    def apply_to(self, settings: Settings) -> Settings:
        rules = settings.rules.model_copy(
            update={
                "commands": self.enabled.isChecked(),
                "command_prefix": self.prefix.text().strip(),
                "own_commands": self.own.pairs,
            }
        )
        return settings.model_copy(update={"rules": rules})

    def _toggled(self, wanted: bool) -> None:
        self.prefix.setEnabled(wanted)
        self.own.setEnabled(wanted)
