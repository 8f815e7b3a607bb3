"""Make shortcuts in sway, GNOME and KDE, or say what to make where no program can.

Tests make them in a real sway, and in GNOME's real settings without its desktop. KDE's part has never run there.
"""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.chord import KeyChord, Modifier
from srota_dictate.hotkey.desktop_shortcuts import Shortcut

_TIMEOUT_S: Final = 5.0
_NO_LONE_MODIFIER: Final = "This desktop's shortcuts need a key beside Ctrl, Alt, Shift or Super"
_NO_BUTTON: Final = "This desktop's shortcuts know no mouse buttons"

_SWAY_MODIFIERS: Final = {Modifier.CTRL: "Ctrl", Modifier.ALT: "Alt", Modifier.SHIFT: "Shift", Modifier.SUPER: "Mod4"}
_GTK_MODIFIERS: Final = {
    Modifier.CTRL: "<Control>",
    Modifier.ALT: "<Alt>",
    Modifier.SHIFT: "<Shift>",
    Modifier.SUPER: "<Super>",
}
_QT_MODIFIERS: Final = {Modifier.CTRL: "Ctrl", Modifier.ALT: "Alt", Modifier.SHIFT: "Shift", Modifier.SUPER: "Meta"}
_QT_KEYS: Final = {"Prior": "PgUp", "Next": "PgDown", "Insert": "Ins", "Delete": "Del", "space": "Space"}


class SwayShortcuts:
    """Through sway's command socket; they last as long as the program runs."""

    knows_release = True

    def __init__(self) -> None:
        self._made: list[str] = []

    def refuses(self, chord: KeyChord) -> str:
        return _NO_BUTTON if chord.is_button else ""

    def make(self, shortcuts: Sequence[Shortcut]) -> None:
        self.close()
        for line in sway_lines(shortcuts):
            _run("swaymsg", "--", line)
            self._made.append(line)

    def close(self) -> None:
        for line in self._made:
            options_and_keys = line.partition(" exec ")[0].removeprefix("bindsym ")
            _run("swaymsg", "--", f"unbindsym {options_and_keys}", must=False)
        self._made.clear()


def sway_lines(shortcuts: Sequence[Shortcut]) -> list[str]:
    """What to write into sway's configuration to have them without this program making them."""
    lines: list[str] = []
    for shortcut in shortcuts:
        keys = "+".join([*_named(shortcut.chord, _SWAY_MODIFIERS), shortcut.chord.key])
        lines.append(f"bindsym --no-repeat {keys} exec {shortcut.at_press}")
        if shortcut.at_release:
            lines.append(f"bindsym --release {keys} exec {shortcut.at_release}")
    return lines


class GnomeShortcuts:
    """GNOME's own "custom shortcuts", as its settings show them; they stay."""

    knows_release = False

    _LIST: Final = ("org.gnome.settings-daemon.plugins.media-keys", "custom-keybindings")
    _ENTRY: Final = "org.gnome.settings-daemon.plugins.media-keys.custom-keybinding"
    _FOLDER: Final = "/org/gnome/settings-daemon/plugins/media-keys/custom-keybindings/"
    _OURS: Final = f"{_FOLDER}srota-dictate-"

    def refuses(self, chord: KeyChord) -> str:
        return _NO_BUTTON if chord.is_button else _NO_LONE_MODIFIER if chord.is_modifier else ""

    def make(self, shortcuts: Sequence[Shortcut]) -> None:
        listed = _run("gsettings", "get", *self._LIST)
        others = [path for path in _paths(listed) if not path.startswith(self._OURS)]
        ours: list[str] = []
        for index, shortcut in enumerate(shortcuts):
            path = f"{self._OURS}{index}/"
            keys = "".join([*_named(shortcut.chord, _GTK_MODIFIERS), shortcut.chord.key])
            for key, value in (("name", "Srota Dictate"), ("command", shortcut.at_press), ("binding", keys)):
                _run("gsettings", "set", f"{self._ENTRY}:{path}", key, _quoted(value))
            ours.append(path)
        _run("gsettings", "set", *self._LIST, f"[{', '.join(map(_quoted, [*others, *ours]))}]")

    def close(self) -> None:
        """They are the person's by now."""


class KdeShortcuts:
    """Desktop files that KDE takes shortcuts from, from the next login on; they stay."""

    knows_release = False

    def __init__(self, data_home: Path) -> None:
        self._folder = data_home / "kglobalaccel"

    def refuses(self, chord: KeyChord) -> str:
        return _NO_BUTTON if chord.is_button else _NO_LONE_MODIFIER if chord.is_modifier else ""

    def make(self, shortcuts: Sequence[Shortcut]) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for old in self._folder.glob("srota-dictate-*.desktop"):
                old.unlink()
            for index, shortcut in enumerate(shortcuts):
                (self._folder / f"srota-dictate-{index}.desktop").write_text(_desktop_file(shortcut), encoding="utf-8")
        except OSError as error:
            raise UserFixableError(
                f"KDE's shortcuts can't be written ({error.strerror})", f"Check that {self._folder} is yours"
            ) from error

    def close(self) -> None:
        """They are the person's by now."""


class ShortcutsByHand:
    """Where no program can make any: the person is told what to make, once."""

    knows_release = False

    def refuses(self, chord: KeyChord) -> str:  # noqa: ARG002
        return ""

    def make(self, shortcuts: Sequence[Shortcut]) -> None:
        commands = ", ".join(f"{shortcut.chord.label}: {shortcut.at_press}" for shortcut in shortcuts)
        if commands:
            raise UserFixableError(
                "This desktop lets no program take a key", f"Make shortcuts in its keyboard settings: {commands}"
            )

    def close(self) -> None: ...


def _desktop_file(shortcut: Shortcut) -> str:
    key = _QT_KEYS.get(shortcut.chord.key, shortcut.chord.key)
    keys = "+".join([*_named(shortcut.chord, _QT_MODIFIERS), key.upper() if len(key) == 1 else key])
    return f"""[Desktop Entry]
Type=Application
Name=Srota Dictate
Exec={shortcut.at_press}
NoDisplay=true
StartupNotify=false
X-KDE-GlobalAccel-CommandShortcut=true
X-KDE-Shortcuts={keys}
"""


def _named(chord: KeyChord, names: dict[Modifier, str]) -> list[str]:
    return [name for modifier, name in names.items() if modifier in chord.modifiers]


def _paths(listed: str) -> list[str]:
    """Of GVariant's "['/a/', '/b/']" or "@as []"."""
    return [part for part in listed.split("'")[1::2] if part]


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _run(*command: str, must: bool = True) -> str:
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_TIMEOUT_S)
    except (OSError, subprocess.TimeoutExpired) as error:
        if must:
            raise _refused(command[0]) from error
        return ""
    if done.returncode and must:
        raise _refused(command[0])
    return done.stdout


def _refused(program: str) -> UserFixableError:
    return UserFixableError(
        f"The desktop doesn't take the shortcut ({program} failed)", "Choose another key, or use the menu"
    )
