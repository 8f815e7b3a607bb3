"""What really happened to each take of a dictating program, in memory that outlives a kill."""

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MAX_TAKES: Final = 512
_ENTRY: Final = struct.Struct("dIII4x")
_N_TEXTS_AT: Final = 8  # bytes
_N_WRONG_AT: Final = 12
_UNDISTURBED_AT: Final = 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One take."""

    arrived_s: float  # of sound that reached the program and is the take's
    n_texts: int  # how often its text was delivered
    n_wrong: int  # of them, how often that text was not each of its segments' once, in order
    undisturbed: bool  # nothing was killed while it was dictated, and words were spoken


class Ledger:
    """A file mapped into memory: the kernel keeps it when the process is killed. A field has one writer."""

    def __init__(self, path: Path) -> None:
        path.write_bytes(bytes(_ENTRY.size * MAX_TAKES))
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), 0)

    def arrived(self, take_id: int, seconds: float) -> None:
        struct.pack_into("d", self._memory, take_id * _ENTRY.size, seconds)

    def delivered(self, take_id: int, is_right: bool) -> None:
        self._count(take_id, _N_TEXTS_AT)
        if not is_right:
            self._count(take_id, _N_WRONG_AT)

    def undisturbed(self, take_id: int) -> None:
        self._count(take_id, _UNDISTURBED_AT)

    def _count(self, take_id: int, offset: int) -> None:
        at = take_id * _ENTRY.size + offset
        (n,) = struct.unpack_from("I", self._memory, at)
        struct.pack_into("I", self._memory, at, n + 1)


def read_ledger(path: Path) -> dict[int, Entry]:
    """Every take whose sound had begun to arrive."""
    found = enumerate(_ENTRY.iter_unpack(path.read_bytes()))
    return {
        take_id: Entry(arrived_s, n_texts, n_wrong, bool(undisturbed))
        for take_id, (arrived_s, n_texts, n_wrong, undisturbed) in found
        if arrived_s
    }
