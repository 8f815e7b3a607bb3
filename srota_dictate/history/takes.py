"""The kept audio of takes: where it lies, and when it goes."""

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


class KeptAudio:
    """The folder of recordings. A take's audio is deleted once its text was delivered, or after some hours.

    Take numbers begin anew with every start of the program, so file names carry the time of that start.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._clock = clock
        started = datetime.fromtimestamp(clock()).strftime("%Y%m%d-%H%M%S-%f")
        self._prefix = f"{started}-{os.getpid()}"

    def path_for(self, take_id: int) -> Path:
        """Where this run's take is kept; the folder may not exist yet."""
        return self._folder / f"{self._prefix}-{take_id:05d}.wav"

    def forget(self, take_id: int) -> None:
        """Delete a take's audio, if there is any. Never raises: an undeletable file is logged and expires later."""
        _delete(self.path_for(take_id))

    def list(self) -> tuple[KeptTake, ...]:
        """Every recording, of this and earlier runs, oldest first."""
        takes: list[KeptTake] = []
        for path in self._folder.glob("*.wav"):
            try:
                status = path.stat()
            except OSError:
                continue  # deleted since it was listed
            audio_s = max(0, status.st_size - _HEADER_BYTES) / _BYTES_PER_S
            takes.append(KeptTake(path, status.st_mtime, audio_s))
        return tuple(sorted(takes, key=lambda take: (take.recorded_at_s, take.path.name)))

    def expire(self, max_age_h: float) -> int:
        """Delete what is older; how many recordings that were."""
        oldest_s = self._clock() - max_age_h * 3600
        return sum(_delete(take.path) for take in self.list() if take.recorded_at_s < oldest_s)


def _delete(path: Path) -> bool:
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        _log.warning("a kept recording can't be deleted: %s", error.strerror)
        return False
    return True
