"""The settings dialog, by keyboard and by eye of a program: what it shows, refuses and hands over."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from srota_dictate.app.downloads import Downloads
from srota_dictate.app.microphones import Microphones
from srota_dictate.app.models import DownloadReport
from srota_dictate.app.settings_dialog import SettingsDialog
from srota_dictate.app.texts import Texts
from srota_dictate.app.texts_en import ENGLISH
from srota_dictate.app.texts_hi import HINDI
from srota_dictate.delivery import OutputMode
from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.options import HotkeyOptions
from srota_dictate.output.options import OutputOptions
from srota_dictate.recognizer.options import RecognizerOptions, WorkAhead
from srota_dictate.recorder.options import RecorderOptions, WarmMicrophone
from srota_dictate.settings import Language, Settings
from srota_dictate.types import HotkeyAction, HotkeyBinding
from tests.app.fakes import ENTRIES, FakeWorld

Open = Callable[..., SettingsDialog]


@pytest.fixture
def downloads(qtbot: QtBot, world: FakeWorld) -> Downloads:
    return Downloads(world.shelf)


@pytest.fixture
def open_dialog(qtbot: QtBot, world: FakeWorld, downloads: Downloads) -> Open:
    kept: list[SettingsDialog] = []

    def accept(settings: Settings) -> UserFixableError | None:
        try:
            world.store(settings)
        except UserFixableError as error:
            return error
        return None

    def open_it(settings: Settings | None = None, texts: Texts = ENGLISH) -> SettingsDialog:
        microphones = Microphones(world.microphones)
        dialog = SettingsDialog(
            texts,
            settings or Settings(),
            world.shelf,
            downloads,
            microphones,
            world.commands.check_key,
            world.own_words,
            accept,
        )
        # The dialog deletes itself when closed; pytest-qt must not do it twice.
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        microphones.setParent(dialog)
        kept.append(dialog)
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        return dialog

    return open_it


def choose(combo: QComboBox, value: object) -> None:
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def items(combo: QComboBox) -> list[str]:
    return [combo.itemText(index) for index in range(combo.count())]


def message_under(field: QWidget) -> str:
    return field.accessibleDescription()


def listen_and_press(
    dialog: SettingsDialog, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, row: int = 0
) -> None:
    field = dialog.keys.rows[row].key
    field.click()
    QTest.keyClick(field, key, modifiers)


def test_untouched_it_hands_over_what_it_got(open_dialog: Open, world: FakeWorld) -> None:
    settings = Settings(recorder=RecorderOptions.model_validate({"device": "Gone", "tail_ms": 123}))
    dialog = open_dialog(settings)

    dialog.ok.click()

    assert world.store.saved == [settings]
    assert not dialog.isVisible()


def test_everything_that_is_edited_arrives(qtbot: QtBot, open_dialog: Open, world: FakeWorld) -> None:
    dialog = open_dialog()
    qtbot.waitUntil(lambda: dialog.dictation.microphone.count() == 3)
    listen_and_press(dialog, Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier)
    choose(dialog.keys.rows[0].action, HotkeyAction.TOGGLE)
    dialog.dictation.longest.setValue(5)
    choose(dialog.dictation.microphone, "USB Microphone")
    choose(dialog.dictation.output, OutputMode.TYPE)
    dialog.dictation.trailing_space.click()
    dialog.dictation.press_enter.click()
    dialog.dictation.terminal_newlines.click()
    dialog.dictation.keep_out_of_history.click()
    choose(dialog.model.model, "base")
    choose(dialog.model.device, "cpu")
    choose(dialog.model.precision, "int8")
    choose(dialog.model.attention, "windowed")
    choose(dialog.model.work_ahead, WorkAhead.PAUSES)
    dialog.model.idle.setValue(0)
    choose(dialog.general.language, Language.HI)
    choose(dialog.dictation.warm, WarmMicrophone.NEVER)
    dialog.general.keep_audio.setValue(48)

    dialog.ok.click()

    (saved,) = world.store.saved
    assert saved.hotkey.bindings == (HotkeyBinding("F9", HotkeyAction.TOGGLE),)
    assert saved.recorder.max_take_minutes == 5
    assert (saved.recorder.device, saved.recorder.warm) == ("USB Microphone", WarmMicrophone.NEVER)
    assert saved.output == OutputOptions(
        mode=OutputMode.TYPE,
        trailing_space=True,
        press_enter=True,
        terminal_newlines=True,
        keep_out_of_history=False,
    )
    assert saved.recognizer == RecognizerOptions(
        model="base",
        device="cpu",
        precision="int8",
        attention="windowed",
        work_ahead=WorkAhead.PAUSES,
        idle_minutes=0,
    )
    assert (saved.app.language, saved.app.keep_audio_hours) == (Language.HI, 48)
    assert saved.app.show_preview


def test_who_wants_no_text_while_speaking_gets_none(open_dialog: Open, world: FakeWorld) -> None:
    dialog = open_dialog()
    assert dialog.general.show_preview.isChecked()
    dialog.general.show_preview.click()
    dialog.ok.click()
    (saved,) = world.store.saved
    assert not saved.app.show_preview
    assert not open_dialog(saved).general.show_preview.isChecked()


def test_escape_changes_nothing(open_dialog: Open, world: FakeWorld) -> None:
    dialog = open_dialog()
    dialog.general.keep_audio.setValue(48)

    QTest.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()
    assert world.store.saved == []


def test_a_key_for_writing_is_refused_in_place(open_dialog: Open) -> None:
    dialog = open_dialog()

    listen_and_press(dialog, Qt.Key.Key_D, Qt.KeyboardModifier.NoModifier)
    assert not dialog.ok.isEnabled()
    assert "D is needed for writing" in message_under(dialog.keys.rows[0].key)
    assert "Keys" in dialog.tabs.tabToolTip(0)
    assert not dialog.tabs.tabIcon(0).isNull()

    listen_and_press(dialog, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    assert dialog.ok.isEnabled()
    assert dialog.settings.hotkey.hold == ("Ctrl+Alt+d",)
    assert dialog.tabs.tabIcon(0).isNull()


def test_a_key_without_a_name_is_refused_in_place(open_dialog: Open) -> None:
    dialog = open_dialog()

    listen_and_press(dialog, Qt.Key.Key_Odiaeresis, Qt.KeyboardModifier.NoModifier)

    assert message_under(dialog.keys.rows[0].key) == ENGLISH.key_unknown
    assert not dialog.ok.isEnabled()


def test_enter_and_escape_belong_to_the_key_while_it_is_chosen(open_dialog: Open, world: FakeWorld) -> None:
    dialog = open_dialog()
    dialog.keys.rows[0].key.click()
    assert not dialog.ok.isEnabled()

    QTest.keyClick(dialog.keys.rows[0].key, Qt.Key.Key_Escape)

    assert dialog.isVisible()
    assert dialog.ok.isEnabled()


def test_a_microphone_that_is_unplugged_stays_chosen(qtbot: QtBot, open_dialog: Open, world: FakeWorld) -> None:
    dialog = open_dialog(Settings(recorder=RecorderOptions.model_validate({"device": "Headset"})))
    qtbot.waitUntil(lambda: dialog.dictation.microphone.count() == 4)

    assert dialog.dictation.microphone.currentText() == "Headset (not connected)"

    world.microphones.names = ("Built-in", "Headset")
    dialog.dictation.refresh.click()
    qtbot.waitUntil(lambda: dialog.dictation.microphone.count() == 3)
    assert dialog.dictation.microphone.currentText() == "Headset"


def test_a_sound_system_that_is_down_is_said_and_forbids_nothing(
    qtbot: QtBot, open_dialog: Open, world: FakeWorld
) -> None:
    world.microphones.error = UserFixableError("No sound system answers", "Start PipeWire")
    dialog = open_dialog()

    qtbot.waitUntil(lambda: message_under(dialog.dictation.microphone) == "No sound system answers. Start PipeWire.")
    assert items(dialog.dictation.microphone) == ["System default"]
    assert dialog.ok.isEnabled()


def test_all_five_models_and_a_folder_can_be_chosen(open_dialog: Open) -> None:
    texts = items(open_dialog().model.model)

    assert len(texts) == len(ENTRIES) + 1
    assert "demonstration only" in texts[4]


@pytest.mark.parametrize(
    ("model", "message", "can_download"),
    [
        ("srota", "On this computer (1.6 GB)", False),
        ("srota-conv", "Not on this computer yet (1.6 GB to download)", True),
        ("srota-tutorial", "Partly downloaded (1.6 GB in all): Download goes on from there", True),
        ("tiny", "Comes with the program", False),
    ],
)
def test_where_each_model_is(open_dialog: Open, world: FakeWorld, model: str, message: str, can_download: bool) -> None:
    world.shelf.partly.add("srota-tutorial")
    page = open_dialog().model

    choose(page.model, model)

    assert message_under(page.model) == message
    assert page.download.isVisibleTo(page) is can_download


def test_a_download_shows_how_far_it_is_and_then_that_the_model_is_here(
    qtbot: QtBot, open_dialog: Open, world: FakeWorld
) -> None:
    page = open_dialog().model
    choose(page.model, "srota-conv")
    page.download.click()
    report = world.shelf.downloads["srota-conv"]
    assert page.download.text() == ENGLISH.download_stop

    report(DownloadReport("srota-conv", 785_000_000, 1_570_000_000))
    qtbot.waitUntil(lambda: page.progress.value() == 500)
    assert message_under(page.model) == "Downloading… 785 MB of 1.6 GB"

    choose(page.model, "base")  # another model's state is its own
    assert "Not on this computer" in message_under(page.model)
    assert not page.download.isEnabled()
    assert not page.progress.isVisibleTo(page)
    choose(page.model, "srota-conv")

    world.shelf.present.add("srota-conv")
    report(DownloadReport("srota-conv", ended=True))
    qtbot.waitUntil(lambda: message_under(page.model) == "On this computer (1.6 GB)")
    assert not page.progress.isVisibleTo(page)


def test_a_download_can_be_stopped(qtbot: QtBot, open_dialog: Open, world: FakeWorld) -> None:
    page = open_dialog().model
    choose(page.model, "srota-conv")
    page.download.click()
    world.shelf.partly.add("srota-conv")

    page.download.click()

    qtbot.waitUntil(lambda: "Partly downloaded" in message_under(page.model))
    assert page.download.text() == ENGLISH.download


def test_a_download_that_fails_says_why_and_can_be_tried_again(
    qtbot: QtBot, open_dialog: Open, world: FakeWorld
) -> None:
    dialog = open_dialog()
    choose(dialog.model.model, "srota-conv")
    dialog.model.download.click()
    error = UserFixableError("The disk is full", "Make room")

    world.shelf.downloads["srota-conv"](DownloadReport("srota-conv", ended=True, error=error))

    qtbot.waitUntil(lambda: message_under(dialog.model.model) == "The disk is full. Make room.")
    assert dialog.model.download.isEnabled()
    assert dialog.ok.isEnabled()


def test_a_download_goes_on_while_the_dialog_is_closed(
    qtbot: QtBot, open_dialog: Open, world: FakeWorld, downloads: Downloads
) -> None:
    dialog = open_dialog()
    choose(dialog.model.model, "srota-conv")
    dialog.model.download.click()
    dialog.reject()
    report = world.shelf.downloads["srota-conv"]
    with qtbot.waitSignal(downloads.reported):
        report(DownloadReport("srota-conv", 157_000_000, 1_570_000_000))

    page = open_dialog(Settings(recognizer=RecognizerOptions(model="srota-conv"))).model

    assert message_under(page.model) == "Downloading… 157 MB of 1.6 GB"


def test_a_folder_is_checked_as_it_is_typed(open_dialog: Open, world: FakeWorld, tmp_path: Path) -> None:
    dialog = open_dialog()
    page = dialog.model
    dialog.tabs.setCurrentWidget(page)
    choose(page.model, "")
    assert page.folder.isVisible()
    assert (message_under(page.folder), dialog.ok.isEnabled()) == (ENGLISH.model_folder_empty, False)

    page.folder.setText(str(tmp_path / "absent"))
    assert (message_under(page.folder), dialog.ok.isEnabled()) == (ENGLISH.model_folder_missing, False)

    world.shelf.folder_error = UserFixableError("The folder holds no model", "Choose one with config.json")
    page.folder.setText(str(tmp_path))
    assert "holds no model" in message_under(page.folder)
    assert not dialog.ok.isEnabled()

    world.shelf.folder_error = None
    page.folder.setText(f" {tmp_path} ")
    assert (message_under(page.folder), dialog.ok.isEnabled()) == ("", True)
    assert dialog.settings.recognizer.model == str(tmp_path)

    choose(page.model, "srota")
    assert not page.folder.isVisible()
    assert dialog.settings.recognizer.model == "srota"


@pytest.mark.parametrize("model", ["someone/their-model", "/a/folder"])
def test_a_model_from_elsewhere_stays_chosen(open_dialog: Open, world: FakeWorld, model: str) -> None:
    dialog = open_dialog(Settings(recognizer=RecognizerOptions(model=model)))

    assert dialog.settings.recognizer.model == model


def test_what_cannot_be_saved_keeps_the_dialog_open(open_dialog: Open, world: FakeWorld) -> None:
    world.store.error = UserFixableError("The disk is full", "Make room")
    dialog = open_dialog()

    dialog.ok.click()

    assert dialog.isVisible()
    shown = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert "The settings were not saved: The disk is full. Make room." in shown


def test_what_goes_wrong_is_said_in_the_language_of_the_dialog(
    qtbot: QtBot, open_dialog: Open, world: FakeWorld, tmp_path: Path
) -> None:
    world.microphones.error = UserFixableError("The sound system does not answer", "Speak again")
    world.shelf.folder_error = UserFixableError(
        "The model is incomplete: a.json is missing", "Download the model again"
    )
    world.store.error = UserFixableError("The settings cannot be saved to b (c)", "Check that you may write to b")
    dialog = open_dialog(texts=HINDI)
    page = dialog.model
    qtbot.waitUntil(lambda: message_under(dialog.dictation.microphone) == "ध्वनि की व्यवस्था जवाब नहीं देती। फिर से बोलें।")

    choose(page.model, "")
    page.folder.setText(str(tmp_path))
    assert message_under(page.folder) == "मॉडल अधूरा है: a.json नहीं मिली। मॉडल फिर से डाउनलोड करें।"

    choose(page.model, "srota-conv")
    page.download.click()
    full = UserFixableError("The disk is too full for the model", "Check the name")
    world.shelf.downloads["srota-conv"](DownloadReport("srota-conv", ended=True, error=full))
    qtbot.waitUntil(lambda: message_under(page.model) == "डिस्क पर मॉडल के लिए जगह नहीं है। नाम जाँचें।")

    dialog.ok.click()
    shown = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert f"{HINDI.not_saved}: सेटिंग b में सहेजी नहीं जा सकती (c)। देखें कि आप b में लिख सकते हैं।" in shown


@pytest.mark.parametrize("tab", [0, 1])
@pytest.mark.parametrize("texts", [ENGLISH, HINDI], ids=["en", "hi"])
def test_tab_reaches_every_field_in_reading_order(open_dialog: Open, texts: Texts, tab: int) -> None:
    dialog = open_dialog(texts=texts)
    dialog.tabs.setCurrentIndex(tab)
    dialog.keys.add.click()
    dialog.keys.rows[1].key.leave()
    listen_and_press(dialog, Qt.Key.Key_F9, row=1)
    page, keys = dialog.dictation, dialog.keys
    fields: list[QWidget] = [
        *(page.microphone, page.refresh, page.warm, page.longest, page.output, page.moved_focus),
        *(page.trailing_space, page.press_enter, page.terminal_newlines, page.keep_out_of_history),
    ]
    in_rows: list[QWidget] = [field for row in keys.rows for field in (row.action, row.key, row.remove)]
    wanted = [*(fields if tab else [keys.add, *in_rows]), dialog.ok]
    wanted[0].setFocus()
    reached: list[QWidget | None] = [QApplication.focusWidget()]
    for _ in wanted[1:]:
        QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())

    assert reached == wanted


def test_a_letter_with_alt_goes_to_its_field(qtbot: QtBot, open_dialog: Open) -> None:
    dialog = open_dialog()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)

    QTest.keyClick(dialog, Qt.Key.Key_K, Qt.KeyboardModifier.AltModifier)

    assert QApplication.focusWidget() is dialog.keys.rows[0].key


@pytest.mark.parametrize("texts", [ENGLISH, HINDI], ids=["en", "hi"])
def test_every_field_has_a_name_for_those_who_hear_it(open_dialog: Open, texts: Texts) -> None:
    dialog = open_dialog(texts=texts)
    fields = [
        *(dialog.keys.rows[0].key, dialog.keys.rows[0].action, dialog.dictation.microphone, dialog.dictation.output),
        *(dialog.model.model, dialog.model.folder, dialog.model.device, dialog.model.precision, dialog.model.idle),
        dialog.model.work_ahead,
        *(dialog.general.language, dialog.general.keep_audio),
    ]

    names = [field.accessibleName() for field in fields]

    assert all(names)
    assert not any("&" in name or ":" in name or "(" in name for name in names)


@pytest.mark.parametrize("texts", [ENGLISH, HINDI], ids=["en", "hi"])
def test_nothing_is_cut_off(qtbot: QtBot, open_dialog: Open, texts: Texts) -> None:
    dialog = open_dialog(texts=texts)
    for index in range(dialog.tabs.count()):
        dialog.tabs.setCurrentIndex(index)
        for label in dialog.findChildren(QLabel):
            if label.isVisible():
                assert label.width() >= label.minimumSizeHint().width(), label.text()
                assert label.height() >= label.heightForWidth(label.width()), label.text()


def test_keys_are_added_and_removed(open_dialog: Open, world: FakeWorld) -> None:
    dialog = open_dialog()
    dialog.keys.add.click()
    row = dialog.keys.rows[1]
    assert row.key.listening
    assert message_under(row.key) == ""
    row.key.leave()
    assert message_under(row.key) == ENGLISH.key_missing
    assert not dialog.ok.isEnabled()
    row.key.click()
    QTest.keyClick(row.key, Qt.Key.Key_F7)
    choose(row.action, HotkeyAction.PASTE_LAST)
    dialog.keys.rows[0].remove.click()
    dialog.ok.click()

    (saved,) = world.store.saved
    assert saved.hotkey.bindings == (HotkeyBinding("F7", HotkeyAction.PASTE_LAST),)


def test_a_key_that_is_chosen_twice_or_taken_is_refused_in_place(open_dialog: Open, world: FakeWorld) -> None:
    world.commands.taken_keys = {"F8"}
    dialog = open_dialog(Settings(hotkey=HotkeyOptions(hold=("Control_R",), cancel=("F9",))))
    assert dialog.ok.isEnabled()

    listen_and_press(dialog, Qt.Key.Key_F9, row=0)
    assert [bool(row.message.problem) for row in dialog.keys.rows] == [False, True]
    assert not dialog.ok.isEnabled()

    listen_and_press(dialog, Qt.Key.Key_F8, row=1)
    assert message_under(dialog.keys.rows[1].key) == ENGLISH.key_refused.format(key="F8")
    assert not dialog.ok.isEnabled()

    listen_and_press(dialog, Qt.Key.Key_F10, row=1)
    assert dialog.ok.isEnabled()
    assert dialog.settings.hotkey == HotkeyOptions(hold=("F9",), cancel=("F10",))


def test_every_action_survives_the_page(open_dialog: Open) -> None:
    options = HotkeyOptions(next_view=("F6",))
    assert open_dialog(Settings(hotkey=options)).settings.hotkey == options


def test_without_a_talk_key_it_says_how_to_dictate(open_dialog: Open) -> None:
    dialog = open_dialog()
    dialog.keys.rows[0].remove.click()
    assert message_under(dialog.keys.add) == ENGLISH.keys_hint_no_talk
    assert dialog.ok.isEnabled()
