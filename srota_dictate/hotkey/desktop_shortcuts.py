"""Hotkeys as shortcuts of the desktop that run `srota-dictate press`, `release`, `toggle` and so on."""

import shlex
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, assert_never

from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.chord import KeyChord, parse_chord
from srota_dictate.types import HotkeyAction, HotkeyBinding


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A key and the command lines it runs."""

    chord: KeyChord
    at_press: str
    at_release: str = ""  # "" for none


class ShortcutMaker(Protocol):
    """A desktop's own shortcuts. One thread at a time."""

    knows_release: bool

    def refuses(self, chord: KeyChord) -> str:
        """Why this desktop can't bind that chord, a sentence without full stop; "" when it can."""
        ...

    def make(self, shortcuts: Sequence[Shortcut]) -> None:
        """These, and no others of ours any more; UserFixableError when the desktop doesn't do it."""
        ...

    def close(self) -> None:
        """Take back what makes no sense without the running program."""
        ...


class DesktopShortcuts:
    """The session's `Hotkey`. Says nothing itself: the shortcuts' commands reach the running program."""

    def __init__(self, maker: ShortcutMaker, program: str | None = None) -> None:
        self._maker = maker
        self._program = program or command_line()

    def bind(self, bindings: tuple[HotkeyBinding, ...]) -> tuple[UserFixableError, ...]:
        refused = {binding: error for binding in bindings if (error := self.check(binding.key)) is not None}
        self._maker.make(shortcuts_for([b for b in bindings if b not in refused], self._maker, self._program))
        return tuple(refused.values())

    def check(self, key: str) -> UserFixableError | None:
        try:
            problem = self._maker.refuses(parse_chord(key))
        except UserFixableError as error:
            return error
        return UserFixableError(problem, "Choose another key in Settings") if problem else None

    def arm_cancel(self, armed: bool) -> None:
        """No program can take Esc for a while here: a shortcut of its own cancels, where one is chosen."""

    def close(self) -> None:
        self._maker.close()


def shortcuts_for(bindings: Sequence[HotkeyBinding], maker: ShortcutMaker, program: str) -> list[Shortcut]:
    """What the keys run; a key to hold starts and ends with a press where the desktop doesn't tell of the release."""
    return [_shortcut(binding, maker.knows_release, program) for binding in bindings]


def command_line() -> str:
    """How a desktop starts this program's command, wherever it is installed."""
    beside = Path(sys.executable).with_name("srota-dictate")
    found = str(beside) if beside.exists() else shutil.which("srota-dictate")
    return shlex.quote(found) if found else f"{shlex.quote(sys.executable)} -m srota_dictate"


def _shortcut(binding: HotkeyBinding, knows_release: bool, program: str) -> Shortcut:
    chord = parse_chord(binding.key)
    match binding.action:
        case HotkeyAction.HOLD if knows_release:
            return Shortcut(chord, f"{program} press", f"{program} release")
        case HotkeyAction.HOLD | HotkeyAction.TOGGLE | HotkeyAction.HOLD_OR_TAP:
            return Shortcut(chord, f"{program} toggle")
        case HotkeyAction.CANCEL:
            return Shortcut(chord, f"{program} cancel")
        case HotkeyAction.PASTE_LAST:
            return Shortcut(chord, f"{program} paste-last")
        case HotkeyAction.UNDO:
            return Shortcut(chord, f"{program} undo")
        case HotkeyAction.NEXT_VIEW:
            return Shortcut(chord, f"{program} next-view")
        case _:
            assert_never(binding.action)
