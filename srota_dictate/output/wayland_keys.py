"""Who presses the paste keys in a Wayland session; and ydotool, the last resort."""

import subprocess
from typing import Final, Protocol

from srota_dictate.output.options import PasteKeys

_TIMEOUT_S: Final = 5.0


class KeySender(Protocol):
    """Any thread, one at a time."""

    def trouble(self) -> str:
        """Why no key can be pressed just now, a sentence without a full stop; "" when one can."""
        ...

    def paste(self, keys: PasteKeys) -> bool:
        """Press and release them; False when that can't be done."""
        ...

    def enter(self) -> bool: ...

    def close(self) -> None: ...


class YdotoolKeys:
    """Through the kernel's uinput, with ydotool 1.0 and its daemon.

    It knows positions on the keyboard, not letters: Insert is at the same place in every layout, V is not.
    """

    _SHIFT: Final = 42
    _INSERT: Final = 110
    _ENTER: Final = 28

    def trouble(self) -> str:
        return ""

    def paste(self, keys: PasteKeys) -> bool:  # noqa: ARG002 - see above
        return self._press(self._SHIFT, self._INSERT)

    def enter(self) -> bool:
        return self._press(self._ENTER)

    def close(self) -> None: ...

    def _press(self, *codes: int) -> bool:
        strokes = [*(f"{code}:1" for code in codes), *(f"{code}:0" for code in reversed(codes))]
        return _run("ydotool", "key", *strokes)


def _run(*command: str) -> bool:
    try:
        return (
            subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_TIMEOUT_S).returncode == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
