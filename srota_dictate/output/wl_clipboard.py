"""A Wayland clipboard through the programs wl-copy and wl-paste, for compositors without data-control (GNOME)."""

import logging
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

from srota_dictate.errors import UserFixableError
from srota_dictate.output.wayland_clipboard import Fetch, Formats

_log = logging.getLogger(__name__)

_TIMEOUT_S: Final = 3.0
_TEXT: Final = "text/plain;charset=utf-8"
_PLAIN: Final = ("text/plain;charset=utf-8", "text/plain", "UTF8_STRING", "STRING", "TEXT")
_OURS: Final = "text/x-srota-dictate"  # offered beside the plain formats, to tell ours from another program's
_OWNED_TIMEOUT_S: Final = 2.0
_POLL_S: Final = 0.01
_SETTLE_S: Final = 0.1  # clipboard managers fetch whatever is new right away


@dataclass(frozen=True, slots=True)
class _Saved:
    """One format: wl-copy offers no more. Of text it is the plain one, of anything else the first."""

    mime: str
    data: bytes = field(repr=False)


class WlClipboard:
    """Implements `wayland_clipboard.Clipboard`."""

    @contextmanager
    def lend(self, text: str, markers: Formats) -> "Generator[_Loan]":  # noqa: ARG002 - wl-copy offers one format
        saved = _present()
        loan = _Loan(text)
        try:
            yield loan
        finally:
            loan.end(saved)

    def copy(self, text: str) -> None:
        _copy(_Saved(_TEXT, text.encode()))

    def close(self) -> None:
        """Nothing to hand over: wl-copy lives on by itself."""


class _Loan:
    """A wl-copy that ends when somebody has fetched the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._is_kept = False
        self._is_for_one = True
        self._process = self._offer()

    def expect(self) -> None:
        if self._process.poll() is None:
            return
        # A clipboard manager had it, and would have every further one: this one stays on offer for all.
        _log.info("a clipboard manager fetches every text, so no fetch says anything")
        self._is_for_one = False
        self._process = self._offer()

    def wait_fetched(self, timeout_s: float) -> Fetch:
        if not self._is_for_one:
            return Fetch.UNKNOWN
        try:
            self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return Fetch.NOT_FETCHED
        # Fetched, it leaves an empty clipboard behind. It also ends when another program takes the clipboard.
        return Fetch.TAKEN if _mimes() else Fetch.FETCHED

    def keep(self) -> None:
        self._is_kept = True

    def end(self, saved: _Saved | None) -> None:
        """Put back what was there, if the clipboard is still ours to give."""
        is_ours = self._process.poll() is None
        if not is_ours and _mimes():
            return  # another program's
        if self._is_kept:
            if is_ours and not self._is_for_one:
                return  # it stays on offer as it is
            _copy(_Saved(_TEXT, self._text.encode()))
        elif saved is not None:
            _copy(saved)
        elif is_ours:
            _run("wl-copy", "--clear")
        self._process.wait(_TIMEOUT_S)

    def _offer(self) -> subprocess.Popen[bytes]:
        command = ["wl-copy", "--foreground", *(["--paste-once"] if self._is_for_one else []), "--type", _OURS]
        null = subprocess.DEVNULL
        try:
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=null, stderr=null)
        except OSError as error:
            raise _missing() from error
        assert process.stdin is not None
        process.stdin.write(self._text.encode())
        process.stdin.close()
        give_up_at_s = time.monotonic() + _OWNED_TIMEOUT_S
        while process.poll() is None and _OURS not in _mimes() and time.monotonic() < give_up_at_s:
            time.sleep(_POLL_S)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_SETTLE_S)
        return process


def _present() -> _Saved | None:
    mimes = _mimes()
    if not mimes:
        return None
    mime = next((mime for mime in _PLAIN if mime in mimes), mimes[0])
    data = _run("wl-paste", "--no-newline", "--type", mime)
    return None if data is None else _Saved(mime, data)


def _mimes() -> list[str]:
    return (_run("wl-paste", "--list-types") or b"").decode(errors="replace").split("\n")[:-1]


def _copy(saved: _Saved) -> None:
    if _run("wl-copy", "--type", saved.mime, data=saved.data) is None:
        raise UserFixableError("The clipboard can't be reached", "Try again; if it stays so, log out and in")


def _run(*command: str, data: bytes = b"") -> bytes | None:
    """What the program printed; None when it failed."""
    is_reader = command[0] == "wl-paste"
    out = subprocess.PIPE if is_reader else subprocess.DEVNULL  # wl-copy goes to the background with what it has open
    try:
        done = subprocess.run(command, input=data, stdout=out, stderr=subprocess.DEVNULL, timeout=_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        return None
    except OSError as error:
        raise _missing() from error
    return None if done.returncode else done.stdout or b""


def _missing() -> UserFixableError:
    return UserFixableError("wl-clipboard is not installed", "Install it: sudo apt-get install wl-clipboard")
