"""Ask the desktop through its portal (xdg-desktop-portal on D-Bus): requests, sessions, signals."""

# jeepney comes without complete types:
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false, reportMissingTypeStubs=false

import os
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from jeepney import DBusAddress, HeaderFields, MatchRule, MessageType, Properties, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.low_level import Message

from srota_dictate.errors import UserFixableError

_NAME: Final = "org.freedesktop.portal.Desktop"
_PATH: Final = "/org/freedesktop/portal/desktop"
_REQUEST: Final = "org.freedesktop.portal.Request"
_SESSION: Final = "org.freedesktop.portal.Session"
_REGISTRY: Final = "org.freedesktop.host.portal.Registry"
_APPLICATION: Final = "srota-dictate"  # the name of its desktop file
_CALL_TIMEOUT_S: Final = 10.0  # the first call may have to start the portal
GRANTED: Final = 0

Options = Mapping[str, tuple[str, object]]
"""D-Bus variants by name: (signature, value)."""


class PortalRefused(Exception):
    """The person or the desktop said no."""


class PortalFailed(Exception):
    """The portal is there, but did not do it: it lacks the interface, timed out or went away."""


@dataclass(frozen=True, slots=True)
class Signal:
    """Something the portal says by itself."""

    path: str
    member: str
    body: tuple[object, ...]


class Portal:
    """A connection to the session bus. One thread at a time."""

    def __init__(self, address: str) -> None:
        """UserFixableError when no session bus listens there."""
        try:
            self._connection: DBusConnection = open_dbus_connection(address, enable_fds=True)
        except (OSError, RuntimeError, ValueError) as error:
            raise UserFixableError(
                "The session bus can't be reached", "Start srota-dictate from a graphical session"
            ) from error
        self._signals: deque[Signal] = deque()
        self._n_tokens = 0
        self._watch(MatchRule(type="signal", sender=_NAME))
        # Portals since 1.19 tell programs outside a sandbox apart by this; older ones don't know it.
        with suppress(PortalFailed):
            self._call(_REGISTRY, "Register", "sa{sv}", (_APPLICATION, {}))

    def version(self, interface: str) -> int:
        """Of a portal interface such as "org.freedesktop.portal.RemoteDesktop"; 0 where it isn't offered."""
        try:
            (variant,) = self._send(Properties(_address(interface)).get("version"))
        except PortalFailed:
            return 0
        assert isinstance(variant, tuple)
        return int(variant[1])

    def call(self, interface: str, method: str, signature: str, body: tuple[object, ...]) -> tuple[object, ...]:
        """A method that answers at once."""
        return self._call(interface, method, signature, body)

    def begin(
        self, interface: str, method: str, signature: str, body: tuple[object, ...], options: Options | None = None
    ) -> str:
        """A method that may ask the person: its answer is a "Response" signal from the path returned.

        `signature` and `body` are those of the arguments before the options.
        """
        token = self.new_token()
        named = {**(options or {}), "handle_token": ("s", token)}
        (path,) = self._call(interface, method, f"{signature}a{{sv}}", (*body, named))
        return str(path)

    def ask(
        self,
        interface: str,
        method: str,
        signature: str,
        body: tuple[object, ...],
        options: Options | None = None,
        timeout_s: float = _CALL_TIMEOUT_S,
    ) -> Mapping[str, object]:
        """`begin`, and wait for the answer; PortalRefused or PortalFailed when it isn't what was asked for."""
        path = self.begin(interface, method, signature, body, options)
        give_up_at_s = time.monotonic() + timeout_s
        passed: list[Signal] = []
        try:
            while (signal := self.next_signal(give_up_at_s - time.monotonic())) is not None:
                if signal.path == path and signal.member == "Response":
                    return results_of(signal)
                passed.append(signal)
        finally:
            self._signals.extendleft(reversed(passed))
        raise PortalFailed(f"{method}: no answer after {timeout_s:.0f} s")

    def next_signal(self, timeout_s: float) -> Signal | None:
        """The next thing the portal says; None when nothing comes in time. PortalFailed once the bus is gone."""
        if self._signals:
            return self._signals.popleft()
        give_up_at_s = time.monotonic() + timeout_s
        while True:
            try:
                message = self._connection.receive(timeout=max(give_up_at_s - time.monotonic(), 0.0))
            except TimeoutError:
                return None
            except OSError as error:
                raise PortalFailed("the session bus is gone") from error
            if message.header.message_type is MessageType.signal:
                return _signal(message)

    def new_token(self) -> str:
        """A name for a request or session that no other of this connection has."""
        self._n_tokens += 1
        return f"srota_{os.getpid()}_{self._n_tokens}"

    def close_session(self, path: str) -> None:
        with suppress(PortalFailed):
            self._send(new_method_call(DBusAddress(path, _NAME, _SESSION), "Close"))

    def fileno(self) -> int:
        return self._connection.sock.fileno()

    def has_pending(self) -> bool:
        """Whether `next_signal` has something right now. The socket alone doesn't tell: some may be read ahead."""
        if not self._signals and (signal := self.next_signal(0)) is not None:
            self._signals.append(signal)
        return bool(self._signals)

    def close(self) -> None:
        self._connection.close()

    def _watch(self, rule: MatchRule) -> None:
        self._send(message_bus.AddMatch(rule))

    def _call(self, interface: str, method: str, signature: str, body: tuple[object, ...]) -> tuple[object, ...]:
        return self._send(new_method_call(_address(interface), method, signature, body))

    def _send(self, message: Message) -> tuple[object, ...]:
        """Send a call and wait for its reply; signals that come first are kept."""
        serial = next(self._connection.outgoing_serial)
        give_up_at_s = time.monotonic() + _CALL_TIMEOUT_S
        try:
            self._connection.send(message, serial=serial)
            while True:
                reply = self._connection.receive(timeout=max(give_up_at_s - time.monotonic(), 0.0))
                if reply.header.fields.get(HeaderFields.reply_serial, -1) == serial:
                    break
                if reply.header.message_type is MessageType.signal:
                    self._signals.append(_signal(reply))
        except OSError as error:  # TimeoutError among them
            raise PortalFailed(str(error) or "the portal doesn't answer") from error
        if reply.header.message_type is MessageType.error:
            raise PortalFailed(str(reply.header.fields.get(HeaderFields.error_name, "an error")))
        return tuple(reply.body)


def results_of(response: Signal) -> Mapping[str, object]:
    """What a Response signal brings: plain values by name; PortalRefused when it is a no."""
    code, results = response.body
    if code != GRANTED:
        raise PortalRefused(str(code))
    assert isinstance(results, dict)
    return {str(name): value for name, (_, value) in results.items()}


def _signal(message: Message) -> Signal:
    fields = message.header.fields
    return Signal(fields[HeaderFields.path], fields[HeaderFields.member], tuple(message.body))


def _address(interface: str) -> DBusAddress:
    return DBusAddress(_PATH, _NAME, interface)


def portal_version(interface: str, bus_address: str) -> int:
    """0 where there is no session bus, no portal, or not that interface."""
    if not bus_address:
        return 0
    try:
        portal = Portal(bus_address)
    except UserFixableError:
        return 0
    try:
        return portal.version(interface)
    finally:
        portal.close()
