"""Linux's numbers for keys and mouse buttons (input-event-codes.h), by the names that settings files use."""

from typing import Final

from srota_dictate.hotkey.chord import Modifier

_ROWS: Final = (
    (2, "1234567890"),
    (16, "qwertyuiop"),
    (30, "asdfghjkl"),
    (44, "zxcvbnm"),
)
_F_KEYS: Final = {
    **{f"F{number}": 58 + number for number in range(1, 11)},
    "F11": 87,
    "F12": 88,
    **{f"F{number}": 170 + number for number in range(13, 25)},
}
# A key's place on the keyboard decides: letters are those of a US layout.
KEY_CODES: Final = {
    **{letter: first + index for first, row in _ROWS for index, letter in enumerate(row)},
    **_F_KEYS,
    **{"Control_L": 29, "Control_R": 97, "Alt_L": 56, "Alt_R": 100, "ISO_Level3_Shift": 100},
    **{"Shift_L": 42, "Shift_R": 54, "Super_L": 125, "Super_R": 126, "Menu": 127, "Multi_key": 127},
    **{"Escape": 1, "minus": 12, "equal": 13, "BackSpace": 14, "Tab": 15, "bracketleft": 26, "bracketright": 27},
    **{"Return": 28, "semicolon": 39, "apostrophe": 40, "grave": 41, "backslash": 43, "comma": 51, "period": 52},
    **{"slash": 53, "space": 57, "Caps_Lock": 58, "Num_Lock": 69, "Scroll_Lock": 70, "Print": 99, "Pause": 119},
    **{"Home": 102, "Up": 103, "Prior": 104, "Left": 105, "Right": 106, "End": 107, "Down": 108, "Next": 109},
    **{"Insert": 110, "Delete": 111, "KP_Enter": 96, "KP_Add": 78},
    **{"XF86AudioMicMute": 248, "Mouse8": 0x113, "Mouse9": 0x114},
}
MODIFIER_CODES: Final = {
    Modifier.CTRL: frozenset({29, 97}),
    Modifier.ALT: frozenset({56, 100}),
    Modifier.SHIFT: frozenset({42, 54}),
    Modifier.SUPER: frozenset({125, 126}),
}
