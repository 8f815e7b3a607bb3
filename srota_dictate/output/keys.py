"""Press keys for the person: the paste chord, or plain text the present layout can produce."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import time
from dataclasses import dataclass
from typing import Final

from Xlib import XK, X
from Xlib.display import Display

_POLL_S: Final = 0.01
_UNICODE_KEYSYMS: Final = 0x01000000
# Characters beyond Latin-1 whose keysyms are older than Unicode, as far as layouts for Latin script have them.
_OLDER_KEYSYMS: Final = {
    "€": 0x20AC, "—": 0xAA9, "–": 0xAAA, "…": 0xAAE, "‘": 0xAD0, "’": 0xAD1, "“": 0xAD2, "”": 0xAD3,
}  # fmt: skip
# In the state word of X: which of the layouts the person has switched to.
_GROUP_SHIFT: Final = 13


@dataclass(frozen=True, slots=True)
class KeyStroke:
    keycode: int
    shifted: bool


class Keys:
    """XTEST on the connection given; the keyboard mapping is never altered. One thread at a time."""

    def __init__(self, display: Display) -> None:
        self._display = display

    def wait_until_up(self, timeout_s: float) -> bool:
        """Wait until the person holds no key; False when a modifier is still down after `timeout_s`.

        Held modifiers would turn Ctrl+V into something else, and a held talk key keeps the keyboard grabbed.
        """
        give_up_at_s = time.monotonic() + timeout_s
        while any(self._display.query_keymap()):
            if time.monotonic() > give_up_at_s:
                # A key that is stuck, or lies under a book, isn't in the way.
                return not self._modifiers_down()
            time.sleep(_POLL_S)
        return True

    def paste_chord(self, *, prefer_insert: bool) -> bool:
        """Send Ctrl+V, or Shift+Insert where that is usual or the layout has no V; False when it has neither."""
        self._refresh()
        control, shift = self._modifier_key(X.ControlMapIndex), self._modifier_key(X.ShiftMapIndex)
        insert = self._keycode(XK.XK_Insert)
        letter = None if prefer_insert else self._keycode(XK.XK_v)
        if control and letter:
            self._chord(control, letter)
        elif shift and insert:
            self._chord(shift, insert)
        else:
            return False
        return True

    def strokes_for(self, text: str) -> list[KeyStroke] | None:
        """The key strokes that produce `text` exactly, or None when the present layout and locks can't."""
        self._refresh()
        state = self._display.screen().root.query_pointer().mask
        group = (state >> _GROUP_SHIFT) & 3
        # Line breaks and tabs do things in many programs; Caps Lock would turn the case round.
        if group > 1 or state & X.LockMask or not text.isprintable():
            return None
        strokes: list[KeyStroke] = []
        for character in text:
            stroke = self._stroke(character, group)
            if stroke is None:
                return None
            strokes.append(stroke)
        return strokes

    def type(self, strokes: list[KeyStroke]) -> None:
        shift = self._modifier_key(X.ShiftMapIndex)
        for stroke in strokes:
            if stroke.shifted:
                self._chord(shift, stroke.keycode)
            else:
                self._tap(stroke.keycode)
        self._display.sync()

    def _refresh(self) -> None:
        """Take note of changes of layout: python-xlib keeps the mapping it once read."""
        while self._display.pending_events():
            event = self._display.next_event()
            if event.type == X.MappingNotify:
                self._display.refresh_keyboard_mapping(event)

    def _stroke(self, character: str, group: int) -> KeyStroke | None:
        number = ord(character)
        keysyms = [number] if number < 0x100 else [_UNICODE_KEYSYMS | number, _OLDER_KEYSYMS.get(character, X.NoSymbol)]
        for keysym in keysyms:
            for keycode, column in self._display.keysym_to_keycodes(keysym) if keysym else ():
                # Columns of the core mapping: plain and shifted of the first layout, then of the second.
                if column // 2 == group:
                    return KeyStroke(keycode, shifted=bool(column % 2))
        return None

    def _modifiers_down(self) -> bool:
        keymap = self._display.query_keymap()
        locks = {X.LockMapIndex}
        num_lock = self._keycode(XK.XK_Num_Lock)
        for index, row in enumerate(self._display.get_modifier_mapping()):
            if index in locks or num_lock in row:
                continue
            if any(code and keymap[code // 8] & (1 << (code % 8)) for code in row):
                return True
        return False

    def _modifier_key(self, index: int) -> int:
        return next((code for code in self._display.get_modifier_mapping()[index] if code), 0)

    def _keycode(self, keysym: int) -> int:
        """A key that produces the keysym without Shift, in whichever layout."""
        return next((code for code, column in self._display.keysym_to_keycodes(keysym) if column % 2 == 0), 0)

    def _chord(self, modifier: int, keycode: int) -> None:
        self._display.xtest_fake_input(X.KeyPress, modifier)
        self._tap(keycode)
        self._display.xtest_fake_input(X.KeyRelease, modifier)
        self._display.sync()

    def _tap(self, keycode: int) -> None:
        self._display.xtest_fake_input(X.KeyPress, keycode)
        self._display.xtest_fake_input(X.KeyRelease, keycode)
