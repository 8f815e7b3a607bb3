"""Read and own a Wayland clipboard without a window of one's own, through the data-control protocol."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from srota_dictate.output.wayland_globals import Compositor
from srota_dictate.output.wayland_wire import Event

# The newer name first. Their messages have the same numbers.
_MANAGERS: Final = ("ext_data_control_manager_v1", "zwlr_data_control_manager_v1")
_NOTHING: Final = 0  # a null object

# Opcodes of requests …
_MANAGER_CREATE_SOURCE: Final = 0
_MANAGER_GET_DEVICE: Final = 1
_DEVICE_SET_SELECTION: Final = 0
_SOURCE_OFFER: Final = 0
_SOURCE_DESTROY: Final = 1
_OFFER_RECEIVE: Final = 0
_OFFER_DESTROY: Final = 1
# … and of events.
_DEVICE_OFFER: Final = 0
_DEVICE_SELECTION: Final = 1
_DEVICE_PRIMARY: Final = 3  # what the middle button pastes: left alone
_SOURCE_SEND: Final = 0
_SOURCE_CANCELLED: Final = 1
_OFFER_TYPE: Final = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody fetches what one of our sources offers, into `fd`, which is ours to close."""

    source: int
    mime: str
    fd: int


@dataclass(frozen=True, slots=True)
class Lost:
    """Another program's content took the place of this source's."""

    source: int


class DataDevice:
    """The clipboard of the first seat. For the thread that owns the connection only."""

    def __init__(self, compositor: Compositor) -> None:
        self._wire = compositor.wire
        interface = next(name for name in _MANAGERS if name in compositor.globals)
        self._manager = compositor.bind(interface, 1)
        seat = compositor.bind("wl_seat", 1)
        self._device = self._wire.new_id()
        self._wire.send(self._manager, _MANAGER_GET_DEVICE, self._device, seat)
        self._offers: dict[int, list[str]] = {}
        self._selection = _NOTHING  # the offer that lies on the clipboard
        self._sources: set[int] = set()

    @staticmethod
    def is_offered(interfaces: frozenset[str]) -> bool:
        return not interfaces.isdisjoint(_MANAGERS)

    @property
    def mimes(self) -> tuple[str, ...]:
        """The formats that lie on the clipboard."""
        return tuple(self._offers.get(self._selection, ()))

    def fetch(self, mime: str) -> int:
        """Ask the clipboard's owner for a format; it writes into the pipe whose reading end this is."""
        reading, writing = os.pipe()
        try:
            self._wire.send(self._selection, _OFFER_RECEIVE, mime, fd=writing)
        finally:
            os.close(writing)
        return reading

    def own(self, mimes: Iterable[str]) -> int:
        """Offer these formats on the clipboard; the source's id."""
        source = self._wire.new_id()
        self._wire.send(self._manager, _MANAGER_CREATE_SOURCE, source)
        for mime in mimes:
            self._wire.send(source, _SOURCE_OFFER, mime)
        self._sources.add(source)
        self._wire.send(self._device, _DEVICE_SET_SELECTION, source)
        return source

    def clear(self) -> None:
        """Leave the clipboard empty."""
        self._wire.send(self._device, _DEVICE_SET_SELECTION, _NOTHING)

    def handle(self, event: Event) -> Wanted | Lost | None:
        """Take note of an event; what the owner of this object has to do about it, if anything."""
        if event.sender == self._device:
            self._note_device(event)
        elif event.sender in self._offers and event.opcode == _OFFER_TYPE:
            self._offers[event.sender].append(event.string())
        elif event.sender in self._sources and event.opcode == _SOURCE_SEND:
            return Wanted(event.sender, event.string(), self._wire.take_fd())
        elif event.sender in self._sources and event.opcode == _SOURCE_CANCELLED:
            self._sources.discard(event.sender)
            self._wire.send(event.sender, _SOURCE_DESTROY)
            return Lost(event.sender)
        return None

    def _note_device(self, event: Event) -> None:
        if event.opcode == _DEVICE_OFFER:  # its formats follow, and then what it is for
            self._offers[event.uint()] = []
        elif event.opcode == _DEVICE_SELECTION:
            self._selection = event.uint()
            self._forget_others()
        elif event.opcode == _DEVICE_PRIMARY:
            self._forget_others()

    def _forget_others(self) -> None:
        for offer in [offer for offer in self._offers if offer != self._selection]:
            del self._offers[offer]
            self._wire.send(offer, _OFFER_DESTROY)
