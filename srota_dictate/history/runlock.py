"""Know whether the process that made a recording is still alive: it keeps a file locked until it ends."""

import logging
import os
import sys
from pathlib import Path

_log = logging.getLogger(__name__)

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, *, exclusive: bool) -> None:
        """Raises OSError when somebody else holds it."""
        del exclusive  # Windows knows no shared locks here
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int, *, exclusive: bool) -> None:
        """Raises OSError when somebody else holds it."""
        # The owner waits: whoever only looks holds the lock for a moment.
        fcntl.flock(descriptor, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH | fcntl.LOCK_NB)


class RunLock:
    """This process's sign of life. A number would not do: process ids are used again."""

    def __init__(self, path: Path) -> None:
        """Never raises: where no file can be written, there will be no recordings either."""
        self._path = path
        self._descriptor: int | None = None
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                _lock(descriptor, exclusive=True)
            except OSError:
                os.close(descriptor)
                raise
            self._descriptor = descriptor
        except OSError as error:
            _log.warning("this run can't be marked as alive: %s", error.strerror)

    def release(self) -> None:
        if self._descriptor is None:
            return
        os.close(self._descriptor)
        self._descriptor = None
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            _log.warning("this run's lock file stays behind: %s", error.strerror)


def is_held(path: Path) -> bool:
    """Whether the process whose lock file this is still lives; False when there is no such file."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        _lock(descriptor, exclusive=False)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def clear_dead(folder: Path) -> None:
    """Delete the lock files of processes that are gone."""
    for path in folder.glob("*.lock"):
        if not is_held(path):
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                _log.warning("an old lock file stays behind: %s", error.strerror)
