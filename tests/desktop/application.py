"""The real application as a person starts it, on a test desktop with a test microphone."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.desktop.display import VirtualDesktop
from tests.desktop.microphone import VirtualMicrophone
from tests.desktop.process import wait_until
from tests.desktop.wayland import WaylandSession

HANG_S = 10.0  # once the model is loaded, whoever has not done the next step by then hangs
LOADING_TIMEOUT_S = 180.0
_QUICK_SETTINGS = """version = 1
[recognizer]
model = "tiny"
device = "cpu"
[app]
language = "en"
"""


class Application:
    """`srota-dictate` in a process of its own; its log tells how far it is (counts only, never the text)."""

    def __init__(
        self,
        desktop: VirtualDesktop | WaylandSession,
        microphone: VirtualMicrophone,
        settings: str = _QUICK_SETTINGS,
        extra_env: Mapping[str, str] | None = None,
    ) -> None:
        self._desktop = desktop
        self.state_folder = Path(desktop.env["XDG_STATE_HOME"]) / "srota-dictate"
        self.settings_path = Path(desktop.env["XDG_CONFIG_HOME"]) / "srota-dictate" / "settings.toml"
        self.log_path = self.state_folder / "log" / "srota-dictate.log"
        self.settings_path.parent.mkdir(parents=True, exist_ok=True)
        self.settings_path.write_text(settings, encoding="utf-8")
        self.env = {
            **desktop.env,
            **microphone.env,
            "HF_HUB_OFFLINE": "1",
            "PYTHONFAULTHANDLER": "1",
            **(extra_env or {}),
        }
        self._log_begins_at = len(self.log())  # another one may have run on this desktop before
        self.process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        """Start it, or start it once more."""
        command = (sys.executable, "-m", "srota_dictate")
        return self._desktop.processes.start(command, self.env, name="srota-dictate")

    def wait_ready(self) -> None:
        """Wait until the model is loaded."""
        self.wait_log(r"recogniser ready", after=self._log_begins_at, timeout_s=LOADING_TIMEOUT_S)

    def wait_log(self, pattern: str, after: int = 0, timeout_s: float = HANG_S) -> int:
        """Wait for a log line that matches, from offset `after` on; the offset behind it.

        When none comes it hangs: AssertionError then says what each of its threads was doing.
        """
        match: re.Match[str] | None = None

        def found() -> bool:
            nonlocal match
            match = re.compile(pattern).search(self.log(), after)
            return match is not None

        self._wait(found, timeout_s, lambda: f"{pattern!r} in its log:\n{self.log()[after:]}")
        assert match is not None
        return match.end()

    def wish(self, what: str, timeout_s: float = HANG_S) -> None:
        """Hand it a wish as a second start does, and wait for the answer, which its interface's own thread gives."""
        runtime = Path(self.env["XDG_RUNTIME_DIR"]) / "srota-dictate" / "instance.socket"

        def answers() -> bool:
            with socket.socket(socket.AF_UNIX) as caller:
                caller.settimeout(timeout_s)
                try:
                    caller.connect(str(runtime))
                    caller.sendall(f"{what}\n".encode())
                    return caller.recv(16) == b"ok\n"
                except OSError:
                    return False

        self._wait(answers, timeout_s, lambda: f"an answer to the wish to {what}")

    def log(self) -> str:
        return self.log_path.read_text(encoding="utf-8") if self.log_path.exists() else ""

    def output(self) -> str:
        """What it printed."""
        path = self._desktop.root / "srota-dictate.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def takes(self) -> list[Path]:
        """The recordings on disk, the newest last."""
        return sorted((self.state_folder / "takes").glob("*.wav"), key=lambda path: path.stat().st_mtime_ns)

    def worker_pids(self) -> list[int]:
        """The recogniser processes among its children."""
        tasks = Path(f"/proc/{self.process.pid}/task").iterdir()
        pids = [int(pid) for task in tasks for pid in _read(task / "children").split()]
        return [pid for pid in pids if b"recognizer.worker" in _read(Path(f"/proc/{pid}/cmdline"))]

    def _wait(self, done: Callable[[], bool], timeout_s: float, what: Callable[[], str]) -> None:
        def done_or_dead() -> bool:
            if self.process.poll() is not None:
                raise AssertionError(f"srota-dictate ended with {self.process.returncode}:\n{self.output()}")
            return done()

        try:
            wait_until(done_or_dead, timeout_s)
        except AssertionError as error:
            if self.process.poll() is not None:
                raise
            raise AssertionError(f"It hangs: no {what()}\n{self._end_for_its_stacks()}") from error

    def _end_for_its_stacks(self) -> str:
        """End it so that it writes down what each of its threads was doing."""
        n_before = len(self.output())
        self.process.send_signal(signal.SIGABRT)
        self.process.send_signal(signal.SIGCONT)  # a stopped process receives nothing else
        self.process.wait(HANG_S)
        return self.output()[n_before:]

    def close(self) -> None:
        self._desktop.processes.end(self.process, grace_s=15.0)


def run_cli(*words: str, env: Mapping[str, str] | None = None, timeout_s: float = 240.0) -> str:
    """What `srota-dictate WORDS…` prints on stdout; the run must succeed."""
    done = subprocess.run(
        [sys.executable, "-m", "srota_dictate", *words],
        env={**os.environ, "HF_HUB_OFFLINE": "1", **(env or {})},
        capture_output=True,
        timeout=timeout_s,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def _read(path: Path) -> bytes:
    """A file of /proc, empty for a process or thread that is gone."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""
