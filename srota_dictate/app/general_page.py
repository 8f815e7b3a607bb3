"""Settings of the program as a whole."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox

from srota_dictate.app.form import FormPage, fill
from srota_dictate.app.texts import Texts
from srota_dictate.settings import Language, Settings

_LONGEST_HOURS = 24 * 365
_USUAL_HOURS = 24  # what is there when "for ever" is taken back


class GeneralPage(FormPage):
    def __init__(self, texts: Texts, settings: Settings) -> None:
        super().__init__()
        self.language = QComboBox()
        # A language is listed under its own name: whoever needs it cannot read the other one.
        languages = [(texts.language_auto, Language.AUTO), ("English", Language.EN), ("हिन्दी", Language.HI)]
        fill(self.language, languages, settings.app.language)
        self.add_row(texts.language, self.language)

        self.keep_audio = QSpinBox()
        self.keep_audio.setRange(0, _LONGEST_HOURS)
        self.keep_audio.setSpecialValueText(texts.keep_audio_none)
        self.keep_audio.setSuffix(texts.hours_suffix)
        self.keep_forever = QCheckBox(texts.keep_audio_forever)
        self.keep_forever.toggled.connect(self.keep_audio.setDisabled)
        keep_hours = settings.app.keep_hours
        self.keep_audio.setValue(_USUAL_HOURS if keep_hours is None else keep_hours)
        self.keep_forever.setChecked(keep_hours is None)
        self.add_row(texts.keep_audio, self.keep_audio, beside=[self.keep_forever])

        self.show_preview = QCheckBox(texts.show_preview)
        self.show_preview.setChecked(settings.app.show_preview)
        self.add_check(self.show_preview)

        self.finish()

        self.language.currentIndexChanged.connect(self.changed)
        self.keep_audio.valueChanged.connect(self.changed)
        self.keep_forever.toggled.connect(self.changed)
        self.show_preview.toggled.connect(self.changed)

    def apply_to(self, settings: Settings) -> Settings:
        app = settings.app.model_copy(
            update={
                "language": self.language.currentData(),
                "show_preview": self.show_preview.isChecked(),
                "keep_audio_hours": "forever" if self.keep_forever.isChecked() else self.keep_audio.value(),
            }
        )
        return settings.model_copy(update={"app": app})
