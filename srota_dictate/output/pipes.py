"""Hand out and fetch clipboard content through pipes without ever being stuck in one."""

import os
import select
import time
from typing import Final

_PIECE_BYTES: Final = 1 << 20


def read_pipe(fd: int, give_up_at_s: float) -> bytes | None:
    """Everything until the other side closes, and close it; None when that moment of `time.monotonic` comes first."""
    pieces: list[bytes] = []
    try:
        while True:
            left_s = give_up_at_s - time.monotonic()
            if left_s <= 0 or not select.select([fd], [], [], left_s)[0]:
                return None
            piece = os.read(fd, _PIECE_BYTES)
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)
    finally:
        os.close(fd)


class PipeWriter:
    """Writes to several pipes as fast as their readers read. For one thread that sleeps in `select`."""

    def __init__(self) -> None:
        self._left: dict[int, memoryview] = {}

    def add(self, fd: int, data: bytes) -> None:
        """From now on `fd` is this object's; it is closed after the last byte."""
        os.set_blocking(fd, False)
        self._left[fd] = memoryview(data)

    def fds(self) -> list[int]:
        """Those that want to be written to."""
        return list(self._left)

    def write(self, ready: list[int]) -> None:
        for fd in ready:
            try:
                written = os.write(fd, self._left[fd][:_PIECE_BYTES])
            except BlockingIOError:
                continue
            except OSError:  # whoever wanted it has gone
                written = len(self._left[fd])
            self._left[fd] = self._left[fd][written:]
            if not self._left[fd]:
                del self._left[fd]
                os.close(fd)

    def close(self) -> None:
        for fd in self._left:
            os.close(fd)
        self._left.clear()
