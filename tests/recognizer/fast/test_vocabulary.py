"""The prompt and the answers beside those of transformers' processor, from either form of the tokenizer's files."""

# transformers and qwen_asr carry no types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srota_dictate.recognizer.fast.shapes import UnknownCheckpoint
from srota_dictate.recognizer.fast.vocabulary import Vocabulary
from srota_dictate.recognizer.reference import qwen_asr_model
from tests.recognizer.fast.networks import change_json
from tests.recognizer.support import copy_of, needs_model_packages

pytestmark = [needs_model_packages, pytest.mark.timeout(280)]

N_WORDS = 837


@pytest.fixture(scope="module")
def processor(tiny: Path) -> Any:
    qwen_asr_model()
    from transformers import AutoProcessor

    return AutoProcessor.from_pretrained(str(tiny))


@pytest.fixture(scope="module", params=["tokenizer.json", "vocab.json"])
def folder(request: pytest.FixtureRequest, tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint with that file."""
    copy = copy_of(tiny, tmp_path_factory.mktemp("words") / "model")
    if request.param == "vocab.json":
        (copy / "tokenizer.json").unlink()
    return copy


@pytest.mark.parametrize("context", ["", "Diwali, मेरा report", "don't   2500\n\nHelloWorld! "])
@pytest.mark.parametrize("n_tokens", [1, 13, 390])
def test_the_prompt(n_tokens: int, context: str, processor: Any, tiny: Path) -> None:
    turns = [
        {"role": "system", "content": context},
        {"role": "user", "content": [{"type": "audio", "audio": ""}]},
    ]
    text = processor.apply_chat_template(turns, add_generation_prompt=True, tokenize=False)
    text = text.replace(processor.audio_token, processor.audio_token * n_tokens)
    expected = processor.tokenizer(text)["input_ids"]
    assert Vocabulary(tiny, N_WORDS).prompt(n_tokens, context) == expected


def test_without_the_whole_tokenizer_the_words_are_split_as_transformers_splits_them(folder: Path) -> None:
    from transformers import AutoTokenizer

    expected = AutoTokenizer.from_pretrained(str(folder))
    vocabulary = Vocabulary(folder, N_WORDS)
    for context in ("", "Diwali, मेरा report", "don't   2500\n\nHelloWorld! नहीं\u200d क़ ", "<asr_text>language None"):
        prompt = (
            f"<|im_start|>system\n{context}<|im_end|>\n<|im_start|>user\n<|audio_start|><|audio_pad|><|audio_end|>"
            "<|im_end|>\n<|im_start|>assistant\n"
        )
        assert vocabulary.prompt(1, context) == expected(prompt)["input_ids"], context


def test_answers(folder: Path) -> None:
    from transformers import AutoTokenizer

    expected = AutoTokenizer.from_pretrained(str(folder))
    vocabulary = Vocabulary(folder, N_WORDS)

    @given(st.lists(st.integers(0, N_WORDS - 1), max_size=30))
    def check(ids: list[int]) -> None:
        assert vocabulary.text(ids) == expected.decode(ids, skip_special_tokens=True)

    check()
    check_all = list(range(N_WORDS))
    assert vocabulary.text(check_all) == expected.decode(check_all, skip_special_tokens=True)


def test_what_ends_an_answer(tiny: Path, tmp_path: Path) -> None:
    copy = copy_of(tiny, tmp_path / "model")
    assert Vocabulary(copy, N_WORDS).end_ids == {832, 830}
    assert Vocabulary(copy, 151_936).end_ids == {832, 830, 151_645, 151_643}
    change_json(copy / "generation_config.json", lambda config: config.update(eos_token_id=832))
    assert Vocabulary(copy, N_WORDS).end_ids == {832}
    (copy / "generation_config.json").unlink()
    assert Vocabulary(copy, N_WORDS).end_ids == {832}
    change_json(copy / "tokenizer_config.json", lambda config: config.update(eos_token={"content": "<|endoftext|>"}))
    assert Vocabulary(copy, N_WORDS).end_ids == {830}


@pytest.mark.parametrize("place", ["chat_template.jinja", "chat_template.json", "tokenizer_config.json"])
def test_another_template_makes_another_prompt(place: str, tiny: Path, tmp_path: Path) -> None:
    template = "{% if true %}\n<|im_start|>{{ messages[0].content }}!<|audio_pad|>{% endif %}\n<|im_end|>"
    copy = copy_of(tiny, tmp_path / "model")
    change_json(copy / "chat_template.json", lambda content: content.update(chat_template="never read"))
    if place == "chat_template.jinja":
        (copy / place).write_text(template, encoding="utf-8")
    elif place == "tokenizer_config.json":
        (copy / "chat_template.json").unlink()
    if place != "chat_template.jinja":
        change_json(copy / place, lambda content: content.update(chat_template=template))
    vocabulary = Vocabulary(copy, N_WORDS)
    ids = vocabulary.prompt(2, "office")
    assert (ids[0], ids[-3:]) == (831, [835, 835, 832])
    assert vocabulary.text(ids) == "office!"


@pytest.mark.parametrize(
    "template",
    ["{{ messages }}", "{% for %}", "{{ raise_exception('no') }}<|audio_pad|>", "<|audio_pad|><|audio_pad|>"],
)
def test_a_template_for_something_else_is_left_to_the_reference(template: str, tiny: Path, tmp_path: Path) -> None:
    copy = copy_of(tiny, tmp_path / "model")
    change_json(copy / "chat_template.json", lambda content: content.update(chat_template=template))
    with pytest.raises(UnknownCheckpoint, match="chat_template"):
        Vocabulary(copy, N_WORDS)
