"""Several requests at once: each its own answer, its own retry, its own end. The batch is a FAKE with a script."""

from collections.abc import Callable

import pytest

from srota_dictate.recognizer.hearing import NO_PENALTY, RETRY_PENALTY, Answer, StoppedEarly
from srota_dictate.recognizer.protocol import Heard, Reply, Stopped, Transcribe
from srota_dictate.recognizer.together import Together
from srota_dictate.types import Samples, TranscriptFlag
from tests.recognizer.support import noise

AUDIO = noise(2.0)
LOOP = "thank you " * 8


def said(text: str) -> Answer:
    return Answer(text, f"language Hindi<asr_text>{text}", 7, False)


class ScriptedBatch:
    """A FAKE batch: answers all it has with the next of each one's answers."""

    def __init__(self, **answers: list[str]) -> None:
        self._answers = {int(name[1:]): list(texts) for name, texts in answers.items()}
        self.asked: list[tuple[int, float]] = []
        self.contexts: list[str] = []
        self.inside: list[int] = []

    def add(self, number: int, samples: Samples, max_tokens: int, repetition_penalty: float, context: str) -> None:
        self.asked.append((number, repetition_penalty))
        self.contexts.append(context)
        self.inside.append(number)

    def drop(self, number: int) -> None:
        if number in self.inside:
            self.inside.remove(number)

    def advance(self, is_interrupted: Callable[[], bool]) -> list[tuple[int, Answer]]:
        if is_interrupted():
            raise StoppedEarly
        inside, self.inside = self.inside, []
        return [(number, said(self._answers[number].pop(0))) for number in inside]


def request(number: int) -> Transcribe:
    return Transcribe(number, AUDIO.size, batch=True)


def never() -> bool:
    return False


def texts(replies: list[Reply]) -> dict[int, str]:
    return {reply.request: reply.text for reply in replies if isinstance(reply, Heard)}


def test_a_loop_is_asked_for_again_while_the_others_are_answered() -> None:
    batch, replies = ScriptedBatch(n1=["one"], n2=[LOOP, "two"], n3=["three"]), list[Reply]()
    together = Together(batch, replies.append)
    for number in (1, 2, 3):
        together.add(request(number), AUDIO, never)
    together.advance(never)
    assert texts(replies) == {1: "one", 3: "three"}
    together.advance(never)
    assert texts(replies) == {1: "one", 2: "two", 3: "three"}
    assert batch.asked == [(1, NO_PENALTY), (2, NO_PENALTY), (3, NO_PENALTY), (2, RETRY_PENALTY)]
    assert len(together) == 0


def test_terms_that_are_said_back_are_asked_for_without_them() -> None:
    batch, replies = ScriptedBatch(n1=["Technical terms: Srota", "one"]), list[Reply]()
    together = Together(batch, replies.append)
    together.add(Transcribe(1, AUDIO.size, batch=True, context="Technical terms: Srota"), AUDIO, never)
    together.advance(never)
    together.advance(never)
    assert texts(replies) == {1: "one"}
    assert batch.contexts == ["Technical terms: Srota", ""]


def test_a_stopped_one_leaves_the_others() -> None:
    batch, replies = ScriptedBatch(n1=["one"], n2=["two"]), list[Reply]()
    together = Together(batch, replies.append)
    together.add(request(1), AUDIO, never)
    together.add(request(2), AUDIO, lambda: True)
    together.advance(never)
    assert replies[0] == Stopped(2)
    assert texts(replies) == {1: "one"}


def test_interrupted_it_goes_on_later() -> None:
    batch, replies = ScriptedBatch(n1=["one"]), list[Reply]()
    together = Together(batch, replies.append)
    together.add(request(1), AUDIO, never)
    together.advance(lambda: True)
    assert (replies, len(together)) == ([], 1)
    together.advance(never)
    assert texts(replies) == {1: "one"}


def test_without_speech_the_model_is_not_asked() -> None:
    batch, replies = ScriptedBatch(), list[Reply]()
    together = Together(batch, replies.append)
    together.add(Transcribe(1, AUDIO.size, 0.0, batch=True), AUDIO, never)
    (reply,) = replies
    assert isinstance(reply, Heard)
    assert reply.flags == (TranscriptFlag.NO_SPEECH,)
    assert batch.asked == []


def test_what_the_model_raises_leaves_the_requests_to_be_taken_back() -> None:
    batch, replies = ScriptedBatch(n1=[], n2=[]), list[Reply]()
    together = Together(batch, replies.append)
    for number in (1, 2):
        together.add(request(number), AUDIO, never)
    with pytest.raises(IndexError):
        together.advance(never)
    assert [message.request for message, _ in together.take_all()] == [1, 2]
    assert (replies, len(together)) == ([], 0)
