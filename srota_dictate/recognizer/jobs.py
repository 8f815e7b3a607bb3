"""Who waits for what: the recordings that were handed in and aren't answered yet."""

from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass

from srota_dictate.errors import UserFixableError
from srota_dictate.types import Samples, SegmentKey, Transcript


@dataclass(slots=True, eq=False)
class Job:
    """One recording, kept until it is answered, so that it can be handed to another process."""

    number: int
    samples: Samples
    audio_s: float
    future: Future[Transcript]
    speech_s: float | None = None  # how much of it is speech, None when nobody has measured
    key: SegmentKey | None = None  # of its previews
    deaths: int = 0  # of processes that were working on it
    settled: bool = False  # its future has been told the outcome


class Jobs:
    """The queue of recordings, first come, first served, one at a time. Used by the client's thread only."""

    def __init__(self) -> None:
        self._waiting: deque[Job] = deque()
        self.running: Job | None = None

    @property
    def any_waiting(self) -> bool:
        return bool(self._waiting)

    def add(self, job: Job) -> None:
        self._waiting.append(job)

    def start_next(self) -> Job | None:
        """The next recording that somebody still waits for; it is now the running one."""
        assert self.running is None
        while self._waiting:
            job = self._waiting.popleft()
            if not job.future.cancelled():
                self.running = job
                return job
            acknowledge_cancel(job)
        return None

    def finish(self, number: int) -> Job | None:
        """Take the running recording out, if it is this one."""
        job = self.running
        if job is None or job.number != number:
            return None
        self.running = None
        return job

    def drop(self, number: int) -> bool:
        """A future was cancelled: forget the recording, unless it is running. Says whether it is."""
        if self.running is not None and self.running.number == number:
            acknowledge_cancel(self.running)
            return True
        for job in [job for job in self._waiting if job.number == number]:
            self._waiting.remove(job)
            acknowledge_cancel(job)
        return False

    def put_back(self) -> None:
        """The process that worked on the running recording is gone; it is the next to be worked on again."""
        if self.running is not None and not self.running.future.cancelled():
            self._waiting.appendleft(self.running)
        self.running = None

    def fail_all(self, error: UserFixableError) -> None:
        self.put_back()
        while self._waiting:
            fail(self._waiting.popleft(), error)

    def cancel_all(self) -> None:
        self.put_back()
        while self._waiting:
            job = self._waiting.popleft()
            job.future.cancel()
            acknowledge_cancel(job)


def answer(job: Job, transcript: Transcript) -> None:
    """Give the waiting one its text, unless it has stopped waiting."""
    if _begin(job):
        job.future.set_result(transcript)


def fail(job: Job, error: UserFixableError) -> None:
    if _begin(job):
        job.future.set_exception(error)


def acknowledge_cancel(job: Job) -> None:
    """Wake whoever waits in `concurrent.futures.wait`; a mere `cancel` doesn't."""
    _begin(job)


def _begin(job: Job) -> bool:
    # A future stays pending until the very end, so that it can be cancelled while the model works on it. Here the
    # two meet, and only once: the standard library takes a second time for an error.
    if job.settled:
        return False
    job.settled = True
    return job.future.set_running_or_notify_cancel()
