"""Hotkeys read from the keyboards: pipes stand in for them, which carry what the kernel's documentation says."""

import os
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from srota_dictate.hotkey.key_codes import KEY_CODES
from srota_dictate.hotkey.keyboards import KeyboardsHotkey
from srota_dictate.types import HotkeyAction, HotkeyBinding, HotkeyEvent, HotkeyPressed, HotkeyReleased
from tests.desktop.process import wait_until

HOLD, CANCEL = HotkeyAction.HOLD, HotkeyAction.CANCEL


class PipeKeyboard:
    """A pipe in the place of a keyboard."""

    def __init__(self, path: Path) -> None:
        self.path = path
        os.mkfifo(path)
        self._fd = os.open(path, os.O_RDWR)

    def send(self, key: str, value: int) -> None:
        """1 pressed, 0 released, 2 repeated; each followed by the kernel's end of report."""
        os.write(self._fd, struct.pack("llHHi", 0, 0, 1, KEY_CODES[key], value) + struct.pack("llHHi", 0, 0, 0, 0, 0))

    def unplug(self) -> None:
        os.close(self._fd)
        self.path.unlink()


@pytest.fixture
def keyboard(tmp_path: Path) -> PipeKeyboard:
    return PipeKeyboard(tmp_path / "event0")


@pytest.fixture
def events() -> list[HotkeyEvent]:
    return []


@pytest.fixture
def hotkey(keyboard: PipeKeyboard, tmp_path: Path, events: list[HotkeyEvent]) -> Iterator[KeyboardsHotkey]:
    hotkey = KeyboardsHotkey(events.append, tmp_path)
    yield hotkey
    hotkey.close()


def hear(events: list[HotkeyEvent], *expected: tuple[type[HotkeyEvent], HotkeyAction]) -> None:
    wait_until(lambda: len(events) >= len(expected), what=f"{len(expected)} events")
    assert [(type(event), event.action) for event in events] == list(expected)
    events.clear()


def test_press_repeat_release(hotkey: KeyboardsHotkey, keyboard: PipeKeyboard, events: list[HotkeyEvent]) -> None:
    assert hotkey.bind((HotkeyBinding("Control_R", HOLD),)) == ()
    for value in (1, 2, 2, 0):
        keyboard.send("Control_R", value)
    hear(events, (HotkeyPressed, HOLD), (HotkeyReleased, HOLD))


def test_chord(hotkey: KeyboardsHotkey, keyboard: PipeKeyboard, events: list[HotkeyEvent]) -> None:
    hotkey.bind((HotkeyBinding("Ctrl+F9", HOLD),))
    keyboard.send("F9", 1)
    keyboard.send("F9", 0)
    keyboard.send("Control_L", 1)
    keyboard.send("F9", 1)
    keyboard.send("Control_L", 0)
    keyboard.send("F9", 0)
    hear(events, (HotkeyPressed, HOLD), (HotkeyReleased, HOLD))


def test_an_unplugged_keyboard_lets_go(
    hotkey: KeyboardsHotkey, keyboard: PipeKeyboard, events: list[HotkeyEvent], tmp_path: Path
) -> None:
    hotkey.bind((HotkeyBinding("F9", HOLD),))
    keyboard.send("F9", 1)
    hear(events, (HotkeyPressed, HOLD))
    keyboard.unplug()
    hear(events, (HotkeyReleased, HOLD))
    other = PipeKeyboard(tmp_path / "event1")
    other.send("F9", 1)
    hear(events, (HotkeyPressed, HOLD))


def test_esc_cancels_while_recording_only(
    hotkey: KeyboardsHotkey, keyboard: PipeKeyboard, events: list[HotkeyEvent]
) -> None:
    hotkey.bind((HotkeyBinding("F9", HOLD),))
    keyboard.send("Escape", 1)
    keyboard.send("Escape", 0)
    keyboard.send("F9", 1)
    hear(events, (HotkeyPressed, HOLD))
    hotkey.arm_cancel(True)
    keyboard.send("Escape", 1)
    hear(events, (HotkeyPressed, CANCEL))
    hotkey.arm_cancel(False)
    hear(events, (HotkeyReleased, CANCEL))


def test_bound_anew_or_closed_it_lets_go(
    hotkey: KeyboardsHotkey, keyboard: PipeKeyboard, events: list[HotkeyEvent]
) -> None:
    hotkey.bind((HotkeyBinding("F9", HOLD),))
    keyboard.send("F9", 1)
    hear(events, (HotkeyPressed, HOLD))
    hotkey.bind((HotkeyBinding("F8", HOLD),))
    hear(events, (HotkeyReleased, HOLD))
    keyboard.send("F8", 1)
    hear(events, (HotkeyPressed, HOLD))
    hotkey.close()
    hear(events, (HotkeyReleased, HOLD))


def test_a_key_without_a_number(hotkey: KeyboardsHotkey) -> None:
    refused = hotkey.bind((HotkeyBinding("XF86Launch9", HOLD), HotkeyBinding("a", CANCEL)))
    assert ["can't be heard" in refused[0].message, "typing" in refused[1].message] == [True, True]
