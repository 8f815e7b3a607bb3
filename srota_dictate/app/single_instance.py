"""Let the program run once per person: a second start hands its wish to the first and ends."""

from enum import Enum
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QDeadlineTimer, QLockFile, QObject, QThread, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from srota_dictate.app.instance_folder import LOCK_NAME
from srota_dictate.errors import UserFixableError, reason_of

_ANSWER: Final = b"ok\n"


class Wish(Enum):
    """What a second start can ask of the first."""

    SHOW = "show"
    # For desktops where no key can be grabbed: shortcuts of the desktop are bound to `srota-dictate press` and so on.
    PRESS = "press"
    RELEASE = "release"
    TOGGLE = "toggle"
    CANCEL = "cancel"
    PASTE_LAST = "paste-last"
    UNDO = "undo"
    NEXT_VIEW = "next-view"


class SingleInstance(QObject):
    """The first instance's ear. `wished(Wish)` is emitted on the Qt main thread."""

    wished = Signal(object)

    def __init__(self, folder: Path, lock: QLockFile) -> None:
        super().__init__()
        self._lock = lock
        self._callers: list[QLocalSocket] = []
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)
        name = _socket_name(folder)
        # Holding the lock proves that whoever made this socket is gone.
        QLocalServer.removeServer(name)
        if not self._server.listen(name):
            raise UserFixableError(
                f"The program cannot be reached by a second start ({self._server.errorString()})",
                f"Check that {folder} is a folder you may write to",
            )

    def close(self) -> None:
        """Let the next start be the first; before the event loop ends."""
        self._server.close()
        self._lock.unlock()

    @Slot()
    def _greet(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            self._callers.append(socket)
            socket.readyRead.connect(self._listen)
            socket.disconnected.connect(self._forget)
        # What came before we were connected is not announced again.
        self._listen()

    @Slot()
    def _forget(self) -> None:
        gone = [socket for socket in self._callers if socket.state() is QLocalSocket.LocalSocketState.UnconnectedState]
        for socket in gone:
            self._callers.remove(socket)
            socket.deleteLater()

    @Slot()
    def _listen(self) -> None:
        for socket in self._callers:
            self._answer(socket)

    def _answer(self, socket: QLocalSocket) -> None:
        while socket.canReadLine():
            line = bytes(socket.readLine().data()).decode(errors="replace").strip()
            socket.write(QByteArray(_ANSWER))
            socket.flush()
            # A newer program may wish for what we do not know: at least show that we are here.
            self.wished.emit(Wish(line) if line in {wish.value for wish in Wish} else Wish.SHOW)


def become_first(folder: Path) -> SingleInstance | None:
    """Claim to be the one instance that uses `folder`, e.g. the person's runtime folder; None when there is one.

    A crash leaves nothing behind that blocks: the lock of a process that is gone is taken over, its socket replaced.
    Raises UserFixableError when the folder cannot be used. Needs a QCoreApplication.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise _unusable(folder, reason_of(error)) from error
    lock = QLockFile(str(folder / LOCK_NAME))
    # Only the death of its process makes a lock stale, not its age: dictation may run for weeks.
    lock.setStaleLockTime(0)
    if lock.tryLock(0):
        return SingleInstance(folder, lock)
    if lock.error() is QLockFile.LockError.LockFailedError:
        return None
    raise _unusable(folder, "the lock file cannot be written")


def ask_first(folder: Path, wish: Wish, timeout_s: float = 3.0) -> bool:
    """Hand a wish to the running instance; False when there is none, or it doesn't answer in time. Blocks."""
    deadline = QDeadlineTimer(round(1000 * timeout_s))
    while True:
        if _ask(folder, wish, deadline):
            return True
        if deadline.hasExpired() or not (folder / LOCK_NAME).exists():
            return False
        # The first may hold the lock already and not listen yet.
        QThread.msleep(20)


def _ask(folder: Path, wish: Wish, deadline: QDeadlineTimer) -> bool:
    socket = QLocalSocket()
    socket.connectToServer(_socket_name(folder))
    if not socket.waitForConnected(deadline.remainingTime()):
        return False
    socket.write(QByteArray(f"{wish.value}\n".encode()))
    answered = socket.waitForReadyRead(deadline.remainingTime())
    socket.abort()
    return answered


def _socket_name(folder: Path) -> str:
    # Qt takes a path on Unix; on Windows it makes a pipe's name of it.
    return str(folder / "instance.socket")


def _unusable(folder: Path, reason: str) -> UserFixableError:
    return UserFixableError(
        f"The folder {folder} cannot be used ({reason})", "Check that it belongs to you and is not a file"
    )
