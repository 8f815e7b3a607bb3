"""The real accessibility bus on a test desktop, and a program with a password field on it."""

import sys
from pathlib import Path

from tests.desktop.display import VirtualDesktop
from tests.desktop.process import wait_until

_LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
_FIELDS = Path(__file__).parents[1] / "output" / "programs" / "qt_fields.py"


def accessibility_missing() -> bool:
    return not _LAUNCHER.exists()


class Accessibility:
    """at-spi2's launcher, which brings the bus and its registry along."""

    def __init__(self, desktop: VirtualDesktop) -> None:
        self._desktop = desktop
        self._process = desktop.start(str(_LAUNCHER), "--launch-immediately", name="at-spi")
        folder = desktop.root / "run" / "at-spi"  # in which its socket is named after the display
        wait_until(lambda: any(folder.glob("bus*")), what="the accessibility bus")

    def close(self) -> None:
        self._desktop.processes.end(self._process)


class Fields:
    """A window with a plain field and a password field; the plain one has the keyboard once constructed."""

    def __init__(self, desktop: VirtualDesktop) -> None:
        self._desktop = desktop
        env = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        self._process = desktop.start(sys.executable, str(_FIELDS), name="qt_fields", extra_env=env)
        self.window = desktop.windows.wait_focused(self._process.pid)
        wait_until(lambda: desktop.windows.title(self.window.id) == "plain", what="the plain field")

    def other_field(self) -> None:
        """Move the keyboard from the one to the other."""
        windows, before = self._desktop.windows, self._desktop.windows.title(self.window.id)
        self._desktop.tap("Tab")
        wait_until(lambda: windows.title(self.window.id) != before, what="the other field")

    def focus(self) -> None:
        self._desktop.windows.activate(self.window.id)
        self._desktop.windows.wait_focused(self._process.pid)

    def close(self) -> None:
        self._desktop.processes.end(self._process)
