"""Hotkey events of a person who holds a key to speak, and sometimes presses Esc."""

from srota_dictate.types import HotkeyAction, HotkeyPressed, HotkeyReleased

PRESS = HotkeyPressed(HotkeyAction.HOLD)
RELEASE = HotkeyReleased(HotkeyAction.HOLD, held_s=1.0)
ESC = HotkeyPressed(HotkeyAction.CANCEL)
ESC_UP = HotkeyReleased(HotkeyAction.CANCEL, held_s=0.1)
