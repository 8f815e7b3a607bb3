"""Interrupted dictations in tray and window: said once, offered until they are dealt with, in both languages."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from srota_dictate.app.texts_en import ENGLISH
from srota_dictate.session.view import SessionView
from srota_dictate.settings import AppOptions, Language, Settings
from srota_dictate.takes import UnfinishedTake
from srota_dictate.types import RecognizerPhase, RecognizerStatus
from tests.app.conftest import MakeApp
from tests.app.fakes import FakeWorld

IDLE = SessionView(RecognizerStatus(RecognizerPhase.READY, "srota"))
FIRST = UnfinishedTake(1, Path("/takes/1.wav"), 1_700_000_000.0, 65.2)
SECOND = UnfinishedTake(2, Path("/takes/2.wav"), 1_700_000_100.0, 3.0)
FAILED_NOW = UnfinishedTake(3, Path("/takes/3.wav"), 1_700_000_200.0, 3.0, "It broke. Mend it.", earlier=False)


def pick(menu: QMenu, text: str) -> None:
    (action,) = [action for action in menu.actions() if action.text() == text]
    action.trigger()


def rows(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def test_one_interrupted_dictation_is_said_and_offered(make_app: MakeApp, world: FakeWorld) -> None:
    app = make_app()
    menu, button = app.faces.tray.rescue_menu, app.faces.window.rescue
    assert not menu.menuAction().isVisible()
    assert button.isHidden()

    app.bridge.view_changed.emit(replace(IDLE, unfinished=(FIRST,)))

    assert menu.menuAction().isVisible()
    assert not button.isHidden()
    assert (menu.title(), button.text()) == ("1 dictation was interrupted",) * 2
    assert ENGLISH.interrupted_hint in app.faces.window.detail.text()
    assert rows(menu) == [ENGLISH.rescue, ENGLISH.play, ENGLISH.discard]
    pick(menu, ENGLISH.rescue)
    pick(menu, ENGLISH.discard)
    assert world.commands.calls == ["rescue [1]", "discard [1]"]

    app.bridge.view_changed.emit(replace(IDLE, rescued=1, last_text="kal milte hain"))

    assert not menu.menuAction().isVisible()
    assert button.isHidden()
    assert "clipboard" in app.faces.window.detail.text()


def test_several_can_be_dealt_with_together_or_one_by_one(make_app: MakeApp, world: FakeWorld) -> None:
    app = make_app()
    menu = app.faces.tray.rescue_menu
    app.bridge.view_changed.emit(replace(IDLE, unfinished=(FIRST, SECOND)))
    assert menu.title() == "2 dictations were interrupted"
    pick(menu, ENGLISH.rescue_all)
    pick(menu, ENGLISH.discard_all)
    newest: QAction = menu.actions()[3]
    assert newest.text().endswith("0:03")
    submenu = newest.menu()
    assert isinstance(submenu, QMenu)
    pick(submenu, ENGLISH.rescue)
    assert world.commands.calls == ["rescue [1, 2]", "discard [1, 2]", "rescue [2]"]


def test_what_failed_now_is_offered_without_a_second_notice(make_app: MakeApp) -> None:
    app = make_app()
    app.bridge.view_changed.emit(replace(IDLE, unfinished=(FAILED_NOW,)))
    assert app.faces.tray.rescue_menu.menuAction().isVisible()
    assert ENGLISH.interrupted_hint not in app.faces.window.detail.text()


def test_playing_uses_the_desktops_player_and_says_when_there_is_none(make_app: MakeApp, world: FakeWorld) -> None:
    app = make_app()
    app.bridge.view_changed.emit(replace(IDLE, unfinished=(FIRST,)))
    pick(app.faces.tray.rescue_menu, ENGLISH.play)
    assert world.opened == [FIRST.path]
    world.has_player = False
    pick(app.faces.tray.rescue_menu, ENGLISH.play)
    assert str(FIRST.path) in app.faces.window.detail.text()


def test_in_hindi_too(make_app: MakeApp) -> None:
    app = make_app(Settings(app=AppOptions(language=Language.HI)))
    app.bridge.view_changed.emit(replace(IDLE, unfinished=(FIRST, SECOND)))
    assert "रिकॉर्डिंग" in app.faces.tray.rescue_menu.title()
