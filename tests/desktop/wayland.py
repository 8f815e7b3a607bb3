"""A private Wayland session for tests: sway without a screen, a session bus, and hands to type into it."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import pytest

from tests.desktop.display import BUS_CONFIG
from tests.desktop.process import Processes, private_environment, wait_until
from tests.desktop.wayland_hands import WaylandHands

NEEDED_PROGRAMS = ("sway", "swaymsg", "wl-copy", "wl-paste", "dbus-daemon", "setpriv")

_SWAY_CONFIG = """xwayland disable
output HEADLESS-1 resolution 1280x800
default_border none
focus_follows_mouse no
"""


def missing_programs() -> list[str]:
    """Which of the programs a Wayland session needs aren't installed."""
    return [name for name in NEEDED_PROGRAMS if shutil.which(name) is None]


class WaylandSession:
    """sway on a screen of 1280x800 that exists in memory only. `env` is the complete environment for programs in it."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="way-"))
        self.processes = Processes(self.root)
        self.env = self._make_environment()
        self._hands: WaylandHands | None = None
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "WaylandSession":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self, *argv: str, name: str | None = None, **extra_env: str) -> subprocess.Popen[bytes]:
        """Start a program in this session; it ends with the session at the latest."""
        return self.processes.start(argv, {**self.env, **extra_env}, name=name)

    def run(self, *argv: str, stdin: bytes = b"", timeout_s: float = 20.0) -> bytes:
        """Run a short program in this session and return what it printed."""
        done = subprocess.run(argv, env=self.env, input=stdin, capture_output=True, timeout=timeout_s, check=True)
        return done.stdout

    def command(self, *words: str) -> None:
        """Tell sway to do something, e.g. "focus", "left"."""
        self.run("swaymsg", "--quiet", *words)

    @property
    def hands(self) -> WaylandHands:
        assert self._hands is not None
        return self._hands

    def tap(self, chord: str) -> None:
        """Press and release a key or chord such as "F9" or "ctrl+a"."""
        self.hands.tap(chord)

    def copy(self, content: bytes, mime: str = "text/plain;charset=utf-8") -> None:
        """Another program's content; it stays there until someone else takes the clipboard."""
        null = subprocess.DEVNULL  # wl-copy goes to the background and would keep our pipes open
        subprocess.run(
            ["wl-copy", "--type", mime], env=self.env, input=content, stdout=null, stderr=null, timeout=20, check=True
        )
        wait_until(lambda: self.paste(mime) == content, what="wl-copy to own the clipboard")

    def paste(self, mime: str = "text/plain;charset=utf-8") -> bytes:
        """What another program finds on the clipboard in that format; nothing when there is none of it."""
        argv = ["wl-paste", "--no-newline", "--type", mime]
        done = subprocess.run(argv, env=self.env, capture_output=True, timeout=20)
        return b"" if done.returncode else done.stdout

    def mimes(self) -> list[str]:
        """The formats that another program finds on the clipboard."""
        done = subprocess.run(["wl-paste", "--list-types"], env=self.env, capture_output=True, timeout=20)
        return [] if done.returncode else done.stdout.decode().split()

    def close(self) -> None:
        if self._hands is not None:
            self._hands.close()
        self.processes.close()
        shutil.rmtree(self.root, ignore_errors=True)

    def _make_environment(self) -> dict[str, str]:
        return private_environment(
            self.root,
            DBUS_SESSION_BUS_ADDRESS=f"unix:path={self.root / 'bus'}",
            XDG_SESSION_TYPE="wayland",
            XDG_CURRENT_DESKTOP="sway",
            GDK_BACKEND="wayland",
            QT_QPA_PLATFORM="wayland",
        )

    def _start(self) -> None:
        bus_config = self.root / "bus.conf"
        bus_config.write_text(BUS_CONFIG.format(socket=self.root / "bus"))
        self.processes.start(["dbus-daemon", f"--config-file={bus_config}", "--nofork"], self.env)
        wait_until((self.root / "bus").exists, what="the session bus")
        runtime = self.root / "run"
        config = self.root / "sway.conf"
        config.write_text(_SWAY_CONFIG)
        environment = {
            **self.env,
            "WLR_BACKENDS": "headless",
            "WLR_RENDERER": "pixman",
            "WLR_LIBINPUT_NO_DEVICES": "1",
        }
        self.processes.start([*self._as_nobody(runtime), "sway", "--config", str(config)], environment)
        wait_until(lambda: list(runtime.glob("wayland-?")), what="sway to listen")
        wait_until(lambda: list(runtime.glob("sway-ipc.*.sock")), what="sway's command socket")
        (self.env["WAYLAND_DISPLAY"],) = (path.name for path in runtime.glob("wayland-?"))
        (self.env["SWAYSOCK"],) = map(str, runtime.glob("sway-ipc.*.sock"))
        # Programs only listen to keys once there is a keyboard, as in every real session.
        self._hands = WaylandHands(runtime / self.env["WAYLAND_DISPLAY"])

    def _as_nobody(self, runtime: Path) -> list[str]:
        """sway refuses to run as root; programs of root may use what another user's sway offers."""
        if os.geteuid() != 0:
            return []
        nobody = pwd.getpwnam("nobody")
        self.root.chmod(0o711)
        for folder in (runtime, self.root / "home"):
            shutil.chown(folder, nobody.pw_uid, nobody.pw_gid)
        return ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]


@contextmanager
def joined_session() -> Generator[WaylandSession]:
    """A session; what this process starts meanwhile is started in it."""
    missing = missing_programs()
    if missing:
        pytest.skip(f"a Wayland session needs {', '.join(missing)}")
    with WaylandSession() as session, pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_RUNTIME_DIR", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "SWAYSOCK"):
            patch.setenv(name, session.env[name])
        patch.delenv("DISPLAY", raising=False)
        yield session
