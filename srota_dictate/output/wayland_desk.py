"""The clipboard and the windows of a Wayland session, through a connection and a thread of their own."""

import logging
import select
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from srota_dictate.errors import UserFixableError
from srota_dictate.mailbox import Mailbox
from srota_dictate.output.data_device import DataDevice, Lost, Wanted
from srota_dictate.output.fetches import Fetches
from srota_dictate.output.pipes import PipeWriter, read_pipe
from srota_dictate.output.toplevels import Toplevel, Toplevels
from srota_dictate.output.wayland_clipboard import Formats
from srota_dictate.output.wayland_globals import Compositor, raise_if_error
from srota_dictate.output.wayland_wire import Event

_log = logging.getLogger(__name__)
T = TypeVar("T")

_ANSWER_TIMEOUT_S: Final = 10.0
_SAVE_TIMEOUT_S: Final = 2.0  # for everything that was on the clipboard before
TEXT_MIMES: Final = ("text/plain;charset=utf-8", "text/plain", "UTF8_STRING")
# XWayland lists these beside the formats; they say nothing about the content.
_NO_CONTENT: Final = frozenset({"TARGETS", "MULTIPLE", "TIMESTAMP", "SAVE_TARGETS", "DELETE"})


@dataclass(slots=True, eq=False)
class DeskLoan:
    """A text that lies on the clipboard only until its window has fetched it. Written by the desk's thread only."""

    before: Formats = field(repr=False)
    source: int = 0
    fetches: Fetches = field(default_factory=Fetches)


class WaylandDesk:
    """Thread-safe. ConnectionError's place is taken by UserFixableError: the compositor is gone."""

    def __init__(self, path: Path) -> None:
        """UserFixableError when no compositor answers there."""
        self._compositor = Compositor(path)
        interfaces = frozenset(self._compositor.globals)
        self._device = DataDevice(self._compositor) if DataDevice.is_offered(interfaces) else None
        self._toplevels = Toplevels(self._compositor) if Toplevels.is_offered(interfaces) else None
        self._contents: dict[int, tuple[Formats, DeskLoan | None]] = {}  # by source
        self._owned = 0  # the source that is on the clipboard; 0 when it is another program's
        self._writer = PipeWriter()
        self._mailbox = Mailbox()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="wayland", daemon=True)
        for event in self._compositor.round_trip():
            self._handle(event)
        self._thread.start()

    def lend(self, text: str, markers: Formats) -> DeskLoan:
        """Keep what is on the clipboard and put the text there."""
        return self._ask(lambda: self._lend(text, markers))

    def give_back(self, loan: DeskLoan) -> None:
        """Put back what was there before the loan, unless another program has the clipboard by now."""
        self._ask(lambda: self._give_back(loan))

    def own(self, formats: Formats) -> None:
        """Put this on the clipboard and leave it there."""
        self._ask(lambda: self._own(formats, None))

    def active(self) -> Toplevel | None:
        """The window that has the keyboard; None when none has, or the compositor doesn't tell."""
        toplevels = self._toplevels
        return self._ask(toplevels.active) if toplevels else None

    @property
    def tells_windows(self) -> bool:
        return self._toplevels is not None

    def activate(self, number: int) -> bool:
        """Ask for that window to get the keyboard; False when it is gone."""
        toplevels = self._toplevels
        return self._ask(lambda: toplevels.activate(number)) if toplevels else False

    def close(self) -> Formats:
        """End the thread; what it had on the clipboard for others, which goes with the connection."""
        kept: Formats = {}
        with suppress(UserFixableError):
            kept = self._ask(self._stop)
        self._thread.join(_ANSWER_TIMEOUT_S)
        return kept

    def _ask(self, task: Callable[[], T]) -> T:
        try:
            return self._mailbox.post(task).result(_ANSWER_TIMEOUT_S)
        except (RuntimeError, OSError) as error:  # TimeoutError among them
            raise UserFixableError(
                "The connection to the Wayland compositor is lost", "Start srota-dictate again"
            ) from error

    # From here on: the desk's own thread.

    def _run(self) -> None:
        try:
            while not self._closing:
                wire = self._compositor.wire
                writing = self._writer.fds()
                readable, writable, _ = select.select([wire, self._mailbox], writing, [])
                if wire in readable:
                    for event in wire.read():
                        self._handle(event)
                self._writer.write(writable)
                self._mailbox.run_pending()
        except OSError as error:
            _log.warning("the Wayland compositor is gone: %s", error)
        except Exception:  # noqa: BLE001 - the thread's one top-level handler
            _log.exception("the clipboard thread failed")
        finally:
            self._mailbox.close()
            self._writer.close()
            self._compositor.close()
            for _, loan in self._contents.values():
                if loan is not None:
                    loan.fetches.end()

    def _handle(self, event: Event) -> None:
        raise_if_error(event)
        if self._toplevels is not None:
            self._toplevels.handle(event)
        match self._device.handle(event) if self._device else None:
            case Wanted() as wanted:
                self._serve(wanted)
            case Lost(source):
                _, loan = self._contents.pop(source)
                if source == self._owned:
                    self._owned = 0
                if loan is not None and loan.source == source:
                    loan.fetches.end()
            case None:
                pass

    def _serve(self, wanted: Wanted) -> None:
        formats, loan = self._contents[wanted.source]
        self._writer.add(wanted.fd, formats.get(wanted.mime, b""))
        if loan is not None and wanted.mime in TEXT_MIMES:
            loan.fetches.count()

    def _lend(self, text: str, markers: Formats) -> DeskLoan:
        loan = DeskLoan(self._present())
        loan.source = self._own({**text_formats(text), **markers}, loan)
        return loan

    def _own(self, formats: Formats, loan: DeskLoan | None) -> int:
        assert self._device is not None
        source = self._device.own(formats)
        self._contents[source] = (formats, loan)
        self._owned = source
        return source

    def _give_back(self, loan: DeskLoan) -> None:
        assert self._device is not None
        if self._owned != loan.source:
            return  # someone else has it: theirs stays
        if loan.before:
            self._own(loan.before, None)
        else:
            self._device.clear()
            self._owned = 0

    def _present(self) -> Formats:
        """What is on the clipboard now, as far as its owner hands it out in time."""
        assert self._device is not None
        if self._owned:
            formats, loan = self._contents[self._owned]
            return formats if loan is None else loan.before
        give_up_at_s = time.monotonic() + _SAVE_TIMEOUT_S
        present: dict[str, bytes] = {}
        for mime in self._device.mimes:
            if mime in _NO_CONTENT:
                continue
            data = read_pipe(self._device.fetch(mime), give_up_at_s)
            if data is None:
                _log.info("the clipboard's owner didn't hand out all of its formats in time")
                break
            present[mime] = data
        return present

    def _stop(self) -> Formats:
        self._closing = True
        return self._contents[self._owned][0] if self._owned else {}


def text_formats(text: str) -> Formats:
    return dict.fromkeys(TEXT_MIMES, text.encode())
