"""A Wayland clipboard through the portal's Clipboard interface, for compositors without data-control (GNOME).

It belongs to the session that presses the keys, tells of each fetch, and brings every format back.
"""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownArgumentType=false

import logging
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Final, cast

from jeepney import FileDescriptor

from srota_dictate.errors import UserFixableError
from srota_dictate.output.fetches import KNOWN_MANAGER_S, CountedLoan, Fetches
from srota_dictate.output.pipes import read_pipe
from srota_dictate.output.portal_session import CLIPBOARD, PortalSession
from srota_dictate.output.wayland_clipboard import Clipboard, Formats, Loan
from srota_dictate.output.wayland_desk import TEXT_MIMES, text_formats
from srota_dictate.portal import PortalFailed, Signal

_log = logging.getLogger(__name__)

_MANAGER_S: Final = 0.05  # desktops keep a copy of whatever is new, and fetch it right away
_SAVE_TIMEOUT_S: Final = 2.0  # for everything that was on the clipboard before


class PortalClipboard:
    """Implements `wayland_clipboard.Clipboard`. Where the person doesn't allow it, the fallback is used."""

    def __init__(self, session: PortalSession, fallback: Clipboard) -> None:
        """The session hasn't begun yet."""
        self._session = session
        self._fallback = fallback
        self._has_manager = False
        # Under the session's lock:
        self._ours: Formats = {}
        self._fetches: Fetches | None = None
        self._told_by = ""  # the session that said the next two
        self._is_ours = False
        self._theirs: tuple[str, ...] = ()  # formats
        session.listen(self._heard)

    @contextmanager
    def lend(self, text: str, markers: Formats) -> Generator[Loan]:
        if not self._session.has_clipboard:
            with self._fallback.lend(text, markers) as loan:
                yield loan
            return
        before = self._present()
        loan = CountedLoan(Fetches(), KNOWN_MANAGER_S if self._has_manager else _MANAGER_S)
        self._own({**text_formats(text), **markers}, loan.fetches)
        try:
            yield loan
        finally:
            self._has_manager = self._has_manager or loan.saw_manager
            if before is not None and not loan.is_kept and not loan.fetches.is_over:
                with suppress(UserFixableError):  # the text has arrived, whatever becomes of the clipboard
                    self._own(before)

    def copy(self, text: str) -> None:
        if self._session.has_clipboard:
            self._own(text_formats(text))
        else:
            self._fallback.copy(text)

    def close(self) -> None:
        """What was copied goes with the session, unless the fallback takes it over."""
        text = self._ours.get(TEXT_MIMES[0]) if self._is_ours else None
        if text is not None:
            with suppress(UserFixableError):
                self._fallback.copy(text.decode())
        self._fallback.close()

    def _own(self, formats: Formats, fetches: Fetches | None = None) -> None:
        before, self._ours, self._fetches = self._ours, formats, None
        try:
            self._session.call(CLIPBOARD, "SetSelection", "a{sv}", {"mime_types": ("as", list(formats))})
        except PortalFailed as error:
            self._ours = before
            raise UserFixableError(
                "The clipboard can't be reached", "Try again; if it stays so, log out and in"
            ) from error
        # What was heard until now was about the one before.
        self._fetches = fetches

    def _present(self) -> Formats | None:
        """What is on the clipboard now, as far as its owner hands it out in time; None where nobody tells."""
        if self._told_by != self._session.path:
            return None
        if self._is_ours:
            return self._ours
        give_up_at_s = time.monotonic() + _SAVE_TIMEOUT_S
        present: dict[str, bytes] = {}
        for mime in self._theirs:
            try:
                (fd,) = self._session.call(CLIPBOARD, "SelectionRead", "s", mime)
            except PortalFailed as error:
                _log.info("a format of the clipboard can't be kept: %s", error)
                continue
            data = read_pipe(_raw(fd), give_up_at_s)
            if data is None:
                _log.info("the clipboard's owner didn't hand out all of its formats in time")
                break
            present[mime] = data
        return present

    # From here on: the session's lock is held.

    def _heard(self, signal: Signal) -> None:
        match signal.member, signal.body:
            case "SelectionOwnerChanged", (session, options):
                self._told_by = str(session)
                named = cast("dict[str, tuple[str, object]]", options)
                self._is_ours = bool(named.get("session_is_owner", ("b", False))[1])
                if not self._is_ours:
                    # GNOME wraps the list in a structure, against the documentation.
                    self._theirs = _flat(named.get("mime_types", ("as", []))[1])
                    if self._fetches is not None:
                        self._fetches.end()
            case "SelectionTransfer", (_, str(mime), int(serial)):
                self._serve(mime, serial)
            case _:
                pass

    def _serve(self, mime: str, serial: int) -> None:
        data, fetches = self._ours.get(mime, b""), self._fetches if mime in TEXT_MIMES else None
        try:
            (fd,) = self._session.call(CLIPBOARD, "SelectionWrite", "u", serial)
        except PortalFailed as error:
            _log.info("the clipboard can't be handed out: %s", error)
            return
        arguments = (_raw(fd), data, serial, fetches)
        threading.Thread(target=self._write, args=arguments, name="clipboard", daemon=True).start()

    # A thread for each fetch: whoever fetches may read as slowly as they like.

    def _write(self, fd: int, data: bytes, serial: int, fetches: Fetches | None) -> None:
        is_written = False
        with suppress(OSError), open(fd, "wb") as pipe:  # whoever wanted it may be gone
            pipe.write(data)
            pipe.flush()
            is_written = True
        with suppress(PortalFailed):
            self._session.call(CLIPBOARD, "SelectionWriteDone", "ub", serial, is_written)
        if is_written and fetches is not None:
            fetches.count()


def _raw(fd: object) -> int:
    """The number behind what came over the bus, from now on ours to close."""
    assert isinstance(fd, FileDescriptor)
    return int(fd.to_raw_fd())


def _flat(mimes: object) -> tuple[str, ...]:
    found = cast("tuple[object, ...] | list[object]", mimes)
    return _flat(found[0]) if isinstance(found, tuple) and found else tuple(str(mime) for mime in found)
