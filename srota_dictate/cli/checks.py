"""The doctor's quick questions: interpreter, session, settings, folders."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from srota_dictate.desktop_session import SessionKind, session_kind

FIRST_PYTHON: Final = (3, 11)
FIRST_PYTHON_TOO_NEW: Final = (3, 14)


@dataclass(frozen=True, slots=True)
class Check:
    """One answer of the doctor."""

    name: str
    ok: bool
    detail: str  # what was found, in a few words
    hint: str = ""  # what to do about it when it isn't ok, without a final full stop
    needed: bool = True  # whether one can't dictate while this isn't ok

    def __str__(self) -> str:
        if self.ok:
            return f"OK {self.name}: {self.detail}"
        return f"!! {self.name}: {self.detail} — {self.hint}"


def check_python(version: tuple[int, int, int], executable: str) -> Check:
    found = f"{'.'.join(map(str, version))} ({executable})"
    ok = FIRST_PYTHON <= version[:2] < FIRST_PYTHON_TOO_NEW
    return Check("Python", ok, found, hint="Use Python 3.11, 3.12 or 3.13")


def check_session(env: Mapping[str, str], platform: str) -> Check:
    """What kind of desktop session this is, as far as its environment tells."""
    name = "desktop session"
    if platform != "linux":
        detail = f"hotkeys and text output are written for {platform}, but were never run there"
        return Check(name, False, detail, hint="Expect trouble, or use Linux with X11", needed=False)
    match session_kind(env):
        case SessionKind.X11:
            return Check(name, True, f"X11, display {env['DISPLAY']}")
        case SessionKind.X11_ON_WAYLAND | SessionKind.WAYLAND:
            return Check(name, True, f"Wayland, {env.get('XDG_CURRENT_DESKTOP') or 'of an unknown desktop'}")
        case SessionKind.NONE:
            hint = "Run this in a desktop session; `srota-dictate transcribe` works without one"
            return Check(name, False, "none: neither DISPLAY nor WAYLAND_DISPLAY is set", hint=hint)


def check_settings(path: Path) -> Check:
    """Whether the settings can be used as they stand. Changes nothing, though loading broken settings would."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    from srota_dictate import settings

    name = "settings"
    try:
        tomlkit.parse(path.read_bytes())
    except FileNotFoundError:
        return Check(name, True, f"none saved yet, the defaults hold ({path})")
    except OSError as error:
        return Check(name, False, f"{path} cannot be read ({error.strerror})", hint="Check that the file is yours")
    except (TOMLKitError, UnicodeDecodeError) as error:
        hint = "Correct or delete the file; until then the defaults hold"
        return Check(name, False, f"{path} could not be understood ({error})", hint=hint, needed=False)
    notice = settings.load(path).notice
    if notice is not None:
        return Check(name, False, notice.message, hint=notice.hint, needed=False)
    return Check(name, True, str(path))


def check_folder(name: str, folder: Path) -> Check:
    """Whether the program can keep its things in a folder of its own (or make it), out of others' sight."""
    existing = folder
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        return Check(name, False, f"{folder} cannot be written", hint=f"Make {existing} a folder that you may write to")
    # What lies in a closed folder is out of sight, so the folder itself or all that is in it has to be closed.
    inside = tuple(folder.iterdir()) if existing == folder and _is_open(folder) else ()
    if any(_is_open(path) for path in inside):
        hint = f"Close it with: chmod 700 '{folder}'"
        return Check(name, False, f"{folder} can be read by other users", hint=hint, needed=False)
    return Check(name, True, str(folder))


def _is_open(path: Path) -> bool:
    return bool(path.stat().st_mode & 0o077)
