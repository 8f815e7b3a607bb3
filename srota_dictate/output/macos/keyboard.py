"""Look at and press the keys of macOS: implements `board_writer.Keyboard` by posted events."""

# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from collections.abc import Callable
from typing import Final

import Quartz

from srota_dictate.output.macos.units import in_parts, n_units
from srota_dictate.output.options import PasteKeys

_CODES: Final = range(128)
_CAPS_LOCK: Final = 0x39
_RETURN: Final = 0x24
# An event carries no more.
_MAX_UNITS: Final = 20


class MacKeyboard:
    """`paste_key` finds the key of the V in the present layout."""

    def __init__(self, paste_key: Callable[[], int]) -> None:
        self._paste_key = paste_key

    def any_down(self) -> bool:
        hardware = Quartz.kCGEventSourceStateHIDSystemState
        return any(Quartz.CGEventSourceKeyState(hardware, code) for code in _CODES if code != _CAPS_LOCK)

    def modifiers_down(self) -> bool:
        modifiers = (
            Quartz.kCGEventFlagMaskShift
            | Quartz.kCGEventFlagMaskControl
            | Quartz.kCGEventFlagMaskAlternate
            | Quartz.kCGEventFlagMaskCommand
        )
        return bool(Quartz.CGEventSourceFlagsState(Quartz.kCGEventSourceStateHIDSystemState) & modifiers)

    def paste(self, keys: PasteKeys) -> None:
        """Command+V, whichever: every program of macOS pastes by it, terminals too."""
        del keys
        self._press(self._paste_key(), Quartz.kCGEventFlagMaskCommand)

    def type(self, text: str) -> None:
        for part in in_parts(text, _MAX_UNITS):
            for is_down in (True, False):
                event = Quartz.CGEventCreateKeyboardEvent(None, 0, is_down)
                Quartz.CGEventSetFlags(event, 0)
                Quartz.CGEventKeyboardSetUnicodeString(event, n_units(part), part)
                Quartz.CGEventPost(Quartz.kCGSessionEventTap, event)

    def enter(self) -> None:
        self._press(_RETURN, 0)

    def _press(self, code: int, flags: int) -> None:
        for is_down in (True, False):
            event = Quartz.CGEventCreateKeyboardEvent(None, code, is_down)
            Quartz.CGEventSetFlags(event, flags)
            Quartz.CGEventPost(Quartz.kCGSessionEventTap, event)
