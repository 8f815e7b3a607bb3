"""Recognise with our own loop: the tokens of the reference, and nothing computed twice."""

# torch, numpy and tokenizers leave parts of their types out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np
import torch

from srota_dictate.recognizer.checkpoint import check_checkpoint
from srota_dictate.recognizer.fast.decoder import Decoder
from srota_dictate.recognizer.fast.encoder import Encoder
from srota_dictate.recognizer.fast.graph import choose_step
from srota_dictate.recognizer.fast.linear import Arithmetic
from srota_dictate.recognizer.fast.mel import LogMel
from srota_dictate.recognizer.fast.packed import PackedWeights
from srota_dictate.recognizer.fast.shapes import read_shapes
from srota_dictate.recognizer.fast.vocabulary import Vocabulary
from srota_dictate.recognizer.fast.weights import Weights
from srota_dictate.recognizer.hearing import NO_PENALTY, Answer, StoppedEarly, n_right
from srota_dictate.recognizer.transcript_text import answer_text
from srota_dictate.types import SAMPLE_RATE_HZ, Samples

_log = logging.getLogger(__name__)

_CHECKED_ALWAYS: Final = 8  # tokens of a draft: new speech may change its last words
_MIN_SAMPLES: Final = SAMPLE_RATE_HZ // 2  # qwen-asr fills shorter recordings up with silence


