"""Press keys for the person: the paste chord, or plain text the present layout can produce."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, assert_never

from Xlib import XK, X
from Xlib.display import Display

from srota_dictate.output.options import PasteKeys

_POLL_S: Final = 0.01
_UNICODE_KEYSYMS: Final = 0x01000000
# Characters beyond Latin-1 whose keysyms are older than Unicode, as far as layouts for Latin script have them.
_OLDER_KEYSYMS: Final = {
    "€": 0x20AC, "—": 0xAA9, "–": 0xAAA, "…": 0xAAE, "‘": 0xAD0, "’": 0xAD1, "“": 0xAD2, "”": 0xAD3,
}  # fmt: skip
# What is longer is pasted: while keys are typed, the whole desktop waits.
_MAX_TYPED: Final = 2_000
# In the state word of X: which of the layouts the person has switched to.
_GROUP_SHIFT: Final = 13


@dataclass(frozen=True, slots=True)
class KeyStroke:
    keycode: int
    shifted: bool


@dataclass(frozen=True, slots=True)
class _Chord:
    modifiers: tuple[int, ...]
    key: int


class Keys:
    """XTEST on the connection given; the keyboard mapping is never altered. One thread at a time.

    The layout is read anew for every question: the person may have switched it since the last.
    """

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
                return not self.modifiers_down()
            time.sleep(_POLL_S)
        return True

    def modifiers_down(self) -> bool:
        """Whether a modifier is held, locks aside."""
        keymap = self._display.query_keymap()
        if not any(keymap):
            return False
        num_lock = self._layout().plain(XK.XK_Num_Lock)
        for index, row in enumerate(self._display.get_modifier_mapping()):
            if index == X.LockMapIndex or num_lock in row:
                continue
            if any(code and keymap[code // 8] & (1 << (code % 8)) for code in row):
                return True
        return False

    def reach_windows(self) -> bool:
        """Whether keys go to the focused window: not while a program has grabbed the keyboard, as lock screens do."""
        root = self._display.screen().root
        # Asked the only way there is. Frozen, so that a key pressed just then is replayed, not lost.
        status = root.grab_keyboard(True, X.GrabModeAsync, X.GrabModeSync, X.CurrentTime)
        if status == X.GrabSuccess:
            self._display.ungrab_keyboard(X.CurrentTime)
        return status == X.GrabSuccess

    @contextmanager
    def only_ours(self) -> Generator[None]:
        """No other program is served meanwhile, so that the focus stays where it is until the keys are pressed.

        Nor is another connection of this program: whoever waits for one meanwhile waits in vain.
        """
        self._display.grab_server()
        try:
            yield
        finally:
            self._display.ungrab_server()
            self._display.sync()

    def paste_keys(self, wanted: PasteKeys) -> PasteKeys | None:
        """What the present layout can press of what is wanted, or Shift+Insert; None when neither."""
        choice = (wanted, PasteKeys.SHIFT_INSERT)
        return next((keys for keys in choice if self._chord(keys) is not None), None)

    def paste(self, keys: PasteKeys) -> bool:
        """Press them; False when the layout has changed and lacks one."""
        return self._press(self._chord(keys))

    def enter(self) -> bool:
        """Press Enter; False when the layout has none."""
        key = self._layout().plain(XK.XK_Return)
        return self._press(_Chord((), key) if key else None)

    def undo(self) -> bool:
        """Press Ctrl+Z; False when the layout lacks one."""
        control, key = self._modifier(X.ControlMapIndex), self._layout().plain(XK.XK_z)
        return self._press(_Chord((control,), key) if control and key else None)

    def backspace(self, n_times: int) -> bool:
        """Press Backspace so many times; False when the layout has none."""
        key = self._layout().plain(XK.XK_BackSpace)
        for _ in range(n_times if key else 0):
            self._tap(_Chord((), key))
        self._display.sync()
        return bool(key)

    def strokes_for(self, text: str) -> list[KeyStroke] | None:
        """The key strokes that produce `text` exactly, or None when the present layout and locks can't."""
        state = self._display.screen().root.query_pointer().mask
        group = (state >> _GROUP_SHIFT) & 3
        # Line breaks and tabs do things in many programs; Caps Lock would turn the case round.
        if group > 1 or state & X.LockMask or not text.isprintable() or len(text) > _MAX_TYPED:
            return None
        layout = self._layout()
        strokes: list[KeyStroke] = []
        for character in text:
            stroke = layout.stroke(character, group)
            if stroke is None:
                return None
            strokes.append(stroke)
        return strokes

    def type(self, strokes: list[KeyStroke]) -> None:
        shift = self._modifier(X.ShiftMapIndex)
        for stroke in strokes:
            self._tap(_Chord((shift,) if stroke.shifted else (), stroke.keycode))
        self._display.sync()

    def _layout(self) -> "_Layout":
        info = self._display.display.info
        codes = range(info.min_keycode, info.max_keycode + 1)
        rows = self._display.get_keyboard_mapping(codes.start, len(codes))
        positions: dict[int, list[tuple[int, int]]] = {}
        for code, row in zip(codes, rows, strict=False):
            for column, keysym in enumerate(row):
                if keysym:
                    positions.setdefault(int(keysym), []).append((column, code))
        return _Layout({keysym: sorted(found) for keysym, found in positions.items()})

    def _chord(self, keys: PasteKeys) -> _Chord | None:
        layout = self._layout()
        match keys:
            case PasteKeys.CTRL_V:
                masks, key = (X.ControlMapIndex,), layout.plain(XK.XK_v)
            case PasteKeys.CTRL_SHIFT_V:
                masks, key = (X.ControlMapIndex, X.ShiftMapIndex), layout.plain(XK.XK_v)
            case PasteKeys.SHIFT_INSERT:
                masks, key = (X.ShiftMapIndex,), layout.plain(XK.XK_Insert)
            case _:
                assert_never(keys)
        modifiers = tuple(self._modifier(mask) for mask in masks)
        return _Chord(modifiers, key) if key and all(modifiers) else None

    def _modifier(self, index: int) -> int:
        return next((code for code in self._display.get_modifier_mapping()[index] if code), 0)

    def _press(self, chord: _Chord | None) -> bool:
        if chord is None:
            return False
        self._tap(chord)
        self._display.sync()
        return True

    def _tap(self, chord: _Chord) -> None:
        keys = (*chord.modifiers, chord.key)
        for key in keys:
            self._display.xtest_fake_input(X.KeyPress, key)
        for key in reversed(keys):
            self._display.xtest_fake_input(X.KeyRelease, key)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Keysym → (column, keycode), the first column first.

    Columns of the core mapping: plain and shifted of the first layout, then of the second.
    """

    positions: Mapping[int, Sequence[tuple[int, int]]]

    def plain(self, keysym: int) -> int:
        """A key that produces the keysym without Shift, in whichever layout; 0 when there is none."""
        return next((code for column, code in self.positions.get(keysym, ()) if column % 2 == 0), 0)

    def stroke(self, character: str, group: int) -> KeyStroke | None:
        number = ord(character)
        keysyms = [number] if number < 0x100 else [_UNICODE_KEYSYMS | number, _OLDER_KEYSYMS.get(character, X.NoSymbol)]
        for keysym in keysyms:
            for column, code in self.positions.get(keysym, ()):
                if column // 2 == group:
                    return KeyStroke(code, shifted=bool(column % 2))
        return None
