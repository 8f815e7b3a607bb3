"""Let a recording be spoken at its own pace while the model works ahead, and take the time from release to text."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from srota_dictate.lab.bench.release.arms import FastArm
from srota_dictate.lab.bench.release.drafts import Drafts
from srota_dictate.lab.bench.release.looks import Look, looks
from srota_dictate.lab.bench.release.utterances import Utterance
from srota_dictate.recognizer.ahead import count_cores, is_worth_it, share_for
from srota_dictate.recognizer.hearing import StoppedEarly
from srota_dictate.types import Moment


@dataclass(frozen=True, slots=True)
class Replayed:
    """One recording, spoken and answered."""

    wait_s: float  # from release to text
    busy_s: float  # the model's work before the release
    length_s: float
    n_looks: int  # that were begun
    guess: tuple[int, ...]  # what the answer was expected to be at release
    answer: tuple[int, ...]


class Replay:
    """The person, on a thread of its own, and the model, on the calling one.

    The newest look waits, others are dropped. A look that is settled takes the place of the one that runs, and so does
    the release, unless what runs is settled and sees what is to be answered.
    """

    def __init__(self, fast: FastArm, utterance: Utterance, limit: Callable[[int], int], drafts: Drafts) -> None:
        """`limit` tells how many tokens so many samples may have."""
        self._share = share_for(fast.choice.device, count_cores())
        self._fast = fast
        self._model = fast.model
        self._utterance = utterance
        self._limit = limit
        self._drafts = drafts
        self._changed = threading.Condition()
        self._waiting: Look | None = None
        self._running: Look | None = None
        self._stop = threading.Event()  # of the look that runs
        self._is_released = False
        self._busy_s = 0.0
        self._n_looks = 0
        self._release_s = self._text_at_s = 0.0
        self._guess: tuple[int, ...] = ()

    def run(self) -> Replayed:
        started_s = time.perf_counter()
        self._release_s = started_s + self._utterance.length_s
        person = threading.Thread(target=self._speak, args=(started_s,), name="person")
        person.start()
        try:
            self._work()
        finally:
            person.join()
        return Replayed(
            self._text_at_s - self._release_s,
            self._busy_s,
            self._utterance.length_s,
            self._n_looks,
            self._guess,
            tuple(self._model.answer),
        )

    def _speak(self, started_s: float) -> None:
        for look in looks(self._utterance):
            _sleep_until(started_s + look.at_s)
            self._show(look)
        _sleep_until(self._release_s)
        with self._changed:
            self._is_released = True
            if self._running is None or not self._is_whole(self._running):
                self._stop.set()
            self._changed.notify()

    def _show(self, look: Look) -> None:
        with self._changed:
            self._waiting = look
            if look.moment is Moment.SETTLED:
                self._stop.set()
            self._changed.notify()

    def _is_whole(self, look: Look) -> bool:
        """Whether what it finds is the answer."""
        return look.moment is Moment.SETTLED and look.n_samples == self._utterance.n_heard

    def _work(self) -> None:
        while (look := self._next()) is not None:
            self._look(look)
        heard = self._utterance.heard
        guess = self._drafts.guess()
        self._guess = guess.tokens
        self._fast.transcribe(heard, self._limit(heard.size), lambda: False, guess)
        self._text_at_s = time.perf_counter()

    def _next(self) -> Look | None:
        """Waits for the next look; None once the key is released."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting is not None or self._is_released)
            look, self._waiting = self._waiting, None
            self._running = None if self._is_released else look
            self._stop = threading.Event()
            return self._running

    def _look(self, look: Look) -> None:
        if not is_worth_it(look.moment, self._busy_s, look.at_s, self._share, on_battery=False):
            return
        stop, n = self._stop, look.n_samples
        before = list(self._model.answer)
        started_s = time.perf_counter()
        self._n_looks += 1
        try:
            self._fast.transcribe(
                self._utterance.samples[:n],
                self._limit(n),
                stop.is_set,
                self._drafts.guess(),
                look.moment is not Moment.SETTLED,
            )
        except StoppedEarly:
            pass
        finally:
            self._busy_s += min(time.perf_counter(), self._release_s) - started_s
        if self._model.answer != before:  # else it was stopped before it came to write about this
            self._drafts.keep(n, self._model.answer)


def _sleep_until(at_s: float) -> None:
    time.sleep(max(0.0, at_s - time.perf_counter()))