class FastModel:
    """One loaded model; one thread at a time.

    It remembers the last recording: what the new one shares with it is not computed again, and a recording that is
    the same to the last bit is answered at once, or answered on if it was stopped.
    """

    def __init__(
        self, folder: Path, device: str, precision: str, windowed: bool = False, cache: Path | None = None
    ) -> None:
        """`cache` keeps 8-bit weights for the next time. Raises UnknownCheckpoint where the reference is needed."""
        shapes = read_shapes(folder)
        checkpoint = check_checkpoint(folder)
        packed = PackedWeights(cache, checkpoint) if cache is not None and precision == "int8" else None
        arithmetic = Arithmetic(device, precision, packed)
        self._device = arithmetic.device
        self._audio_token_id = shapes.audio_token_id
        self._vocabulary = Vocabulary(folder, shapes.text.n_vocabulary)
        self.end_ids = self._vocabulary.end_ids
        self._mel = LogMel(shapes.audio.mel_bins, arithmetic.device)
        weights = Weights(checkpoint.weights)
        self._encoder = Encoder(weights, shapes.audio, arithmetic, windowed, self._between_layers)
        self.decoder = Decoder(weights, shapes.text, arithmetic, self._between_layers)
        if packed is not None:
            packed.finish()
        self.settle = arithmetic.settle
        self.is_stopped: Callable[[], bool] = lambda: False  # asked once a layer by all that works
        with torch.inference_mode():
            self._step = choose_step(self.decoder)
        self._prompt = self._embed([])  # the decoder has keys and values for it
        self.answer: list[int] = []  # the tokens that followed it so far, the one that ends it included
        self._is_guess = False  # whether the answer's keys and values are

    @property
    def trouble(self) -> str:
        """Why it is slower than it could be, "" when it isn't."""
        return self._step.trouble

    @torch.inference_mode()
    def transcribe(
        self,
        samples: Samples,
        max_tokens: int,
        is_stopped: Callable[[], bool],
        repetition_penalty: float = NO_PENALTY,
        draft: Sequence[int] = (),
        context: str = "",
    ) -> Answer:
        """Recognise mono float32 audio at SAMPLE_RATE_HZ, from 0.1 s to 30 s.

        A penalty above NO_PENALTY makes tokens less likely that the answer has already. `draft` is what the answer may
        be, from an earlier look at the same speech: it is checked in one step and its right beginning kept, so it
        decides how soon the answer comes, never what it is. `context` is the conversation's system turn. `is_stopped`
        is asked once a layer; when it says yes, StoppedEarly is raised and what was found so far is in `answer`.
        """
        self.is_stopped = is_stopped

        def attempt() -> Answer:
            prompt = self._prompt_for(samples, context)
            if repetition_penalty != NO_PENALTY:
                return self._first(max_tokens, self._penalised(prompt, repetition_penalty))
            self._read(prompt, draft[: max_tokens - 1])
            return self._first(max_tokens, self._go_on())

        return self._with_less_memory(attempt)

    @torch.inference_mode()
    def guess(
        self,
        samples: Samples,
        max_tokens: int,
        is_stopped: Callable[[], bool],
        draft: Sequence[int] = (),
        context: str = "",
    ) -> Answer:
        """As `transcribe`, for an answer that will only be a draft itself, and costs the new part of a recording.

        The encoder sees 2 s at a time, and of a draft whose words it has written itself only the last ones are checked:
        the others' keys and values, in which the new speech is missing, are moved to where they now belong.
        """
        self.is_stopped = is_stopped

        def attempt() -> Answer:
            self._extend(self._prompt_for(samples, context, roughly=True), list(draft[: max_tokens - 1]))
            return self._first(max_tokens, self._go_on())

        return self._with_less_memory(attempt)

    @torch.inference_mode()
    def begin(self, samples: Samples, context: str = "") -> tuple[int, int]:
        """Read a recording: how many rows it has in the decoder's cache now, and the first token of its answer."""
        prompt = self._prompt_for(samples, context)
        self._read(prompt)
        return len(prompt), self.answer[0]

    def n_rows_around(self, context: str) -> int:
        """How many rows a prompt has besides those of the recording."""
        return len(self._vocabulary.prompt(0, context))

    def answer_of(self, ids: list[int]) -> Answer:
        """What the model has written, the token that ends it included unless the limit was reached before."""
        ended = ids[-1] in self.end_ids
        raw = self._vocabulary.text(ids)
        return Answer(answer_text(raw), raw, len(ids) - ended, reached_limit=not ended)

    @torch.inference_mode()
    def wake(self, is_stopped: Callable[[], bool]) -> None:
        """Run one step of no consequence: weights come back into memory, and a processor's clock goes up."""
        self.is_stopped = is_stopped
        with suppress(StoppedEarly):
            self._step(0, len(self._prompt) + len(self.answer))  # behind all that is remembered

    def _with_less_memory(self, attempt: Callable[[], Answer]) -> Answer:
        """What it returns; where the card's memory isn't enough, once more with less."""
        try:
            return attempt()
        except torch.OutOfMemoryError as error:
            _log.warning("The graphics card has no memory left; once more with less: %s", error)
        self._forget()  # out here, where the error no longer holds what was being computed
        return attempt()

    def _first(self, max_tokens: int, tokens: Iterator[int]) -> Answer:
        """So much of them, unless the answer ends before."""
        ids: list[int] = []
        for token in tokens:
            self._between_layers()
            ids.append(token)
            if token in self.end_ids or len(ids) == max_tokens:
                break
        return self.answer_of(ids)

    def _go_on(self) -> Iterator[int]:
        """The answer, token by token, for ever: whoever listens knows when it is over."""
        n_given = 0
        while True:
            yield from self.answer[n_given:]
            n_given = len(self.answer)
            self.answer.append(self._step(self.answer[-1], len(self._prompt) + n_given - 1))

    def _read(self, prompt: torch.Tensor, draft: Sequence[int] = ()) -> None:
        """Answer with the draft's beginning that the model itself would have written, and the token after it."""
        n_known = _n_same(prompt, self._prompt)
        if n_known == len(prompt) and self.answer and not self._is_guess:
            return
        n_known = self._drop(prompt, n_known)
        rows = torch.cat([prompt[n_known:], self._embed(draft)])
        best = self.decoder(rows, n_known, n_logits=len(draft) + 1).argmax(-1).tolist()
        self._prompt = prompt
        self.answer = best[: n_right(draft, best) + 1]

    def _extend(self, prompt: torch.Tensor, draft: list[int]) -> None:
        """As `_read`, but that the draft's older words are believed."""
        n_before, n_after = len(self._prompt), len(prompt)
        n_believed = n_right(draft, self.answer[:-1]) - _CHECKED_ALWAYS
        if n_believed <= 0 or n_after < n_before:
            self._read(prompt, draft)
            return
        n_known = self._drop(prompt, _n_same(prompt, self._prompt))
        self.decoder.move(n_before, n_after, n_believed)
        self.decoder(prompt[n_known:], n_known)
        checked = draft[n_believed:]
        best = self.decoder(self._embed(checked), n_after + n_believed, n_logits=len(checked)).argmax(-1).tolist()
        self._prompt, self._is_guess = prompt, True
        n_sure = n_believed + 1 + n_right(checked[1:], best)
        self.answer = [*draft[:n_sure], best[n_sure - n_believed - 1]]

    def _drop(self, prompt: torch.Tensor, n_known: int) -> int:
        """Remember no more than so many rows of `prompt`, and not its last one; how many those are."""
        n_kept = min(n_known, len(prompt) - 1)
        # At once: what is computed next may be stopped.
        self._prompt, self.answer, self._is_guess = prompt[:n_kept], [], False
        return n_kept

    def _penalised(self, prompt: torch.Tensor, penalty: float) -> Iterator[int]:
        """An answer that repeats itself less; nothing of it is remembered."""
        first = self._drop(prompt, _n_same(prompt, self._prompt))
        ids: list[int] = []
        rows = prompt[first:]
        while True:
            logits = self.decoder(rows, first)[-1]
            first += len(rows)
            penalise(logits, ids, penalty)
            ids.append(int(logits.argmax()))
            yield ids[-1]
            rows = self._embed(ids[-1:])

    def _prompt_for(self, samples: Samples, context: str, roughly: bool = False) -> torch.Tensor:
        """The conversation's rows up to where the answer begins."""
        audio = self._encoder(self._mel(_as_qwen_asr_takes_it(samples)), roughly)
        ids = torch.tensor(self._vocabulary.prompt(len(audio), context), device=self._device)
        rows = self.decoder.embed(ids)
        rows[ids == self._audio_token_id] = audio
        return rows

    def _embed(self, ids: Sequence[int]) -> torch.Tensor:
        return self.decoder.embed(torch.tensor(ids, dtype=torch.long, device=self._device))

    def _forget(self) -> None:
        """Give back all memory that the next recording may do without."""
        self._prompt, self.answer = self._embed([]), []
        self._step.release()
        self._encoder.forget()
        self.decoder.cache.clear()
        if self._device.type == "cuda":
            torch.cuda.empty_cache()

    def _between_layers(self) -> None:
        if self.is_stopped():
            raise StoppedEarly


def penalise(logits: torch.Tensor, ids: list[int], penalty: float) -> None:
    """Make what stands in the answer already less likely, as transformers' RepetitionPenaltyLogitsProcessor does."""
    said = torch.tensor(sorted(set(ids)), dtype=torch.long, device=logits.device)
    scores = logits[said]
    logits[said] = torch.where(scores < 0, scores * penalty, scores / penalty)


def _as_qwen_asr_takes_it(samples: Samples) -> Samples:
    peak = float(np.abs(samples).max())
    within = samples / np.float32(peak) if peak > 1 else samples
    return np.pad(within, (0, max(0, _MIN_SAMPLES - within.size)))


def _n_same(rows: torch.Tensor, others: torch.Tensor) -> int:
    """How many rows both begin with."""
    n = min(len(rows), len(others))
    differs = (rows[:n] != others[:n]).any(1).nonzero()
    return int(differs[0]) if len(differs) else n
