"""The tiny model's network: the folder loads, training computes what the real model computes, a step changes it."""

# transformers and qwen_asr carry no types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportPrivateUsage=false, reportMissingTypeStubs=false

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from srota_dictate.lab.tiny.batches import IGNORED, Batcher, align
from srota_dictate.lab.tiny.checkpoint import Shape, build_checkpoint, save_half
from srota_dictate.lab.tiny.corpus import render_corpus
from srota_dictate.lab.tiny.espeak import Voice, espeak
from srota_dictate.lab.tiny.features import LogMel
from srota_dictate.lab.tiny.losses import Helpers, compute
from srota_dictate.lab.tiny.mixing import Utterance
from srota_dictate.lab.tiny.network import decode, embed, initialise, logits, n_audio_tokens
from srota_dictate.lab.tiny.qwen import load
from srota_dictate.lab.tiny.train import TrainOptions, learning_rate, longest_s, steps, train
from srota_dictate.lab.tiny.vocabulary import WORDS
from srota_dictate.types import Samples

SMALL = Shape(audio_width=32, audio_heads=2, audio_ffn=48, conv_channels=8, text_width=64, text_layers=4, text_ffn=96)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fresh")
    build_checkpoint(folder, WORDS, SMALL, seed=0)
    return folder


def said(text: str) -> tuple[Utterance, Samples]:
    spoken = espeak().render(text, Voice())
    samples = spoken.samples[: len(spoken.samples) // 160 * 160]
    return Utterance(samples, tuple(WORDS.index(w) for w in text.split()), spoken.word_ends_s or ()), samples


def test_the_folder_has_the_files_of_the_big_ones(fresh: Path) -> None:
    expected = {"config.json", "generation_config.json", "preprocessor_config.json", "tokenizer_config.json"}
    expected |= {"vocab.json", "merges.txt", "chat_template.json", "model.safetensors"}
    assert expected <= {path.name for path in fresh.iterdir()}
    config = json.loads((fresh / "config.json").read_text(encoding="utf-8"))
    assert config["architectures"] == ["Qwen3ASRForConditionalGeneration"]
    assert config["transformers_version"] == "4.57.1"


def test_each_word_with_its_space_is_one_token(fresh: Path) -> None:
    tokenizer = load(fresh).processor.tokenizer
    for word in WORDS:
        (token,) = tokenizer(f" {word}", add_special_tokens=False)["input_ids"]
        assert tokenizer.decode([token]) == f" {word}"


def test_training_computes_what_the_real_model_computes(fresh: Path) -> None:
    torch.manual_seed(0)
    asr = load(fresh)
    thinker = asr.model.thinker.eval()
    initialise(thinker)
    batcher = Batcher(asr, WORDS, np.random.default_rng(0))
    log_mel = LogMel(asr.processor.feature_extractor.mel_filters)
    for text in ("hello", "मेरा favourite festival Diwali है कल सुबह office meeting नहीं है please email report भेज देना"):
        _, samples = said(text)
        asked = asr.processor(
            text=[asr._build_text_prompt("", None)], audio=[samples], return_tensors="pt", padding=True
        )
        mine = log_mel(samples)
        n_frames = int(asked["feature_attention_mask"].sum())
        assert mine.shape[1] == n_frames
        torch.testing.assert_close(mine, asked["input_features"][0, :, :n_frames], atol=1e-3, rtol=0)
        before, after = batcher.prompt()
        ids = torch.tensor([[*before, *[thinker.config.audio_token_id] * n_audio_tokens(n_frames), *after]])
        assert ids.tolist() == asked["input_ids"].tolist()
        with torch.no_grad():
            theirs = thinker(**asked).logits
            ours = logits(thinker, decode(thinker, embed(thinker, ids, [mine])).layers[-1])
        torch.testing.assert_close(ours, theirs, atol=1e-2, rtol=0)


def test_padding_a_row_does_not_change_its_losses(fresh: Path) -> None:
    torch.manual_seed(0)
    asr = load(fresh)
    thinker = asr.model.thinker
    initialise(thinker)
    helpers = Helpers(SMALL.text_width, len(WORDS))
    log_mel = LogMel(asr.processor.feature_extractor.mel_filters)
    one, two = said("hello doctor")[0], said("कल सुबह office meeting नहीं है please email report भेज देना")[0]
    batcher = Batcher(asr, WORDS, np.random.default_rng(0), variety=0)

    def text_loss(*utterances: Utterance) -> tuple[float, int]:
        batch = batcher.batch(utterances, [log_mel(u.samples) for u in utterances])
        return float(compute(thinker, helpers, batch).text.detach()), int((batch.labels != IGNORED).sum())

    (a, n_a), (b, n_b), (both, n_both) = text_loss(one), text_loss(two), text_loss(one, two)
    assert n_both == n_a + n_b
    assert both == pytest.approx((a * n_a + b * n_b) / n_both, rel=1e-4)


def test_words_are_marked_where_they_end() -> None:
    utterance = Utterance(np.zeros(32000, np.float32), (4, 9), (0.5, 1.5))
    row = align(utterance, first_audio=10, n_audio=26, no_word=130, first_query=50)
    assert np.flatnonzero(row.frame_words != 130).tolist() == [6, 7, 19, 20]
    assert row.frame_words[[6, 19]].tolist() == [4, 9]
    assert row.spans == ((16, 18), (29, 31), (36, 37))


def test_the_schedule() -> None:
    options = TrainOptions(n_steps=1000, warmup_steps=100, learning_rate=1.0, hold_until=0.5)
    assert learning_rate(0, options) == pytest.approx(0.01)
    assert learning_rate(300, options) == 1.0
    assert learning_rate(750, options) == pytest.approx(0.5)
    assert learning_rate(400, replace(options, first_step=400)) == pytest.approx(0.01)
    assert steps(replace(options, last_step=400)) == range(400)
    assert steps(replace(options, first_step=400)) == range(400, 1000)
    assert longest_s(0, options) == 4.0
    assert longest_s(999, options) == 30.0


def test_a_few_steps_in_two_processes_give_a_folder_that_loads(fresh: Path, tmp_path: Path) -> None:
    render_corpus(tmp_path / "corpus", WORDS, 120, seed=0)
    options = TrainOptions(n_steps=6, batch_s=6, warmup_steps=2, log_every=1)
    result = train(fresh, tmp_path / "corpus", WORDS, tmp_path / "out", options, tmp_path / "log.jsonl")
    assert result.audio_h > 0
    assert result.n_words > 20
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert len(lines) == 6
    assert all(0 < line["text"] < 20 for line in lines)
    assert lines[-1]["text"] < lines[0]["text"]
    save_half(tmp_path / "out", tmp_path / "half")
    asr = load(tmp_path / "half", max_new_tokens=8)
    assert isinstance(asr.transcribe(audio=(np.zeros(16000, np.float32), 16000))[0].text, str)
    before = load(fresh).model.thinker.model.layers[0].mlp.up_proj.weight
    assert not torch.equal(before, asr.model.thinker.model.layers[0].mlp.up_proj.weight)
