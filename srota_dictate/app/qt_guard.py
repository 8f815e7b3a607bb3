"""Keep one release of PySide6 from crashing Python 3.11."""

import ctypes
import sys

import PySide6

_AFFECTED = ("6.12.0",)


def keep_true_alive() -> None:
    """Call before signals are used; calling it again does no harm.

    In PySide6 6.12.0 every `Signal.emit` returns True without taking a reference to it. Python 3.12 made True
    immortal; on 3.11 its count reaches zero after some hundred signals, and the interpreter aborts.
    """
    if sys.version_info < (3, 12) and PySide6.__version__ in _AFFECTED:
        # More references than signals will ever be sent; the count is the object's first field.
        ctypes.c_ssize_t.from_address(id(True)).value = 1 << 40
