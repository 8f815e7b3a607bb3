"""Programs with Wayland windows to dictate into, whose text is read back without the clipboard."""

import json
import shutil
import signal
import sys
from pathlib import Path

from tests.desktop.editor import EDITOR_SETTINGS
from tests.desktop.process import wait_until
from tests.desktop.wayland import WaylandSession

_QT_EDITOR = Path(__file__).parent / "programs/wayland_editor.py"


def foot_missing() -> bool:
    return shutil.which("foot") is None


class WaylandWindow:
    """A window that writes down what it holds. It has the keyboard once constructed."""

    is_terminal = False
    tells_at_once = True

    def __init__(self, session: WaylandSession, path: Path, app_id: str, *command: str) -> None:
        self._session = session
        self._path = path
        self.app_id = app_id
        self.process = session.start(*command, name=app_id)
        wait_until(lambda: focused(session) == app_id, 20, f"{app_id} to have the keyboard")
        wait_until(path.exists, 20, f"{app_id} to be ready")

    def text(self) -> str:
        return self._path.read_text(encoding="utf-8", errors="replace")

    def wait_text(self, expected: str, timeout_s: float = 10.0) -> None:
        """Wait until exactly `expected` stands there."""
        try:
            wait_until(lambda: self.text() == expected, timeout_s)
        except AssertionError:
            assert self.text() == expected  # for pytest to show the difference

    def focus(self) -> None:
        self._session.command(f'[app_id="{self.app_id}"]', "focus")
        wait_until(lambda: focused(self._session) == self.app_id, what=f"{self.app_id} to have the keyboard")

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def close(self) -> None:
        self._session.processes.end(self.process)
        wait_until(lambda: self.app_id not in app_ids(self._session), what=f"{self.app_id} to be gone")


class QtEditor(WaylandWindow):
    """A text edit of Qt."""

    def __init__(self, session: WaylandSession, path: Path, app_id: str = "test-editor") -> None:
        super().__init__(session, path, app_id, sys.executable, str(_QT_EDITOR), app_id, str(path))

    def clear(self) -> None:
        self.focus()
        self._session.tap("ctrl+a")
        self._session.tap("Delete")
        self.wait_text("")


class FootTerminal(WaylandWindow):
    """A terminal in which everything pasted is written to a file, byte by byte, and nothing is run."""

    is_terminal = True

    def __init__(self, session: WaylandSession, path: Path) -> None:
        command = f"stty raw -echo; exec cat >> '{path}'"
        super().__init__(session, path, "foot", "foot", "--app-id=foot", "sh", "-c", command)

    def clear(self) -> None:
        self.focus()
        self._path.write_bytes(b"")


class Mousepad(WaylandWindow):
    """The GTK 3 editor. What it holds is what it saves."""

    tells_at_once = False

    def __init__(self, session: WaylandSession, path: Path) -> None:
        path.write_text("")
        settings = Path(session.env["XDG_CONFIG_HOME"]) / "glib-2.0/settings/keyfile"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(EDITOR_SETTINGS)
        session.env["GSETTINGS_BACKEND"] = "keyfile"
        super().__init__(session, path, "mousepad", "mousepad", "--disable-server", str(path))
        wait_until(lambda: path.name in self._title(), what="mousepad to open its file")

    def text(self) -> str:
        self._session.tap("ctrl+s")
        wait_until(lambda: not self._title().startswith("*"), what="mousepad to save")
        return super().text()

    def clear(self) -> None:
        self.focus()
        self._session.tap("ctrl+a")
        self._session.tap("Delete")
        self.wait_text("")

    def _title(self) -> str:
        nodes = [node for node in _nodes(self._session) if node.get("app_id") == self.app_id]
        return nodes[0]["name"] if nodes else ""


def focused(session: WaylandSession) -> str:
    """The application id of the window that has the keyboard, as sway itself says."""
    return next((node["app_id"] or "" for node in _nodes(session) if node.get("focused") and "app_id" in node), "")


def app_ids(session: WaylandSession) -> set[str]:
    return {node["app_id"] or "" for node in _nodes(session) if "app_id" in node}


def _nodes(session: WaylandSession) -> "list[dict[str, str]]":
    found: list[dict[str, str]] = []
    waiting = [json.loads(session.run("swaymsg", "-t", "get_tree"))]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting += [*node.get("nodes", []), *node.get("floating_nodes", [])]
    return found
