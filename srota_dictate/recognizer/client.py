"""The recogniser as the rest of the program sees it: texts for recordings, whatever happens to the process."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from itertools import count
from types import TracebackType
from typing import Self

from srota_dictate.errors import UserFixableError
from srota_dictate.recognizer.context import context_of
from srota_dictate.recognizer.guards import prepare
from srota_dictate.recognizer.inbox import (
    AheadLimit,
    Cancelled,
    Ended,
    ForgetLooks,
    IdleLimit,
    Looked,
    Message,
    Said,
    Wanted,
    WarmUp,
)
from srota_dictate.recognizer.jobs import Job
from srota_dictate.recognizer.options import WorkAhead
from srota_dictate.recognizer.process import WorkerProcess, worker_command
from srota_dictate.recognizer.supervisor import Patience, Supervisor
from srota_dictate.types import (
    SAMPLE_RATE_HZ,
    DraftHeard,
    Moment,
    RecognizerStatus,
    Samples,
    SegmentKey,
    Transcript,
    TranscriptFlag,
)

_log = logging.getLogger(__name__)


class RecognizerClient:
    """Implements `session.ports.Recognizer` with a process of its own for the model.

    The process is restarted when it dies or hangs, and the recording it was working on is handed to the next one,
    once. It is ended when idle, because only that gives the graphics card's memory back, and started again by the
    next `warm_up` or `submit`. `on_status`, `on_draft` and the futures' callbacks run on the client's thread and must
    return quickly.
    """

    def __init__(
        self,
        on_status: Callable[[RecognizerStatus], None],
        idle_minutes: float = 15.0,
        *,
        on_draft: Callable[[DraftHeard], None] | None = None,
        command: Sequence[str] | None = None,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`command` starts the process, None for the usual one; `idle_minutes` 0 keeps the model for ever."""
        self._on_status = on_status
        self._on_draft = on_draft
        self._command = tuple(command if command is not None else worker_command())
        self._numbers = count(1)
        self._context = ""
        self._work_ahead = WorkAhead.AUTO
        # None ends the thread.
        self._inbox: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self._supervisor = Supervisor(
            self._report,
            self._show,
            self._start_worker,
            patience=patience or Patience(),
            clock=clock,
        )
        self._thread = threading.Thread(target=self._run, name="recogniser-client", daemon=True)
        self._thread.start()
        self.unload_after(idle_minutes)

    def unload_after(self, idle_minutes: float) -> None:
        """Give the model's memory back after this long without work; 0 keeps it for ever."""
        self._tell(IdleLimit(idle_minutes * 60 if idle_minutes > 0 else None))

    def work_ahead(self, limit: WorkAhead) -> None:
        """When speech may be looked at before it is complete, from now on."""
        self._work_ahead = limit
        self._tell(AheadLimit(limit))

    @property
    def looks_ahead(self) -> bool:
        """Whether speech is worked on before it is complete."""
        return self._work_ahead is not WorkAhead.OFF

    def use_terms(self, terms: Iterable[str], most: int) -> None:
        """Names and terms that may be said; the model is told of the first `most` from the next recording on."""
        self._context = context_of(terms, most)

    def load(self, model: str, device: str = "auto", precision: str = "auto", attention: str = "full") -> None:
        """Switch to a model; returns at once. Recordings that aren't answered yet go to the new one."""
        self._tell(Wanted(model, device, precision, attention))

    def warm_up(self) -> None:
        """Someone is about to speak: load the model again if it was unloaded, or couldn't be loaded before."""
        self._tell(WarmUp())

    def submit(
        self,
        samples: Samples,
        speech_s: float | None = None,
        key: SegmentKey | None = None,
        *,
        batch: bool = False,
    ) -> Future[Transcript]:
        """Recognise mono float32 audio at SAMPLE_RATE_HZ of at most MAX_SEGMENT_S; first come, first served.

        `speech_s` is how much of it is speech, if that was measured: more words than fit into it look invented. `key`
        is that of its previews: what they found is checked, so it decides how soon the text comes, never what it is.
        `batch`: it is for nobody at the keyboard, may wait for all others, and is recognised together with its like.
        Silence and audio too short to hold a word are answered at once with an empty text. Raises TypeError and
        ValueError for anything that is no such audio. The future fails with UserFixableError, or is cancelled.
        """
        future: Future[Transcript] = Future()
        audio = prepare(samples)
        audio_s = samples.size / SAMPLE_RATE_HZ
        if audio is None:
            future.set_result(Transcript("", audio_s, 0, 0.0, frozenset({TranscriptFlag.NO_SPEECH})))
            return future
        job = Job(next(self._numbers), audio, audio_s, future, speech_s, key, batch, self._context)
        if self._tell(job):
            future.add_done_callback(partial(self._on_done, job.number))
        else:
            future.cancel()
        return future

    def preview(self, key: SegmentKey, samples: Samples, speech_s: float, moment: Moment) -> None:
        """Look at a segment that isn't complete yet, as `submit` would; `on_draft` may get the text so far.

        Dropped when the model isn't loaded, when a newer one comes before the process has time, and when it dies.
        """
        audio = prepare(samples)
        if audio is not None:
            self._tell(Looked(key, audio, speech_s, moment, self._context))

    def forget_previews(self) -> None:
        """Stop looking, and keep nothing of it."""
        self._tell(ForgetLooks())

    def cancel(self, future: Future[Transcript]) -> None:
        """Stop the work behind a future, waiting or running; the future ends as cancelled."""
        future.cancel()

    def close(self) -> None:
        """End the process and cancel what isn't answered; blocks until both are done."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._inbox.put(None)
        # A callback may close the client: its own thread can't wait for itself.
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def _tell(self, message: Message) -> bool:
        # Under the lock, so that nothing is put behind the message that ends the thread.
        with self._closing:
            if not self._closed:
                self._inbox.put(message)
            return not self._closed

    def _on_done(self, number: int, future: Future[Transcript]) -> None:
        if future.cancelled():
            self._tell(Cancelled(number))

    def _start_worker(self) -> WorkerProcess:
        return WorkerProcess(
            self._command,
            on_reply=lambda worker, reply: self._inbox.put(Said(worker, reply)),
            on_end=lambda worker, exit_code: self._inbox.put(Ended(worker, exit_code)),
        )

    def _run(self) -> None:
        while True:
            step = self._supervisor.on_deadline
            with suppress(queue.Empty):
                message = self._inbox.get(timeout=self._supervisor.remaining_s)
                if message is None:
                    break
                step = partial(self._supervisor.handle, message)
            try:
                step()
            except Exception:  # noqa: BLE001 - the border of this thread; whoever waits must be told
                _log.exception("The recogniser's client met an error of its own")
                trouble = UserFixableError("The recogniser failed", hint="Try again; the log has the details")
                self._supervisor.give_up(trouble)
        self._supervisor.close()

    def _report(self, status: RecognizerStatus) -> None:
        try:
            self._on_status(status)
        except Exception:  # noqa: BLE001 - somebody else's callback must not end this thread
            _log.exception("A status of the recogniser couldn't be shown")

    def _show(self, draft: DraftHeard) -> None:
        try:
            if self._on_draft is not None:
                self._on_draft(draft)
        except Exception:  # noqa: BLE001 - as above
            _log.exception("A draft of the recogniser couldn't be shown")
