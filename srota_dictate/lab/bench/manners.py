"""Measure how well the recogniser keeps out of the way: how soon a cancel frees its process, what it costs idle."""

# psutil comes without types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

import queue
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np

from srota_dictate.errors import UserFixableError
from srota_dictate.lab.bench.release.run import model_folder
from srota_dictate.lab.bench.release.statistics import percentiles
from srota_dictate.lab.bench.report import heading, table
from srota_dictate.recognizer.process import WorkerProcess, worker_command
from srota_dictate.recognizer.protocol import Heard, Load, LoadFailed, Ready, Refused, Reply, Stop, Stopped, Transcribe
from srota_dictate.types import SAMPLE_RATE_HZ

_LEVEL: Final = 0.05  # standard deviation of the noise, about that of speech
_SOONER: Final = 0.9  # how much earlier to cancel after an answer that came first


@dataclass(frozen=True, slots=True)
class MannersOptions:
    """What to measure."""

    model: str  # "random", a name of the catalogue, or a folder
    device: str
    precision: str
    attention: str
    n_cancels: int
    audio_s: float  # of each recording
    idle_s: float  # how long to watch
    application: int | None = None  # process number of a running application
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Cancels:
    """Answers that were cancelled."""

    answer_s: float  # how long one takes that isn't
    after_s: tuple[float, ...]  # from the request to its cancel
    free_s: tuple[float, ...]  # from the cancel until the process could begin something else


def bench_manners(options: MannersOptions, command: str, say: Callable[[str], None]) -> str:
    """A report in Markdown; `say` gets a line of progress a step. Raises UserFixableError when there is no model."""
    folder = model_folder(options.model, say)
    say("loading")
    with _Recognizer(folder, options) as recognizer:
        cancels = _cancel(recognizer, options, say)
        watched = {"recogniser, loaded": recognizer.pid}
        if options.application is not None:
            watched["application, with its recogniser"] = options.application
        say(f"idle for {options.idle_s:g} s")
        busy_s = _watch(watched, options.idle_s)
        ready = recognizer.ready
    name = options.model if not Path(options.model).is_dir() else folder.name
    spread = percentiles(cancels.free_s)
    figures = (spread.p50, spread.p95, max(cancels.free_s))
    return "\n".join(
        (
            heading("The recogniser's manners", command, ("torch", "numpy")),
            f"Model {name}, {ready.device}, {ready.precision}, {options.attention} attention, in the recogniser's own "
            "process.\n",
            f"A cancel, until the process is ready for the next recording: {spread.n} recordings of noise, each "
            f"another, {options.audio_s:g} s long, are cancelled at random moments, {min(cancels.after_s):.2f} to "
            f"{max(cancels.after_s):.2f} s after they were sent. One that is not cancelled is answered in "
            f"{cancels.answer_s:.2f} s.\n",
            table(
                ("cancels", "median ms", "p95 ms", "most ms"),
                [(str(spread.n), *(f"{1000 * seconds:.0f}" for seconds in figures))],
            ),
            f"Idle, for {options.idle_s:g} s after the last cancel:\n",
            table(
                ("process", "processor time, ms", "share of one core"),
                [(name, f"{1000 * s:.0f}", f"{100 * s / options.idle_s:.2f} %") for name, s in busy_s.items()],
            ),
        )
    )


class _Recognizer:
    """The recogniser's process as its client starts it, with the model loaded."""

    def __init__(self, folder: Path, options: MannersOptions) -> None:
        self._replies: queue.SimpleQueue[Reply | None] = queue.SimpleQueue()  # None: it has ended
        self._numbers = count(1)
        self._chance = np.random.default_rng(options.seed)
        self._n_samples = round(options.audio_s * SAMPLE_RATE_HZ)
        self._process = WorkerProcess(
            worker_command(),
            on_reply=lambda _worker, reply: self._replies.put(reply),
            on_end=lambda _worker, _exit_code: self._replies.put(None),
        )
        try:
            self._process.send(Load(str(folder), options.device, options.precision, options.attention))
            while not isinstance(reply := self._next(), Ready):
                if isinstance(reply, LoadFailed):
                    raise UserFixableError(reply.message, reply.hint)
        except BaseException:
            self._process.end()
            raise
        self.ready = reply

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self) -> int:
        """Send another noise, which the process has no memory of; the request's number."""
        noise = self._chance.normal(0, _LEVEL, self._n_samples).astype(np.float32)
        number = next(self._numbers)
        self._process.send(Transcribe(number, noise.size), noise)
        return number

    def cancel(self, number: int) -> None:
        self._process.send(Stop(number))

    def wait(self) -> bool:
        """Until the request is over; whether it was answered, not cancelled."""
        match self._next():
            case Refused(_, message, hint):
                raise UserFixableError(message, hint)
            case Stopped():
                return False
            case reply:
                assert isinstance(reply, Heard)
                return True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._process.end()

    def _next(self) -> Reply:
        reply = self._replies.get()
        if reply is None:
            raise UserFixableError(
                "The recogniser's process has ended by itself", hint="See that there is memory for the model"
            )
        return reply


def _cancel(recognizer: _Recognizer, options: MannersOptions, say: Callable[[str], None]) -> Cancels:
    chance = np.random.default_rng(options.seed + 1)
    started_s = time.perf_counter()
    recognizer.ask()
    recognizer.wait()
    answer_s = latest_s = time.perf_counter() - started_s
    say(f"an answer takes {answer_s:.1f} s")
    after_s: list[float] = []
    free_s: list[float] = []
    while len(free_s) < options.n_cancels:
        wait_s = float(chance.uniform(0.0, latest_s))
        number = recognizer.ask()
        time.sleep(wait_s)
        cancelled_s = time.perf_counter()
        recognizer.cancel(number)
        if recognizer.wait():
            latest_s *= _SOONER
            continue
        after_s.append(wait_s)
        free_s.append(time.perf_counter() - cancelled_s)
        say(f"cancelled after {wait_s:.1f} s, free {1000 * free_s[-1]:.0f} ms later")
    return Cancels(answer_s, tuple(after_s), tuple(free_s))


def _watch(watched: dict[str, int], for_s: float) -> dict[str, float]:
    """How much processor time each takes meanwhile, its children included, in seconds."""
    before_s = {name: _busy_s(pid) for name, pid in watched.items()}
    time.sleep(for_s)
    return {name: _busy_s(pid) - before_s[name] for name, pid in watched.items()}


def _busy_s(pid: int) -> float:
    import psutil

    try:
        process = psutil.Process(pid)
        times = [one.cpu_times() for one in (process, *process.children(recursive=True))]
    except psutil.NoSuchProcess as error:
        raise UserFixableError(
            f"There is no process {pid}", hint="Start the application, and give its number"
        ) from error
    return sum(float(spent.user + spent.system) for spent in times)
