"""Ask the model what was said in one recording, and ask again when its answer looks invented."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from srota_dictate.recognizer.context import context_for, is_leak
from srota_dictate.recognizer.guards import looks_invented, prepare, token_limit
from srota_dictate.recognizer.transcript_text import words_of
from srota_dictate.types import SAMPLE_RATE_HZ, Samples, TranscriptFlag

NO_PENALTY: Final = 1.0
RETRY_PENALTY: Final = 1.2  # enough to break a loop; more begins to cost real words


class StoppedEarly(Exception):
    """Nobody waits for the answer any more."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model wrote for one stretch of audio."""

    text: str  # as qwen-asr returns it
    raw_text: str  # before qwen-asr folded repetitions and cut the prefix off
    n_tokens: int
    reached_limit: bool


class Model(Protocol):
    """A loaded model."""

    def transcribe(
        self,
        samples: Samples,
        max_tokens: int,
        is_stopped: Callable[[], bool],
        repetition_penalty: float = NO_PENALTY,
        *,
        context: str = "",
    ) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Hearing:
    """What was said, and what its reader should know."""

    text: str
    n_tokens: int  # of all answers
    flags: tuple[TranscriptFlag, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What the model is to be asked, as `Model.transcribe` takes it."""

    samples: Samples
    max_tokens: int
    repetition_penalty: float
    context: str = field(default="", repr=False)


def n_right(draft: Sequence[int], answer: Sequence[int]) -> int:
    """How many tokens of a draft are right, before the first wrong one."""
    same = (i for i, (a, b) in enumerate(zip(draft, answer, strict=False)) if a != b)
    return next(same, min(len(draft), len(answer)))


def hear(
    model: Model, samples: Samples, speech_s: float | None, is_stopped: Callable[[], bool], context: str = ""
) -> Hearing:
    """Recognise one recording as `conversation` says; raises whatever the model raises, and what `prepare` does."""
    talk = conversation(samples, speech_s, context)
    try:
        question = next(talk)
        while True:
            answer = model.transcribe(
                question.samples,
                question.max_tokens,
                is_stopped,
                question.repetition_penalty,
                context=question.context,
            )
            question = talk.send(answer)
    except StopIteration as end:
        return end.value


def conversation(samples: Samples, speech_s: float | None, context: str = "") -> Generator[Question, Answer, Hearing]:
    """Ask about one recording, shape (n,). `speech_s` is how much of it is speech, None when nobody has measured.

    `context` is what the model is told before (`context_of`). An answer that may be the context is asked for again
    without it. Without speech the model isn't asked: it would invent some. An answer that nobody can have said is asked
    for once more, with words that were written already made less likely; what looks invented even then is flagged, not
    withheld: the person decides. Raises what `prepare` raises.
    """
    audio = prepare(samples)
    if audio is None or speech_s == 0:
        return Hearing("", 0, (TranscriptFlag.NO_SPEECH,))
    audio_s = audio.size / SAMPLE_RATE_HZ
    limit = token_limit(audio_s)
    said_s = audio_s if speech_s is None else speech_s
    told = context_for(context, said_s)
    answer = yield Question(audio, limit, NO_PENALTY, told)
    n_tokens = answer.n_tokens
    if is_leak(words_of(answer.raw_text), told):
        answer = yield Question(audio, limit, NO_PENALTY)
        n_tokens += answer.n_tokens
    invented = looks_invented(words_of(answer.raw_text), said_s)
    if invented:
        answer = yield Question(audio, limit, RETRY_PENALTY)
        n_tokens += answer.n_tokens
        invented = looks_invented(words_of(answer.raw_text), said_s)
    text = words_of(answer.text)
    flags = {
        TranscriptFlag.NO_SPEECH: not text,
        TranscriptFlag.TRUNCATED: answer.reached_limit,
        TranscriptFlag.REPETITIVE: invented,
    }
    return Hearing(text, n_tokens, tuple(flag for flag, applies in flags.items() if applies))
