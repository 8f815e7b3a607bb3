"""Start the recogniser process, talk to it, and see it end; every process started is reaped."""

import logging
import queue
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener
from typing import Final

from srota_dictate.recognizer.protocol import ProtocolError, Reply, Request, Shutdown, decode_reply, encode
from srota_dictate.types import Samples

_log = logging.getLogger(__name__)

_GRACE_S: Final = 1.0
_KILL_TIMEOUT_S: Final = 10.0


def worker_command() -> list[str]:
    """How to start the recogniser with the Python that runs this; the connection's address is added to it."""
    return [sys.executable, "-m", "srota_dictate.recognizer.worker"]


class WorkerProcess:
    """One recogniser process. No method but `end` blocks; the callbacks come from this object's own thread.

    `on_reply` gets each message; `on_end` is called once, when the process is gone, with its exit code.
    """

    def __init__(
        self,
        command: Sequence[str],
        on_reply: Callable[["WorkerProcess", Reply], None],
        on_end: Callable[["WorkerProcess", int], None],
    ) -> None:
        """Raises OSError when the command can't be run."""
        self._on_reply = on_reply
        self._on_end = on_end
        key = secrets.token_bytes(32)
        self._listener = Listener(authkey=key)
        self._address = str(self._listener.address)
        self._outbox: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._connected = threading.Event()
        self._exited = threading.Event()
        try:
            self._process = subprocess.Popen(
                [*command, self._address],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                # On Windows a console program started by one without a console opens a window of its own.
                creationflags=subprocess.CREATE_NO_WINDOW if sys.platform == "win32" else 0,
            )
        except OSError:
            self._listener.close()
            raise
        assert self._process.stdin is not None
        # The key goes through a pipe: command lines can be read by every user of the machine.
        with suppress(OSError), self._process.stdin as pipe:
            pipe.write(key.hex().encode() + b"\n")
        self._reader = threading.Thread(target=self._read, name="recogniser-reader", daemon=True)
        for thread in (
            self._reader,
            threading.Thread(target=self._watch, name="recogniser-watcher", daemon=True),
        ):
            thread.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def send(self, message: Request, samples: Samples | None = None) -> None:
        """Send in order, once the process has connected; what can't be sent shows as the process's end."""
        self._outbox.put(encode(message, samples))

    def kill(self) -> None:
        """End the process at once; `on_end` follows."""
        self._process.kill()

    def end(self) -> None:
        """End the process and wait until it and its memory are gone; for some seconds, if a driver holds it."""
        if self._connected.is_set():
            self.send(Shutdown())
            if not self._exited.wait(_GRACE_S):
                self._process.kill()
        else:
            self._process.kill()
        if not self._exited.wait(_KILL_TIMEOUT_S):
            _log.error("The recogniser process %d can't be ended: a driver holds it", self.pid)

    def _watch(self) -> None:
        self._process.wait()
        self._exited.set()
        if not self._connected.is_set():
            # Nobody will call any more: knock, so that the reader stops waiting for it.
            with suppress(OSError, EOFError):
                Client(self._address).close()

    def _read(self) -> None:
        try:
            connection = self._listener.accept()
        except (OSError, EOFError, AuthenticationError):
            connection = None
        self._listener.close()
        if connection is not None:
            self._connected.set()
            self._converse(connection)
        # A process that has closed its end is of no use, whatever it still does.
        self._process.kill()
        self._exited.wait()
        self._on_end(self, self._process.returncode)

    def _converse(self, connection: "Connection[bytes, bytes]") -> None:
        # A thread of its own: a process that doesn't read would block whoever writes to it.
        writer = threading.Thread(target=self._write, args=(connection,), name="recogniser-writer", daemon=True)
        writer.start()
        self._read_from(connection)
        # Closed under the writer's hands, the connection's number could already be another file's.
        self._process.kill()
        self._outbox.put(None)
        writer.join()
        connection.close()

    def _read_from(self, connection: "Connection[bytes, bytes]") -> None:
        while True:
            try:
                reply = decode_reply(connection.recv_bytes())
            except (EOFError, OSError):
                return
            except ProtocolError as error:
                _log.error("The recogniser process sent something that is no reply: %s", error)
                return
            self._on_reply(self, reply)

    def _write(self, connection: "Connection[bytes, bytes]") -> None:
        while (frame := self._outbox.get()) is not None:
            try:
                connection.send_bytes(frame)
            except OSError:
                return
