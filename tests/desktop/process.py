"""Start helper programs for tests, wait for conditions, and end exactly what was started."""

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_POLL_S = 0.02
_INHERITED = ("PATH", "TMPDIR", "TERM", "USER", "LOGNAME", "VIRTUAL_ENV", "HF_HUB_OFFLINE", "OMP_NUM_THREADS")


def wait_until(condition: Callable[[], T], timeout_s: float = 10.0, what: str = "the condition") -> T:
    """Poll until `condition()` is truthy and return its value; AssertionError naming `what` after `timeout_s`."""
    give_up_at = time.monotonic() + timeout_s
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > give_up_at:
            raise AssertionError(f"Waited {timeout_s:g} s in vain for {what}")
        time.sleep(_POLL_S)


def holds_for(condition: Callable[[], object], duration_s: float) -> bool:
    """True when `condition()` stays truthy all the while: how a test shows that something does *not* happen."""
    end_at = time.monotonic() + duration_s
    while time.monotonic() < end_at:
        if not condition():
            return False
        time.sleep(_POLL_S)
    return bool(condition())


def bare_environment() -> dict[str, str]:
    """The few variables of the caller that a helper may see: nothing that leads to the caller's own desktop."""
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", **kept}


def private_environment(root: Path, **own: str) -> dict[str, str]:
    """All that a program on a desktop below `root` may see, with folders of its own and nothing started behind it."""
    home = root / "home"
    places = {
        "HOME": home,
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_STATE_HOME": home / ".local/state",
        "XDG_DATA_HOME": home / ".local/share",
        "XDG_CACHE_HOME": home / ".cache",
        "XDG_RUNTIME_DIR": root / "run",
    }
    for place in places.values():
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return {
        **bare_environment(),
        **{name: str(place) for name, place in places.items()},
        "GTK_USE_PORTAL": "0",
        "NO_AT_BRIDGE": "1",
        "GIO_USE_VFS": "local",
        "GSETTINGS_BACKEND": "memory",
        **own,
    }


class Processes:
    """The processes one test fixture started; `close` ends them by pid, last started first."""

    def __init__(self, log_dir: Path) -> None:
        self._log_dir = log_dir
        self._running: list[subprocess.Popen[bytes]] = []

    def start(
        self, argv: Sequence[str], env: dict[str, str], *, name: str | None = None, pass_fds: Sequence[int] = ()
    ) -> subprocess.Popen[bytes]:
        """Start a program with its output going to `<log_dir>/<name>.log`."""
        log_path = self._log_dir / f"{name or Path(argv[0]).name}.log"
        with log_path.open("ab") as log:
            process = subprocess.Popen(
                [*_dies_with_us(), *argv],
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=pass_fds,
                start_new_session=True,
            )
        self._running.append(process)
        return process

    def end(self, process: subprocess.Popen[bytes], grace_s: float = 3.0) -> None:
        """Ask the process to end, then insist."""
        if process in self._running:
            self._running.remove(process)
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(grace_s)
            except subprocess.TimeoutExpired:
                process.kill()
        process.wait()

    def close(self) -> None:
        for process in reversed(list(self._running)):
            self.end(process)


def _dies_with_us() -> list[str]:
    """A prefix that ends the helper even when the test runner is killed outright."""
    # The kernel ties the death signal to the thread that forked, so only the main thread may ask for it.
    if threading.current_thread() is not threading.main_thread():
        return []
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []
