"""The models under test, each with the answer's length forced where its weights are random."""

# torch, transformers and qwen_asr carry no types; both models' insides are looked into to take their times.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportPrivateUsage=false

import math
import threading
import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from srota_dictate.errors import UserFixableError
from srota_dictate.lab.bench.release.drafts import Guess
from srota_dictate.recognizer.fast.model import FastModel
from srota_dictate.recognizer.hearing import Answer
from srota_dictate.recognizer.loading import load_model
from srota_dictate.recognizer.reference import ReferenceModel
from srota_dictate.types import DeviceChoice, Samples

NOTHING: Final = Guess()


@dataclass(frozen=True, slots=True)
class Timed:
    """One answer, and where its time went."""

    wait_s: float
    n_tokens: int
    s_per_token: float | None  # after the first; None when there was one only
    first_s: float  # until the first token was there
    mel_s: float | None = None  # parts of `first_s`, of the fast arm only
    encode_s: float | None = None

    @property
    def prefill_s(self) -> float | None:
        if self.mel_s is None or self.encode_s is None:
            return None
        return self.first_s - self.mel_s - self.encode_s


class ReferenceArm:
    """qwen-asr as shipped."""

    def __init__(self, folder: Path, device: str, precision: str, *, is_forced: bool) -> None:
        """`precision` "int8" is the fast arms' alone: the reference has f32 then."""
        chosen = "auto" if precision == "int8" else precision
        self.model = ReferenceModel.load(folder, device, chosen, lambda _step, _share: None)
        self.choice = self.model.choice
        if is_forced:
            thinker: Any = self.model._asr.model.thinker
            self.model._end_ids = [thinker.config.text_config.vocab_size]  # one that no answer can have

    def answer(self, samples: Samples, max_tokens: int) -> Timed:
        token_at_s: list[float] = []

        def is_stopped() -> bool:  # asked after each token, and once more
            token_at_s.append(time.perf_counter())
            return False

        started_s = time.perf_counter()
        answer = self.model.transcribe(samples, max_tokens, is_stopped)
        wait_s = time.perf_counter() - started_s
        n = len(self.model._answer_ids)
        spread_s = (token_at_s[n - 1] - token_at_s[0]) / (n - 1) if n > 1 else None
        return Timed(wait_s, answer.n_tokens, spread_s, token_at_s[0] - started_s)

    @property
    def tokens(self) -> list[int]:
        """Of the last answer."""
        return list(self.model._answer_ids)

    @contextmanager
    def last_logits_only(self) -> Generator[None]:
        """Meanwhile the whole vocabulary is weighed for the prompt's last position alone, as for every later token."""
        head: Any = self.model._asr.model.thinker.lm_head
        whole: Callable[[Any], Any] = head.forward

        def of_last(hidden: Any) -> Any:
            return whole(hidden[:, -1:])

        head.forward = of_last
        try:
            yield
        finally:
            head.forward = whole

    def within_windows(self) -> AbstractContextManager[None]:
        return within_windows(self.model._asr.model)

    @contextmanager
    def margins(self) -> Generator[list[float]]:
        """Meanwhile fills with how far each token's logit was above the second best."""
        found: list[float] = []

        def note(_head: Any, _given: Any, logits: Any) -> None:
            best, second = logits[0, -1].float().topk(2).values.tolist()
            found.append(best - second)

        hook: Any = self.model._asr.model.thinker.lm_head.register_forward_hook(note)
        try:
            yield found
        finally:
            hook.remove()


