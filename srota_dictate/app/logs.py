"""The application's log file: counts, durations and errors; never what was said."""

import logging
import os
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from platformdirs import user_state_path

_MAX_BYTES = 1_000_000
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def state_folder() -> Path:
    """Where the program keeps what it needs between starts: log, recordings."""
    return user_state_path("srota-dictate", appauthor=False)


def log_path() -> Path:
    return state_folder() / "log" / "srota-dictate.log"


def start_logging(path: Path) -> None:
    """Log to `path` (0600, two files of at most 1 MB) from now on; to stderr where no file can be written."""
    handler: logging.Handler
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = _PrivateFileHandler(path, maxBytes=_MAX_BYTES, backupCount=1, encoding="utf-8")
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(_FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)  # libraries log what passes through them; only our own words are known to be safe
    logging.getLogger("srota_dictate").setLevel(logging.INFO)


class _PrivateFileHandler(RotatingFileHandler):
    def _open(self) -> TextIOWrapper:
        # Made private before anything is in it, also when a full file is replaced by a new one.
        os.close(os.open(self.baseFilename, os.O_CREAT | os.O_APPEND, 0o600))
        return super()._open()
