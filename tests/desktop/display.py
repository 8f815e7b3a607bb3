"""A private virtual desktop for tests: X server, session bus, window manager, tray, and hands to use it."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType

from Xlib.display import Display

from tests.desktop.hands import Hands
from tests.desktop.process import Processes, private_environment, wait_until
from tests.desktop.windows import Windows

NEEDED_PROGRAMS = ("Xvfb", "dbus-daemon", "openbox", "trayer", "import")

# No service directories: nothing is started behind our back, and nothing outlives the bus.
BUS_CONFIG = """<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""

# No key bindings: every key belongs to the test.
_WINDOW_MANAGER_CONFIG = """<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew><followMouse>no</followMouse></focus>
  <desktops><number>1</number><popupTime>0</popupTime></desktops>
  <keyboard/>
  <mouse>
    <context name="Client"><mousebind button="Left" action="Press"><action name="Focus"/><action name="Raise"/>
    </mousebind></context>
    <context name="Titlebar"><mousebind button="Left" action="Press"><action name="Focus"/><action name="Raise"/>
    </mousebind></context>
  </mouse>
</openbox_config>
"""


def missing_programs() -> list[str]:
    """Which of the programs a virtual desktop needs aren't installed."""
    return [name for name in NEEDED_PROGRAMS if shutil.which(name) is None]


class VirtualDesktop:
    """Xvfb 1280x800 with everything around it, shut off from the desktop of whoever runs the tests.

    `env` is the complete environment for child processes. `hands` presses keys and buttons, `windows` looks at
    windows; the most used of both stand here as methods. Several desktops may run at once.
    """

    width, height = 1280, 800

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="desk-"))
        self.processes = Processes(self.root)
        self.env = self._make_environment()
        try:
            self._start()
        except BaseException:
            self.processes.close()
            raise

    def __enter__(self) -> "VirtualDesktop":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def name(self) -> str:
        """The X display's name, e.g. ":5"."""
        return self.env["DISPLAY"]

    def start(
        self, *argv: str, name: str | None = None, extra_env: dict[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a program on this desktop; it ends with the desktop at the latest."""
        return self.processes.start(argv, {**self.env, **(extra_env or {})}, name=name)

    def run(self, *argv: str, stdin: bytes = b"", timeout_s: float = 20.0) -> bytes:
        """Run a short program on this desktop and return what it printed."""
        done = subprocess.run(argv, env=self.env, input=stdin, capture_output=True, timeout=timeout_s, check=True)
        return done.stdout

    def screenshot(self, path: Path) -> Path:
        """Write the whole screen as an image; the suffix decides the format."""
        self.run("import", "-window", "root", str(path))
        return path

    def key_down(self, key: str) -> None:
        self.hands.key_down(key)

    def key_up(self, key: str) -> None:
        self.hands.key_up(key)

    def tap(self, chord: str) -> None:
        """Press and release a key or chord such as "a", "Return" or "ctrl+shift+v"."""
        self.hands.tap(chord)

    def move(self, x: int, y: int) -> None:
        self.hands.move(x, y)

    def click(self, x: int, y: int, button: int = 1) -> None:
        self.hands.click(x, y, button)

    def close(self) -> None:
        """End this desktop's processes, programs first and the X server last, and forget its files."""
        self.hands.close()
        self.windows.close()
        self.processes.close()
        shutil.rmtree(self.root, ignore_errors=True)

    def _make_environment(self) -> dict[str, str]:
        authority = self.root / "xauthority"
        authority.touch(mode=0o600)
        return private_environment(
            self.root,
            XAUTHORITY=str(authority),
            DBUS_SESSION_BUS_ADDRESS=f"unix:path={self.root / 'run' / 'bus'}",
            XDG_SESSION_TYPE="x11",
            XDG_CURRENT_DESKTOP="openbox",
            GDK_BACKEND="x11",
            QT_QPA_PLATFORM="xcb",
        )

    def _start(self) -> None:
        self.env["DISPLAY"] = self._start_server()
        display = Display(self.env["DISPLAY"])
        self.hands = Hands(display)
        self.windows = Windows(Display(self.env["DISPLAY"]))

        bus_config = self.root / "bus.conf"
        bus_config.write_text(BUS_CONFIG.format(socket=self.root / "run" / "bus"))
        self.processes.start(["dbus-daemon", f"--config-file={bus_config}", "--nofork"], self.env)
        manager_config = self.root / "openbox.xml"
        manager_config.write_text(_WINDOW_MANAGER_CONFIG)
        self.processes.start(["openbox", "--config-file", str(manager_config), "--sm-disable"], self.env)
        tray_options = "--edge bottom --align right --widthtype request --height 28 --SetDockType true"
        wait_until(lambda: self.windows.has_manager(), what="the window manager")
        self.processes.start(["trayer", *tray_options.split()], self.env)
        wait_until(lambda: self.windows.has_tray(), what="the tray")
        wait_until(lambda: (self.root / "run" / "bus").exists(), what="the session bus")

    def _start_server(self) -> str:
        """Start Xvfb on a display number of its own choosing; it tells the number once it accepts clients."""
        reading, writing = os.pipe()
        screen = f"{self.width}x{self.height}x24"
        argv = ["Xvfb", "-displayfd", str(writing), "-screen", "0", screen, "-ac", "-nolisten", "tcp", "-noreset"]
        try:
            self.processes.start(argv, self.env, pass_fds=[writing])
        finally:
            os.close(writing)
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        if not number:
            raise RuntimeError(f"Xvfb didn't start: {(self.root / 'Xvfb.log').read_text()}")
        return f":{number}"