@contextmanager
def within_windows(model: Any) -> Generator[None]:
    """Meanwhile qwen-asr's encoder sees 8 s at a time, by the mask that it applies with FlashAttention only."""
    tower = model.thinker.audio_tower

    def masked(_layer: Any, given: tuple[Any, ...], named: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        return given, {**named, "attention_mask": tower._prepare_attention_mask(*given)}

    hooks = [layer.register_forward_pre_hook(masked, with_kwargs=True) for layer in tower.layers]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


class FastArm:
    """Our own decode."""

    def __init__(self, folder: Path, device: str, precision: str, attention: str, *, is_forced: bool) -> None:
        model, self.choice = load_model(folder, device, precision, attention, lambda _step, _share: None)
        if not isinstance(model, FastModel):
            raise UserFixableError(
                f"There is nothing to compare: {self.choice.reason}", hint="Choose a model that our own decode knows"
            )
        self.model = model
        if is_forced:
            model.end_ids = frozenset()
        self._mel = _Stopwatch(model._mel, self.choice)
        self._encoder = _Stopwatch(model._encoder, self.choice)
        inside: Any = model
        inside._mel, inside._encoder = self._mel, self._encoder
        self._decoder = _Believer(model.decoder)
        inside.decoder = self._decoder

    def settle(self) -> None:
        """Wait until the model has done what it leaves for after loading, or it would do so while times are taken."""
        for thread in threading.enumerate():
            if thread.name == "settle":
                thread.join()

    def forget(self) -> None:
        """All that the model remembers of the last recording."""
        self.model._prompt = self.model._prompt[:0]
        self.model.answer = []
        self.model._encoder.forget()

    def answer(self, samples: Samples, max_tokens: int, guess: Guess = NOTHING) -> Timed:
        """What it remembers is used: see `forget`."""
        self._mel.seconds = self._encoder.seconds = 0.0
        first_at_s: list[float] = []
        before = self.model.answer

        def is_stopped() -> bool:  # asked before each layer and after each token
            answer = self.model.answer
            if not first_at_s and answer and answer is not before:
                first_at_s.append(time.perf_counter())
            return False

        started_s = time.perf_counter()
        answer = self.transcribe(samples, max_tokens, is_stopped, guess)
        ended_s = time.perf_counter()
        first_s = first_at_s[0] if first_at_s else started_s
        n = len(self.model.answer)
        spread_s = (ended_s - first_s) / (n - 1) if n > 1 else None
        return Timed(
            ended_s - started_s,
            answer.n_tokens,
            spread_s,
            first_s - started_s,
            self._mel.seconds,
            self._encoder.seconds,
        )

    def transcribe(
        self, samples: Samples, max_tokens: int, is_stopped: Callable[[], bool], guess: Guess, roughly: bool = False
    ) -> Answer:
        """As the model does it, but that it agrees with as much of the guess as is wanted."""
        self._decoder.guess = Guess(guess.tokens[: max_tokens - 1], guess.n_believed)
        ask = self.model.guess if roughly else self.model.transcribe
        try:
            return ask(samples, max_tokens, is_stopped, draft=guess.tokens)
        finally:
            self._decoder.guess = NOTHING


class _Believer:
    """A decoder that would have written so much of a draft, and not the token after it, whatever its weights say."""

    def __init__(self, decoder: Any) -> None:
        self._decoder = decoder
        self.guess = NOTHING

    def __call__(self, rows: Any, first: int, n_logits: int = 1) -> Any:
        logits = self._decoder(rows, first, n_logits)
        tokens, n_believed = self.guess.tokens, self.guess.n_believed
        if n_believed is not None:
            # The last row is for the token after the draft, those before it for the draft's last tokens.
            first = len(tokens) - n_logits + 1
            for number in range(first, min(n_believed + 1, len(tokens))):
                logits[number - first, tokens[number]] = math.inf if number < n_believed else -math.inf
        return logits

    def __getattr__(self, name: str) -> Any:
        return getattr(self._decoder, name)


class _Stopwatch:
    """A part of the model that notes how long it takes."""

    def __init__(self, part: Any, choice: DeviceChoice) -> None:
        self._part = part
        self._on_card = choice.device == "cuda"
        self.seconds = 0.0

    def __call__(self, *given: Any) -> Any:
        started_s = time.perf_counter()
        result = self._part(*given)
        if self._on_card:  # which is still at work when Python goes on
            import torch

            torch.cuda.synchronize()
        self.seconds += time.perf_counter() - started_s
        return result

    def __getattr__(self, name: str) -> Any:
        return getattr(self._part, name)
