"""Translate chords into the X server's key codes, buttons and modifier bits, and ask what is down."""

from dataclasses import dataclass
from itertools import chain, combinations
from typing import Final

from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xinput

from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.chord import KeyChord, Modifier

ESCAPE: Final = KeyChord("Escape")

# The same key under another name: what Right Alt is called depends on the layout.
_ALSO_CALLED: Final = {"Alt_R": "ISO_Level3_Shift", "ISO_Level3_Shift": "Alt_R", "Print": "Sys_Req"}
_BUTTONS: Final = {"Mouse8": 8, "Mouse9": 9}
_ALL_MODIFIER_BITS: Final = 0xFF


@dataclass(frozen=True, slots=True)
class Switch:
    """What goes down and up: a key, or a button of the mouse."""

    code: int  # as the server numbers them, each kind for itself
    is_button: bool = False


@dataclass(frozen=True, slots=True)
class Grab:
    """A key or button with exact modifier bits, as XGrabKey and XGrabButton take it."""

    switch: Switch
    modifiers: int


@dataclass(frozen=True, slots=True)
class Resolved:
    """A chord with every grab it takes: a lock that is on must not hide the key."""

    chord: KeyChord
    modifiers: int  # that must be down
    grabs: frozenset[Grab]

    def begins_with(self, switch: Switch, state: int) -> bool:
        """Whether a press of that key with these modifiers down is this chord, and no other."""
        return Grab(switch, state & _ALL_MODIFIER_BITS) in self.grabs

    def is_part_of(self, switch: Switch, state: int) -> bool:
        """Whether it is this chord, perhaps with more modifiers down."""
        return self.has(switch) and state & self.modifiers == self.modifiers

    @property
    def switches(self) -> frozenset[Switch]:
        return frozenset(grab.switch for grab in self.grabs)

    def has(self, switch: Switch) -> bool:
        return switch in self.switches


def resolve(display: Display, chord: KeyChord) -> Resolved:
    """Look the chord up in the present keyboard mapping; UserFixableError when no key produces it."""
    switches = _switches(display, chord)
    if not switches:
        raise UserFixableError(f"This keyboard has no key {chord.label}", "Choose another key in Settings")
    wanted, locks = _modifier_bits(display, chord.modifiers)
    return Resolved(chord, wanted, frozenset(Grab(switch, wanted | lock) for switch in switches for lock in locks))


def is_down(display: Display, switch: Switch) -> bool:
    """Whether the server takes the key for pressed, whatever events were delivered."""
    if not switch.is_button:
        return bool(display.query_keymap()[switch.code // 8] & (1 << (switch.code % 8)))
    # The core protocol tells of five buttons only.
    devices = display.xinput_query_device(xinput.AllMasterDevices).devices
    return any(
        part.state[switch.code - 1]
        for device in devices
        for part in device.classes
        if part.type == xinput.ButtonClass and switch.code <= len(part.labels)
    )


def _switches(display: Display, chord: KeyChord) -> list[Switch]:
    if button := _BUTTONS.get(chord.key):
        return [Switch(button, is_button=True)]
    codes = _keycodes(display, chord.key) or _keycodes(display, _ALSO_CALLED.get(chord.key, ""))
    return [Switch(code) for code in codes]


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
