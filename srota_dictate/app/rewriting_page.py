"""Settings of the rewriting by a language model, which is the only thing that sends text anywhere."""

from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit

from srota_dictate.app.form import FormPage
from srota_dictate.app.texts import Texts
from srota_dictate.rewriter.options import check_url
from srota_dictate.settings import Settings


class RewritingPage(FormPage):
    def __init__(self, texts: Texts, settings: Settings) -> None:
        super().__init__()
        self._texts = texts
        options = settings.rewriter
        self.enabled = QCheckBox(texts.rewriting_on)
        self.enabled.setChecked(options.enabled)
        self.add_check(self.enabled, column=0)
        self.add_text(texts.rewriting_leaves, strong=True)
        self.url = QLineEdit(options.url)
        self.url.setPlaceholderText("http://localhost:11434/v1")
        self._url_message = self.add_row(texts.rewriting_url, self.url).message
        self.model = QLineEdit(options.model)
        self.add_row(texts.rewriting_model, self.model, hint=texts.rewriting_model_hint)
        self.key_file = QLineEdit(options.key_file)
        self.add_row(texts.rewriting_key, self.key_file, hint=texts.rewriting_key_hint)
        self.prompt = QPlainTextEdit(options.prompt)
        self.prompt.setTabChangesFocus(True)
        self.add_wide(texts.rewriting_prompt, self.prompt)

        self.enabled.toggled.connect(self._check)
        for field in (self.url, self.model, self.key_file):
            field.textChanged.connect(self._check)
        self.prompt.textChanged.connect(self.changed)
        self._check()

    def apply_to(self, settings: Settings) -> Settings:
        if not self.is_valid:
            return settings
        rewriter = settings.rewriter.model_copy(
            update={
                "enabled": self.enabled.isChecked(),
                "url": self.url.text().strip(),
                "model": self.model.text().strip(),
                "key_file": self.key_file.text().strip(),
                "prompt": self.prompt.toPlainText(),
            }
        )
        return settings.model_copy(update={"rewriter": rewriter})

    def _check(self) -> None:
        wanted = self.enabled.isChecked()
        for field in (self.url, self.model, self.key_file, self.prompt):
            field.setEnabled(wanted)
        problem = "" if _is_address(self.url.text()) else self._texts.rewriting_url_bad
        missing = self._texts.rewriting_url_missing if wanted and not self.url.text().strip() else ""
        self._url_message.show_problem(problem or missing)
        self.changed.emit()


def _is_address(text: str) -> bool:
    try:
        check_url(text)
    except ValueError:
        return False
    return True
