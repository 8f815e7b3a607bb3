"""Name what a Qt event tells of as the settings spell it: "Control_R", "F9", "Ctrl+Alt+space", "Mouse8"."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.chord import KeyChord, Modifier, parse_chord


@dataclass(frozen=True, slots=True)
class Pressed:
    """What is known of a pressed key, apart from the event, so that it can be reasoned about without a keyboard."""

    key: Qt.Key
    native: int  # X keysym on X11 and Wayland, virtual key code on Windows and macOS; 0 when unknown
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier

    @classmethod
    def of(cls, event: QKeyEvent) -> "Pressed":
        return cls(Qt.Key(event.key()), event.nativeVirtualKey(), event.modifiers())


def is_modifier(key: Qt.Key) -> bool:
    return key in _MODIFIER_KEYS


def key_name(pressed: Pressed) -> str | None:
    """The key with its modifiers as the settings spell it, whether or not it can serve; None when it has no name."""
    name = _modifier_name(pressed) if is_modifier(pressed.key) else _plain_name(pressed)
    if name is None:
        return None
    return _chord(name, Qt.KeyboardModifier.NoModifier if is_modifier(pressed.key) else pressed.modifiers)


def button_name(button: Qt.MouseButton, modifiers: Qt.KeyboardModifier) -> str | None:
    """A mouse button with its modifiers; None for those that belong to every program."""
    name = _BUTTONS.get(button)
    return None if name is None else _chord(name, modifiers)


def _chord(name: str, modifiers: Qt.KeyboardModifier) -> str:
    return str(KeyChord(name, frozenset(modifier for flag, modifier in _HELD.items() if flag in modifiers)))


def is_usable(key: str) -> bool:
    """Whether a key could be grabbed at all."""
    try:
        parse_chord(key)
    except UserFixableError:
        return False
    return True


def is_for_writing(key: str) -> bool:
    """Whether the key is unusable only because one writes with it: with Ctrl or Alt it would do."""
    return not is_usable(key) and is_usable(f"Ctrl+{key}")


_MODIFIER_KEYS: Final = {
    Qt.Key.Key_Control: "Control",
    Qt.Key.Key_Shift: "Shift",
    Qt.Key.Key_Alt: "Alt",
    Qt.Key.Key_AltGr: "ISO_Level3_Shift",
    Qt.Key.Key_Meta: "Super",
    Qt.Key.Key_Super_L: "Super",
    Qt.Key.Key_Super_R: "Super",
}
# The right-hand one of each pair: X keysyms, Windows virtual keys, macOS virtual keys.
_RIGHT_HAND: Final = frozenset(
    {0xFFE2, 0xFFE4, 0xFFE8, 0xFFEA, 0xFFEC} | {0xA1, 0xA3, 0xA5, 0x5C} | {0x3C, 0x3D, 0x3E, 0x36}
)
_BUTTONS: Final = {Qt.MouseButton.BackButton: "Mouse8", Qt.MouseButton.ForwardButton: "Mouse9"}
_HELD: Final = {
    Qt.KeyboardModifier.ControlModifier: Modifier.CTRL,
    Qt.KeyboardModifier.AltModifier: Modifier.ALT,
    Qt.KeyboardModifier.ShiftModifier: Modifier.SHIFT,
    Qt.KeyboardModifier.MetaModifier: Modifier.SUPER,
}
_NAMED: Final = {
    Qt.Key.Key_Space: "space",
    Qt.Key.Key_Tab: "Tab",
    Qt.Key.Key_Backtab: "Tab",
    Qt.Key.Key_Return: "Return",
    Qt.Key.Key_Enter: "KP_Enter",
    Qt.Key.Key_Backspace: "BackSpace",
    Qt.Key.Key_Menu: "Menu",
    Qt.Key.Key_CapsLock: "Caps_Lock",
    Qt.Key.Key_NumLock: "Num_Lock",
    Qt.Key.Key_ScrollLock: "Scroll_Lock",
    Qt.Key.Key_Pause: "Pause",
    Qt.Key.Key_Print: "Print",
    Qt.Key.Key_Insert: "Insert",
    Qt.Key.Key_Delete: "Delete",
    Qt.Key.Key_Home: "Home",
    Qt.Key.Key_End: "End",
    Qt.Key.Key_PageUp: "Prior",
    Qt.Key.Key_PageDown: "Next",
    Qt.Key.Key_Left: "Left",
    Qt.Key.Key_Right: "Right",
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Down: "Down",
    Qt.Key.Key_Multi_key: "Multi_key",
    Qt.Key.Key_QuoteLeft: "grave",
    Qt.Key.Key_Minus: "minus",
    Qt.Key.Key_Equal: "equal",
    Qt.Key.Key_BracketLeft: "bracketleft",
    Qt.Key.Key_BracketRight: "bracketright",
    Qt.Key.Key_Backslash: "backslash",
    Qt.Key.Key_Semicolon: "semicolon",
    Qt.Key.Key_Apostrophe: "apostrophe",
    Qt.Key.Key_Comma: "comma",
    Qt.Key.Key_Period: "period",
    Qt.Key.Key_Slash: "slash",
    Qt.Key.Key_MicMute: "XF86AudioMicMute",
    Qt.Key.Key_MediaRecord: "XF86AudioRecord",
    Qt.Key.Key_Calculator: "XF86Calculator",
}
_KEYPAD: Final = {Qt.Key.Key_Plus: "KP_Add", Qt.Key.Key_Minus: "KP_Subtract"}


def _modifier_name(pressed: Pressed) -> str:
    base = _MODIFIER_KEYS[pressed.key]
    if pressed.key is Qt.Key.Key_AltGr:
        return base
    right = pressed.native in _RIGHT_HAND or pressed.key is Qt.Key.Key_Super_R
    return f"{base}_{'R' if right else 'L'}"


def _plain_name(pressed: Pressed) -> str | None:
    code = pressed.key.value
    on_keypad = Qt.KeyboardModifier.KeypadModifier in pressed.modifiers
    if Qt.Key.Key_F1.value <= code <= Qt.Key.Key_F24.value:
        return f"F{code - Qt.Key.Key_F1.value + 1}"
    if Qt.Key.Key_0.value <= code <= Qt.Key.Key_9.value:
        return f"KP_{chr(code)}" if on_keypad else chr(code)
    if Qt.Key.Key_A.value <= code <= Qt.Key.Key_Z.value:
        return chr(code).lower()
    if on_keypad and pressed.key in _KEYPAD:
        return _KEYPAD[pressed.key]
    return _NAMED.get(pressed.key)
