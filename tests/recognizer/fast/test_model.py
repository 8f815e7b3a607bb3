"""Whole answers beside the reference's: the same tokens, whatever was known before and wherever it was stopped."""

from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from srota_dictate.lab.bench.release.arms import within_windows
from srota_dictate.lab.tiny.espeak import Voice
from srota_dictate.lab.tiny.score import with_noise
from srota_dictate.lab.tiny.voices import HELD_OUT, TRAINED
from srota_dictate.recognizer.context import context_of
from srota_dictate.recognizer.fast.model import FastModel
from srota_dictate.recognizer.guards import token_limit
from srota_dictate.recognizer.hearing import Answer, StoppedEarly
from srota_dictate.recognizer.reference import ReferenceModel
from srota_dictate.types import SAMPLE_RATE_HZ, Samples
from tests.desktop.speech import spoken
from tests.recognizer.fast.networks import Network
from tests.recognizer.support import needs_model_packages, noise

pytestmark = [needs_model_packages, pytest.mark.timeout(280)]


@pytest.fixture(scope="module")
def reference(tiny: Path) -> ReferenceModel:
    return ReferenceModel.load(tiny, "cpu", "f32", quietly)


@pytest.fixture
def model(tiny: Path) -> FastModel:
    return FastModel(tiny, "cpu", "f32")


def quietly(_step: str, _progress: float) -> None: ...


def never() -> bool:
    return False


def yes_at(number: int) -> Callable[[], bool]:
    """Stops when asked for that time, the first being 1."""
    asked = count(1)
    return lambda: next(asked) == number


def utterances(tiny: Path, n: int) -> list[Samples]:
    """Random words in many voices, from 1 s to 30 s, some in noise, some cut off in a word."""
    words = (tiny / "words.txt").read_text(encoding="utf-8").split()
    rng = np.random.default_rng(3)
    sounds: list[Samples] = []
    for i in range(n):
        voice = Voice((*TRAINED, *HELD_OUT)[i % 60], int(rng.integers(100, 200)), int(rng.integers(20, 80)))
        n_words = (2, 4, 7, 12, 3, 45)[i % 6]
        sound = spoken(" ".join(rng.choice(words, n_words)), voice)[: 30 * SAMPLE_RATE_HZ]
        if i % 5 == 0:
            sound = with_noise(sound, 10, rng)
        sounds.append(sound[: -int(rng.integers(1, 6000))] if i % 3 == 0 else sound)
    return sounds


def limit_for(samples: Samples) -> int:
    return token_limit(samples.size / SAMPLE_RATE_HZ)


