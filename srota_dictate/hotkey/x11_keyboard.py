"""Translate chords into the X server's key codes and modifier bits."""

from dataclasses import dataclass
from itertools import chain, combinations
from typing import Final

from Xlib import XK, X
from Xlib.display import Display

from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.chord import KeyChord, Modifier

ESCAPE: Final = KeyChord("Escape")

# The same key under another name: what Right Alt is called depends on the layout.
_ALSO_CALLED: Final = {"Alt_R": "ISO_Level3_Shift", "ISO_Level3_Shift": "Alt_R", "Print": "Sys_Req"}
_ALL_MODIFIER_BITS: Final = 0xFF


@dataclass(frozen=True, slots=True)
class Grab:
    """One key code with exact modifier bits, as XGrabKey takes it."""

    keycode: int
    modifiers: int


@dataclass(frozen=True, slots=True)
class Binding:
    """A chord with every grab it takes: a lock that is on must not hide the key."""

    chord: KeyChord
    grabs: frozenset[Grab]

    def begins_with(self, keycode: int, state: int) -> bool:
        """Whether a press of that key with these modifiers down is this chord."""
        return Grab(keycode, state & _ALL_MODIFIER_BITS) in self.grabs

    def has_key(self, keycode: int) -> bool:
        return any(grab.keycode == keycode for grab in self.grabs)


def resolve(display: Display, chord: KeyChord) -> Binding:
    """Look the chord up in the present keyboard mapping; UserFixableError when no key produces it."""
    keycodes = _keycodes(display, chord.key) or _keycodes(display, _ALSO_CALLED.get(chord.key, ""))
    if not keycodes:
        raise UserFixableError(f"This keyboard has no key {chord.label}", "Choose another key in Settings")
    wanted, locks = _modifier_bits(display, chord.modifiers)
    grabs = frozenset(Grab(keycode, wanted | lock) for keycode in keycodes for lock in locks)
    return Binding(chord, grabs)


def is_down(display: Display, keycode: int) -> bool:
    """Whether the server takes the key for pressed, whatever events were delivered."""
    return bool(display.query_keymap()[keycode // 8] & (1 << (keycode % 8)))


def _keycodes(display: Display, name: str) -> list[int]:
    """The keys that produce a keysym, unshifted if possible."""
    if name.startswith("XF86"):
        XK.load_keysym_group("xf86")
        name = name.replace("XF86", "XF86_", 1)
    elif name.startswith("ISO_"):
        XK.load_keysym_group("xkb")
    keysym = XK.string_to_keysym(name)
    if keysym == X.NoSymbol:
        return []
    found = sorted((index, code) for code, index in display.keysym_to_keycodes(keysym))
    return [code for index, code in found if index == found[0][0]]


def _modifier_bits(display: Display, modifiers: frozenset[Modifier]) -> tuple[int, list[int]]:
    """The bits of the chord's modifiers, and every combination of lock bits that may be on beside them."""
    rows = [{code for code in row if code} for row in display.get_modifier_mapping()]

    def bit_of(*names: str) -> int:
        codes = set(chain.from_iterable(_keycodes(display, name) for name in names))
        return next((1 << index for index, row in enumerate(rows) if row & codes), 0)

    bits = {
        Modifier.CTRL: X.ControlMask,
        Modifier.SHIFT: X.ShiftMask,
        Modifier.ALT: bit_of("Alt_L", "Alt_R") or X.Mod1Mask,
        Modifier.SUPER: bit_of("Super_L", "Super_R") or X.Mod4Mask,
    }
    wanted = sum(bits[modifier] for modifier in modifiers)
    locks = {X.LockMask, bit_of("Num_Lock"), bit_of("Scroll_Lock")} - {0}
    subsets = chain.from_iterable(combinations(sorted(locks), size) for size in range(len(locks) + 1))
    return wanted, [sum(subset) for subset in subsets]
