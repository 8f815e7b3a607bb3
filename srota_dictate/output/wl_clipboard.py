"""A Wayland clipboard through the programs wl-copy and wl-paste, for compositors without data-control (GNOME).

wl-copy has `cat` hand the text to whoever asks for it, a `cat` each time. Ours, which comes first on its path, says so
through a pipe; when wl-copy ends, because another program has the clipboard, the pipe does too. `--paste-once` would
tell as much, but leaves an empty clipboard the moment it is asked, and GTK gives up when it notices before it has read.
"""

import logging
import os
import select
import shlex
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from srota_dictate.errors import UserFixableError
from srota_dictate.output.fetches import KNOWN_MANAGER_S, CountedLoan, Fetches
from srota_dictate.output.wayland_clipboard import Fetch, Formats

_log = logging.getLogger(__name__)

_TIMEOUT_S: Final = 3.0
_TEXT: Final = "text/plain;charset=utf-8"
_PLAIN: Final = ("text/plain;charset=utf-8", "text/plain", "UTF8_STRING", "STRING", "TEXT")
_MANAGER_S: Final = 0.15  # to notice a clipboard manager; each fetch takes two processes
_PIPE: Final = "SROTA_PIPE"  # the environment variable that names it


@dataclass(frozen=True, slots=True)
class _Saved:
    """One format: wl-copy offers no more. Of text it is the plain one, of anything else the first."""

    mime: str
    data: bytes = field(repr=False)


class WlClipboard:
    """Implements `wayland_clipboard.Clipboard`."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="srota-"))
        cat = self._folder / "cat"
        cat.write_text(f'#!/bin/sh\n{shlex.quote(shutil.which("cat") or "/bin/cat")} "$@" && echo >"${_PIPE}"\n')
        cat.chmod(0o700)
        self._has_manager = False

    @contextmanager
    def lend(self, text: str, markers: Formats) -> Generator[CountedLoan]:  # noqa: ARG002 - wl-copy offers one format
        saved = _present()
        loan = _Loan(text, self._folder, KNOWN_MANAGER_S if self._has_manager else _MANAGER_S)
        try:
            yield loan
        finally:
            self._has_manager = self._has_manager or loan.saw_manager
            if not loan.is_kept and not loan.fetches.is_over:
                with suppress(UserFixableError):  # the text has arrived, whatever becomes of the clipboard
                    _put_back(saved)

    def copy(self, text: str) -> None:
        _copy(_Saved(_TEXT, text.encode()))

    def close(self) -> None:
        """wl-copy lives on by itself."""
        shutil.rmtree(self._folder, ignore_errors=True)


class _Loan(CountedLoan):
    """A wl-copy in the background."""

    def __init__(self, text: str, folder: Path, manager_s: float) -> None:
        """`folder`: of our `cat`."""
        super().__init__(Fetches(), manager_s)
        pipe, writing = os.pipe()
        path = f"{folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        try:
            _copy(_Saved(_TEXT, text.encode()), {"PATH": path, _PIPE: f"/dev/fd/{writing}"}, writing)
        except BaseException:
            os.close(pipe)
            raise
        finally:
            os.close(writing)
        # Its first `cat` brought the text to wl-copy. When that wasn't ours, no other will be.
        self._is_told = bool(select.select([pipe], [], [], 0)[0] and os.read(pipe, 1))
        if not self._is_told:
            _log.warning("wl-copy doesn't tell who fetches")
        threading.Thread(target=self._listen, args=(pipe,), name="wl-copy", daemon=True).start()

    def wait_fetched(self, timeout_s: float) -> Fetch:
        fetch = super().wait_fetched(timeout_s)
        return Fetch.UNKNOWN if fetch is Fetch.NOT_FETCHED and not self._is_told else fetch

    def _listen(self, pipe: int) -> None:
        """On a thread of its own, as long as this wl-copy has the clipboard."""
        while lines := os.read(pipe, 1024):
            self.fetches.count(len(lines))
        self.fetches.end()
        os.close(pipe)


def _present() -> _Saved | None:
    mimes = (_run("wl-paste", "--list-types") or b"").decode(errors="replace").split("\n")[:-1]
    if not mimes:
        return None
    mime = next((mime for mime in _PLAIN if mime in mimes), mimes[0])
    data = _run("wl-paste", "--no-newline", "--type", mime)
    return None if data is None else _Saved(mime, data)


def _put_back(saved: _Saved | None) -> None:
    if saved is not None:
        _copy(saved)
    else:
        _run("wl-copy", "--clear")


def _copy(saved: _Saved, environment: dict[str, str] | None = None, *pass_fds: int) -> None:
    """wl-copy goes to the background when the clipboard is its own."""
    done = _run("wl-copy", "--type", saved.mime, data=saved.data, environment=environment, pass_fds=pass_fds)
    if done is None:
        raise UserFixableError("The clipboard can't be reached", "Try again; if it stays so, log out and in")


def _run(
    *command: str, data: bytes = b"", environment: dict[str, str] | None = None, pass_fds: tuple[int, ...] = ()
) -> bytes | None:
    """What the program printed; None when it failed."""
    is_reader = command[0] == "wl-paste"
    out = subprocess.PIPE if is_reader else subprocess.DEVNULL  # wl-copy goes to the background with what it has open
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=out,
            stderr=subprocess.DEVNULL,
            timeout=_TIMEOUT_S,
            env={**os.environ, **(environment or {})},
            pass_fds=pass_fds,
        )
    except subprocess.TimeoutExpired:
        return None
    except OSError as error:
        raise UserFixableError(
            "wl-clipboard is not installed", "Install it: sudo apt-get install wl-clipboard"
        ) from error
    return None if done.returncode else done.stdout or b""
