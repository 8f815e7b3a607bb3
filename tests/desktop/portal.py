"""The real xdg-desktop-portal in a test session, with a backend of the tests behind it."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false

import json
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.desktop.process import wait_until
from tests.desktop.programs import clipboard_portal as stand_in
from tests.desktop.programs import portal_backend
from tests.desktop.wayland import WaylandSession

_PORTAL = Path("/usr/libexec/xdg-desktop-portal")
_PERMISSIONS = Path("/usr/libexec/xdg-permission-store")
_DESCRIPTION = f"""[portal]
DBusName={portal_backend.NAME}
Interfaces={portal_backend.SHORTCUTS};{portal_backend.KEYBOARD};
UseIn=sway
"""


def portal_missing() -> bool:
    return not (_PORTAL.exists() and _PERMISSIONS.exists())


class TestPortal:
    """Answers every question with yes until it is told otherwise."""

    __test__ = False

    def __init__(self, session: WaylandSession) -> None:
        self._processes = session.processes
        folder = session.root / "portals"
        folder.mkdir(exist_ok=True)
        (folder / "test.portal").write_text(_DESCRIPTION)
        self._log = folder / "log"
        self._log.unlink(missing_ok=True)
        self._log.touch()
        self._bus = open_dbus_connection(session.env["DBUS_SESSION_BUS_ADDRESS"])
        backend = session.start(sys.executable, "-m", portal_backend.__name__, str(self._log), name="portal_backend")
        self._wait_name(portal_backend.NAME)
        permissions = session.start(str(_PERMISSIONS))
        self._wait_name("org.freedesktop.impl.portal.PermissionStore")
        portal = session.start(str(_PORTAL), "--verbose", XDG_DESKTOP_PORTAL_DIR=str(folder))
        self._wait_name("org.freedesktop.portal.Desktop")
        self._running = (portal, permissions, backend)

    def press(self, shortcut: str) -> None:
        self._tell("Signal", "ss", "Activated", shortcut)

    def release(self, shortcut: str) -> None:
        self._tell("Signal", "ss", "Deactivated", shortcut)

    def refuse(self, *interfaces: str) -> None:
        """From now on the person says no to these, and yes to the others."""
        self._tell("Refuse", "as", list(interfaces))

    def end_sessions(self) -> None:
        """As a desktop does when its screen is locked."""
        self._tell("EndSessions", "")

    def noted(self, what: str) -> list[dict[str, Any]]:
        """The calls of one kind so far."""
        entries = [json.loads(line) for line in self._log.read_text().splitlines()]
        return [entry for entry in entries if entry.pop("what") == what]

    def stop(self) -> None:
        """The portal and what is behind it go away."""
        for process in self._running:
            self._processes.end(process)

    def close(self) -> None:
        self._bus.close()
        self.stop()

    def _tell(self, method: str, signature: str, *arguments: object) -> None:
        address = DBusAddress(portal_backend.PATH, portal_backend.NAME, portal_backend.CONTROL)
        self._bus.send_and_get_reply(new_method_call(address, method, signature or None, arguments), timeout=10)

    def _wait_name(self, name: str) -> None:
        _wait_name(self._bus, name)


@contextmanager
def clipboard_portal(session: WaylandSession, *options: str) -> Generator[Callable[[], object]]:
    """A portal that has a clipboard besides; see programs/clipboard_portal.py, also for the options.

    Wait with what it gives until the person has said yes.
    """
    started = session.root / "started"
    started.unlink(missing_ok=True)
    with open_dbus_connection(session.env["DBUS_SESSION_BUS_ADDRESS"]) as bus:
        process = session.start(sys.executable, "-m", stand_in.__name__, str(started), *options)
        _wait_name(bus, stand_in.NAME)
    yield lambda: wait_until(started.exists, what="the permission")
    session.processes.end(process)


def _wait_name(bus: DBusConnection, name: str) -> None:
    def has_owner() -> bool:
        return bool(bus.send_and_get_reply(message_bus.NameHasOwner(name), timeout=10).body[0])

    wait_until(has_owner, 20, f"{name} on the bus")
