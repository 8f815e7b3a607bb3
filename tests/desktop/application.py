"""The real application as a person starts it, on a test desktop with a test microphone."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.desktop.display import VirtualDesktop
from tests.desktop.microphone import VirtualMicrophone
from tests.desktop.process import wait_until

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
        desktop: VirtualDesktop,
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
        self.env = {**desktop.env, **microphone.env, "HF_HUB_OFFLINE": "1", **(extra_env or {})}
        self.process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        """Start it, or start it once more."""
        command = (sys.executable, "-m", "srota_dictate")
        return self._desktop.processes.start(command, self.env, name="srota-dictate")

    def wait_ready(self) -> None:
        """Wait until the model is loaded."""
        self.wait_log(r"recogniser ready", timeout_s=LOADING_TIMEOUT_S)

    def wait_log(self, pattern: str, after: int = 0, timeout_s: float = 60.0) -> int:
        """Wait for a log line that matches, from offset `after` on; the offset behind it."""
        match: re.Match[str] | None = None

        def found() -> bool:
            nonlocal match
            if self.process.poll() is not None:
                raise AssertionError(f"srota-dictate ended with {self.process.returncode}:\n{self.output()}")
            match = re.compile(pattern).search(self.log(), after)
            return match is not None

        wait_until(found, timeout_s, f"{pattern!r} in the application's log:\n{self.log()[after:]}")
        assert match is not None
        return match.end()

    def log(self) -> str:
        return self.log_path.read_text(encoding="utf-8") if self.log_path.exists() else ""

    def output(self) -> str:
        """What it printed."""
        path = self._desktop.root / "srota-dictate.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def worker_pids(self) -> list[int]:
        """The recogniser processes among its children."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        pids = [int(pid) for task in children.parents[1].iterdir() for pid in (task / "children").read_text().split()]
        return [pid for pid in pids if b"recognizer.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]

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
