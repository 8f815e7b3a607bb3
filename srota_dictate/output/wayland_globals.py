"""Ask a Wayland compositor what it offers, and make use of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from srota_dictate.errors import UserFixableError
from srota_dictate.output.wayland_wire import DISPLAY_ID, Event, Wire

VIRTUAL_KEYBOARD: Final = "zwp_virtual_keyboard_manager_v1"
_TIMEOUT_S: Final = 5.0

# Opcodes.
_DISPLAY_SYNC: Final = 0
_DISPLAY_GET_REGISTRY: Final = 1
_DISPLAY_ERROR: Final = 0
_REGISTRY_BIND: Final = 0
_REGISTRY_GLOBAL: Final = 0


@dataclass(frozen=True, slots=True)
class Global:
    """Something a compositor offers."""

    name: int
    version: int


class Compositor:
    """A connection that knows what is on offer."""

    def __init__(self, path: Path) -> None:
        """UserFixableError when no compositor answers there."""
        self.wire = Wire(path, _TIMEOUT_S)
        self._registry = self.wire.new_id()
        self.globals: dict[str, Global] = {}
        try:
            self.wire.send(DISPLAY_ID, _DISPLAY_GET_REGISTRY, self._registry)
            for event in self.round_trip():
                if event.sender == self._registry and event.opcode == _REGISTRY_GLOBAL:
                    name, interface, version = event.uint(), event.string(), event.uint()
                    self.globals[interface] = Global(name, version)
        except (OSError, ConnectionError) as error:
            self.wire.close()
            raise UserFixableError("The Wayland compositor doesn't answer", "Log out and in again") from error

    def bind(self, interface: str, version: int) -> int:
        """Make use of what is offered; the new object's id."""
        offered = self.globals[interface]
        new_id = self.wire.new_id()
        self.wire.send(self._registry, _REGISTRY_BIND, offered.name, interface, min(version, offered.version), new_id)
        return new_id

    def round_trip(self) -> list[Event]:
        """Everything that comes until all requests so far were dealt with."""
        callback = self.wire.new_id()
        self.wire.send(DISPLAY_ID, _DISPLAY_SYNC, callback)
        events: list[Event] = []
        while True:
            for event in self.wire.read():
                raise_if_error(event)
                events.append(event)
            if any(event.sender == callback for event in events):
                return [event for event in events if event.sender != callback]

    def close(self) -> None:
        self.wire.close()


def raise_if_error(event: Event) -> None:
    """The compositor ends a connection whose client broke the protocol: a bug of ours."""
    if event.sender == DISPLAY_ID and event.opcode == _DISPLAY_ERROR:
        where, code = event.uint(), event.uint()
        raise ConnectionError(f"protocol error {code} on object {where}: {event.string()}")


def offered_interfaces(path: Path) -> frozenset[str]:
    """The names of what the compositor there offers; nothing where none answers."""
    try:
        compositor = Compositor(path)
    except UserFixableError:
        return frozenset()
    compositor.close()
    return frozenset(compositor.globals)
