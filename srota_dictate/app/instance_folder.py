"""Where the running program can be found by the next start."""

from pathlib import Path
from typing import Final

from platformdirs import user_runtime_path

LOCK_NAME: Final = "instance.lock"  # there while the program runs, or has crashed


def instance_folder() -> Path:
    return user_runtime_path("srota-dictate", appauthor=False)
