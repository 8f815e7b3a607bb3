"""Recognise what nobody waits for at the keyboard, several recordings at once: files, interrupted dictations."""

import logging
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Protocol

from srota_dictate.recognizer.hearing import Answer, Hearing, Question, StoppedEarly, conversation
from srota_dictate.recognizer.protocol import Heard, Reply, Stopped, Transcribe
from srota_dictate.types import Samples

_log = logging.getLogger(__name__)


class Batch(Protocol):
    """What answers several at once; `fast.batch.Batch` says how."""

    def add(self, number: int, samples: Samples, max_tokens: int, repetition_penalty: float, context: str) -> None: ...

    def drop(self, number: int) -> None: ...

    def advance(self, is_interrupted: Callable[[], bool]) -> list[tuple[int, Answer]]: ...


@dataclass(frozen=True, slots=True)
class _Request:
    message: Transcribe
    samples: Samples
    is_stopped: Callable[[], bool]
    conversation: Generator[Question, Answer, Hearing]
    started_s: float


class Together:
    """The requests that are worked on at once. On the model's thread only."""

    def __init__(self, batch: Batch, reply: Callable[[Reply], None]) -> None:
        """`reply` is called once for each request, unless it is taken back by `take_all`."""
        self._batch = batch
        self._reply = reply
        self._requests: dict[int, _Request] = {}

    def __len__(self) -> int:
        return len(self._requests)

    def add(self, message: Transcribe, samples: Samples, is_stopped: Callable[[], bool]) -> None:
        talk = conversation(samples, message.speech_s, message.context)
        request = _Request(message, samples, is_stopped, talk, time.monotonic())
        self._requests[message.request] = request
        self._go_on(request, None)

    def advance(self, is_interrupted: Callable[[], bool]) -> None:
        """One step further with all of them, unless `is_interrupted` says that somebody can't wait.

        Whatever the model raises leaves the requests here.
        """
        for number, request in list(self._requests.items()):
            if request.is_stopped():
                self._batch.drop(number)
                self._finish(request, Stopped(number))
        if not self._requests:
            return
        try:
            answers = self._batch.advance(is_interrupted)
        except StoppedEarly:
            return
        for number, answer in answers:
            self._go_on(self._requests[number], answer)

    def take_all(self) -> list[tuple[Transcribe, Samples]]:
        """Take back what isn't answered."""
        taken = [(request.message, request.samples) for request in self._requests.values()]
        for number in self._requests:
            self._batch.drop(number)
        self._requests.clear()
        return taken

    def _go_on(self, request: _Request, answer: Answer | None) -> None:
        number = request.message.request
        try:
            question = next(request.conversation) if answer is None else request.conversation.send(answer)
        except StopIteration as end:
            heard: Hearing = end.value
            elapsed_s = time.monotonic() - request.started_s
            _log.debug("a recording of several, %d tokens in %.2f s", heard.n_tokens, elapsed_s)
            self._finish(request, Heard(number, heard.text, heard.n_tokens, elapsed_s, heard.flags))
            return
        self._batch.add(number, question.samples, question.max_tokens, question.repetition_penalty, question.context)

    def _finish(self, request: _Request, reply: Reply) -> None:
        del self._requests[request.message.request]
        self._reply(reply)
