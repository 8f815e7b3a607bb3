"""Real programs to dictate into: GTK editors, and a terminal that writes down what it is given."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from tests.desktop.display import VirtualDesktop
from tests.desktop.process import wait_until

# Saved files then hold exactly the text, and no dialogue stands in the way.
EDITOR_SETTINGS = """[org/xfce/mousepad/preferences/file]
add-last-end-of-line=false
autosave-timer=0
monitor-changes=false
session-restore='never'
[org/xfce/mousepad/state/application]
session=@as []
[org/gnome/gedit/preferences/editor]
ensure-trailing-newline=false
"""


def editor_missing() -> bool:
    return shutil.which("mousepad") is None


class Editor:
    """Mousepad, or another editor that is used like it, on a file of its own. It has the keyboard once constructed."""

    def __init__(
        self,
        desktop: VirtualDesktop,
        path: Path,
        text: str = "",
        command: Sequence[str] = ("mousepad", "--disable-server"),
    ) -> None:
        self._desktop = desktop
        self.path = path
        path.write_text(text, encoding="utf-8")
        settings = Path(desktop.env["XDG_CONFIG_HOME"]) / "glib-2.0/settings/keyfile"
        settings.parent.mkdir(parents=True, exist_ok=True)
        if not settings.exists():  # a running mousepad can end when its settings change
            settings.write_text(EDITOR_SETTINGS)
        self.process = desktop.start(*command, str(path), extra_env={"GSETTINGS_BACKEND": "keyfile"})
        self.window = desktop.windows.wait_focused(self.process.pid)
        wait_until(lambda: path.name in self._title(), what="the editor to open its file")

    @property
    def pid(self) -> int:
        return self.process.pid

    def modified(self) -> bool:
        """Whether the text has changed since it was saved last, as the title says; presses no key."""
        return self._title().startswith("*")

    def text(self) -> str:
        """What stands in the editor: saved with ctrl+s, read from the file. The editor must have the keyboard."""
        self.focus()
        wait_until(self._save, what="the editor to save")
        return self.path.read_text(encoding="utf-8")

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
        self._desktop.windows.wait_focused(self.process.pid)

    def close(self) -> None:
        self._desktop.processes.end(self.process)

    def _save(self) -> bool:
        """What was pasted just now may come in behind the saving: then it is still modified."""
        self._desktop.tap("ctrl+s")
        self._desktop.windows.settle(self.window.id)
        return not self.modified()

    def _title(self) -> str:
        return self._desktop.windows.title(self.window.id)


class Terminal:
    """An xterm in which everything pasted or typed is written to a file, byte by byte, and nothing is run."""

    def __init__(self, desktop: VirtualDesktop, path: Path) -> None:
        self._desktop = desktop
        self.path = path
        path.write_bytes(b"")
        ready = path.with_suffix(".ready")
        command = f"stty raw -echo; : > '{ready}'; exec cat >> '{path}'"
        self.process = desktop.start("xterm", "-u8", "-title", path.name, "-e", "sh", "-c", command)
        self.window = desktop.windows.wait_focused(self.process.pid)
        wait_until(ready.exists, what="the terminal's recorder")

    @property
    def pid(self) -> int:
        return self.process.pid

    def text(self) -> str:
        """What the program in the terminal has been given so far."""
        return self.path.read_text(encoding="utf-8", errors="replace")

    def wait_text(self, expected: str, timeout_s: float = 10.0) -> None:
        try:
            wait_until(lambda: self.text() == expected, timeout_s)
        except AssertionError:
            assert self.text() == expected

    def focus(self) -> None:
        self._desktop.windows.activate(self.window.id)
        self._desktop.windows.wait_focused(self.process.pid)

    def close(self) -> None:
        self._desktop.processes.end(self.process)
