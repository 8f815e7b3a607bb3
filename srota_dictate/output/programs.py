"""How programs take pasted text: which keys paste, and which are terminals."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from srota_dictate.output.options import PasteKeys, ProgramOptions

# Window classes on X11, names of program files on Windows, bundle identifiers on macOS; in small letters.
# Here Ctrl+Shift+V pastes the clipboard, while Shift+Insert pastes whatever is marked in some of them.
# fmt: off
_TERMINALS: Final = frozenset((
    "st", "st-256color", "alacritty", "kitty", "konsole", "yakuake",
    "gnome-terminal", "gnome-terminal-server", "org.gnome.terminal", "org.gnome.console", "kgx", "org.gnome.ptyxis",
    "ptyxis", "xfce4-terminal", "mate-terminal", "lxterminal", "qterminal", "terminator", "tilix", "guake", "tilda",
    "terminology", "deepin-terminal", "cool-retro-term", "org.wezfurlong.wezterm", "foot", "com.mitchellh.ghostty",
    "ghostty", "contour", "rio", "dev.warp.warp", "hyper", "tabby",
))
# fmt: on
# Older ones, which know Shift+Insert only.
_OLD_TERMINALS: Final = frozenset({"xterm", "uxterm", "urxvt", "rxvt", "mintty", "putty"})
# In these the usual keys paste.
_USUAL_TERMINALS: Final = frozenset(
    {
        *("windowsterminal", "openconsole", "conhost", "cmd", "powershell", "pwsh"),
        *("com.apple.terminal", "com.googlecode.iterm2", "net.kovidgoyal.kitty", "org.alacritty"),
        *("com.github.wez.wezterm", "dev.warp.warp-stable"),
    }
)
_INSERT_PASTES: Final = frozenset({"emacs"})


@dataclass(frozen=True, slots=True)
class Manner:
    """How one program takes pasted text."""

    paste_keys: PasteKeys
    is_terminal: bool  # a line break would run what stands before it


def manner_of(classes: Iterable[str], overrides: Mapping[str, ProgramOptions]) -> Manner:
    """`classes` are the window's, in small letters; what the person says in `overrides` counts first."""
    names = frozenset(classes)
    known = _known(names)
    told = next((options for name, options in overrides.items() if name.lower() in names), ProgramOptions())
    return Manner(
        known.paste_keys if told.paste_keys is None else told.paste_keys,
        known.is_terminal if told.terminal is None else told.terminal,
    )


def _known(names: frozenset[str]) -> Manner:
    if names & _OLD_TERMINALS:
        return Manner(PasteKeys.SHIFT_INSERT, is_terminal=True)
    if names & _TERMINALS:
        return Manner(PasteKeys.CTRL_SHIFT_V, is_terminal=True)
    if names & _USUAL_TERMINALS:
        return Manner(PasteKeys.CTRL_V, is_terminal=True)
    if names & _INSERT_PASTES:
        return Manner(PasteKeys.SHIFT_INSERT, is_terminal=False)
    return Manner(PasteKeys.CTRL_V, is_terminal=False)


def for_terminal(text: str, *, keep_newlines: bool) -> str:
    """A line break would run what stands before it, a tab completes, others command the screen."""
    if keep_newlines:
        text = re.sub(r"\r\n?", "\n", text)
    spaced = re.sub(r" *[\t\v\f]+ *" if keep_newlines else r" *[\t\n\v\f\r]+ *", " ", text)
    return re.sub(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", "", spaced)
