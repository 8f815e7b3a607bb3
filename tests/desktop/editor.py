"""Real programs to dictate into: the mousepad editor, and a terminal that writes down what it is given."""

import shutil
from pathlib import Path

from tests.desktop.display import VirtualDesktop
from tests.desktop.process import wait_until

# Saved files then hold exactly the text, and no dialogue stands in the way.
_MOUSEPAD_SETTINGS = """[org/xfce/mousepad/preferences/file]
add-last-end-of-line=false
autosave-timer=0
monitor-disabled-files=false
[org/xfce/mousepad/state/application]
session=@as []
"""


def editor_missing() -> bool:
    return shutil.which("mousepad") is None


class Editor:
    """Mousepad on a file of its own. It has the keyboard once constructed."""

    def __init__(self, desktop: VirtualDesktop, path: Path, text: str = "") -> None:
        self._desktop = desktop
        self._path = path
        path.write_text(text, encoding="utf-8")
        settings = Path(desktop.env["XDG_CONFIG_HOME"]) / "glib-2.0/settings/keyfile"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(_MOUSEPAD_SETTINGS)
        self._process = desktop.start(
            "mousepad", "--disable-server", str(path), extra_env={"GSETTINGS_BACKEND": "keyfile"}
        )
        self.window = desktop.windows.wait_focused(self._process.pid)
        wait_until(lambda: path.name in self._title(), what="mousepad to open its file")

    @property
    def pid(self) -> int:
        return self._process.pid

    def modified(self) -> bool:
        """Whether the text has changed since it was saved last, as the title says; presses no key."""
        return self._title().startswith("*")

    def text(self) -> str:
        """What stands in the editor: saved with ctrl+s, read from the file. The editor must have the keyboard."""
        self.focus()
        self._desktop.tap("ctrl+s")
        self._desktop.windows.settle(self.window.id)
        wait_until(lambda: not self.modified(), what="mousepad to save")
        return self._path.read_text(encoding="utf-8")

    def wait_text(self, expected: str, timeout_s: float = 10.0) -> None:
        """Wait until exactly `expected` stands in the editor."""
        seen = ""

        def arrived() -> bool:
            nonlocal seen
            seen = self.text()
            return seen == expected

        try:
            wait_until(arrived, timeout_s)
        except AssertionError:
            assert seen == expected  # for pytest to show the difference

    def clear(self) -> None:
        self.focus()
        self._desktop.tap("ctrl+a")
        self._desktop.tap("Delete")
        self._desktop.windows.settle(self.window.id)

    def focus(self) -> None:
        """Give the editor the keyboard."""
        self._desktop.windows.activate(self.window.id)
        self._desktop.windows.wait_focused(self._process.pid)

    def close(self) -> None:
        self._desktop.processes.end(self._process)

    def _title(self) -> str:
        return self._desktop.windows.title(self.window.id)


class Terminal:
    """An xterm in which everything pasted or typed is written to a file, byte by byte, and nothing is run."""

    def __init__(self, desktop: VirtualDesktop, path: Path) -> None:
        self._desktop = desktop
        self._path = path
        path.write_bytes(b"")
        ready = path.with_suffix(".ready")
        command = f"stty raw -echo; : > '{ready}'; exec cat >> '{path}'"
        self._process = desktop.start("xterm", "-u8", "-title", path.name, "-e", "sh", "-c", command)
        self.window = desktop.windows.wait_focused(self._process.pid)
        wait_until(ready.exists, what="the terminal's recorder")

    @property
    def pid(self) -> int:
        return self._process.pid

    def text(self) -> str:
        """What the program in the terminal has been given so far."""
        return self._path.read_text(encoding="utf-8", errors="replace")

    def wait_text(self, expected: str, timeout_s: float = 10.0) -> None:
        try:
            wait_until(lambda: self.text() == expected, timeout_s)
        except AssertionError:
            assert self.text() == expected

    def focus(self) -> None:
        self._desktop.windows.activate(self.window.id)
        self._desktop.windows.wait_focused(self._process.pid)

    def close(self) -> None:
        self._desktop.processes.end(self._process)
