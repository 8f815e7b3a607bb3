"""Recognise several recordings at once: each step of the language model writes a token of every one.

A step reads all weights, however many recordings it is for, so it costs hardly more for eight than for one.
"""

# torch leaves parts of its types out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import torch

from srota_dictate.recognizer.fast.model import FastModel, penalise
from srota_dictate.recognizer.hearing import NO_PENALTY, Answer
from srota_dictate.types import SAMPLE_RATE_HZ, Samples

MOST_AT_ONCE: Final = 8  # beyond, a processor has no time left that it would only spend reading weights
_MOST_ON_CARD: Final = 32
# Of keys and values: eight recordings of 10 s, or three of 28 s, in f32 and the 0.6B model's sizes. An answer that goes
# on and on can make it a sixth more.
_MOST_BYTES: Final = 640_000_000
_ROWS_AT_ONCE: Final = 64
_AUDIO_ROWS_PER_S: Final = 13
_TOKENS_PER_S: Final = 12  # fast Hinglish needs about 8


@dataclass(slots=True)
class _Recording:
    number: int
    samples: Samples
    max_tokens: int
    penalty: float
    context: str
    n_rows_around: int  # of the prompt, besides those of the audio
    ids: list[int] = field(default_factory=list[int])
    n_prompt: int = 0

    @property
    def n_rows(self) -> int:
        """How many rows of keys and values it needs, unless more is said than anybody can say."""
        audio_s = self.samples.size / SAMPLE_RATE_HZ
        answer = min(self.max_tokens, int(_TOKENS_PER_S * audio_s) + 16)
        expected = int(_AUDIO_ROWS_PER_S * audio_s) + 1 + self.n_rows_around + answer
        return max(expected, self.n_prompt + len(self.ids))


class Batch:
    """Recordings on their way to an answer, in the order they came; one thread at a time.

    `model` may answer others between two calls. A recording is encoded and its prompt read alone, by `model`; then it
    joins the others' steps, and leaves them as soon as its answer is complete.
    """

    def __init__(self, model: FastModel, most_bytes: int = _MOST_BYTES) -> None:
        """`most_bytes` is for keys and values."""
        self._model = model
        self._decoder = model.decoder
        self._cache = model.decoder.new_cache(0, _ROWS_AT_ONCE)
        self._most = MOST_AT_ONCE if model.decoder.device.type == "cpu" else _MOST_ON_CARD
        self._most_bytes = most_bytes
        self._waiting: deque[_Recording] = deque()
        self._active: list[_Recording] = []  # each has the keys and values of its place

    def __len__(self) -> int:
        return len(self._waiting) + len(self._active)

    def add(
        self,
        number: int,
        samples: Samples,
        max_tokens: int,
        repetition_penalty: float = NO_PENALTY,
        context: str = "",
    ) -> None:
        """Have a recording answered, as FastModel.transcribe would; `number` is of no other one here."""
        n_around = self._model.n_rows_around(context)
        self._waiting.append(_Recording(number, samples, max_tokens, repetition_penalty, context, n_around))

    @torch.inference_mode()
    def drop(self, number: int) -> None:
        """Nobody waits for it any more."""
        self._waiting = deque(recording for recording in self._waiting if recording.number != number)
        for i, recording in enumerate(self._active):
            if recording.number == number:
                self._leave(i)
                return

    @torch.inference_mode()
    def advance(self, is_interrupted: Callable[[], bool]) -> list[tuple[int, Answer]]:
        """Read one more recording, or write one more token of each; the answers that are complete now.

        `is_interrupted` is asked once a layer; when it says yes, StoppedEarly is raised, and nothing is lost but the
        work of this call.
        """
        self._model.is_stopped = is_interrupted
        if self._has_room():
            self._begin()
        elif self._active:
            self._step()
        return self._finished()

    def _has_room(self) -> bool:
        if not self._waiting or len(self._active) == self._most:
            return False
        n_rows = _rounded(max(recording.n_rows for recording in (*self._active, self._waiting[0])))
        return not self._active or (len(self._active) + 1) * n_rows * self._cache.bytes_per_row <= self._most_bytes

    def _begin(self) -> None:
        recording = self._waiting[0]
        recording.n_prompt, token = self._model.begin(recording.samples, recording.context)
        place = len(self._active)
        n_rows = max(other.n_rows for other in (*self._active, recording))
        if place >= self._cache.n_recordings or n_rows > self._cache.n_rows:
            self._make_room(n_rows)
        self._cache.copy(place, self._decoder.cache, 0, recording.n_prompt)
        recording.ids.append(token)
        self._active.append(self._waiting.popleft())

    def _make_room(self, n_rows: int) -> None:
        """For as many as will come, if they are like these, so that it is not made again for each."""
        n_rows = _rounded(n_rows)
        affordable = self._most_bytes // (n_rows * self._cache.bytes_per_row)
        n_recordings = min(len(self), self._most, affordable)
        self._cache.resize(max(n_recordings, len(self._active) + 1), n_rows)
        self._decoder.make_rotations(n_rows)

    def _step(self) -> None:
        active = self._active
        positions = [recording.n_prompt + len(recording.ids) - 1 for recording in active]
        n_seen = max(positions) + 1
        if n_seen > self._cache.n_rows:  # somebody's answer goes on and on
            self._cache.resize(len(active), _rounded(n_seen))
            self._decoder.make_rotations(self._cache.n_rows)
        device = self._decoder.device
        tokens = torch.tensor([recording.ids[-1] for recording in active], device=device)
        logits = self._decoder.step(tokens, torch.tensor(positions, device=device), self._cache, n_seen)
        for recording, row in zip(active, logits, strict=True):
            if recording.penalty != NO_PENALTY:
                penalise(row, recording.ids, recording.penalty)
        for recording, token in zip(active, logits.argmax(-1).tolist(), strict=True):
            recording.ids.append(token)

    def _finished(self) -> list[tuple[int, Answer]]:
        found: list[tuple[int, Answer]] = []
        for i in reversed(range(len(self._active))):
            recording = self._active[i]
            if recording.ids[-1] in self._model.end_ids or len(recording.ids) == recording.max_tokens:
                found.append((recording.number, self._model.answer_of(recording.ids)))
                self._leave(i)
        return found[::-1]

    def _leave(self, i: int) -> None:
        """The last one takes its place, so that the others' rows stay beside each other."""
        last = self._active.pop()
        if i < len(self._active):
            self._cache.copy(i, self._cache, len(self._active), last.n_prompt + len(last.ids))
            self._active[i] = last
        if not self._active:
            self._cache.resize(0, 0)


def batch_for(model: object) -> Batch | None:
    """None for a model that answers one after the other only."""
    return Batch(model) if isinstance(model, FastModel) else None


def transcribe_batch(
    model: FastModel, recordings: Sequence[Samples], max_tokens: int, is_stopped: Callable[[], bool]
) -> list[Answer]:
    """What `model.transcribe` answers for each of `recordings`. Raises StoppedEarly when `is_stopped` says yes."""
    batch = Batch(model)
    for number, samples in enumerate(recordings):
        batch.add(number, samples, max_tokens)
    answers: dict[int, Answer] = {}
    while len(batch):
        answers.update(batch.advance(is_stopped))
    return [answers[number] for number in range(len(recordings))]


def _rounded(n_rows: int) -> int:
    return -(-n_rows // _ROWS_AT_ONCE) * _ROWS_AT_ONCE
