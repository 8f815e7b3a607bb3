"""Read and spell keys, chords and mouse buttons: "Control_R", "F9", "Ctrl+Alt+space", "Mouse8"."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from srota_dictate.errors import UserFixableError


class Modifier(Enum):
    """A modifier of a chord, either side of the keyboard. In the order in which a chord is spelled."""

    CTRL = "Ctrl"
    ALT = "Alt"
    SHIFT = "Shift"
    SUPER = "Super"


@dataclass(frozen=True, slots=True)
class KeyChord:
    """A key by its X keysym name, or a mouse button, with the modifiers that must be down with it."""

    key: str
    modifiers: frozenset[Modifier] = frozenset()

    def __str__(self) -> str:
        """The one spelling used in settings files, e.g. "Ctrl+Alt+space"."""
        return "+".join([*self._modifier_names(), self.key])

    @property
    def label(self) -> str:
        """For the person, e.g. "Ctrl + Alt + Space"; `parse_chord` reads this too."""
        return " + ".join([*self._modifier_names(), _label(self.key)])

    @property
    def is_modifier(self) -> bool:
        """A modifier key by itself, which most desktops' own shortcuts can't be."""
        return self.key in _SIDED or self.key == "ISO_Level3_Shift"

    @property
    def is_button(self) -> bool:
        return self.key.startswith("Mouse")

    def _modifier_names(self) -> list[str]:
        return [modifier.value for modifier in Modifier if modifier in self.modifiers]


def parse_chord(text: str) -> KeyChord:
    """Read a chord in any usual spelling; raises UserFixableError when it can't serve as a hotkey."""
    *modifier_texts, key_text = text.split("+")
    modifiers = frozenset(_parse_modifier(part, text) for part in modifier_texts)
    key = _parse_key(key_text, text)
    chord = KeyChord(key, modifiers)
    if key == "Escape":
        raise UserFixableError("Esc already means: cancel the recording", "Choose another key in Settings")
    if _is_for_typing(key) and not modifiers & {Modifier.CTRL, Modifier.ALT, Modifier.SUPER}:
        raise UserFixableError(
            f"{chord.label} is needed for typing", "Add Ctrl, Alt or Super to it, or choose another key in Settings"
        )
    return chord


_SIDED: Final = {
    "Control_L": "Left Ctrl",
    "Control_R": "Right Ctrl",
    "Alt_L": "Left Alt",
    "Alt_R": "Right Alt",
    "Shift_L": "Left Shift",
    "Shift_R": "Right Shift",
    "Super_L": "Left Super",
    "Super_R": "Right Super",
}
_NAMED: Final = {
    "ISO_Level3_Shift": "AltGr",
    "Multi_key": "Compose",
    "Menu": "Menu",
    "Caps_Lock": "Caps Lock",
    "Num_Lock": "Num Lock",
    "Scroll_Lock": "Scroll Lock",
    "Pause": "Pause",
    "Print": "Print Screen",
    "Insert": "Insert",
    "Delete": "Delete",
    "Home": "Home",
    "End": "End",
    "Prior": "Page Up",
    "Next": "Page Down",
    "Left": "Left",
    "Right": "Right",
    "Up": "Up",
    "Down": "Down",
    "Escape": "Esc",
    # The buttons at the side of a mouse; the others belong to every program.
    "Mouse8": "Mouse Back",
    "Mouse9": "Mouse Forward",
}
_TYPING: Final = {
    "space": "Space",
    "Tab": "Tab",
    "Return": "Enter",
    "BackSpace": "Backspace",
    "grave": "`",
    "minus": "-",
    "equal": "=",
    "bracketleft": "[",
    "bracketright": "]",
    "backslash": "\\",
    "semicolon": ";",
    "apostrophe": "'",
    "comma": ",",
    "period": ".",
    "slash": "/",
    "KP_Enter": "Keypad Enter",
    "KP_Add": "Keypad Plus",
    "KP_Subtract": "Keypad Minus",
    **{f"KP_{digit}": f"Keypad {digit}" for digit in range(10)},
    **{character: character.upper() for character in "abcdefghijklmnopqrstuvwxyz0123456789"},
}
_LABELS: Final = {**_SIDED, **_NAMED, **_TYPING, **{f"F{number}": f"F{number}" for number in range(1, 25)}}
_MODIFIER_WORDS: Final = {
    "ctrl": Modifier.CTRL,
    "control": Modifier.CTRL,
    "alt": Modifier.ALT,
    "shift": Modifier.SHIFT,
    "super": Modifier.SUPER,
    "meta": Modifier.SUPER,
    "win": Modifier.SUPER,
}
_OTHER_WORDS: Final = {
    "escape": "Escape",
    "enter": "Return",
    "spacebar": "space",
    "pgup": "Prior",
    "pgdn": "Next",
    "rightcontrol": "Control_R",
    "leftcontrol": "Control_L",
    "rightwin": "Super_R",
    "leftwin": "Super_L",
    "capslock": "Caps_Lock",
}
# Media and function keys of many laptops, e.g. XF86AudioMicMute; too many to list.
_MEDIA_KEY: Final = re.compile(r"XF86[A-Za-z0-9]+")


def _plain(word: str) -> str:
    """A spelling without what people vary: case, spaces, underscores."""
    return re.sub(r"[\s_]", "", word).lower()


_KEY_WORDS: Final = {
    **{_plain(label): key for key, label in _LABELS.items()},
    **{_plain(key): key for key in _LABELS},
    **_OTHER_WORDS,
}


def _label(key: str) -> str:
    return _LABELS.get(key, key)


def _is_for_typing(key: str) -> bool:
    return key in _TYPING


def _parse_modifier(part: str, whole: str) -> Modifier:
    modifier = _MODIFIER_WORDS.get(_plain(part))
    if modifier is None:
        raise _not_a_chord(whole, "Before the last + may only stand Ctrl, Alt, Shift and Super")
    return modifier


def _parse_key(part: str, whole: str) -> str:
    if _MEDIA_KEY.fullmatch(part.strip()):
        return part.strip()
    word = _plain(part)
    if word in _MODIFIER_WORDS:
        raise _not_a_chord(whole, "Say which side, like Control_R, or end with a key, like Ctrl+Alt+space")
    key = _KEY_WORDS.get(word)
    if key is None:
        raise _not_a_chord(whole, "Write it like Control_R, F9 or Ctrl+Alt+space")
    return key


def _not_a_chord(text: str, hint: str) -> UserFixableError:
    return UserFixableError(f"“{text}” is no key that can be a hotkey", hint)
