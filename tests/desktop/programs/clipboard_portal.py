"""A portal for tests that has a clipboard: `clipboard_portal.py STARTED_FILE [--no-clipboard]`.

It stands in for xdg-desktop-portal, which has no clipboard in Debian 12, and implements
org.freedesktop.portal.RemoteDesktop and .Clipboard as their documentation says. Every question is answered with yes, if
asked for without clipboard. The clipboard is the compositor's own; keys are pressed on a virtual keyboard.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false, reportUnknownParameterType=false, reportMissingParameterType=false

import os
import select
import sys
from pathlib import Path
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import open_dbus_connection
from jeepney.low_level import Message

from srota_dictate.output.data_device import DataDevice, Lost, Wanted
from srota_dictate.output.wayland_globals import Compositor
from srota_dictate.output.wayland_wire import socket_path
from tests.desktop.programs.portal_backend import KEYS
from tests.desktop.wayland_hands import WaylandHands

NAME = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
CLIPBOARD = "org.freedesktop.portal.Clipboard"
VERSIONS = {"org.freedesktop.portal.RemoteDesktop": 2, CLIPBOARD: 1}


class ClipboardPortal:
    def __init__(self, started: Path, *, has_clipboard: bool) -> None:
        """`started` is made when a session has started."""
        self._started = started
        self._has_clipboard = has_clipboard
        self._compositor = Compositor(socket_path(os.environ))
        self._device = DataDevice(self._compositor)
        self._hands = WaylandHands(socket_path(os.environ))
        self._bus = open_dbus_connection(os.environ["DBUS_SESSION_BUS_ADDRESS"], enable_fds=True)
        self._client = ""
        self._session = ""  # once it has started
        self._owned = 0
        self._told: tuple[tuple[str, ...], bool] | None = None
        self._wanted: dict[int, int] = {}  # the pipes of fetches under way, by serial
        self._n_serials = 0
        for event in self._compositor.round_trip():
            self._device.handle(event)
        self._bus.send_and_get_reply(message_bus.RequestName(NAME))

    def run(self) -> None:
        wire = self._compositor.wire
        while True:
            ready, _, _ = select.select([wire, self._bus.sock], [], [])
            if wire in ready:
                for event in wire.read():
                    self._note(self._device.handle(event))
                self._tell_owner()
            if self._bus.sock in ready:
                self._read_bus()

    def _read_bus(self) -> None:
        while True:
            try:
                message = self._bus.receive(timeout=0)
            except TimeoutError:
                return
            if message.header.message_type is MessageType.method_call:
                self._answer(message)

    def _answer(self, message: Message) -> None:
        fields = message.header.fields
        body = message.body
        match fields[HeaderFields.member]:
            case "Get" if body[0] in VERSIONS:
                answer = "v", (("u", VERSIONS[body[0]]),)
            case "CreateSession":
                self._client = fields[HeaderFields.sender]
                session = self._path("session", body[0]["session_handle_token"][1])
                return self._respond(message, body[0], {"session_handle": ("s", session)})
            case "SelectDevices":
                return self._respond(message, body[1], {})
            case "Start":
                self._respond(message, body[2], {"devices": ("u", 1), "clipboard_enabled": ("b", self._has_clipboard)})
                self._session = body[0]
                self._started.touch()
                return self._tell_owner()
            case "NotifyKeyboardKeysym":
                (self._hands.key_down if body[3] else self._hands.key_up)(KEYS[body[2]])
                answer = "", ()
            case "SetSelection":
                mimes = body[1]["mime_types"][1]
                self._owned = self._device.own(mimes) if mimes else 0
                if not mimes:
                    self._device.clear()
                answer = "", ()
            case "SelectionWrite":
                return self._hand_over(message, self._wanted.pop(body[1]))
            case "SelectionRead":
                return self._hand_over(message, self._device.fetch(body[1]))
            case "RequestClipboard" | "SelectionWriteDone" | "Close":
                answer = "", ()
            case _:
                return self._bus.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))
        return self._bus.send(new_method_return(message, *answer))

    def _respond(self, message: Message, options: dict[str, Any], results: dict[str, Any]) -> None:
        """A question's answer comes as a signal of its own."""
        request = self._path("request", options["handle_token"][1])
        self._bus.send(new_method_return(message, "o", (request,)))
        emitter = DBusAddress(request, interface="org.freedesktop.portal.Request")
        self._bus.send(new_signal(emitter, "Response", "ua{sv}", (0, results)))

    def _hand_over(self, message: Message, fd: int) -> None:
        self._bus.send(new_method_return(message, "h", (fd,)))
        os.close(fd)

    def _path(self, kind: str, token: str) -> str:
        return f"{PATH}/{kind}/{self._client.lstrip(':').replace('.', '_')}/{token}"

    def _note(self, what: Wanted | Lost | None) -> None:
        match what:
            case Wanted(_, mime, fd):
                self._n_serials += 1
                self._wanted[self._n_serials] = fd
                self._emit("SelectionTransfer", "osu", mime, self._n_serials)
            case Lost(source):
                self._owned = 0 if source == self._owned else self._owned
            case None:
                pass

    def _tell_owner(self) -> None:
        state = (self._device.mimes, bool(self._owned))
        if self._session and state != self._told:
            self._told = state
            # In a structure, as GNOME does.
            options = {"mime_types": ("(as)", (list(state[0]),)), "session_is_owner": ("b", state[1])}
            self._emit("SelectionOwnerChanged", "oa{sv}", options)

    def _emit(self, member: str, signature: str, *body: object) -> None:
        if self._has_clipboard:
            emitter = DBusAddress(PATH, interface=CLIPBOARD)
            self._bus.send(new_signal(emitter, member, signature, (self._session, *body)))


if __name__ == "__main__":
    ClipboardPortal(Path(sys.argv[1]), has_clipboard="--no-clipboard" not in sys.argv).run()
