"""The talk key where nothing richer exists yet (Windows, macOS), through pynput.

Not run by the tests: it needs those systems. pynput doesn't consume keys, so the focused program sees them too.
"""

# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false, reportMissingModuleSource=false

import time
from collections.abc import Callable
from typing import Final

from pynput import keyboard

from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.chord import KeyChord, Modifier, parse_chord
from srota_dictate.types import HotkeyAction, HotkeyBinding, HotkeyEvent, HotkeyPressed, HotkeyReleased

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
        self._chords: tuple[tuple[KeyChord, HotkeyAction], ...] = ()
        self._cancel_armed = False
        self._pressed: set[str] = set()
        self._held: dict[str, tuple[HotkeyAction, float]] = {}  # by the name of the key, since when
        self._listener = keyboard.Listener(on_press=self._press, on_release=self._release)
        self._listener.start()

    def bind(self, bindings: tuple[HotkeyBinding, ...]) -> tuple[UserFixableError, ...]:
        errors = tuple(error for binding in bindings if (error := self.check(binding.key)))
        fit = [binding for binding in bindings if self.check(binding.key) is None]
        self._chords = tuple((parse_chord(binding.key), binding.action) for binding in fit)
        return errors

    def check(self, key: str) -> UserFixableError | None:
        try:
            chord = parse_chord(key)
        except UserFixableError as error:
            return error
        if len(chord.key) > 1 and chord.key not in _NAMES:
            return UserFixableError(f"{chord.label} can't be used on this system", "Choose another key in Settings")
        return None

    def arm_cancel(self, armed: bool) -> None:
        self._cancel_armed = armed and all(action is not HotkeyAction.CANCEL for _, action in self._chords)

    def close(self) -> None:
        self._listener.stop()

    def _press(self, key: keyboard.Key | keyboard.KeyCode | None) -> None:
        name = _name(key)
        repeated = name in self._pressed
        self._pressed.add(name)
        action = None if repeated else self._action_of(name)
        if action is not None:
            self._held[name] = action, time.monotonic()
            self._on_event(HotkeyPressed(action))

    def _release(self, key: keyboard.Key | keyboard.KeyCode | None) -> None:
        name = _name(key)
        self._pressed.discard(name)
        if name in self._held:
            action, since_s = self._held.pop(name)
            self._on_event(HotkeyReleased(action, time.monotonic() - since_s))

    def _action_of(self, name: str) -> HotkeyAction | None:
        if name == "esc" and self._cancel_armed:
            return HotkeyAction.CANCEL
        fit = (
            action for chord, action in self._chords if name == _NAMES.get(chord.key, chord.key) and self._fit(chord)
        )
        return next(fit, None)

    def _fit(self, chord: KeyChord) -> bool:
        return all(any(name.startswith(_PREFIXES[modifier]) for name in self._pressed) for modifier in chord.modifiers)


def _name(key: keyboard.Key | keyboard.KeyCode | None) -> str:
    match key:
        case keyboard.Key():
            return key.name
        case keyboard.KeyCode():
            return (key.char or "").lower()
        case _:
            return ""
