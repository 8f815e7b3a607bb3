"""Find the recordings a bench needs in a folder, by the names they have there."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from srota_dictate.audio import read_file
from srota_dictate.errors import UserFixableError
from srota_dictate.types import Samples

_DIALOGUE: Final = "en_notld_"


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """One recording, mono at 16 kHz."""

    name: str
    samples: Samples


def hindi_clips(folder: Path) -> list[Clip]:
    """Short clips of read Hindi."""
    return _clips(folder, "hi_")


def dialogues(folder: Path) -> list[Clip]:
    """Long dialogues of several people."""
    return _clips(folder, _DIALOGUE)


def noises(folder: Path) -> list[Clip]:
    """Sounds without speech in front."""
    return _clips(folder, "noise_")


def speech_clips(folder: Path) -> list[Clip]:
    """Speech in any language. Not the dialogues: what else sounds in a film is as loud as its words."""
    return [clip for clip in _clips(folder, "hi_", "hing_", "en_") if not clip.name.startswith(_DIALOGUE)]


def _clips(folder: Path, *prefixes: str) -> list[Clip]:
    """In the order of their names. Raises UserFixableError when there is none, or one can't be read."""
    if not folder.is_dir():
        raise UserFixableError(f"There is no folder {folder}", hint="Name the folder that has the recordings")
    paths = sorted(path for path in folder.glob("*.flac") if path.name.startswith(prefixes))
    if not paths:
        wanted = " or ".join(f"{prefix}*.flac" for prefix in prefixes)
        raise UserFixableError(f"{folder} has no {wanted}", hint="Name the folder that has the recordings")
    return [Clip(path.stem, read_file(path)) for path in paths]
