"""Which look at unfinished speech the recogniser process gets: the newest one, when it has time for it.

Everything here runs on the client's thread. A look is worth nothing by itself: it is dropped, never waited for and
never handed to another process.
"""

from collections.abc import Callable
from typing import Final, Protocol

from srota_dictate.recognizer import protocol
from srota_dictate.recognizer.inbox import AheadLimit, ForgetLooks, Looked
from srota_dictate.recognizer.options import WorkAhead
from srota_dictate.types import DraftHeard, Moment, Samples, SegmentKey

_MAX_DEATHS: Final = 2  # of processes that were looking


class Process(Protocol):
    """Who looks."""

    def send(self, message: protocol.Request, samples: Samples | None = None) -> None: ...


class Previews:
    """At most one look is with the process. One that is final takes its place there: the other's rest is moot."""

    def __init__(self, on_draft: Callable[[DraftHeard], None]) -> None:
        self.work_ahead = WorkAhead.AUTO
        self._on_draft = on_draft
        self._waiting: Looked | None = None
        self._n_asked = 0  # looks that the process has not answered
        self._deaths = 0

    def handle(self, message: Looked | ForgetLooks | AheadLimit, process: Process | None) -> None:
        """`process` is None unless there is one that is ready."""
        match message:
            case AheadLimit(work_ahead):
                self.work_ahead = work_ahead
            case Looked() if process is not None:
                self.offer(message, process)
            case ForgetLooks():
                self.forget(process)
            case Looked():
                pass  # nobody has the time

    def offer(self, look: Looked, process: Process) -> None:
        """Have it looked at now, or as soon as the process has time; an older one that still waits is forgotten."""
        match self.work_ahead:
            case WorkAhead.OFF:
                return
            case WorkAhead.PAUSES if look.moment is Moment.SPEAKING:
                return
            case WorkAhead.PAUSES | WorkAhead.AUTO:
                pass
        if self._deaths < _MAX_DEATHS:
            self._waiting = look
            self._send(process)

    def answered(self, reply: protocol.Drafted, process: Process) -> None:
        self._n_asked -= 1
        if reply.text:
            self._on_draft(DraftHeard(reply.key, reply.text))
        self._send(process)

    def is_complete(self, key: SegmentKey | None) -> None:
        """The segment itself is there: what waits of it is not looked at any more."""
        if self._waiting is not None and self._waiting.key == key:
            self._waiting = None

    def forget(self, process: Process | None) -> None:
        self._waiting = None
        if process is not None:
            process.send(protocol.Forget())

    def died(self) -> None:
        """The process is gone without having been asked to go."""
        self._deaths += self._n_asked > 0

    def lost(self) -> None:
        """The process is gone, whoever ended it."""
        self._waiting = None
        self._n_asked = 0

    def forgive(self) -> None:
        """Another model was chosen, perhaps because of the deaths."""
        self._deaths = 0

    def _send(self, process: Process) -> None:
        look = self._waiting
        if look is None or self._n_asked > (look.moment is Moment.SETTLED):
            return
        self._waiting = None
        self._n_asked += 1
        message = protocol.Preview(look.key, look.samples.size, look.speech_s, look.moment, look.context)
        process.send(message, look.samples)
