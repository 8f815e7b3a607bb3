"""Settings of how texts are written: script, digits, stops, capitals."""

from PySide6.QtWidgets import QCheckBox, QComboBox

from srota_dictate.app.form import FormPage, fill
from srota_dictate.app.texts import Texts
from srota_dictate.app.words import script_name
from srota_dictate.rules.choices import Digits, Grouping, Profile, ScriptView, Stop
from srota_dictate.settings import Settings


class WritingPage(FormPage):
    def __init__(self, texts: Texts, settings: Settings) -> None:
        super().__init__()
        rules = settings.rules
        self.view = QComboBox()
        fill(self.view, [(script_name(texts, view), view) for view in ScriptView], rules.view)
        self.add_row(texts.script, self.view, hint=texts.script_hint)

        self.stop = QComboBox()
        stops = [
            (texts.stop_keep, Stop.KEEP),
            (texts.stop_by_script, Stop.BY_SCRIPT),
            (texts.stop_danda, Stop.DANDA),
            (texts.stop_full_stop, Stop.FULL_STOP),
        ]
        fill(self.stop, stops, rules.stop)
        self.add_row(texts.sentence_end, self.stop)

        self.digits = QComboBox()
        fill(self.digits, [("2,50,000", Digits.LATIN), ("२,५०,०००", Digits.DEVANAGARI)], rules.digits)
        self.add_row(texts.digits, self.digits)
        self.grouping = QComboBox()
        groupings = [
            (texts.grouping_indian, Grouping.INDIAN),
            (texts.grouping_international, Grouping.INTERNATIONAL),
        ]
        fill(self.grouping, groupings, rules.grouping)
        self.add_row(texts.grouping, self.grouping)

        self.profile = QComboBox()
        profiles = [(texts.profile_plain, Profile.PLAIN), (texts.profile_programmer, Profile.PROGRAMMER)]
        fill(self.profile, profiles, rules.profile)
        self.add_row(texts.profile, self.profile)

        self.numbers = QCheckBox(texts.numbers)
        self.numbers.setChecked(rules.numbers)
        self.add_check(self.numbers)
        self.capitals = QCheckBox(texts.capitals)
        self.capitals.setChecked(rules.capitals)
        self.add_check(self.capitals)
        self.finish()

        self.numbers.toggled.connect(self.changed)
        self.numbers.toggled.connect(self._numbers_toggled)
        self.capitals.toggled.connect(self.changed)
        for combo in (self.view, self.stop, self.digits, self.grouping, self.profile):
            combo.currentIndexChanged.connect(self.changed)
        self._numbers_toggled(rules.numbers)

    def apply_to(self, settings: Settings) -> Settings:
        rules = settings.rules.model_copy(
            update={
                "view": self.view.currentData(),
                "stop": self.stop.currentData(),
                "digits": self.digits.currentData(),
                "grouping": self.grouping.currentData(),
                "profile": self.profile.currentData(),
                "numbers": self.numbers.isChecked(),
                "capitals": self.capitals.isChecked(),
            }
        )
        return settings.model_copy(update={"rules": rules})

    def _numbers_toggled(self, wanted: bool) -> None:
        self.digits.setEnabled(wanted)
        self.grouping.setEnabled(wanted)
