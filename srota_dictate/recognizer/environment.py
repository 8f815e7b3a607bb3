"""What the model's libraries find around them when they are first imported."""

import ctypes
import os
import sys
from typing import Final

_QUIET_AND_OFFLINE: Final = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "false",
}
# Between two products OpenMP's threads turn in circles for milliseconds. Where other programs need the processor too,
# they take it from the one thread they wait for: a token took 1.4 s instead of 0.1 s. This is some microseconds.
_SHORT_SPIN: Final = {"GOMP_SPINCOUNT": "10000"}


# glibc gives freed memory back to the system at once, and every product's result is new pages again: a third of the
# time that reading a recording takes. Numbers and parameters are those of malloc.h.
_M_TRIM_THRESHOLD: Final = (-1, 256 << 20)  # what more is free at the end of the heap is given back
_M_MMAP_THRESHOLD: Final = (-3, 32 << 20)  # what is larger has pages of its own
_M_ARENA_MAX: Final = (-8, 1)  # one heap for all threads


def prepare_environment() -> None:
    """For a process that is about to import PyTorch; what the person has set about its threads stays."""
    _keep_freed_memory()
    os.environ.update(_QUIET_AND_OFFLINE)
    for name, value in _SHORT_SPIN.items():
        os.environ.setdefault(name, value)


def _keep_freed_memory() -> None:
    """Where the C library is glibc."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        for parameter, value in (_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX):
            mallopt(parameter, value)
