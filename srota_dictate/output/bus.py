"""Ask programs over D-Bus, on connections as short as the question."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from jeepney import DBusAddress, DBusErrorResponse, MessageFlag, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import unwrap_msg

_CONNECT_TIMEOUT_S: Final = 0.5
_ANSWER_TIMEOUT_S: Final = 0.3
# What a bus or a program on it can do to whoever asks: not be there, hang up, not answer, say no, talk nonsense.
BUS_ERRORS: Final = (OSError, KeyError, ValueError, TimeoutError, DBusErrorResponse)


@dataclass(frozen=True, slots=True)
class Interface:
    """An interface of an object that a program offers."""

    program: str  # name on the bus
    path: str
    name: str


class Bus:
    """One thread at a time. Every question may raise one of BUS_ERRORS."""

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection

    def call(self, where: Interface, method: str, signature: str = "", *arguments: object) -> tuple[object, ...]:
        """What the method returns. A program that isn't running is not started for it."""
        address = DBusAddress(where.path, where.program, where.name)
        message = new_method_call(address, method, signature or None, arguments)
        message.header.flags |= MessageFlag.no_auto_start
        return unwrap_msg(self._connection.send_and_get_reply(message, timeout=_ANSWER_TIMEOUT_S))

    def get(self, where: Interface, name: str) -> object:
        """The value of a property."""
        message = Properties(DBusAddress(where.path, where.program, where.name)).get(name)
        message.header.flags |= MessageFlag.no_auto_start
        ((_kind, value),) = unwrap_msg(self._connection.send_and_get_reply(message, timeout=_ANSWER_TIMEOUT_S))
        return value


@contextmanager
def open_bus(address: str) -> Generator[Bus]:
    """`address` is a D-Bus address, "SESSION" or "SYSTEM". May raise one of BUS_ERRORS."""
    with open_dbus_connection(address, auth_timeout=_CONNECT_TIMEOUT_S) as connection:
        yield Bus(connection)
