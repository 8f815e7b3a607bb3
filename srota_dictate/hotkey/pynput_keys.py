"""The talk key where nothing richer exists yet (Windows, macOS), through pynput.

Not run by the tests: it needs those systems. pynput doesn't consume keys, so the focused program sees them too.
"""

# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false, reportMissingModuleSource=false

from collections.abc import Callable
from typing import Final

from pynput import keyboard

from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.chord import KeyChord, Modifier, parse_chord
from srota_dictate.types import HotkeyEvent

_NAMES: Final = {
    "Control_L": "ctrl_l",
    "Control_R": "ctrl_r",
    "Alt_L": "alt_l",
    "Alt_R": "alt_r",
    "ISO_Level3_Shift": "alt_gr",
    "Shift_L": "shift_l",
    "Shift_R": "shift_r",
    "Super_L": "cmd_l",
    "Super_R": "cmd_r",
    "space": "space",
    "Return": "enter",
    "Tab": "tab",
    "BackSpace": "backspace",
    "Insert": "insert",
    "Delete": "delete",
    "Home": "home",
    "End": "end",
    "Prior": "page_up",
    "Next": "page_down",
    "Caps_Lock": "caps_lock",
    "Num_Lock": "num_lock",
    "Scroll_Lock": "scroll_lock",
    "Pause": "pause",
    "Print": "print_screen",
    "Menu": "menu",
    **{f"F{number}": f"f{number}" for number in range(1, 21)},
}
_PREFIXES: Final = {Modifier.CTRL: "ctrl", Modifier.ALT: "alt", Modifier.SHIFT: "shift", Modifier.SUPER: "cmd"}


class PynputHotkey:
    """The session's `Hotkey` through pynput; events come from pynput's listener thread."""

    def __init__(self, on_event: Callable[[HotkeyEvent], None]) -> None:
        self._on_event = on_event
        self._chord: KeyChord | None = None
        self._cancel_armed = False
        self._pressed: set[str] = set()
        self._talking = False
        self._listener = keyboard.Listener(on_press=self._press, on_release=self._release)
        self._listener.start()

    def bind(self, talk: str) -> None:
        chord = parse_chord(talk)
        if len(chord.key) > 1 and chord.key not in _NAMES:
            raise UserFixableError(f"{chord.label} can't be used on this system", "Choose another key in Settings")
        self._chord = chord

    def arm_cancel(self, armed: bool) -> None:
        self._cancel_armed = armed

    def close(self) -> None:
        self._listener.stop()

    def _press(self, key: keyboard.Key | keyboard.KeyCode | None) -> None:
        name = _name(key)
        repeated = name in self._pressed
        self._pressed.add(name)
        if repeated:
            return
        if name == "esc" and self._cancel_armed:
            self._on_event(HotkeyEvent.CANCEL)
        elif self._chord is not None and name == _NAMES.get(self._chord.key, self._chord.key) and self._modifiers_fit():
            self._talking = True
            self._on_event(HotkeyEvent.TALK_PRESSED)

    def _release(self, key: keyboard.Key | keyboard.KeyCode | None) -> None:
        name = _name(key)
        self._pressed.discard(name)
        if self._talking and self._chord is not None and name == _NAMES.get(self._chord.key, self._chord.key):
            self._talking = False
            self._on_event(HotkeyEvent.TALK_RELEASED)

    def _modifiers_fit(self) -> bool:
        assert self._chord is not None
        return all(
            any(name.startswith(_PREFIXES[modifier]) for name in self._pressed) for modifier in self._chord.modifiers
        )


def _name(key: keyboard.Key | keyboard.KeyCode | None) -> str:
    match key:
        case keyboard.Key():
            return key.name
        case keyboard.KeyCode():
            return (key.char or "").lower()
        case _:
            return ""
