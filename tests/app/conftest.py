"""Widgets are tested without a screen; a DesktopApp comes ready made with everything around it faked."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

# Before Qt is first used; tests on a real X server start a process of their own.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from pytestqt.qtbot import QtBot

from srota_dictate.app.desktop import DesktopApp
from srota_dictate.settings import AppOptions, Language, Settings
from tests.app.fakes import FakeWorld

_OFFSCREEN = r"plugin does not support (propagateSizeHints|raise)\(\)|No such signal .*systemTrayWindowChanged"

MakeApp = Callable[..., DesktopApp]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The offscreen platform has no window manager to talk to, and says so for every window.
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(_OFFSCREEN, extend=True))


@pytest.fixture
def world() -> FakeWorld:
    return FakeWorld()


@pytest.fixture
def make_app(qtbot: QtBot, world: FakeWorld) -> Iterator[MakeApp]:
    made: list[DesktopApp] = []

    def make(settings: Settings | None = None, *, started: bool = True) -> DesktopApp:
        app = DesktopApp(world.world(), settings or Settings(app=AppOptions(language=Language.EN)), tray_poll_ms=10)
        made.append(app)
        if started:
            app.start()
        return app

    yield make
    for app in made:
        app.close()
