"""What the hotkey's tests share: a desktop and an editor per module, the hotkey under test, an ear for it."""

import threading
from collections.abc import Iterator

import pytest

from srota_dictate.hotkey.x11 import X11Hotkey
from srota_dictate.types import HotkeyEvent
from tests.desktop.display import VirtualDesktop, missing_programs
from tests.desktop.editor import Editor
from tests.desktop.process import holds_for, wait_until

PRESSED, RELEASED, CANCEL = HotkeyEvent.TALK_PRESSED, HotkeyEvent.TALK_RELEASED, HotkeyEvent.CANCEL
# Longer than the pause before keys repeat, as set below, and then several repetitions.
REPEAT_S = 0.6


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    missing = missing_programs()
    if missing:
        pytest.skip(f"a virtual desktop needs {', '.join(missing)}")
    with VirtualDesktop() as desktop:
        yield desktop


class Ear:
    """Hears what the hotkey says."""

    def __init__(self) -> None:
        self.events: list[HotkeyEvent] = []
        self.lost = threading.Event()

    def hear(self, *expected: HotkeyEvent) -> None:
        """Wait for exactly these events, then start afresh."""
        wait_until(lambda: len(self.events) >= len(expected), what=f"{len(expected)} hotkey events")
        assert self.events == list(expected)
        self.events.clear()

    def hear_nothing(self) -> None:
        assert holds_for(lambda: not self.events, 0.2), self.events


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def hotkey(desktop: VirtualDesktop, ear: Ear) -> Iterator[X11Hotkey]:
    hotkey = X11Hotkey(ear.events.append, lambda _error: ear.lost.set(), desktop.name)
    yield hotkey
    hotkey.close()


@pytest.fixture(scope="module")
def editor(desktop: VirtualDesktop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    desktop.run("xset", "r", "rate", "150", "50")
    editor = Editor(desktop, tmp_path_factory.mktemp("editor") / "note.txt")
    yield editor
    editor.close()
