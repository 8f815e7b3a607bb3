"""A D-Bus service that implements `GetActive` of a screen saver and `LockedHint` of a login session as documented.

The real ones need a desktop with a lock screen, and a machine's login manager. Usage: locker.py BUS NAME true|false;
prints "ready" once it has the name.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false

import sys

from jeepney import HeaderFields, Message, MessageType, message_bus, new_error, new_method_return
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection


def answer(message: Message, is_locked: bool) -> Message:
    fields = message.header.fields
    interface, member = fields.get(HeaderFields.interface), fields.get(HeaderFields.member)
    if (interface, member) == (fields.get(HeaderFields.destination), "GetActive"):
        return new_method_return(message, "b", (is_locked,))
    asked = ("org.freedesktop.login1.Session", "LockedHint")
    if (interface, member, message.body) == ("org.freedesktop.DBus.Properties", "Get", asked):
        return new_method_return(message, "v", (("b", is_locked),))
    return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")


def serve(bus: DBusConnection, is_locked: bool) -> None:
    while True:
        message = bus.receive()
        if message.header.message_type is MessageType.method_call:
            bus.send(answer(message, is_locked))


address, name, state = sys.argv[1:]
connection = open_dbus_connection(address)
Proxy(message_bus, connection).RequestName(name)
print("ready", flush=True)
serve(connection, state == "true")
