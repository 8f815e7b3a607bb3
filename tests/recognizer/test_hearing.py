"""When the model is asked, when it is asked again, and what is said of its answer."""

from collections.abc import Callable

import numpy as np
import pytest

from srota_dictate.recognizer.hearing import NO_PENALTY, RETRY_PENALTY, Answer, Hearing, hear
from srota_dictate.types import SAMPLE_RATE_HZ, Samples, TranscriptFlag
from tests.recognizer.support import noise

AUDIO = noise(2.0)
LOOP = "thank you " * 8
SENTENCE = "कल office meeting है"


def never() -> bool:
    return False


class ScriptedModel:
    """A FAKE model: gives its answers in turn and notes how it was asked."""

    def __init__(self, *answers: str | Answer) -> None:
        self._answers = [
            a if isinstance(a, Answer) else Answer(a, f"language Hindi<asr_text>{a}", 7, False) for a in answers
        ]
        self.penalties: list[float] = []
        self.contexts: list[str] = []

    def transcribe(
        self,
        samples: Samples,
        max_tokens: int,
        is_stopped: Callable[[], bool],
        repetition_penalty: float = NO_PENALTY,
        *,
        context: str = "",
    ) -> Answer:
        self.penalties.append(repetition_penalty)
        self.contexts.append(context)
        return self._answers.pop(0)


def test_a_sentence_is_asked_for_once() -> None:
    model = ScriptedModel(SENTENCE)
    assert hear(model, AUDIO, 1.6, never) == Hearing(SENTENCE, 7, ())
    assert model.penalties == [NO_PENALTY]


@pytest.mark.parametrize("speech_s", [1.6, None])
def test_a_loop_is_asked_for_again(speech_s: float | None) -> None:
    model = ScriptedModel(LOOP, SENTENCE)
    assert hear(model, AUDIO, speech_s, never) == Hearing(SENTENCE, 14, ())
    assert model.penalties == [NO_PENALTY, RETRY_PENALTY]


def test_a_loop_that_stays_is_delivered_and_flagged() -> None:
    model = ScriptedModel(LOOP, "thank you for watching " * 7)
    heard = hear(model, AUDIO, 1.6, never)
    assert heard == Hearing(("thank you for watching " * 7).strip(), 14, (TranscriptFlag.REPETITIVE,))
    assert len(model.penalties) == 2, "one retry, not more"


def test_more_than_fits_into_the_speech_is_asked_for_again() -> None:
    long = "Thank you for watching, and please subscribe to the channel"
    model = ScriptedModel(long, "हाँ")
    assert hear(model, AUDIO, 0.3, never) == Hearing("हाँ", 14, ())
    assert hear(ScriptedModel(long), noise(5), None, never).flags == ()  # not measured: all of it may be speech


def test_what_qwen_asr_folded_is_seen() -> None:
    model = ScriptedModel(Answer("ha", "ha" * 40, 40, True), Answer("ha", "ha" * 40, 40, True))
    assert hear(model, AUDIO, 1.6, never) == Hearing("ha", 80, (TranscriptFlag.TRUNCATED, TranscriptFlag.REPETITIVE))


CONTEXT = "Technical terms: Srota, GitHub, Diwali"


def test_terms_are_told_unless_there_is_next_to_nothing_to_hear() -> None:
    model = ScriptedModel(SENTENCE, "हाँ", SENTENCE)
    assert hear(model, AUDIO, 1.6, never, CONTEXT) == Hearing(SENTENCE, 7, ())
    hear(model, AUDIO, 0.4, never, CONTEXT)
    hear(model, AUDIO, None, never, CONTEXT)
    assert model.contexts == [CONTEXT, "", CONTEXT]


def test_terms_that_are_said_back_are_asked_for_without_them() -> None:
    model = ScriptedModel("Srota, GitHub, Diwali.", SENTENCE)
    assert hear(model, AUDIO, 1.6, never, CONTEXT) == Hearing(SENTENCE, 14, ())
    assert model.contexts == [CONTEXT, ""]
    assert model.penalties == [NO_PENALTY, NO_PENALTY]


def test_terms_that_were_really_said_are_heard_without_being_told() -> None:
    model = ScriptedModel("Srota, GitHub, Diwali.", "srota github diwali")
    assert hear(model, AUDIO, 1.6, never, CONTEXT) == Hearing("srota github diwali", 14, ())


def test_a_loop_is_asked_for_again_without_terms() -> None:
    model = ScriptedModel("Technical terms", LOOP, SENTENCE)
    assert hear(model, AUDIO, 1.6, never, CONTEXT) == Hearing(SENTENCE, 21, ())
    assert model.contexts == [CONTEXT, "", ""]
    assert model.penalties == [NO_PENALTY, NO_PENALTY, RETRY_PENALTY]


@pytest.mark.parametrize("word", ["हाँ", "no", "OK.", "जी हाँ"])
def test_short_real_words_pass(word: str) -> None:
    model = ScriptedModel(word)
    assert hear(model, noise(0.8), 0.13, never) == Hearing(word, 7, ())


@pytest.mark.parametrize(
    ("samples", "speech_s"),
    [(AUDIO, 0.0), (np.zeros(SAMPLE_RATE_HZ, np.float32), 1.0), (noise(0.05), None)],
    ids=["no speech", "digital silence", "50 ms"],
)
def test_where_nothing_was_said_the_model_is_not_asked(samples: Samples, speech_s: float | None) -> None:
    model = ScriptedModel()
    assert hear(model, samples, speech_s, never) == Hearing("", 0, (TranscriptFlag.NO_SPEECH,))
    assert model.penalties == []


def test_nothing_heard_is_told() -> None:
    assert hear(ScriptedModel(Answer("", "language None", 2, False)), AUDIO, 1.0, never).flags == (
        TranscriptFlag.NO_SPEECH,
    )


def test_an_answer_cut_off_is_told() -> None:
    assert hear(ScriptedModel(Answer("and so", "and so", 70, True)), AUDIO, 1.0, never).flags == (
        TranscriptFlag.TRUNCATED,
    )
