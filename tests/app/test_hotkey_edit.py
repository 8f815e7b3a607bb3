"""Choosing a hotkey by pressing it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from srota_dictate.app.hotkey_edit import HotkeyEdit
from srota_dictate.app.keynames import Pressed, is_for_writing, is_usable, key_name
from srota_dictate.app.texts_en import ENGLISH

Key, Mod = Qt.Key, Qt.KeyboardModifier


@pytest.mark.parametrize(
    ("key", "native", "modifiers", "name"),
    [
        (Key.Key_Control, 0xFFE4, Mod.ControlModifier, "Control_R"),
        (Key.Key_Control, 0xFFE3, Mod.ControlModifier, "Control_L"),
        (Key.Key_Control, 0xA3, Mod.ControlModifier, "Control_R"),  # Windows
        (Key.Key_Super_R, 0xFFEC, Mod.NoModifier, "Super_R"),
        (Key.Key_AltGr, 0xFE03, Mod.NoModifier, "ISO_Level3_Shift"),
        (Key.Key_F9, 0, Mod.NoModifier, "F9"),
        (Key.Key_F24, 0, Mod.NoModifier, "F24"),
        (Key.Key_Pause, 0, Mod.NoModifier, "Pause"),
        (Key.Key_Space, 0, Mod.ControlModifier | Mod.AltModifier, "Ctrl+Alt+space"),
        (Key.Key_D, 0, Mod.MetaModifier, "Super+d"),
        (Key.Key_D, 0, Mod.NoModifier, "d"),
        (Key.Key_5, 0, Mod.KeypadModifier, "KP_5"),
        (Key.Key_5, 0, Mod.ControlModifier, "Ctrl+5"),
        (Key.Key_Plus, 0, Mod.KeypadModifier, "KP_Add"),
        (Key.Key_PageUp, 0, Mod.NoModifier, "Prior"),
        (Key.Key_Odiaeresis, 0, Mod.NoModifier, None),
        (Qt.Key(0x0928), 0, Mod.NoModifier, None),  # न on a Hindi keyboard
    ],
)
def test_names_of_keys(key: Qt.Key, native: int, modifiers: Qt.KeyboardModifier, name: str | None) -> None:
    assert key_name(Pressed(key, native, modifiers)) == name


def test_every_name_can_be_grabbed_or_is_for_writing() -> None:
    for key in Qt.Key:
        for modifiers in (Mod.NoModifier, Mod.KeypadModifier):
            name = key_name(Pressed(key, 0, modifiers))
            assert name is None or is_usable(name) or is_for_writing(name), name


@pytest.fixture
def edit(qtbot: QtBot) -> HotkeyEdit:
    edit = HotkeyEdit(ENGLISH, "Control_R")
    qtbot.addWidget(edit)
    edit.show()
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    return edit


def press_and_release(edit: HotkeyEdit, key: Qt.Key, native: int, modifiers: Qt.KeyboardModifier) -> None:
    for kind, held in ((QKeyEvent.Type.KeyPress, Mod.NoModifier), (QKeyEvent.Type.KeyRelease, modifiers)):
        QApplication.sendEvent(edit, QKeyEvent(kind, key, held, 0, native, 0))


def test_it_shows_the_key_for_people(edit: HotkeyEdit) -> None:
    assert (edit.text(), edit.key) == ("Right Ctrl", "Control_R")


def test_space_begins_and_the_next_key_is_taken(qtbot: QtBot, edit: HotkeyEdit) -> None:
    QTest.keyClick(edit, Key.Key_Space)
    assert edit.listening
    assert edit.text() == ENGLISH.key_listening

    with qtbot.waitSignal(edit.changed):
        QTest.keyClick(edit, Key.Key_F9)

    assert (edit.listening, edit.key, edit.text()) == (False, "F9", "F9")


def test_a_modifier_counts_when_it_is_let_go(edit: HotkeyEdit) -> None:
    edit.click()
    QApplication.sendEvent(edit, QKeyEvent(QKeyEvent.Type.KeyPress, Key.Key_Shift, Mod.NoModifier, 0, 0xFFE2, 0))
    assert edit.listening

    QApplication.sendEvent(edit, QKeyEvent(QKeyEvent.Type.KeyRelease, Key.Key_Shift, Mod.ShiftModifier, 0, 0xFFE2, 0))
    assert (edit.listening, edit.key) == (False, "Shift_R")


def test_a_chord_is_taken_whole(edit: HotkeyEdit) -> None:
    edit.click()
    QTest.keyPress(edit, Key.Key_Control)
    QTest.keyPress(edit, Key.Key_Alt, Mod.ControlModifier)
    QTest.keyPress(edit, Key.Key_Space, Mod.ControlModifier | Mod.AltModifier)

    assert (edit.key, edit.text()) == ("Ctrl+Alt+space", "Ctrl+Alt+Space")


@pytest.mark.parametrize("key", [Key.Key_Tab, Key.Key_Return, Key.Key_Space])
def test_keys_that_work_dialogs_are_taken_too(edit: HotkeyEdit, key: Qt.Key) -> None:
    edit.click()
    QTest.keyClick(edit, key, Mod.ControlModifier)

    assert edit.key.startswith("Ctrl+")


def test_escape_leaves_the_key_as_it_was(qtbot: QtBot, edit: HotkeyEdit) -> None:
    edit.click()
    with qtbot.assertNotEmitted(edit.changed):
        QTest.keyClick(edit, Key.Key_Escape)

    assert (edit.listening, edit.key, edit.text()) == (False, "Control_R", "Right Ctrl")


def test_looking_elsewhere_leaves_it_too(edit: HotkeyEdit) -> None:
    edit.click()
    edit.clearFocus()

    assert (edit.listening, edit.key) == (False, "Control_R")


def test_a_key_without_a_name_is_no_talk_key(edit: HotkeyEdit) -> None:
    edit.click()
    press_and_release(edit, Key.Key_Odiaeresis, 0, Mod.NoModifier)

    assert edit.key == ""


@pytest.mark.parametrize(
    ("button", "held", "name"),
    [
        (Qt.MouseButton.BackButton, Mod.NoModifier, "Mouse8"),
        (Qt.MouseButton.ForwardButton, Mod.ControlModifier, "Ctrl+Mouse9"),
        (Qt.MouseButton.RightButton, Mod.NoModifier, "Control_R"),  # belongs to every program: nothing changes
    ],
)
def test_a_button_at_the_side_of_the_mouse(
    edit: HotkeyEdit, button: Qt.MouseButton, held: Qt.KeyboardModifier, name: str
) -> None:
    edit.click()
    QTest.mouseClick(edit, button, held)

    assert edit.key == name
    assert edit.listening is (name == "Control_R")


def test_before_one_is_chosen(qtbot: QtBot) -> None:
    edit = HotkeyEdit(ENGLISH, "")
    qtbot.addWidget(edit)
    assert (edit.text(), edit.key) == (ENGLISH.key_choose, "")
