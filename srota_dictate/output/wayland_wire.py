"""Speak Wayland's wire protocol over its socket: requests out, events and file descriptors in."""

import array
import os
import socket
import struct
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from srota_dictate.errors import UserFixableError

DISPLAY_ID: Final = 1
_READ_BYTES: Final = 64 * 1024
_MAX_FDS: Final = 28  # as libwayland: what one message may carry
_FD_BYTES: Final = array.array("i").itemsize


@dataclass(slots=True)
class Event:
    """One event; its arguments are read in the order in which the protocol's description lists them."""

    sender: int  # object id
    opcode: int
    _body: bytes = field(repr=False)
    _at: int = 0

    def uint(self) -> int:
        (value,) = struct.unpack_from("=I", self._body, self._at)
        self._at += 4
        return int(value)

    def uints(self) -> tuple[int, ...]:
        """An array of numbers."""
        return tuple(self.uint() for _ in range(self.uint() // 4))

    def string(self) -> str:
        length = self.uint()  # with the zero at its end
        text = self._body[self._at : self._at + max(length - 1, 0)].decode(errors="replace")
        self._at += _padded(length)
        return text


class Wire:
    """A connection to a compositor. One thread at a time; ConnectionError once the compositor has hung up."""

    def __init__(self, path: Path, timeout_s: float) -> None:
        """UserFixableError when no compositor listens there."""
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
        self._socket.settimeout(timeout_s)
        try:
            self._socket.connect(str(path))
        except OSError as error:
            self._socket.close()
            hint = "Start srota-dictate from a graphical session"
            raise UserFixableError("The Wayland compositor can't be reached", hint) from error
        self._last_id = DISPLAY_ID
        self._bytes = b""
        self._fds: deque[int] = deque()

    def fileno(self) -> int:
        return self._socket.fileno()

    def new_id(self) -> int:
        """For an object that the very next request makes: a compositor takes no id out of turn."""
        self._last_id += 1
        return self._last_id

    def send(self, receiver: int, opcode: int, *arguments: int | str, fd: int | None = None) -> None:
        """Numbers are ints, objects, new ids; a file descriptor travels beside the message."""
        body = b"".join(_packed(argument) for argument in arguments)
        message = struct.pack("=II", receiver, (len(body) + 8) << 16 | opcode) + body
        ancillary = [] if fd is None else [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [fd]))]
        sent = self._socket.sendmsg([message], ancillary)
        self._socket.sendall(message[sent:])

    def read(self) -> list[Event]:
        """What has arrived, after waiting for something to arrive; TimeoutError when nothing does in time."""
        data, ancillary, _flags, _address = self._socket.recvmsg(
            _READ_BYTES, socket.CMSG_SPACE(_MAX_FDS * _FD_BYTES), socket.MSG_CMSG_CLOEXEC
        )
        if not data:
            raise ConnectionError("the compositor hung up")
        for _level, _kind, packed in ancillary:
            self._fds.extend(array.array("i", packed[: len(packed) // _FD_BYTES * _FD_BYTES]))
        self._bytes += data
        return self._complete_events()

    def take_fd(self) -> int:
        """The file descriptor that came with the event at hand; it is the caller's now."""
        return self._fds.popleft()

    def close(self) -> None:
        self._socket.close()
        while self._fds:
            os.close(self._fds.popleft())

    def _complete_events(self) -> list[Event]:
        events: list[Event] = []
        while len(self._bytes) >= 8:
            sender, size_and_opcode = struct.unpack_from("=II", self._bytes)
            size = size_and_opcode >> 16
            if len(self._bytes) < size:
                break
            events.append(Event(sender, size_and_opcode & 0xFFFF, self._bytes[8:size]))
            self._bytes = self._bytes[size:]
        return events


def socket_path(environment: Mapping[str, str]) -> Path:
    """Where the session's compositor listens, as libwayland looks for it."""
    name = Path(environment.get("WAYLAND_DISPLAY") or "wayland-0")
    return name if name.is_absolute() else Path(environment.get("XDG_RUNTIME_DIR", "/run/user/0")) / name


def _packed(argument: int | str) -> bytes:
    if isinstance(argument, int):
        return struct.pack("=I", argument)
    data = argument.encode() + b"\0"
    return struct.pack("=I", len(data)) + data.ljust(_padded(len(data)), b"\0")


def _padded(length: int) -> int:
    return (length + 3) // 4 * 4
