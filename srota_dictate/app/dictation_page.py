"""Settings of the hand and the ear: talk key, microphone, and how the text is written."""

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QPushButton

from srota_dictate.app.form import FormPage, fill
from srota_dictate.app.hotkey_edit import HotkeyEdit
from srota_dictate.app.keynames import is_for_writing, is_usable
from srota_dictate.app.models import Microphone
from srota_dictate.app.texts import Texts
from srota_dictate.app.words import key_words
from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.options import TalkMode
from srota_dictate.settings import Settings
from srota_dictate.types import OutputMode


class DictationPage(FormPage):
    def __init__(
        self, texts: Texts, settings: Settings, list_microphones: Callable[[], tuple[Microphone, ...]]
    ) -> None:
        super().__init__()
        self._texts = texts
        self._list_microphones = list_microphones
        self._device = settings.recorder.device

        self.talk = HotkeyEdit(texts, settings.hotkey.talk)
        _, self._talk_message = self.add_row(texts.talk_key, self.talk, hint=texts.talk_key_hint)
        self.mode = QComboBox()
        fill(
            self.mode,
            [(texts.talk_mode_hold, TalkMode.HOLD), (texts.talk_mode_toggle, TalkMode.TOGGLE)],
            settings.hotkey.mode,
        )
        self.add_row(texts.talk_mode, self.mode)

        self.microphone = QComboBox()
        self.refresh = QPushButton(texts.refresh)
        self.refresh.setToolTip(texts.refresh_tip)
        self.refresh.setAutoDefault(False)
        _, self._microphone_message = self.add_row(texts.microphone, self.microphone, beside=[self.refresh])

        self.output = QComboBox()
        fill(
            self.output,
            [
                (texts.output_paste, OutputMode.PASTE),
                (texts.output_clipboard, OutputMode.CLIPBOARD),
                (texts.output_type, OutputMode.TYPE),
            ],
            settings.output.mode,
        )
        self.add_row(texts.output, self.output)
        self.finish()

        self._fill_microphones()
        self._check_talk()
        self.talk.changed.connect(self._check_talk)
        self.talk.listening_changed.connect(self.changed)
        self.refresh.clicked.connect(self._fill_microphones)
        self.microphone.activated.connect(self._microphone_chosen)
        for combo in (self.mode, self.output):
            combo.currentIndexChanged.connect(self.changed)

    def apply_to(self, settings: Settings) -> Settings:
        hotkey = settings.hotkey.model_copy(update={"talk": self.talk.talk, "mode": self.mode.currentData()})
        recorder = settings.recorder.model_copy(update={"device": self._device})
        output = settings.output.model_copy(update={"mode": self.output.currentData()})
        return settings.model_copy(update={"hotkey": hotkey, "recorder": recorder, "output": output})

    def _fill_microphones(self) -> None:
        """Ask the sound system. The chosen microphone stays in the list while it is unplugged."""
        try:
            found = self._list_microphones()
        except UserFixableError as error:
            found = ()
            self._microphone_message.show_hint(str(error))
        else:
            self._microphone_message.show_hint("")
        items: list[tuple[str, object]] = [(self._texts.microphone_default, "")]
        items.extend((microphone.name, microphone.device) for microphone in found)
        if self._device and all(microphone.device != self._device for microphone in found):
            items.append((self._texts.microphone_absent.format(name=self._device), self._device))
        fill(self.microphone, items, self._device)

    def _microphone_chosen(self) -> None:
        self._device = str(self.microphone.currentData())
        self.changed.emit()

    def _check_talk(self) -> None:
        talk = self.talk.talk
        if is_usable(talk):
            problem = ""
        elif talk and is_for_writing(talk):
            problem = self._texts.talk_key_letter.format(key=key_words(self._texts, talk))
        else:
            problem = self._texts.talk_key_unknown
        self._talk_message.show_problem(problem)
        self.changed.emit()
