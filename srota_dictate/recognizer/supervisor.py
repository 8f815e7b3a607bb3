"""Keep one recogniser process alive for the recordings that wait: start, restart, replay, unload.

Everything here runs on the client's thread.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from srota_dictate.errors import UserFixableError
from srota_dictate.recognizer import protocol
from srota_dictate.recognizer.catalogue import loadable_folder
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
from srota_dictate.recognizer.jobs import Job, Jobs, answer, fail
from srota_dictate.recognizer.previews import Previews
from srota_dictate.recognizer.process import WorkerProcess
from srota_dictate.recognizer.trouble import CARD_BROKEN, trouble_of_exit
from srota_dictate.types import DeviceChoice, DraftHeard, RecognizerPhase, RecognizerStatus, Transcript

_log = logging.getLogger(__name__)

_WAKE_AGAIN_S = 1.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a process may say nothing before it counts as hung. Generous: a slow machine is no fault."""

    load_step_s: float = 600.0
    request_s: float = 60.0
    request_per_audio_s: float = 20.0  # the big model on two slow cores takes 2


class _Stage(Enum):
    NONE = "none"  # no process
    LOADING = "loading"
    READY = "ready"


class Supervisor:
    """The client's state. A process that dies or hangs counts as one death of whatever it was doing."""

    def __init__(
        self,
        on_status: Callable[[RecognizerStatus], None],
        on_draft: Callable[[DraftHeard], None],
        start_worker: Callable[[], WorkerProcess],
        patience: Patience,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._on_status = on_status
        self._start_worker = start_worker
        self._idle_s: float | None = None
        self._patience = patience
        self._clock = clock
        self._jobs = Jobs()
        self._previews = Previews(on_draft)
        self._woken_s = float("-inf")
        self._wanted: Wanted | None = None
        self._worker: WorkerProcess | None = None
        self._stage = _Stage.NONE
        self._device: DeviceChoice | None = None
        self._load_deaths = 0
        self._card_trouble = ""  # why the next process is to leave the graphics card alone
        self._has_answered = False  # the present process
        self._deadline_s: float | None = None

    @property
    def remaining_s(self) -> float | None:
        """How long until `on_deadline` is due; None when nothing is waited for."""
        return None if self._deadline_s is None else max(0.0, self._deadline_s - self._clock())

    def handle(self, message: Message) -> None:
        match message:
            case Wanted():
                self._switch(message)
            case WarmUp():
                self._warm_up()
            case IdleLimit(seconds):
                self._idle_s = seconds
                if self._stage is _Stage.READY and not self._jobs.running:
                    self._await_work()
            case Job():
                self._previews.is_complete(message.key)
                self._jobs.add(message)
                self._work()
            case AheadLimit() | Looked() | ForgetLooks():
                self._previews.handle(message, self._worker if self._stage is _Stage.READY else None)
            case Cancelled(number):
                if self._jobs.drop(number) and self._worker is not None:
                    self._worker.send(protocol.Stop(number))
            case Said(worker, reply):
                # What a process says after it was replaced is of no interest any more.
                if worker is self._worker:
                    self._on_reply(worker, reply)
            case Ended(worker, exit_code):
                if worker is self._worker:
                    _log.warning("The recogniser process ended by itself, exit code %d", exit_code)
                    self._on_death(trouble_of_exit(exit_code))
            case _:
                assert_never(message)

    def on_deadline(self) -> None:
        """The process was silent for too long, or idle for long enough."""
        self._deadline_s = None
        if self._stage is _Stage.READY and not self._jobs.running:
            self._end_worker()
            self._card_trouble = ""  # by the next time it may be over
            self._tell(RecognizerPhase.UNLOADED)
        elif self._worker is not None:
            _log.warning("The recogniser process hangs and is ended")
            self._worker.kill()
            # A card that is lost makes its driver wait for ever.
            on_card = self._device is not None and self._device.device == "cuda"
            self._on_death(CARD_BROKEN if on_card else "")

    def give_up(self, error: UserFixableError) -> None:
        """Fail everything that waits; the next load, warm-up or recording begins afresh."""
        self._end_worker()
        self._load_deaths = 0
        self._jobs.fail_all(error)
        self._tell(RecognizerPhase.FAILED, error=error)

    def close(self) -> None:
        self._end_worker()
        self._jobs.cancel_all()

    def _switch(self, wanted: Wanted) -> None:
        if wanted == self._wanted and self._stage is not _Stage.NONE:
            if self._stage is _Stage.READY:
                self._tell(RecognizerPhase.READY, device=self._device)
            return
        self._wanted = wanted
        self._end_worker()
        self._load_deaths = 0
        self._card_trouble = ""
        self._previews.forgive()
        self._begin()

    def _warm_up(self) -> None:
        if self._stage is _Stage.NONE and self._wanted is not None:
            self._begin()
        elif self._worker is not None and self._stage is _Stage.READY and not self._jobs.running:
            self._await_work()
            if self._clock() - self._woken_s >= _WAKE_AGAIN_S:
                self._woken_s = self._clock()
                self._worker.send(protocol.Wake())

    def _begin(self) -> None:
        """Start a process and have it load the wanted model."""
        assert self._wanted is not None
        assert self._worker is None
        self._tell(RecognizerPhase.LOADING, step="starting the recogniser", progress=0.0)
        try:
            folder = loadable_folder(self._wanted.model)
        except UserFixableError as error:
            self.give_up(error)
            return
        try:
            worker = self._start_worker()
        except OSError as error:
            _log.error("The recogniser process can't be started: %s", error)
            self.give_up(
                UserFixableError("The recogniser can't be started", hint='Run: pip install "srota-dictate[local]"')
            )
            return
        self._worker = worker
        self._stage = _Stage.LOADING
        self._has_answered = False
        self._deadline_s = self._clock() + self._patience.load_step_s
        wanted = self._wanted
        worker.send(protocol.Load(str(folder), wanted.device, wanted.precision, wanted.attention, self._card_trouble))

    def _work(self) -> None:
        """Hand the next recording to the process, starting one if need be."""
        if self._stage is _Stage.NONE and self._jobs.any_waiting:
            if self._wanted is None:
                error = UserFixableError("No model is loaded", hint="Choose a model in the settings")
                self._jobs.fail_all(error)
            else:
                self._begin()
        if self._worker is None or self._stage is not _Stage.READY:
            return
        while job := self._jobs.start_next():
            message = protocol.Transcribe(job.number, job.samples.size, job.speech_s, job.key, job.batch, job.context)
            self._worker.send(message, job.samples)
        if self._jobs.running:
            patience = self._patience
            self._deadline_s = self._clock() + patience.request_s + patience.request_per_audio_s * self._jobs.running_s
        else:
            self._await_work()

    def _await_work(self) -> None:
        self._deadline_s = None if self._idle_s is None else self._clock() + self._idle_s

    def _on_reply(self, worker: WorkerProcess, reply: protocol.Reply) -> None:
        match reply:
            case protocol.Loading(step, progress):
                self._deadline_s = self._clock() + self._patience.load_step_s
                self._tell(RecognizerPhase.LOADING, step=step, progress=progress)
            case protocol.Ready(device, precision, reason, trouble):
                self._stage = _Stage.READY
                self._load_deaths = 0
                self._device = DeviceChoice(device, precision, reason, trouble)
                self._tell(RecognizerPhase.READY, device=self._device)
                self._work()
            case protocol.LoadFailed(message, hint):
                self.give_up(UserFixableError(message, hint))
            case protocol.Heard():
                self._has_answered = True
                if job := self._jobs.finish(reply.request):
                    figures = job.audio_s, reply.n_tokens, reply.elapsed_s
                    answer(job, Transcript(reply.text, *figures, frozenset(reply.flags), reply.ahead_s))
                self._work()
            case protocol.Drafted():
                self._previews.answered(reply, worker)
            case protocol.Refused(number, message, hint):
                if job := self._jobs.finish(number):
                    fail(job, UserFixableError(message, hint))
                self._work()
            case protocol.Stopped(number):
                self._jobs.finish(number)
                self._work()
            case protocol.Pong():
                _log.debug("The recogniser process %d is alive", worker.pid)
            case _:
                assert_never(reply)

    def _on_death(self, card_trouble: str) -> None:
        """The process is gone without having been asked to go, because of the graphics card or something else."""
        on_card = bool(card_trouble) and not self._card_trouble
        self._card_trouble = card_trouble or self._card_trouble
        was_loading = self._stage is _Stage.LOADING
        deserves_another = self._has_answered
        jobs = list(self._jobs.running.values())
        self._previews.died()
        self._forget_worker()
        if was_loading:
            self._load_deaths += 1
            if self._load_deaths > 1:
                # The system ends a program without a word when memory runs out.
                hint = "Close other programs or choose a smaller model; the log has the details"
                self.give_up(UserFixableError("The recogniser stopped while loading the model", hint))
                return
            self._begin()
            return
        # What the card did is no fault of the recordings.
        for job in jobs if not on_card else ():
            job.deaths += 1
            if job.deaths > 1:
                hint = "Try again, or choose another device or precision; the log has the details"
                fail(job, UserFixableError("The recogniser stopped twice on this recording", hint))
                self._jobs.finish(job.number)
        self._jobs.put_back()
        # A process that dies without ever having answered would be restarted for ever.
        if self._jobs.any_waiting or deserves_another:
            self._begin()
        else:
            self._tell(RecognizerPhase.UNLOADED)

    def _end_worker(self) -> None:
        if self._worker is not None:
            self._worker.end()
        self._jobs.put_back()
        self._forget_worker()

    def _forget_worker(self) -> None:
        self._previews.lost()
        self._worker = None
        self._stage = _Stage.NONE
        self._device = None
        self._deadline_s = None

    def _tell(
        self,
        phase: RecognizerPhase,
        step: str = "",
        progress: float | None = None,
        device: DeviceChoice | None = None,
        error: UserFixableError | None = None,
    ) -> None:
        model = self._wanted.model if self._wanted is not None else ""
        self._on_status(RecognizerStatus(phase, model, step, progress, device, error))
