"""Settings of the ear and the hand: microphone, and how the text is written."""

import math
from typing import Final

from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QSpinBox

from srota_dictate.app.form import FormPage, fill
from srota_dictate.app.microphones import Microphones
from srota_dictate.app.said import said_with_remedy
from srota_dictate.app.texts import Texts
from srota_dictate.delivery import OutputMode
from srota_dictate.errors import UserFixableError
from srota_dictate.output.options import MovedFocus
from srota_dictate.recorder.options import WarmMicrophone
from srota_dictate.recorder.ports import InputDevice
from srota_dictate.settings import Settings

_LONGEST_MINUTES: Final = 120


class DictationPage(FormPage):
    def __init__(self, texts: Texts, settings: Settings, microphones: Microphones) -> None:
        super().__init__()
        self._texts = texts
        self._microphones = microphones
        self._device = settings.recorder.device

        self.microphone = QComboBox()
        self.refresh = QPushButton(texts.refresh)
        self.refresh.setToolTip(texts.refresh_tip)
        self.refresh.setAutoDefault(False)
        self._microphone_message = self.add_row(texts.microphone, self.microphone, beside=[self.refresh]).message

        self.warm = QComboBox()
        fill(
            self.warm,
            [
                (texts.warm_never, WarmMicrophone.NEVER),
                (texts.warm_after_take, WarmMicrophone.AFTER_TAKE),
                (texts.warm_always, WarmMicrophone.ALWAYS),
            ],
            settings.recorder.warm,
        )
        self.add_row(texts.warm, self.warm)

        self.longest = QSpinBox()
        self.longest.setRange(1, _LONGEST_MINUTES)
        self.longest.setSuffix(texts.longest_suffix)
        self.longest.setValue(math.ceil(settings.recorder.max_take_minutes))
        self.add_row(texts.longest, self.longest, hint=texts.longest_hint)

        self.output = QComboBox()
        fill(
            self.output,
            [
                (texts.output_paste, OutputMode.PASTE),
                (texts.output_clipboard, OutputMode.CLIPBOARD),
                (texts.output_type, OutputMode.TYPE),
                (texts.output_copy, OutputMode.COPY),
            ],
            settings.output.mode,
        )
        self.add_row(texts.output, self.output)
        self.moved_focus = QComboBox()
        fill(
            self.moved_focus,
            [
                (texts.moved_focus_hold, MovedFocus.HOLD),
                (texts.moved_focus_follow, MovedFocus.FOLLOW),
                (texts.moved_focus_return, MovedFocus.RETURN),
            ],
            settings.output.moved_focus,
        )
        self.add_row(texts.moved_focus, self.moved_focus)
        self.trailing_space = self._check(texts.trailing_space, settings.output.trailing_space)
        self.press_enter = self._check(texts.press_enter, settings.output.press_enter)
        self.terminal_newlines = self._check(texts.terminal_newlines, settings.output.terminal_newlines)
        self.keep_out_of_history = self._check(texts.keep_out_of_history, settings.output.keep_out_of_history)
        self.finish()

        microphones.found.connect(self._microphones_found)
        microphones.failed.connect(self._microphones_failed)
        self._fill_microphones(())
        self._look_for_microphones()
        self.refresh.clicked.connect(self._look_for_microphones)
        self.microphone.activated.connect(self._microphone_chosen)
        self.longest.valueChanged.connect(self.changed)
        for combo in (self.warm, self.output, self.moved_focus):
            combo.currentIndexChanged.connect(self.changed)

    def apply_to(self, settings: Settings) -> Settings:
        recorder = settings.recorder.model_copy(update={"device": self._device, "warm": self.warm.currentData()})
        if self.longest.value() != math.ceil(recorder.max_take_minutes):  # a fraction in the file stays one
            recorder = recorder.model_copy(update={"max_take_minutes": float(self.longest.value())})
        output = settings.output.model_copy(
            update={
                "mode": self.output.currentData(),
                "moved_focus": self.moved_focus.currentData(),
                "trailing_space": self.trailing_space.isChecked(),
                "press_enter": self.press_enter.isChecked(),
                "terminal_newlines": self.terminal_newlines.isChecked(),
                "keep_out_of_history": self.keep_out_of_history.isChecked(),
            }
        )
        return settings.model_copy(update={"recorder": recorder, "output": output})

    def _check(self, text: str, checked: bool) -> QCheckBox:
        box = QCheckBox(text)
        box.setChecked(checked)
        box.toggled.connect(self.changed)
        self.add_check(box)
        return box

    def _look_for_microphones(self) -> None:
        self._microphone_message.show_hint(self._texts.microphone_looking)
        self._microphones.look()

    def _microphones_found(self, found: tuple[InputDevice, ...]) -> None:
        self._microphone_message.show_hint("")
        # The same name twice is one choice: the settings know a microphone by its name.
        self._fill_microphones(tuple(dict.fromkeys(device.name for device in found)))

    def _microphones_failed(self, error: UserFixableError) -> None:
        # No problem of this field: the system's default may work later, so OK stays possible.
        self._microphone_message.show_hint(said_with_remedy(self._texts, error))

    def _fill_microphones(self, found: tuple[str, ...]) -> None:
        """The chosen microphone stays in the list while it is unplugged."""
        items: list[tuple[str, object]] = [(self._texts.microphone_default, "")]
        items.extend((name, name) for name in found)
        if self._device and self._device not in found:
            items.append((self._texts.microphone_absent.format(name=self._device), self._device))
        fill(self.microphone, items, self._device)

    def _microphone_chosen(self) -> None:
        self._device = str(self.microphone.currentData())
        self.changed.emit()
