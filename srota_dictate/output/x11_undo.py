"""Take the last text out of its window again on X11, where nothing but that can be meant.

Which keys do it was measured in real programs: a pasted text is one step of Ctrl+Z wherever Ctrl+V pastes; Backspace is
exact for characters that stand alone only, and elsewhere takes too little or too much.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

from Xlib.display import Display

from srota_dictate.errors import UserFixableError
from srota_dictate.output.focus import find_target
from srota_dictate.output.input_watch import InputWatch
from srota_dictate.output.keys import Keys
from srota_dictate.output.options import PasteKeys
from srota_dictate.output.outcomes import IN_PROGRAM

# Letters, numbers, punctuation, spaces and signs; not what joins another character, nor pictures.
_ALONE: Final = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No", "Zs", "Sm", "Sc"))


@dataclass(frozen=True, slots=True)
class _Insertion:
    window: int
    n_backspaces: int = 0  # 0: Ctrl+Z takes it back
    why_not: str = ""  # why it can't be taken back at all


class X11Undo:
    """Remembers the last text that a window has. One thread at a time, and not while the server is grabbed."""

    def __init__(self, display: Display, keys: Keys, watch: InputWatch) -> None:
        """`display` and `keys` are those of the writer; `watch` is closed with this."""
        self._display = display
        self._keys = keys
        self._watch = watch
        self._window = 0
        self._last: _Insertion | None = None

    def expect(self, window: int, n_keys: int) -> None:
        """So many keys are about to be pressed there, modifiers not counted; from now on everything else counts."""
        self._window, self._last = window, None
        self._watch.begin(window, n_keys)

    def pasted(self, keys: PasteKeys, *, in_terminal: bool) -> None:
        if in_terminal:
            self.lost("What became of the text in the terminal can't be told")
        elif keys is not PasteKeys.CTRL_V:
            self.lost("How this program takes a text back isn't known")
        else:
            self._last = _Insertion(self._window)

    def typed(self, text: str, *, in_terminal: bool) -> None:
        if in_terminal:
            self.lost("What became of the text in the terminal can't be told")
        elif all(unicodedata.category(sign) in _ALONE or unicodedata.category(sign).startswith("P") for sign in text):
            self._last = _Insertion(self._window, len(text))
        else:
            self.lost("How many keys this text takes to go differs between programs")

    def lost(self, why: str) -> None:
        """A text arrived that can't be taken back."""
        self._last = _Insertion(self._window, why_not=why)

    def undo(self, keys_up_timeout_s: float) -> None:
        """Press the keys that do it; UserFixableError says why not. A second time there is nothing left to undo."""
        last = self._last
        if last is None:
            raise UserFixableError("There is no text that could be taken back", "Dictate something first")
        if last.why_not:
            raise UserFixableError(last.why_not, IN_PROGRAM)
        if not self._keys.wait_until_up(keys_up_timeout_s):
            raise UserFixableError("A key was held down all the while", "Let go of every key and try again")
        if self._watch.is_touched():
            raise UserFixableError("Something was typed or clicked since the last text", IN_PROGRAM)
        with self._keys.only_ours():
            target = find_target(self._display)
            is_there = target is not None and target.window_id == last.window and not self._keys.modifiers_down()
            pressed = is_there and (self._keys.backspace(last.n_backspaces) if last.n_backspaces else self._keys.undo())
        if not is_there:
            raise UserFixableError("The last text is in another window", "Go there and try again")
        if not pressed:
            raise UserFixableError("The keyboard layout lacks the keys for it", IN_PROGRAM)
        self._last = None

    def close(self) -> None:
        self._watch.close()
