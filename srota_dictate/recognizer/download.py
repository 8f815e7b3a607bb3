"""Download a model from the Hugging Face Hub, when and only when a person asks for it.

The transfer runs in a process of its own (`fetch.py`), which is the only way to stop it at any moment. What has come
stays, and the next download goes on from there.
"""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, cast

from srota_dictate.errors import UserFixableError
from srota_dictate.recognizer.catalogue import folder_bytes, hub_folder, resolve
from srota_dictate.recognizer.checkpoint import check_checkpoint

_POLL_S: Final = 0.25


@dataclass(frozen=True, slots=True)
class DownloadProgress:
    """How far a download is. `done_bytes` counts what was there before, too."""

    done_bytes: int
    total_bytes: int | None  # None until the Hub has told


class DownloadCancelled(Exception):
    """The download was stopped as asked; what has come stays."""


def download(
    model: str,
    on_progress: Callable[[DownloadProgress], None],
    *,
    is_cancelled: Callable[[], bool] = lambda: False,
    cache: Path | None = None,
    stall_timeout_s: float = 180.0,
) -> Path:
    """Fetch a catalogue name or Hub id into the Hub cache; returns the checked folder. Blocks: not for a GUI's thread.

    `on_progress` and `is_cancelled` are called about four times a second, on the calling thread. Raises
    UserFixableError when it can't be done or nothing has come for `stall_timeout_s`, DownloadCancelled when
    `is_cancelled` said so.
    """
    ref = resolve(model)
    if ref.hub_id is None:
        assert ref.folder is not None
        return check_checkpoint(ref.folder).folder
    store = hub_folder(ref.hub_id, cache)
    # Only the plain transfer can go on with half a file.
    environment = {**os.environ, "HF_HUB_DISABLE_PROGRESS_BARS": "1", "HF_HUB_DISABLE_XET": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "srota_dictate.recognizer.fetch", ref.hub_id, str(store.parent)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
        encoding="utf-8",
        creationflags=subprocess.CREATE_NO_WINDOW if sys.platform == "win32" else 0,
    )
    assert process.stdout is not None
    said: queue.SimpleQueue[dict[str, object] | None] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(process.stdout, said), name="download-reader", daemon=True).start()
    try:
        folder = _follow(store, said, on_progress, is_cancelled, stall_timeout_s)
    finally:
        process.kill()
        process.wait()
    return check_checkpoint(folder).folder


def _follow(
    store: Path,
    said: "queue.SimpleQueue[dict[str, object] | None]",
    on_progress: Callable[[DownloadProgress], None],
    is_cancelled: Callable[[], bool],
    stall_timeout_s: float,
) -> Path:
    total_bytes: int | None = None
    last_bytes = -1
    last_growth_s = time.monotonic()
    while True:
        message: dict[str, object] | None = {}
        with suppress(queue.Empty):
            message = said.get(timeout=_POLL_S)
        match message:
            case None:
                raise UserFixableError(
                    "The download stopped by itself", hint="Try again; it goes on from where it stopped"
                )
            case {"folder": str(folder)}:
                if total_bytes is not None:
                    on_progress(DownloadProgress(total_bytes, total_bytes))
                return Path(folder)
            case {"message": str(text), "hint": str(hint)}:
                raise UserFixableError(text, hint)
            case {"total_bytes": int(told)}:
                total_bytes = told
            case _:
                pass
        if is_cancelled():
            raise DownloadCancelled
        done_bytes = folder_bytes(store / "blobs")
        if done_bytes != last_bytes:
            last_bytes, last_growth_s = done_bytes, time.monotonic()
            # The cache may hold files of an older revision as well.
            shown = done_bytes if total_bytes is None else min(done_bytes, total_bytes)
            on_progress(DownloadProgress(shown, total_bytes))
        elif time.monotonic() - last_growth_s > stall_timeout_s:
            raise UserFixableError(
                "The download makes no progress", hint="Check the connection and try again; it goes on from there"
            )


def _read(pipe: IO[str], said: "queue.SimpleQueue[dict[str, object] | None]") -> None:
    with pipe:
        for line in pipe:
            said.put(cast("dict[str, object]", json.loads(line)))
    said.put(None)
