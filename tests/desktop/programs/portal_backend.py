"""A portal backend for tests, behind the real xdg-desktop-portal: `portal_backend.py LOG_FILE`.

It implements org.freedesktop.impl.portal.GlobalShortcuts and .RemoteDesktop as their documentation says. What a desktop
would ask its person is answered as the test said through the interface "test.Backend"; keys are pressed on a virtual
keyboard.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false, reportUnknownParameterType=false, reportMissingParameterType=false

import json
import os
import sys
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, message_bus, new_method_return, new_signal
from jeepney.io.blocking import open_dbus_connection
from jeepney.low_level import Message

from srota_dictate.output.wayland_wire import socket_path
from tests.desktop.wayland_hands import WaylandHands

NAME = "org.freedesktop.impl.portal.desktop.test"
PATH = "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.impl.portal.GlobalShortcuts"
KEYBOARD = "org.freedesktop.impl.portal.RemoteDesktop"
SESSION = "org.freedesktop.impl.portal.Session"
CONTROL = "test.Backend"

KEYS = {0xFFE3: "ctrl", 0xFFE1: "shift", 0x76: "v", 0xFF63: "Insert", 0xFF0D: "Return"}
PROPERTIES = {SHORTCUTS: {"version": ("u", 1)}, KEYBOARD: {"version": ("u", 2), "AvailableDeviceTypes": ("u", 7)}}


class Backend:
    def __init__(self, log: Path) -> None:
        self._bus = open_dbus_connection(os.environ["DBUS_SESSION_BUS_ADDRESS"])
        self._log = log
        self._refused: set[str] = set()
        self._sessions: dict[str, str] = {}  # path → interface
        self._hands = WaylandHands(socket_path(os.environ))
        self._bus.send_and_get_reply(message_bus.RequestName(NAME))

    def run(self) -> None:
        while True:
            message = self._bus.receive()
            if message.header.message_type is MessageType.method_call:
                fields = message.header.fields
                signature, body = self._answer(fields[HeaderFields.interface], fields[HeaderFields.member], message)
                self._bus.send(new_method_return(message, signature, body))

    def _answer(self, interface: str, member: str, message: Message) -> tuple[str, tuple[Any, ...]]:
        body = message.body
        path = message.header.fields[HeaderFields.path]
        match interface, member:
            case "org.freedesktop.DBus.Properties", "GetAll":
                return "a{sv}", (PROPERTIES.get(body[0], {}),)
            case "org.freedesktop.DBus.Properties", "Get":
                return "v", (PROPERTIES[body[0]][body[1]],)
            case _, "CreateSession":
                self._sessions[body[1]] = interface
                return self._result({})
            case "org.freedesktop.impl.portal.GlobalShortcuts", "BindShortcuts":
                shortcuts = body[2]
                self._note("bound", {name: {key: value[1] for key, value in rest.items()} for name, rest in shortcuts})
                return self._result({"shortcuts": ("a(sa{sv})", shortcuts)}, SHORTCUTS)
            case "org.freedesktop.impl.portal.RemoteDesktop", "SelectDevices":
                self._note("select", {key: str(value[1]) for key, value in body[3].items()})
                return self._result({})
            case "org.freedesktop.impl.portal.RemoteDesktop", "Start":
                self._note("start", {})
                return self._result({"devices": ("u", 1)}, KEYBOARD)
            case "org.freedesktop.impl.portal.RemoteDesktop", "NotifyKeyboardKeysym":
                self._press(body[2], bool(body[3]))
                return "", ()
            case "org.freedesktop.impl.portal.Session", "Close":
                self._sessions.pop(path, None)
                return "", ()
            case "test.Backend", "Refuse":
                self._refused = set(body[0])
            case "test.Backend", "Signal":
                self._signal(*body)
            case "test.Backend", "EndSessions":
                for session in list(self._sessions):
                    self._bus.send(new_signal(DBusAddress(session, interface=SESSION), "Closed"))
                self._sessions.clear()
            case _:
                pass
        return "", ()

    def _result(self, results: dict[str, Any], interface: str = "") -> tuple[str, tuple[Any, ...]]:
        """1 means: the person said no."""
        return "ua{sv}", (1, {}) if interface in self._refused else (0, results)

    def _signal(self, member: str, shortcut: str) -> None:
        emitter = DBusAddress(PATH, interface=SHORTCUTS)
        for session, interface in self._sessions.items():
            if interface == SHORTCUTS:
                self._bus.send(new_signal(emitter, member, "osta{sv}", (session, shortcut, 0, {})))

    def _press(self, keysym: int, is_down: bool) -> None:
        self._note("key", {"keysym": keysym, "down": is_down})
        if is_down:
            self._hands.key_down(KEYS[keysym])
        else:
            self._hands.key_up(KEYS[keysym])

    def _note(self, what: str, details: dict[str, Any]) -> None:
        with self._log.open("a") as log:
            log.write(json.dumps({"what": what, **details}) + "\n")


if __name__ == "__main__":
    Backend(Path(sys.argv[1])).run()
