"""Keep a take's audio on disk while it is recorded, so that a crash loses a tenth of a second."""

import contextlib
import logging
import os
import struct
from io import FileIO
from pathlib import Path
from typing import Final

import numpy as np

from srota_dictate.audio import from_int16, to_int16
from srota_dictate.errors import reason_of
from srota_dictate.types import SAMPLE_RATE_HZ, Samples

_log = logging.getLogger(__name__)

_HEADER_BYTES: Final = 44
_SAMPLE_BYTES: Final = 2
_FLUSH_SAMPLES: Final = SAMPLE_RATE_HZ // 10  # with what the sound system and the resampler hold, far below 0.3 s


class Journal:
    """A 16 kHz mono 16-bit WAV file that grows. Capture thread only; never raises, a failing disk ends it.

    The header is put right at every flush, so the file is a proper one at any moment.
    """

    def __init__(self, path: Path) -> None:
        self.failure = ""  # the system's words for what is wrong with the disk
        self._path = path
        self._waiting: list[Samples] = []
        self._n_waiting = 0
        self._file: FileIO | None = None
        self._is_kept = False
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # O_EXCL: never write over an earlier take. Mode 0600: it is somebody's voice.
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            self._file = FileIO(os.open(path, flags, 0o600), "wb")
            self._file.write(_header(0))
            self._is_kept = True
        except OSError as error:
            self._give_up(error)

    def push(self, samples: Samples) -> None:
        self._waiting.append(samples)
        self._n_waiting += samples.size
        if self._n_waiting >= _FLUSH_SAMPLES:
            self._flush()

    def close(self) -> Path | None:
        """Write what is left; where the audio is, or None. A second time does no harm."""
        self._flush()
        if self._file is not None:
            try:
                self._write_header(self._file)  # whatever was raised in the middle of a flush
                self._file.close()
            except OSError as error:
                self._give_up(error)
            self._file = None
        return self._path if self._is_kept else None

    def discard(self) -> None:
        """Forget the take: close and delete the file."""
        if self._file is None:
            return
        try:
            self._file.close()
            self._path.unlink(missing_ok=True)
        except OSError as error:
            _log.warning("a cancelled take's audio can't be deleted: %s", error)
        self._file = None
        self._is_kept = False

    def _flush(self) -> None:
        if self._file is None or not self._n_waiting:
            self._waiting.clear()
            self._n_waiting = 0
            return
        data = memoryview(to_int16(np.concatenate(self._waiting)).astype("<i2").tobytes())
        self._waiting.clear()
        self._n_waiting = 0
        try:
            while data:  # an unbuffered write may take only a part, when the disk is nearly full
                data = data[self._file.write(data) :]
            self._write_header(self._file)
        except OSError as error:
            self._give_up(error)

    def _write_header(self, file: FileIO) -> None:
        n_bytes = file.seek(0, os.SEEK_END) - _HEADER_BYTES
        file.seek(0)
        file.write(_header(n_bytes))
        file.seek(0, os.SEEK_END)

    def _give_up(self, error: OSError) -> None:
        self.failure = reason_of(error)
        self._is_kept = False
        _log.warning("the take's audio can't be kept on disk, recording goes on without: %s", error.strerror)
        if self._file is None:
            return
        with contextlib.suppress(OSError):  # closing flushes nothing here; the disk was reported already
            self._file.close()
        self._file = None
        try:
            self._path.unlink(missing_ok=True)  # half a take would pass for a whole one, and the disk may be full
        except OSError as unlink_error:
            _log.warning("an incomplete take stays on disk: %s", unlink_error.strerror)


def read_journal(path: Path) -> Samples:
    """The audio of a kept take, also when the program died while writing it. Raises OSError."""
    data = path.read_bytes()[_HEADER_BYTES:]
    whole = data[: len(data) - len(data) % _SAMPLE_BYTES]
    return from_int16(np.frombuffer(whole, "<i2").astype(np.int16))


def repair_journal(path: Path) -> bool:
    """Make the header fit the audio behind it; whether anything had to be changed. Raises OSError."""
    n_bytes = path.stat().st_size - _HEADER_BYTES
    n_bytes -= n_bytes % _SAMPLE_BYTES
    right = _header(max(0, n_bytes))
    with path.open("r+b") as file:
        if file.read(_HEADER_BYTES) == right:
            return False
        file.seek(0)
        file.write(right)
        file.truncate(_HEADER_BYTES + max(0, n_bytes))
    return True


def _header(n_bytes: int) -> bytes:
    byte_rate = SAMPLE_RATE_HZ * _SAMPLE_BYTES
    form = struct.pack("<4sI4s", b"RIFF", _HEADER_BYTES - 8 + n_bytes, b"WAVE")
    layout = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, SAMPLE_RATE_HZ, byte_rate, _SAMPLE_BYTES, 16)
    return form + layout + struct.pack("<4sI", b"data", n_bytes)
