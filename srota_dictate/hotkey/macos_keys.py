"""The numbers that macOS gives to keys: X keysym name → virtual key code, and each modifier's bits in event flags."""

from typing import Final

from srota_dictate.hotkey.chord import Modifier

BUTTONS_FROM: Final = 0x1000  # mouse buttons have numbers of their own, counted from here to keep them apart

VIRTUAL_KEYS: Final = {
    "Mouse8": BUTTONS_FROM + 3,
    "Mouse9": BUTTONS_FROM + 4,
    "Control_L": 0x3B,
    "Control_R": 0x3E,
    "Shift_L": 0x38,
    "Shift_R": 0x3C,
    "Alt_L": 0x3A,
    "Alt_R": 0x3D,
    "ISO_Level3_Shift": 0x3D,
    "Super_L": 0x37,
    "Super_R": 0x36,
    "Insert": 0x72,  # labelled Help
    "Delete": 0x75,
    "Home": 0x73,
    "End": 0x77,
    "Prior": 0x74,
    "Next": 0x79,
    "Left": 0x7B,
    "Right": 0x7C,
    "Down": 0x7D,
    "Up": 0x7E,
    "Escape": 0x35,
    "space": 0x31,
    "Tab": 0x30,
    "Return": 0x24,
    "BackSpace": 0x33,
    "KP_Enter": 0x4C,
    "KP_Add": 0x45,
    "KP_Subtract": 0x4E,
    # Positions on the US layout; on other layouts these keys write something else.
    **dict(zip("asdfhgzxcv", range(10), strict=True)),
    **dict(zip("bqweryt123465", range(0x0B, 0x18), strict=True)),
    "equal": 0x18,
    "9": 0x19,
    "7": 0x1A,
    "minus": 0x1B,
    "8": 0x1C,
    "0": 0x1D,
    "bracketright": 0x1E,
    "o": 0x1F,
    "u": 0x20,
    "bracketleft": 0x21,
    "i": 0x22,
    "p": 0x23,
    "l": 0x25,
    "j": 0x26,
    "apostrophe": 0x27,
    "k": 0x28,
    "semicolon": 0x29,
    "backslash": 0x2A,
    "comma": 0x2B,
    "slash": 0x2C,
    "n": 0x2D,
    "m": 0x2E,
    "period": 0x2F,
    "grave": 0x32,
    **{f"KP_{digit}": 0x52 + digit for digit in range(8)},
    "KP_8": 0x5B,
    "KP_9": 0x5C,
    **dict(
        zip(
            [f"F{number}" for number in range(1, 21)],
            bytes.fromhex("7A 78 63 76 60 61 62 64 65 6D 67 6F 69 6B 71 6A 40 4F 50 5A"),
            strict=True,
        )
    ),
}  # Caps Lock is missing: macOS tells that it was switched, not whether it is down.

# Bits of an event's flags. A modifier's own bit tells its side, which the general one doesn't.
_OWN_BITS: Final = {
    0x3B: 0x0001,
    0x38: 0x0002,
    0x3C: 0x0004,
    0x37: 0x0008,
    0x36: 0x0010,
    0x3A: 0x0020,
    0x3D: 0x0040,
    0x3E: 0x2000,
}
_MODIFIERS_OF: Final = {
    Modifier.CTRL: (0x3B, 0x3E),
    Modifier.SHIFT: (0x38, 0x3C),
    Modifier.SUPER: (0x37, 0x36),
    Modifier.ALT: (0x3A, 0x3D),
}


def is_pressed(code: int, flags: int) -> bool | None:
    """Whether an event that says "the modifiers changed" is the press of `code`; None when that is no modifier."""
    bit = _OWN_BITS.get(code)
    return None if bit is None else bool(flags & bit)


def modifiers_beside(code: int, flags: int) -> frozenset[Modifier]:
    """The modifiers that were down besides `code`, on either side of the keyboard."""
    return frozenset(
        modifier
        for modifier, keys in _MODIFIERS_OF.items()
        if any(flags & _OWN_BITS[key] for key in keys if key != code)
    )
