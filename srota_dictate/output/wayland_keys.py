"""Who presses the paste keys in a Wayland session; and ydotool, the last resort."""

import subprocess
from typing import Final, Protocol

ENTER: Final = "return"
_TIMEOUT_S: Final = 5.0


class KeySender(Protocol):
    """Any thread, one at a time."""

    def trouble(self) -> str:
        """Why no key can be pressed just now, a sentence without a full stop; "" when one can."""
        ...

    def press(self, chord: str) -> bool:
        """Press a value of `PasteKeys`, or ENTER, and release it in reverse; False when that can't be done."""
        ...

    def close(self) -> None: ...


class YdotoolKeys:
    """Through the kernel's uinput, with ydotool 1.0 and its daemon.

    It knows positions on the keyboard, not letters: Insert is at the same place in every layout, V is not.
    """

    _SHIFT_INSERT: Final = (42, 110)
    _ENTER: Final = (28,)

    def trouble(self) -> str:
        return ""

    def press(self, chord: str) -> bool:
        codes = self._ENTER if chord == ENTER else self._SHIFT_INSERT
        strokes = [*(f"{code}:1" for code in codes), *(f"{code}:0" for code in reversed(codes))]
        return _run("ydotool", "key", *strokes)

    def close(self) -> None: ...


def _run(*command: str) -> bool:
    try:
        return (
            subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_TIMEOUT_S).returncode == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
