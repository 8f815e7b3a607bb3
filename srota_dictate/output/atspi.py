"""Tell a password field on Linux by what programs say of themselves to assistive technology (AT-SPI)."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false

import logging
import threading
from dataclasses import dataclass
from typing import Final

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType, message_bus, new_method_call
from jeepney.io.threading import DBusConnection, ReceiveStopped, open_dbus_connection
from jeepney.wrappers import unwrap_msg

from srota_dictate.output.bus import BUS_ERRORS, Interface, open_bus

_log = logging.getLogger(__name__)

_LAUNCHER: Final = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
_REGISTRY: Final = DBusAddress("/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "org.a11y.atspi.Registry")
_EVENT: Final = "object:state-changed:focused"
_START_TIMEOUT_S: Final = 30.0  # the accessibility bus may have to be started first
# From atspi-constants.h.
_FOCUSED_STATE: Final = 12
_PASSWORD_ROLE: Final = 40


@dataclass(frozen=True, slots=True)
class _Field:
    program: str
    path: str


class FocusedField:
    """Implements `ports.Fields`. Programs tell when the keyboard comes to a field; a thread of its own listens.

    Asking for it when it is needed would mean to search through all that a program shows.
    """

    def __init__(self, session_bus: str = "SESSION") -> None:
        """Returns at once; until the bus is there, nobody tells anything."""
        self._session_bus = session_bus
        self._lock = threading.Lock()
        self._address = ""  # of the accessibility bus
        self._last: _Field | None = None
        self._connection: DBusConnection | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="focused-field", daemon=True)
        self._thread.start()

    def is_secret(self) -> bool | None:
        with self._lock:
            field, address = self._last, self._address
        if field is None:
            return None
        where = Interface(field.program, field.path, "org.a11y.atspi.Accessible")
        try:
            with open_bus(address) as bus:
                # A program that lost the keyboard to one that tells nothing is no longer meant.
                (states,) = bus.call(where, "GetState")
                (role,) = bus.call(where, "GetRole")
        except BUS_ERRORS as error:
            _log.info("the focused field can't be asked: %s", type(error).__name__)
            return None
        if not (isinstance(states, list) and int(states[0]) & 1 << _FOCUSED_STATE):
            return None
        return role == _PASSWORD_ROLE

    def close(self) -> None:
        with self._lock:
            self._closed = True
            if self._connection is not None:
                self._connection.interrupt()
        self._thread.join(_START_TIMEOUT_S)

    # From here on: the thread.

    def _run(self) -> None:
        try:
            self._listen()
        except ReceiveStopped:
            pass
        except BUS_ERRORS as error:
            _log.info("password fields can't be told: %s", type(error).__name__)
        except Exception:  # noqa: BLE001 - the thread's one top-level handler
            _log.exception("listening for focused fields failed")
        finally:
            with self._lock:
                connection, self._connection, self._last = self._connection, None, None
            if connection is not None:
                connection.close()

    def _listen(self) -> None:
        with open_dbus_connection(self._session_bus) as session:
            (address,) = _ask(session, new_method_call(_LAUNCHER, "GetAddress"))
        connection = open_dbus_connection(str(address))
        with self._lock:
            self._address, self._connection = str(address), connection
            if self._closed:
                return
        rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object", member="StateChanged")
        rule.add_arg_condition(0, "focused")
        _ask(connection, message_bus.AddMatch(rule))
        # Programs say nothing before somebody wants to hear it.
        _ask(connection, new_method_call(_REGISTRY, "RegisterEvent", "s", (_EVENT,)))
        while True:
            self._note(connection.receive())

    def _note(self, message: Message) -> None:
        fields = message.header.fields
        if message.header.message_type is not MessageType.signal or fields.get(HeaderFields.member) != "StateChanged":
            return
        field = _Field(fields.get(HeaderFields.sender, ""), fields.get(HeaderFields.path, ""))
        name, has_keyboard, *_ = message.body
        if name != "focused":
            return
        with self._lock:
            if has_keyboard:
                self._last = field
            elif self._last == field:
                self._last = None


def _ask(connection: DBusConnection, message: Message) -> tuple[object, ...]:
    """What is heard meanwhile is of no interest yet."""
    serial = next(connection.outgoing_serial)
    connection.send(message, serial=serial)
    while True:
        reply = connection.receive(timeout=_START_TIMEOUT_S)
        if reply.header.fields.get(HeaderFields.reply_serial) == serial:
            return unwrap_msg(reply)
