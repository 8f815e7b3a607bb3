"""The model as qwen-asr runs it: same words, and the traps around them. Runs in this process; imports torch."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false, reportPrivateUsage=false

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from srota_dictate.recognizer import reference
from srota_dictate.recognizer.hearing import StoppedEarly
from srota_dictate.recognizer.reference import ReferenceModel
from srota_dictate.types import Samples
from tests.recognizer.support import copy_of, needs_model_packages, noise

pytestmark = [needs_model_packages, pytest.mark.timeout(280)]


@pytest.fixture(scope="module")
def model(tiny: Path) -> ReferenceModel:
    steps: list[tuple[str, float]] = []
    model = ReferenceModel.load(tiny, "cpu", "auto", lambda step, progress: steps.append((step, progress)))
    assert [step for step, _ in steps] == [
        "importing PyTorch",
        "importing the model's code",
        "reading the model",
        "trying it out",
    ]
    assert [progress for _, progress in steps] == sorted(progress for _, progress in steps)
    return model


def never() -> bool:
    return False


def test_an_answer(model: ReferenceModel, speech: Samples) -> None:
    answer = model.transcribe(speech, 64, never)
    assert answer.text
    assert answer.text in answer.raw_text
    assert answer.n_tokens == len(model._asr.processor.tokenizer(answer.raw_text).input_ids)
    assert not answer.reached_limit


def test_the_limit_is_told(model: ReferenceModel, speech: Samples) -> None:
    whole = model.transcribe(speech, 64, never)
    cut = model.transcribe(speech, 2, never)
    assert (cut.n_tokens, cut.reached_limit) == (2, True)
    # With room for the words but not for their end, nothing is lost; it counts as cut, because nobody can know.
    exact = model.transcribe(speech, whole.n_tokens, never)
    assert (exact.text, exact.reached_limit) == (whole.text, True)


def test_a_penalty_keeps_an_answer_from_repeating_itself_and_still_lets_it_end(
    model: ReferenceModel, speech: Samples
) -> None:
    plain = model.transcribe(speech, 64, never)
    # So high that no token can come twice, though the prompt has the one that ends an answer.
    strict = model.transcribe(speech, 64, never, repetition_penalty=1e6)
    assert len(set(model._answer_ids)) == len(model._answer_ids)
    assert not strict.reached_limit
    assert model.transcribe(speech, 64, never) == plain, "the penalty is for one answer only"


def test_stopping_between_tokens(model: ReferenceModel, speech: Samples) -> None:
    asked: list[bool] = []

    def after_two() -> bool:
        asked.append(len(asked) >= 1)
        return asked[-1]

    with pytest.raises(StoppedEarly):
        model.transcribe(speech, 64, after_two)
    assert len(asked) == 3  # two tokens, and once more at the end
    assert model.transcribe(speech, 64, never).text


def test_thirty_seconds(model: ReferenceModel) -> None:
    assert model.transcribe(noise(30), 16, never).n_tokens <= 16


def test_the_shortest_audio_that_is_asked_about(model: ReferenceModel) -> None:
    model.transcribe(noise(0.1), 16, never)


@pytest.mark.parametrize(
    ("configured", "vocabulary", "expected"),
    [
        ([890, 888], 895, [888, 890]),
        (888, 895, [888]),
        (None, 895, [890]),
        ([151643, 151645], 151_936, [151643, 151645]),
        (151645, 151_936, [151643, 151645]),
        (None, 151_936, [890, 151643, 151645]),
    ],
)
def test_what_ends_an_answer(configured: object, vocabulary: int, expected: list[int]) -> None:
    config = SimpleNamespace(thinker_config=SimpleNamespace(text_config=SimpleNamespace(vocab_size=vocabulary)))
    asr: Any = SimpleNamespace(
        model=SimpleNamespace(generation_config=SimpleNamespace(eos_token_id=configured), config=config),
        processor=SimpleNamespace(tokenizer=SimpleNamespace(eos_token_id=890)),
    )
    assert reference._end_ids(asr) == expected


def test_small_numbers_are_left_alone() -> None:
    """A library that is loaded along with Japanese support would round them to 0 in the whole process."""
    code = (
        "from srota_dictate.recognizer.reference import qwen_asr_model; qwen_asr_model(); print(2.0**-1074 * 1.0 > 0)"
    )
    env = {**os.environ, "HF_HUB_OFFLINE": "1"}
    run = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=200, check=True)
    assert run.stdout.split()[-1] == "True"


def test_tokenization_isnt_changed_behind_our_back(model: ReferenceModel, tiny: Path, tmp_path: Path) -> None:
    """A folder saved by the affected transformers, with a vocabulary as large as the real one."""
    from transformers import AutoProcessor

    folder = copy_of(tiny, tmp_path / "model")
    config = json.loads((folder / "config.json").read_text())
    config["transformers_version"] = "4.57.6"
    (folder / "config.json").write_text(json.dumps(config))
    tokenizer = json.loads((folder / "tokenizer.json").read_text())
    vocabulary = tokenizer["model"]["vocab"]
    start = max(vocabulary.values()) + 100
    vocabulary.update({f"filler{n}": start + n for n in range(100_001)})
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer))

    def split(processor: Any, text: str) -> list[Any]:
        return processor.tokenizer.backend_tokenizer.pre_tokenizer.pre_tokenize_str(text)

    text = "HelloWorld don't मेरा 2500"
    processor: Any = AutoProcessor.from_pretrained(str(folder), fix_mistral_regex=True)
    assert split(processor, text) != split(model._asr.processor, text), (
        "the trap is gone: so may be what is tested here"
    )
    reference._restore_tokenization(SimpleNamespace(processor=processor), folder)  # pyright: ignore[reportArgumentType]
    assert split(processor, text) == split(model._asr.processor, text)
