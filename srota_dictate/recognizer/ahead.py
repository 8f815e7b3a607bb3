"""Work on speech before it is complete: when it is worth it, and what is kept of it."""

import os
import time
from collections.abc import Callable, Sequence
from typing import Final, Protocol, runtime_checkable

from srota_dictate.recognizer.context import context_for, is_leak
from srota_dictate.recognizer.guards import looks_invented, prepare, token_limit
from srota_dictate.recognizer.hearing import NO_PENALTY, Answer, Model, StoppedEarly, n_right
from srota_dictate.recognizer.protocol import Drafted, Preview
from srota_dictate.recognizer.transcript_text import words_of
from srota_dictate.types import SAMPLE_RATE_HZ, Moment, Samples, SegmentKey

_FEW_CORES: Final = 2
_SHARE_OF_FEW: Final = 0.8  # the recorder, and whatever one dictates into, need little
_SHARE: Final = 0.9
_HOLDS: Final = 0.8  # of a draft must be right, or there are no more guesses
_WRONG_AT_END: Final = 5  # tokens may be wrong in any draft, because its speech broke off there


@runtime_checkable
class DraftingModel(Protocol):
    """A model that can check a guess faster than it can write the text, and says what it wrote when it was stopped."""

    end_ids: frozenset[int]
    answer: list[int]  # of the last recording, as far as it came

    def transcribe(
        self,
        samples: Samples,
        max_tokens: int,
        is_stopped: Callable[[], bool],
        repetition_penalty: float = NO_PENALTY,
        draft: Sequence[int] = (),
        context: str = "",
    ) -> Answer: ...

    def guess(
        self,
        samples: Samples,
        max_tokens: int,
        is_stopped: Callable[[], bool],
        draft: Sequence[int] = (),
        context: str = "",
    ) -> Answer:
        """Nearly the same, and sooner."""
        ...

    def wake(self, is_stopped: Callable[[], bool]) -> None:
        """Be quick when the next recording comes: one step of no consequence."""
        ...


def is_worth_it(moment: Moment, busy_s: float, audio_s: float, share: float, on_battery: bool) -> bool:
    """Whether to look at a segment of `audio_s` now, after `busy_s` of looking at it before.

    What is found at a pause may be the text itself. In between it is a guess, for which only so much of the time
    that the person speaks is spent.
    """
    return moment is not Moment.SPEAKING or (not on_battery and busy_s < share * audio_s)


def share_for(device: str, n_cores: int) -> float:
    """How much of the time may go into guesses."""
    return _SHARE_OF_FEW if device == "cpu" and n_cores <= _FEW_CORES else _SHARE


def count_cores() -> int:
    """Those this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Ahead:
    """What is known of the one segment that is being spoken. On the model's thread only."""

    def __init__(
        self,
        model: DraftingModel,
        share: float,
        on_battery: Callable[[], bool],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._model = model
        self._share = share
        self._on_battery = on_battery
        self._clock = clock
        self._key: SegmentKey | None = None
        self._draft: list[int] = []
        self._guesses_hold = True
        self._busy_s = 0.0

    def look(self, preview: Preview, samples: Samples, is_stopped: Callable[[], bool]) -> Drafted:
        """Recognise what there is so far; whatever is found until `is_stopped` says yes is kept."""
        if preview.key != self._key:
            self.forget()
            self._key = preview.key
        audio = prepare(samples)
        if audio is None or preview.speech_s == 0 or is_stopped():
            return Drafted(preview.key)
        audio_s = audio.size / SAMPLE_RATE_HZ
        if not is_worth_it(preview.moment, self._busy_s, audio_s, self._share, self._on_battery()):
            return Drafted(preview.key)
        context = context_for(preview.context, preview.speech_s)
        started_s, before = self._clock(), list(self._model.answer)
        try:
            ask = self._model.guess if self._may_guess(preview.moment) else self._model.transcribe
            answer = ask(audio, token_limit(audio_s), is_stopped, draft=self._draft, context=context)
        except StoppedEarly:
            if self._model.answer != before:  # else it was stopped before it wrote a word about this
                self._keep()
            return Drafted(preview.key)
        finally:
            self._busy_s += self._clock() - started_s
        self._keep()
        raw = words_of(answer.raw_text)
        is_no_text = looks_invented(raw, preview.speech_s) or is_leak(raw, context)
        return Drafted(preview.key, "" if is_no_text else words_of(answer.text))

    def model_for(self, key: SegmentKey | None) -> Model:
        """The model, which begins with what was found about this segment."""
        draft = self._draft if key == self._key and key is not None else []
        return _Informed(self._model, draft, self._learn)

    def spent_s(self, key: SegmentKey | None) -> float:
        """For how long this segment was looked at."""
        return self._busy_s if key == self._key and key is not None else 0.0

    def forget(self) -> None:
        self._key, self._draft, self._busy_s = None, [], 0.0

    def _may_guess(self, moment: Moment) -> bool:
        """Whether a guess will do; what is settled may be the text."""
        return self._guesses_hold and moment is not Moment.SETTLED

    def _learn(self, draft: Sequence[int]) -> None:
        """The answer is there that was expected to begin like `draft`: does this model bear rough guesses?

        The draft may go on behind it, with a command that what was asked about ends before.
        """
        n_expected = min(len(draft), len(self._model.answer))
        if n_right(draft, self._model.answer) + _WRONG_AT_END < _HOLDS * n_expected:
            self._guesses_hold = False

    def _keep(self) -> None:
        found = [token for token in self._model.answer if token not in self._model.end_ids]
        if found:
            self._draft = found


class _Informed:
    """A `Model` that knows what the answer may be."""

    def __init__(self, model: DraftingModel, draft: Sequence[int], learn: Callable[[Sequence[int]], None]) -> None:
        self._model = model
        self._draft: Sequence[int] = draft
        self._learn = learn

    def transcribe(
        self,
        samples: Samples,
        max_tokens: int,
        is_stopped: Callable[[], bool],
        repetition_penalty: float = NO_PENALTY,
        *,
        context: str = "",
    ) -> Answer:
        answer = self._model.transcribe(samples, max_tokens, is_stopped, repetition_penalty, self._draft, context)
        self._learn(self._draft)
        self._draft = []  # whoever asks again doubts it
        return answer