def drafts(ids: list[int]) -> list[list[int]]:
    """Right, right and then more, and wrong at the first token, at each third and at the last."""
    places = sorted({0, len(ids) // 3, 2 * len(ids) // 3, len(ids) - 1})
    wrong = [[*ids[:place], (ids[place] + 1) % 830, *ids[place + 1 :]] for place in places]
    return [ids, ids[:-1], [*ids, *ids[:5]], *wrong]


def test_the_same_tokens(reference: ReferenceModel, model: FastModel, tiny: Path) -> None:
    rng = np.random.default_rng(4)
    for number, samples in enumerate(utterances(tiny, 60)):
        limit = limit_for(samples)
        expected = reference.transcribe(samples, limit, never)
        assert model.transcribe(samples, limit, never) == expected, number
        ids = list(model.answer)
        assert model.transcribe(samples, limit, never) == expected, f"{number}, again"

        begun = samples[: int(samples.size * rng.uniform(0.3, 0.95))]
        for draft in drafts(ids):
            # The speech so far is known when the whole of it is asked about.
            model.transcribe(begun, 3, never)
            assert model.transcribe(samples, limit, never, draft=draft) == expected, f"{number}, draft {draft}"

        model.transcribe(begun, 3, never)
        with pytest.raises(StoppedEarly):
            model.transcribe(samples, limit, yes_at(int(rng.integers(1, 6 * len(ids)))))
        assert model.transcribe(samples, limit, never) == expected, f"{number}, stopped"


def test_the_same_tokens_with_any_context(reference: ReferenceModel, model: FastModel, tiny: Path) -> None:
    """The tiny model's own words and what it has never read, from none to as many as are told at most."""
    rng = np.random.default_rng(6)
    words = [*(tiny / "words.txt").read_text(encoding="utf-8").split(), "GitHub Actions", "कुबेरनेटिस", "C++", "don't"]
    n_told = n_changed = 0
    for number, clean in enumerate(utterances(tiny, 8)):
        # Whoever hears badly listens to what was told: the tiny model knows its words without.
        samples = with_noise(clean, -5, rng) if number % 2 else clean
        limit, begun = limit_for(samples), samples[: int(samples.size * rng.uniform(0.3, 0.95))]
        plain = model.transcribe(samples, limit, never)
        for n_words in (0, 1, int(rng.integers(2, 30)), 200):
            context = context_of(rng.choice(words, n_words), 200)
            expected = reference.transcribe(samples, limit, never, context=context)
            n_told, n_changed = n_told + bool(context), n_changed + (expected != plain)
            model.transcribe(begun, 3, never)
            model.guess(begun, limit, never, context=context)
            draft = [token for token in model.answer if token not in model.end_ids]
            assert model.transcribe(samples, limit, never, draft=draft, context=context) == expected, number
            assert model.transcribe(samples, limit, never, context=context) == expected, f"{number}, again"
            assert model.transcribe(samples, limit, never) == plain, f"{number}, without"
    assert n_told == 24
    assert n_changed > 0, "the model reads what it is told"


def test_the_same_tokens_after_any_guesses(reference: ReferenceModel, model: FastModel, tiny: Path) -> None:
    rng = np.random.default_rng(5)
    for number, samples in enumerate(utterances(tiny, 16)):
        limit = limit_for(samples)
        expected = reference.transcribe(samples, limit, never)
        draft: list[int] = []
        for share in (*sorted(rng.uniform(0.2, 1.0, 5)), 1.0, 0.5, 1.0):
            is_stopped = yes_at(int(rng.integers(1, 60))) if rng.random() < 0.3 else never
            with suppress(StoppedEarly):
                model.guess(samples[: int(samples.size * share)], limit, is_stopped, draft)
            draft = [token for token in model.answer if token not in model.end_ids] or draft
        assert model.transcribe(samples, limit, never, draft=draft) == expected, number
        assert model.transcribe(samples, limit, never) == expected, f"{number}, again"
        model.guess(samples, limit, never, draft)
        assert model.transcribe(samples, limit, never, draft=[*draft[:-1], 5]) == expected, f"{number}, the same again"


def test_a_guess_believes_what_was_written_and_checks_the_end(model: FastModel, tiny: Path) -> None:
    samples = max(utterances(tiny, 6), key=lambda sound: sound.size)
    limit = limit_for(samples)
    model.transcribe(samples, limit, never)
    ids = list(model.answer[:-1])
    assert len(ids) > 20
    model.guess(samples[:-4000], limit, never, ids)
    written = list(model.answer)
    model.guess(samples, limit, never, [*written[:-3], 5, 6])
    assert model.answer[: len(written) - 3] == written[:-3]
    assert model.answer[len(written) - 3 : len(written) - 1] != [5, 6]


def test_the_same_tokens_when_they_are_limited_or_must_not_repeat(
    reference: ReferenceModel, model: FastModel, tiny: Path
) -> None:
    for number, samples in enumerate(utterances(tiny, 12)):
        limit = limit_for(samples)
        plain = model.transcribe(samples, limit, never)
        for n_tokens in (1, 2, plain.n_tokens, plain.n_tokens + 1):
            cut = reference.transcribe(samples, n_tokens, never)
            assert model.transcribe(samples, n_tokens, never) == cut, f"{number}, {n_tokens} tokens"
            draft = list(model.answer)
            model.transcribe(samples[:8000], 2, never)
            assert model.transcribe(samples, n_tokens, never, draft=draft) == cut, f"{number}, {n_tokens} with a draft"
        strict = reference.transcribe(samples, limit, never, repetition_penalty=1.2)
        assert model.transcribe(samples, limit, never, repetition_penalty=1.2) == strict, f"{number}, penalty"
        assert model.transcribe(samples, limit, never) == plain, f"{number}, after a penalty"


@pytest.mark.parametrize(
    "samples",
    [noise(0.1), noise(0.3), noise(0.499), noise(0.501), noise(30.0), noise(1.0) * np.float32(3), noise(2.0, 1e-6)],
    ids=["0.1 s", "0.3 s", "0.499 s", "0.501 s", "30 s", "beyond full scale", "hardly anything"],
)
def test_sound_without_speech(samples: Samples, reference: ReferenceModel, model: FastModel) -> None:
    assert model.transcribe(samples, 16, never) == reference.transcribe(samples, 16, never)


@pytest.mark.parametrize("windowed", [False, True], ids=["full", "windowed"])
def test_the_same_tokens_in_both_kinds_of_attention(windowed: bool, network: Network) -> None:
    """In a network of random numbers; in the tiny model attention does nothing in the encoder."""
    reference = ReferenceModel.load(network.folder, "cpu", "f32", quietly)
    model = FastModel(network.folder, "cpu", "f32", windowed)
    asr = reference._asr  # pyright: ignore[reportPrivateUsage]
    sound = noise(29.0, level=0.02) * np.repeat([1.0, 3.0, 0.1, 2.0], 29 * 4000).astype(np.float32)
    others: list[Answer] = []
    for audio_s in (1.3, 4.0, 8.0, 8.2, 15.9, 22.0, 29.0, 9.0):
        samples = sound[: int(audio_s * SAMPLE_RATE_HZ)]
        others.append(reference.transcribe(samples, 12, never))
        if windowed:
            with within_windows(asr.model):
                expected = reference.transcribe(samples, 12, never)
        else:
            expected = others[-1]
        assert model.transcribe(samples, 12, never) == expected, audio_s
        draft = list(model.answer)
        model.transcribe(samples[:-3000], 2, never)
        assert model.transcribe(samples, 12, never, draft=draft) == expected, audio_s


def test_stopped_at_every_check_the_next_answers_are_right(model: FastModel, tiny: Path) -> None:
    one, two = (sound[: 2 * SAMPLE_RATE_HZ] for sound in utterances(tiny, 3)[1:])
    expected = [model.transcribe(samples, 20, never) for samples in (one, two)]
    draft = [*model.answer[:3], 5, 6]
    number = 0
    for number in count(1):
        model.transcribe(one[:20_000], 4, never)
        asked = 0

        def is_stopped(last: int = number) -> bool:
            nonlocal asked
            asked += 1
            return asked == last

        try:
            stopped = model.transcribe(two, 20, is_stopped, draft=draft if number % 2 else ())
        except StoppedEarly:
            assert asked == number, "nothing more is computed, or asked"
        else:
            assert stopped == expected[1]
            break
        # By turns the same again, or something else.
        if number % 3:
            assert model.transcribe(two, 20, never) == expected[1], number
        else:
            assert model.transcribe(one, 20, never) == expected[0], number
    assert number > 30


def test_it_is_asked_once_a_layer_before_logits_and_once_a_token(model: FastModel, tiny: Path) -> None:
    asked: list[None] = []

    def is_stopped() -> bool:
        asked.append(None)
        return False

    samples = utterances(tiny, 2)[1]
    answer = model.transcribe(samples, 64, is_stopped)
    n_seconds, n_steps = -(-samples.size // SAMPLE_RATE_HZ), answer.n_tokens + 1
    assert len(asked) == 3 * n_seconds + 1 + n_steps * (5 + 1 + 1)
    asked.clear()
    model.transcribe(samples, 64, is_stopped)
    assert len(asked) == n_steps, "the very same recording is answered at once"


def test_a_penalised_answer_can_be_stopped_anywhere(model: FastModel, tiny: Path) -> None:
    samples = utterances(tiny, 2)[1]
    plain = model.transcribe(samples, 64, never)
    for number in range(1, 40, 3):
        with pytest.raises(StoppedEarly):
            model.transcribe(samples, 64, yes_at(number), repetition_penalty=1.2)
        assert model.transcribe(samples, 64, never) == plain, number


def test_bf16_answers(tiny: Path, model: FastModel) -> None:
    near = FastModel(tiny, "cpu", "bf16")
    sounds = utterances(tiny, 6)
    same = [near.transcribe(x, 64, never).text == model.transcribe(x, 64, never).text for x in sounds]
    assert sum(same) >= len(sounds) - 1
