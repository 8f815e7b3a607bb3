"""Lay down an untrained Qwen3-ASR checkpoint folder: tokenizer, configuration and fresh weights."""

# transformers and qwen_asr carry no types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportMissingTypeStubs=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false, reportPrivateUsage=false

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from srota_dictate.lab.tiny.qwen import quiet_imports

SPECIAL: Final = ("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|audio_start|>", "<|audio_end|>", "<|audio_pad|>")
# Not marked special: it must survive skip_special_tokens, the parser looks for it.
ASR_TEXT: Final = "<asr_text>"

# The prompt Qwen3-ASR was trained with: one system turn (the context), one user turn (the audio), the assistant's turn.
_CHAT_TEMPLATE: Final = (
    "{% for m in messages %}{{ '<|im_start|>' + m.role + '\\n' }}"
    "{% if m.content is string %}{{ m.content }}"
    "{% else %}{% for part in m.content %}{{ '<|audio_start|><|audio_pad|><|audio_end|>' }}{% endfor %}{% endif %}"
    "{{ '<|im_end|>\\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)
_SPLIT: Final = r"\s*[\r\n]+| ?[^\s]+|\s+"

# transformers 4.57.3–4.57.6 swaps the pre-tokenizer of a local folder that says it was written by one of them.
_STAMP: Final = "4.57.1"


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of the network. Everything not named here is as in the published 0.6B configuration."""

    mel_bins: int = 80
    audio_width: int = 128
    audio_layers: int = 1
    audio_heads: int = 4
    audio_ffn: int = 384
    conv_channels: int = 32
    text_width: int = 192
    text_layers: int = 5
    text_heads: int = 6
    text_kv_heads: int = 3
    head_width: int = 32
    text_ffn: int = 448


def build_checkpoint(folder: Path, words: Sequence[str], shape: Shape, seed: int) -> None:
    """Write a loadable, untrained checkpoint (float32) to `folder`: everything but README.md and words.txt."""
    import torch

    quiet_imports()
    from qwen_asr.core.transformers_backend import Qwen3ASRConfig, Qwen3ASRForConditionalGeneration

    folder.mkdir(parents=True, exist_ok=True)
    ids = _write_tokenizer(folder, words)
    _write_json(
        folder / "preprocessor_config.json",
        {
            "feature_extractor_type": "WhisperFeatureExtractor",
            "processor_class": "Qwen3ASRProcessor",
            "feature_size": shape.mel_bins,
            "sampling_rate": 16000,
            "hop_length": 160,
            "n_fft": 400,
            "chunk_length": 30,
            "n_samples": 480000,
            "nb_max_frames": 3000,
            "padding_side": "right",
            "padding_value": 0.0,
            "dither": 0.0,
            "return_attention_mask": True,
        },
    )
    _write_json(folder / "chat_template.json", {"chat_template": _CHAT_TEMPLATE})
    torch.manual_seed(seed)
    config = Qwen3ASRConfig(
        thinker_config=_thinker_config(shape, ids),
        support_languages=["English", "Hindi"],
        tie_word_embeddings=True,
    )
    model = Qwen3ASRForConditionalGeneration(config)
    model.thinker.tie_weights()
    assert model.generation_config is not None
    model.generation_config.eos_token_id = [ids["<|im_end|>"], ids["<|endoftext|>"]]
    model.generation_config.pad_token_id = ids["<|endoftext|>"]
    model.generation_config.do_sample = False
    model.save_pretrained(folder, safe_serialization=True)
    for name in ("config.json", "generation_config.json"):
        stamped = json.loads((folder / name).read_text(encoding="utf-8"))
        stamped["transformers_version"] = _STAMP
        _write_json(folder / name, stamped)


def save_half(source: Path, folder: Path) -> None:
    """Copy a checkpoint with its weights in float16, the format of the shipped one (load it with dtype float32)."""
    import shutil

    import torch
    from safetensors.torch import load_file, save_file

    folder.mkdir(parents=True, exist_ok=True)
    for path in source.iterdir():
        if path.name != "model.safetensors":
            shutil.copyfile(path, folder / path.name)
    weights = load_file(source / "model.safetensors")
    halved = {name: w.to(torch.float16) if w.is_floating_point() else w for name, w in weights.items()}
    save_file(halved, folder / "model.safetensors", metadata={"format": "pt"})


def _write_tokenizer(folder: Path, words: Sequence[str]) -> dict[str, int]:
    """Train a byte-level BPE in which each " word" is one token; returns the ids of the added tokens."""
    from tokenizers import (
        AddedToken,
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
        trainers,
    )

    tokenizer = Tokenizer(models.BPE(byte_fallback=False))
    tokenizer.normalizer = normalizers.NFC()
    # Two steps like Qwen2's: qwen_asr and transformers look at the first one.
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_SPLIT), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    frame = ["language None<asr_text>", "system\n", "user\n", "assistant\n", "language", " None", " English", " Hindi"]
    trainer = trainers.BpeTrainer(
        vocab_size=4000, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    tokenizer.train_from_iterator([f" {word}" for word in words] * 50 + frame * 60, trainer)
    tokenizer.add_special_tokens([AddedToken(t, normalized=False, special=True) for t in SPECIAL])
    tokenizer.add_tokens([AddedToken(ASR_TEXT, normalized=False, special=False)])
    tokenizer.model.save(str(folder))  # vocab.json and merges.txt
    tokenizer.save(str(folder / "tokenizer.json"))
    ids = {token: int(tokenizer.token_to_id(token)) for token in (*SPECIAL, ASR_TEXT)}
    broken = [word for word in words if len(tokenizer.encode(f" {word}").ids) != 1]
    if broken:
        raise AssertionError(f"words of more than one token: {broken}")
    _write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "Qwen2Tokenizer",
            "processor_class": "Qwen3ASRProcessor",
            "add_prefix_space": False,
            "clean_up_tokenization_spaces": False,
            "errors": "replace",
            "model_max_length": 131072,
            "split_special_tokens": False,
            "bos_token": None,
            "unk_token": None,
            "eos_token": "<|im_end|>",
            "pad_token": "<|endoftext|>",
            "extra_special_tokens": {
                "audio_token": "<|audio_pad|>",
                "audio_bos_token": "<|audio_start|>",
                "audio_eos_token": "<|audio_end|>",
            },
            "added_tokens_decoder": {
                str(number): {
                    "content": token,
                    "lstrip": False,
                    "normalized": False,
                    "rstrip": False,
                    "single_word": False,
                    "special": token in SPECIAL,
                }
                for token, number in ids.items()
            },
        },
    )
    ids["vocab_size"] = int(tokenizer.get_vocab_size())
    return ids


def _thinker_config(shape: Shape, ids: dict[str, int]) -> dict[str, object]:
    end, pad = ids["<|im_end|>"], ids["<|endoftext|>"]
    return {
        "audio_config": {
            "num_mel_bins": shape.mel_bins,
            "d_model": shape.audio_width,
            "encoder_layers": shape.audio_layers,
            "encoder_attention_heads": shape.audio_heads,
            "encoder_ffn_dim": shape.audio_ffn,
            "downsample_hidden_size": shape.conv_channels,
            "n_window": 50,
            "n_window_infer": 800,
            "conv_chunksize": 500,
            "max_source_positions": 1500,
            "activation_function": "gelu",
            "scale_embedding": False,
            "output_dim": shape.text_width,
        },
        "text_config": {
            "hidden_size": shape.text_width,
            "intermediate_size": shape.text_ffn,
            "num_hidden_layers": shape.text_layers,
            "num_attention_heads": shape.text_heads,
            "num_key_value_heads": shape.text_kv_heads,
            "head_dim": shape.head_width,
            "rope_theta": 10000.0,
            "max_position_embeddings": 4096,
            "rope_scaling": {"rope_type": "default", "mrope_section": [6, 5, 5], "mrope_interleaved": True},
            "vocab_size": ids["vocab_size"],
            "tie_word_embeddings": True,
            "hidden_act": "silu",
            "rms_norm_eps": 1e-6,
            "attention_bias": False,
            "initializer_range": 0.02,
            "pad_token_id": None,
            "eos_token_id": end,
        },
        "audio_token_id": ids["<|audio_pad|>"],
        "audio_start_token_id": ids["<|audio_start|>"],
        "audio_end_token_id": ids["<|audio_end|>"],
        "initializer_range": 0.02,
        "tie_word_embeddings": True,
        "eos_token_id": [end, pad],
        "pad_token_id": pad,
    }


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
