"""Lock screens, over a real bus and a service that implements what they document (see programs/locker.py)."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from srota_dictate.output.lock_screen import LockScreen
from tests.desktop.process import Processes, bare_environment, wait_until
from tests.output.conftest import PROGRAMS

LOGIN = "org.freedesktop.login1"
# Their own bus each: one configuration serves the session and the system.
_CONFIG = """<busconfig><type>session</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy></busconfig>"""


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    processes = Processes(tmp_path)
    yield processes
    processes.close()


@pytest.fixture
def bus(processes: Processes, tmp_path: Path) -> str:
    socket, config = tmp_path / "bus", tmp_path / "bus.conf"
    config.write_text(_CONFIG.format(socket=socket))
    processes.start(["dbus-daemon", f"--config-file={config}", "--nofork"], bare_environment())
    wait_until(socket.exists, what="the bus")
    return f"unix:path={socket}"


@pytest.fixture
def locker(processes: Processes, bus: str, tmp_path: Path) -> Callable[[str, bool], None]:
    """Call it with a name on the bus and what is to be answered there."""

    def start(name: str, is_locked: bool) -> None:
        argv = [sys.executable, str(PROGRAMS / "locker.py"), bus, name, str(is_locked).lower()]
        processes.start(argv, bare_environment(), name=name)
        wait_until(lambda: (tmp_path / f"{name}.log").read_text() == "ready\n", what=f"{name} on the bus")

    return start


@pytest.mark.parametrize("saver", ["org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.xfce.ScreenSaver"])
@pytest.mark.parametrize("is_locked", [True, False])
def test_a_screen_saver_is_asked(locker: Callable[[str, bool], None], bus: str, saver: str, is_locked: bool) -> None:
    locker(saver, is_locked)
    assert LockScreen(session_bus=bus, system_bus="unix:path=/nowhere").is_locked() is is_locked


@pytest.mark.parametrize("is_locked", [True, False])
def test_the_login_manager_is_asked(locker: Callable[[str, bool], None], bus: str, is_locked: bool) -> None:
    locker(LOGIN, is_locked)
    assert LockScreen(session_bus="unix:path=/nowhere", system_bus=bus).is_locked() is is_locked


def test_one_that_says_locked_is_enough(locker: Callable[[str, bool], None], bus: str) -> None:
    locker("org.freedesktop.ScreenSaver", False)
    locker(LOGIN, True)
    assert LockScreen(bus, bus).is_locked()


@pytest.mark.parametrize("where", ["unix:path=/nowhere", "nonsense", ""])
def test_without_a_bus_nothing_is_locked(where: str) -> None:
    assert not LockScreen(where, where).is_locked()
