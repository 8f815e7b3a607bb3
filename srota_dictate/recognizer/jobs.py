"""Who waits for what: the recordings that were handed in and aren't answered yet."""

from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Final

from srota_dictate.errors import UserFixableError
from srota_dictate.types import Samples, SegmentKey, Transcript

MOST_AT_ONCE: Final = 9  # what a processor gains from, and one that is read while the others are written


@dataclass(slots=True, eq=False)
class Job:
    """One recording, kept until it is answered, so that it can be handed to another process."""

    number: int
    samples: Samples
    audio_s: float
    future: Future[Transcript]
    speech_s: float | None = None  # how much of it is speech, None when nobody has measured
    key: SegmentKey | None = None  # of its previews
    batch: bool = False  # nobody waits at the keyboard
    context: str = field(default="", repr=False)  # what the model is told before
    deaths: int = 0  # of processes that were working on it
    settled: bool = False  # its future has been told the outcome


class Jobs:
    """The queue of recordings, first come, first served. Used by the client's thread only.

    What somebody waits for is worked on one at a time and goes before what can wait, of which there may be several.
    """

    def __init__(self) -> None:
        self._waiting: deque[Job] = deque()
        self.running: dict[int, Job] = {}

    @property
    def any_waiting(self) -> bool:
        return bool(self._waiting)

    @property
    def running_s(self) -> float:
        """Seconds of audio that are worked on."""
        return sum(job.audio_s for job in self.running.values())

    def add(self, job: Job) -> None:
        self._waiting.append(job)

    def start_next(self) -> Job | None:
        """The next recording that somebody still wants and that can be begun now; it is then a running one."""
        for job in [job for job in self._waiting if job.future.cancelled()]:
            self._waiting.remove(job)
            acknowledge_cancel(job)
        for job in sorted(self._waiting, key=lambda job: job.batch):
            if self._may_join(job):
                self._waiting.remove(job)
                self.running[job.number] = job
                return job
        return None

    def _may_join(self, job: Job) -> bool:
        others = self.running.values()
        if job.deaths or any(other.deaths for other in others):
            return not others  # alone: whose fault it is must be seen
        if not job.batch:
            return all(other.batch for other in others)
        return len(others) < MOST_AT_ONCE

    def finish(self, number: int) -> Job | None:
        """Take a running recording out, if it is one."""
        return self.running.pop(number, None)

    def drop(self, number: int) -> bool:
        """A future was cancelled: forget the recording, unless it is running. Says whether it is."""
        if number in self.running:
            acknowledge_cancel(self.running[number])
            return True
        for job in [job for job in self._waiting if job.number == number]:
            self._waiting.remove(job)
            acknowledge_cancel(job)
        return False

    def put_back(self) -> None:
        """The process that worked on the running recordings is gone; they are the next to be worked on again."""
        self._waiting.extendleft(
            job for job in reversed(self.running.values()) if not job.future.cancelled() and not job.settled
        )
        self.running.clear()

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
