"""What the hotkey's tests share: a desktop and an editor per module, the hotkey under test, an ear for it."""

import threading
from collections.abc import Iterator

import pytest

from srota_dictate.hotkey.x11 import X11Hotkey
from srota_dictate.types import HotkeyAction, HotkeyBinding, HotkeyEvent, HotkeyPressed, HotkeyReleased
from tests.desktop.display import VirtualDesktop, missing_programs
from tests.desktop.editor import Editor
from tests.desktop.process import holds_for, wait_until

PRESSED, RELEASED = HotkeyPressed(HotkeyAction.HOLD), HotkeyReleased(HotkeyAction.HOLD, 0.0)
CANCEL, CANCEL_UP = HotkeyPressed(HotkeyAction.CANCEL), HotkeyReleased(HotkeyAction.CANCEL, 0.0)
# Longer than the pause before keys repeat, as set below, and then several repetitions.
REPEAT_S = 0.6


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    missing = missing_programs()
    if missing:
        pytest.skip(f"a virtual desktop needs {', '.join(missing)}")
    with VirtualDesktop() as desktop:
        yield desktop


def bind(hotkey: X11Hotkey, *keys: str, **more: str) -> None:
    """Bind keys to hold, and one each to other actions; all must be had."""
    others = [HotkeyBinding(key, HotkeyAction(action)) for action, key in more.items()]
    assert hotkey.bind((*(HotkeyBinding(key, HotkeyAction.HOLD) for key in keys), *others)) == ()


class Ear:
    """Hears what the hotkey says; how long keys were held is noted beside the events."""

    def __init__(self) -> None:
        self.events: list[HotkeyEvent] = []
        self.held_s: list[float] = []
        self.lost = threading.Event()

    def note(self, event: HotkeyEvent) -> None:
        if isinstance(event, HotkeyReleased):
            self.held_s.append(event.held_s)
            event = HotkeyReleased(event.action, 0.0)
        self.events.append(event)

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
    hotkey = X11Hotkey(ear.note, lambda _error: ear.lost.set(), desktop.name)
    yield hotkey
    hotkey.close()


@pytest.fixture(scope="module")
def editor(desktop: VirtualDesktop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    desktop.run("xset", "r", "rate", "150", "50")
    editor = Editor(desktop, tmp_path_factory.mktemp("editor") / "note.txt")
    yield editor
    editor.close()
