"""The whole interface against a pretended session: what it asks for, what it shows, what it saves."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from srota_dictate.app.desktop import DesktopApp
from srota_dictate.app.models import DownloadReport
from srota_dictate.app.single_instance import Wish
from srota_dictate.app.state import TrayState
from srota_dictate.app.texts import Texts
from srota_dictate.app.texts_en import ENGLISH
from srota_dictate.app.texts_hi import HINDI
from srota_dictate.delivery import OutputMode
from srota_dictate.errors import UserFixableError
from srota_dictate.recognizer.options import RecognizerOptions
from srota_dictate.rules.choices import ScriptView
from srota_dictate.session.view import SessionView
from srota_dictate.settings import AppOptions, Language, Settings
from srota_dictate.types import DeviceChoice, RecognizerPhase, RecognizerStatus, VoiceDetector
from tests.app.conftest import MakeApp
from tests.app.fakes import ENTRIES, FakeWorld

READY = SessionView(RecognizerStatus(RecognizerPhase.READY, "srota"))
LOST = UserFixableError("The microphone was unplugged", "Plug it in again")
ON_CPU = DeviceChoice("cpu", "f32", "no CUDA driver found")


def show(qtbot: QtBot, app: DesktopApp, view: SessionView) -> None:
    with qtbot.waitSignal(app.bridge.view_changed):
        app.bridge.publish(view)


def status_of(phase: RecognizerPhase, model: str) -> SessionView:
    device = ON_CPU if phase is RecognizerPhase.READY else None
    error = LOST if phase is RecognizerPhase.FAILED else None
    return SessionView(RecognizerStatus(phase, model, device=device, error=error))


@pytest.mark.parametrize("texts", [ENGLISH, HINDI], ids=["en", "hi"])
def test_window_and_menu_say_which_voice_detector_is_in_use(qtbot: QtBot, make_app: MakeApp, texts: Texts) -> None:
    app = make_app(Settings(app=AppOptions(language=Language.EN if texts is ENGLISH else Language.HI)))
    line, label = app.faces.actions.detector, app.faces.window.detector
    for detector, said in (
        (VoiceDetector.FULL, ""),
        (VoiceDetector.LIGHT, texts.voice_light),
        (VoiceDetector.SUBSTITUTE, texts.voice_substitute),
        (VoiceDetector.FULL, ""),
    ):
        show(qtbot, app, replace(READY, voice_detector=detector))
        assert (label.text(), label.isVisible()) == (said, bool(said))
        assert (line.text(), line.isVisible()) == (texts.voice_light, bool(said))
        assert said in app.faces.tray.icon.toolTip()


def test_the_window_has_room_for_its_longest_words(qtbot: QtBot, make_app: MakeApp) -> None:
    app = make_app(Settings(app=AppOptions(language=Language.HI)))
    window = app.faces.window
    show(qtbot, app, replace(READY, voice_detector=VoiceDetector.SUBSTITUTE))
    app.tell_trouble(UserFixableError(LOST.message, ", ".join([LOST.hint] * 5)))

    def has_room() -> bool:
        labels = (window.status, window.detail, window.detector)
        return all(label.height() >= label.heightForWidth(label.width()) for label in labels)

    qtbot.waitUntil(has_room)


@pytest.mark.parametrize("wanted", [True, False])
def test_the_window_shows_what_is_being_said_if_that_is_wanted(qtbot: QtBot, make_app: MakeApp, wanted: bool) -> None:
    app = make_app(Settings(app=AppOptions(show_preview=wanted)))
    speaking = replace(READY, recording=True, heard=True)
    for preview in ("कल", "कल office"):
        show(qtbot, app, replace(speaking, preview=preview))
        assert app.faces.window.detail.text() == (preview if wanted else "")
    show(qtbot, app, READY)
    assert app.faces.window.detail.text() == ""
    show(qtbot, app, replace(speaking, preview="यह weather बहुत अच्छा है " * 20))
    detail = app.faces.window.detail
    qtbot.waitUntil(lambda: detail.height() >= detail.heightForWidth(detail.width()))


# What the person asks for


def test_the_menu_asks_the_session(make_app: MakeApp, world: FakeWorld) -> None:
    actions = make_app().faces.actions

    for action in (actions.toggle, actions.cancel, actions.quit):
        action.trigger()

    assert world.commands.calls == ["toggle", "cancel", "quit"]


def test_the_tray_menu_has_everything_in_its_order(make_app: MakeApp) -> None:
    faces = make_app().faces
    texts = [action.text() for action in faces.tray.menu.actions() if action.isVisible() and not action.isSeparator()]

    assert texts == [
        "Ready: hold Right Ctrl and speak",
        "&Start dictation",
        "&Copy last text",
        "&Paste last text",
        "&Take the last text back",
        "Last text in the next sc&ript",
        "&Model: Srota",
        "&Output",
        "Scr&ipt: as spoken: हिन्दी and English",
        "S&ettings…",
        "&Quit",
    ]
    assert [action.text() for action in faces.tray.model_menu.actions() if not action.isSeparator()] == [
        "Srota: general Hinglish",
        "Srota-Conv: conversation",
        "Srota-Tutorial: technical tutorials",
        "Qwen3-ASR 0.6B: not adapted to Hinglish, for comparison",
        "Tiny: demonstration only, knows a synthetic voice and few words",
        "&Folder…",
    ]
    assert len(faces.tray.output_menu.actions()) == len(OutputMode)


def test_a_script_picked_in_the_menu_is_saved_and_holds_from_the_next_text_on(
    make_app: MakeApp, world: FakeWorld
) -> None:
    app = make_app()
    app.faces.actions.scripts[ScriptView.ROMAN].trigger()
    assert app.settings.rules.view is ScriptView.ROMAN
    assert world.store.saved[-1].rules.view is ScriptView.ROMAN
    assert world.commands.applied[-1].rules.view is ScriptView.ROMAN
    assert app.faces.tray.script_menu.title() == "Scr&ipt: Roman: hindi and English"
    assert app.faces.actions.scripts[ScriptView.ROMAN].isChecked()


def test_copying_needs_something_to_copy(qtbot: QtBot, make_app: MakeApp, world: FakeWorld) -> None:
    app = make_app()
    assert not app.faces.actions.copy_last.isEnabled()

    show(qtbot, app, replace(READY, last_text="kal milte hain"))
    app.faces.actions.copy_last.trigger()

    assert world.commands.calls == ["copy_last"]


@pytest.mark.parametrize("name", [entry.name for entry in ENTRIES if entry.name != "srota"])
def test_a_picked_model_is_loaded_and_kept(make_app: MakeApp, world: FakeWorld, name: str) -> None:
    app = make_app()

    app.faces.actions.models[name].trigger()

    assert world.commands.calls == [f"use_model {name}"]
    assert [settings.recognizer.model for settings in world.store.saved] == [name]
    assert [other for other, action in app.faces.actions.models.items() if action.isChecked()] == [name]


def test_picking_the_same_model_again_does_nothing_unless_it_failed(
    qtbot: QtBot, make_app: MakeApp, world: FakeWorld
) -> None:
    app = make_app()
    show(qtbot, app, READY)
    app.faces.actions.models["srota"].trigger()
    assert world.commands.calls == []

    show(qtbot, app, status_of(RecognizerPhase.FAILED, "srota"))
    app.faces.actions.models["srota"].trigger()
    assert world.commands.calls == ["use_model srota"]


@pytest.mark.parametrize("mode", OutputMode)
def test_a_picked_output_mode_works_and_is_kept(make_app: MakeApp, world: FakeWorld, mode: OutputMode) -> None:
    app = make_app()

    app.faces.actions.outputs[mode].trigger()

    assert world.commands.calls == [f"use_output_mode {mode.value}"]
    assert world.store.saved[-1].output.mode is mode
    assert [other for other, action in app.faces.actions.outputs.items() if action.isChecked()] == [mode]


def test_a_choice_that_cannot_be_saved_still_works_and_is_said(make_app: MakeApp, world: FakeWorld) -> None:
    world.store.error = UserFixableError("The settings cannot be saved", "Make room")
    app = make_app()

    app.faces.actions.models["base"].trigger()

    assert world.commands.calls == ["use_model base"]
    assert app.faces.window.detail.text() == "The settings cannot be saved. Make room."


def test_a_folder_is_used_if_it_holds_a_model(make_app: MakeApp, world: FakeWorld, tmp_path: Path) -> None:
    app = make_app()

    world.shelf.folder_error = UserFixableError("The folder holds no model", "Choose another")
    app.use_folder(str(tmp_path))
    assert world.commands.calls == []
    assert "holds no model" in app.faces.window.detail.text()

    world.shelf.folder_error = None
    app.use_folder(str(tmp_path))
    assert world.commands.calls == [f"use_model {tmp_path}"]
    assert app.faces.actions.folder.isChecked()
    assert tmp_path.name in app.faces.actions.folder.text()


# What it shows


@pytest.mark.parametrize(
    ("view", "state"),
    [
        (READY, TrayState.IDLE),
        (status_of(RecognizerPhase.LOADING, "srota"), TrayState.LOADING),
        (replace(READY, recording=True), TrayState.RECORDING),
        (replace(READY, transcribing=1), TrayState.TRANSCRIBING),
        (replace(READY, trouble=LOST), TrayState.TROUBLE),
    ],
)
def test_each_state_is_on_icon_tooltip_menu_and_window(
    qtbot: QtBot, make_app: MakeApp, view: SessionView, state: TrayState
) -> None:
    app = make_app()
    show(qtbot, app, view)
    shown = app.faces.window.status.text()

    assert shown
    assert shown in app.faces.tray.icon.toolTip()
    assert app.faces.actions.status.text() == shown
    assert state in TrayState
    assert not app.faces.tray.icon.icon().isNull()


def test_recording_turns_start_into_stop_and_offers_to_cancel(qtbot: QtBot, make_app: MakeApp) -> None:
    app = make_app()
    show(qtbot, app, replace(READY, recording=True, heard=True, level_dbfs=-30.0))

    assert app.faces.actions.toggle.text() == ENGLISH.stop
    assert app.faces.actions.cancel.isVisible()
    assert app.faces.window.level.value() == -30

    show(qtbot, app, READY)
    assert app.faces.actions.toggle.text() == ENGLISH.start
    assert not app.faces.actions.cancel.isVisible()


def test_the_icon_is_set_once_a_state_not_once_a_level(
    qtbot: QtBot, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app()
    set_to: list[object] = []
    monkeypatch.setattr(app.faces.tray.icon, "setIcon", set_to.append)

    for level in (-40.0, -30.0, -20.0):
        show(qtbot, app, replace(READY, recording=True, heard=True, level_dbfs=level))

    assert len(set_to) == 1


def test_a_model_picked_by_hand_is_confirmed_once_it_is_loaded(qtbot: QtBot, make_app: MakeApp) -> None:
    app = make_app()
    show(qtbot, app, READY)
    app.faces.actions.models["srota-conv"].trigger()
    show(qtbot, app, READY)  # a late word about the old model
    show(qtbot, app, status_of(RecognizerPhase.LOADING, "srota-conv"))
    assert app.faces.window.status.text() == "Loading Srota-Conv…"
    assert app.faces.window.detail.text() == ""

    show(qtbot, app, status_of(RecognizerPhase.READY, "srota-conv"))

    assert app.faces.window.detail.text() == "Srota-Conv is loaded. It runs on cpu: no CUDA driver found"


@pytest.mark.parametrize("last", [RecognizerPhase.READY, RecognizerPhase.FAILED])
def test_a_model_that_loads_by_itself_is_not_announced(qtbot: QtBot, make_app: MakeApp, last: RecognizerPhase) -> None:
    app = make_app()
    app.faces.actions.models["base"].trigger()
    show(qtbot, app, status_of(last, "base"))
    before = app.faces.window.detail.text()

    show(qtbot, app, status_of(RecognizerPhase.LOADING, "base"))  # after it was idle
    show(qtbot, app, status_of(RecognizerPhase.READY, "base"))

    assert "is loaded" in before or last is RecognizerPhase.FAILED
    assert app.faces.window.detail.text() == ""


def test_a_notice_of_the_session_is_told_with_its_remedy(qtbot: QtBot, make_app: MakeApp) -> None:
    app = make_app()
    with qtbot.waitSignal(app.bridge.noticed):
        app.bridge.notify(LOST)

    assert app.faces.window.detail.text() == "The microphone was unplugged. Plug it in again."


# Tray and window


def test_without_a_tray_there_is_a_window(make_app: MakeApp) -> None:
    app = make_app()

    assert app.faces.window.isVisible()
    assert not app.faces.tray.icon.isVisible()


def test_a_tray_that_appears_later_takes_over_and_one_that_goes_gives_back(
    qtbot: QtBot, make_app: MakeApp, world: FakeWorld
) -> None:
    app = make_app()
    world.has_tray = True
    qtbot.waitUntil(lambda: app.faces.tray.icon.isVisible() and not app.faces.window.isVisible())

    world.has_tray = False
    qtbot.waitUntil(lambda: app.faces.window.isVisible() and not app.faces.tray.icon.isVisible())


def test_closing_the_only_face_quits(make_app: MakeApp, world: FakeWorld) -> None:
    app = make_app()

    QApplication.sendEvent(app.faces.window, QCloseEvent())

    assert world.commands.calls == ["quit"]


def test_beside_a_tray_the_window_opens_from_the_menu_and_just_closes(make_app: MakeApp, world: FakeWorld) -> None:
    world.has_tray = True
    app = make_app()
    app.faces.actions.status.trigger()
    assert app.faces.window.isVisible()

    app.faces.window.close()

    assert not app.faces.window.isVisible()
    assert world.commands.calls == []


def test_the_window_never_takes_the_keyboard_by_itself(make_app: MakeApp) -> None:
    window = make_app().faces.window

    assert window.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


def test_the_windows_buttons_do_what_the_menu_does(make_app: MakeApp, world: FakeWorld) -> None:
    window = make_app().faces.window

    window.toggle.click()
    window.quit.click()

    assert world.commands.calls == ["toggle", "quit"]


# A second start


def test_a_second_start_shows_the_settings_beside_a_tray(make_app: MakeApp, world: FakeWorld) -> None:
    world.has_tray = True
    app = make_app()

    app.fulfil(Wish.SHOW)

    assert app.dialog is not None
    assert app.dialog.isVisible()


def test_a_second_start_raises_the_window_without_a_tray(make_app: MakeApp) -> None:
    app = make_app()

    app.fulfil(Wish.SHOW)

    assert app.faces.window.isVisible()
    assert not app.faces.window.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus


def test_commands_reach_the_session(make_app: MakeApp, world: FakeWorld) -> None:
    app = make_app()

    for wish in (Wish.TOGGLE, Wish.CANCEL, Wish.PRESS, Wish.RELEASE, Wish.PASTE_LAST, Wish.UNDO, Wish.NEXT_VIEW):
        app.fulfil(wish)

    assert world.commands.calls == ["toggle", "cancel", "start_take", "stop_take", "paste_last", "undo", "next_view"]


# Settings


def test_accepted_settings_are_saved_applied_and_shown(make_app: MakeApp, world: FakeWorld) -> None:
    app = make_app()
    app.open_settings()
    assert app.dialog is not None
    field = app.dialog.keys.rows[0].key
    field.click()
    QTest.keyClick(field, Qt.Key.Key_F9)

    app.dialog.ok.click()

    assert [settings.hotkey.hold for settings in world.store.saved] == [("F9",)]
    assert world.commands.applied == world.store.saved
    assert app.settings == world.store.saved[-1]
    assert app.faces.window.status.text() == "Ready: hold F9 and speak"
    assert app.dialog is None


def test_there_is_one_settings_dialog(make_app: MakeApp) -> None:
    app = make_app()
    app.open_settings()
    first = app.dialog

    app.open_settings()

    assert app.dialog is first


def test_cancelled_settings_change_nothing(make_app: MakeApp, world: FakeWorld) -> None:
    app = make_app()
    app.open_settings()
    assert app.dialog is not None
    app.dialog.cancel.click()

    assert world.store.saved == []
    assert world.commands.calls == []
    assert app.dialog is None


def test_another_language_changes_every_word_at_once(make_app: MakeApp) -> None:
    app = make_app()
    app.open_settings()
    assert app.dialog is not None
    app.dialog.general.language.setCurrentIndex(app.dialog.general.language.findData(Language.HI))
    app.dialog.ok.click()

    assert app.faces.actions.toggle.text() == HINDI.start
    assert app.faces.window.isVisible()
    assert app.faces.window.quit.text() == HINDI.quit


def test_hindi_from_the_start(make_app: MakeApp) -> None:
    app = make_app(Settings(app=AppOptions(language=Language.HI)))
    app.open_settings()

    assert app.dialog is not None
    assert app.dialog.windowTitle() == HINDI.settings_title
    assert app.faces.window.status.text() == "तैयार: दायाँ Ctrl दबाए रखें और बोलें"


def test_while_a_key_is_chosen_all_keys_reach_the_dialog(make_app: MakeApp, world: FakeWorld) -> None:
    app = make_app()
    app.open_settings()
    assert app.dialog is not None
    field = app.dialog.keys.rows[0].key
    field.click()
    assert world.commands.calls == ["pause_hotkeys True"]
    QTest.keyClick(field, Qt.Key.Key_F9)
    assert world.commands.calls == ["pause_hotkeys True", "pause_hotkeys False"]


def test_a_dialog_that_is_closed_while_it_listens_gives_the_keys_back(make_app: MakeApp, world: FakeWorld) -> None:
    app = make_app()
    app.open_settings()
    assert app.dialog is not None
    app.dialog.keys.rows[0].key.click()
    app.dialog.reject()
    assert world.commands.calls[-1] == "pause_hotkeys False"


def test_a_model_from_a_folder_is_named_by_it(make_app: MakeApp) -> None:
    app = make_app(Settings(recognizer=RecognizerOptions(model="/models/my own")))

    assert app.faces.tray.model_menu.title() == "&Model: my own"
    assert app.faces.actions.folder.isChecked()


def test_a_download_that_fails_behind_a_closed_dialog_is_told(
    qtbot: QtBot, make_app: MakeApp, world: FakeWorld
) -> None:
    app = make_app(Settings(recognizer=RecognizerOptions(model="base"), app=AppOptions(language=Language.EN)))
    app.open_settings()
    assert app.dialog is not None
    app.dialog.model.download.click()
    app.dialog.cancel.click()

    error = UserFixableError("The disk is full", "Make room")
    world.shelf.downloads["base"](DownloadReport("base", ended=True, error=error))

    qtbot.waitUntil(lambda: app.faces.window.detail.text() == "The disk is full. Make room.")


def test_nothing_is_heard_of_the_session_after_closing(qtbot: QtBot, make_app: MakeApp) -> None:
    app = make_app()
    app.open_settings()
    app.close()

    app.bridge.publish(READY)
    app.bridge.notify(LOST)
    QApplication.processEvents()

    assert app.dialog is None
