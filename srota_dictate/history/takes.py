"""The recordings in their folder: what they are called, how long they are, and how one is deleted."""

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

_log = logging.getLogger(__name__)

_HEADER_BYTES: Final = 44
_BYTES_PER_S: Final = 32_000  # 16 kHz, 16-bit, mono


@dataclass(frozen=True, slots=True)
class KeptTake:
    """One recording on disk."""

    path: Path
    recorded_at_s: float  # Unix time of its last sound
    audio_s: float

    @property
    def run(self) -> str:
        """The run of the program that made it."""
        return self.path.stem.rpartition("-")[0] or self.path.stem

    @property
    def take_id(self) -> int:
        """Its number within that run; 0 when the name has none."""
        number = self.path.stem.rpartition("-")[2]
        return int(number) if number.isdecimal() else 0


class KeptAudio:
    """The folder of recordings.

    Take numbers begin anew with every start of the program, so file names carry the time of that start.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self.folder = folder
        started = datetime.fromtimestamp(clock()).strftime("%Y%m%d-%H%M%S-%f")
        self.run = f"{started}-{os.getpid()}"

    def path_for(self, take_id: int) -> Path:
        """Where this run's take is kept; the folder may not exist yet."""
        return self.folder / f"{self.run}-{take_id:05d}.wav"

    def lock_path(self, run: str) -> Path:
        """The file a run keeps locked while it lives."""
        return self.folder / f"{run}.lock"

    def forget(self, take_id: int) -> None:
        """Delete a take's audio, if there is any. Never raises: an undeletable file is logged and expires later."""
        delete(self.path_for(take_id))

    def list(self) -> tuple[KeptTake, ...]:
        """Every recording, of this and earlier runs, oldest first."""
        takes = [take for path in self.folder.glob("*.wav") if (take := look_at(path)) is not None]
        return tuple(sorted(takes, key=lambda take: (take.recorded_at_s, take.path.name)))


def look_at(path: Path) -> KeptTake | None:
    """The recording in a file; None when there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return KeptTake(path, status.st_mtime, max(0, status.st_size - _HEADER_BYTES) / _BYTES_PER_S)


def delete(path: Path) -> bool:
    """Delete a recording; whether it is gone now. Never raises."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("a kept recording can't be deleted: %s", error.strerror)
        return False
    return True
