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
    """The person, on the calling thread, and the model, on one of its own: the newest look waits, the rest is dropped.

    A look that is settled takes the place of the one that runs, and so does the release.
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
        self._stop = threading.Event()  # of the look that runs
        self._is_released = False
        self._busy_s = 0.0
        self._n_looks = 0
        self._text_at_s = 0.0
        self._guess: tuple[int, ...] = ()
        self._trouble: Exception | None = None

    def run(self) -> Replayed:
        thread = threading.Thread(target=self._work, name="inference")
        started_s = time.perf_counter()
        thread.start()
        for look in looks(self._utterance):
            _sleep_until(started_s + look.at_s)
            self._show(look)
        release_s = started_s + self._utterance.length_s
        _sleep_until(release_s)
        with self._changed:
            self._is_released = True
            self._stop.set()
            self._changed.notify()
        thread.join()
        if self._trouble is not None:
            raise self._trouble
        return Replayed(
            self._text_at_s - release_s,
            self._busy_s,
            self._utterance.length_s,
            self._n_looks,
            self._guess,
            tuple(self._model.answer),
        )

    def _show(self, look: Look) -> None:
        with self._changed:
            self._waiting = look
            if look.moment is Moment.SETTLED:
                self._stop.set()
            self._changed.notify()

    def _work(self) -> None:
        try:
            while (look := self._next()) is not None:
                self._look(look)
            heard = self._utterance.heard
            guess = self._drafts.guess()
            self._guess = guess.tokens
            self._fast.transcribe(heard, self._limit(heard.size), lambda: False, guess)
            self._text_at_s = time.perf_counter()
        except Exception as error:  # noqa: BLE001 - the border of this thread: the caller raises it
            self._trouble = error

    def _next(self) -> Look | None:
        """Waits for the next look; None once the key is released."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting is not None or self._is_released)
            look, self._waiting = self._waiting, None
            if self._is_released:
                return None
            self._stop = threading.Event()
            return look

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
            self._busy_s += time.perf_counter() - started_s
        if self._model.answer != before:  # else it was stopped before it came to write about this
            self._drafts.keep(n, self._model.answer)


def _sleep_until(at_s: float) -> None:
    time.sleep(max(0.0, at_s - time.perf_counter()))
