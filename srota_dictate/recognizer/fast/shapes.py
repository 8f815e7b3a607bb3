"""The sizes of a checkpoint's network, read from its config.json, and whether the fast path knows that network."""

# torch, numpy and tokenizers leave parts of their types out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOP_SAMPLES = 160
FFT_SAMPLES = 400
CHUNK_FRAMES = 100  # the convolutions see one second at a time
CHUNK_TOKENS = 13


class UnknownCheckpoint(Exception):
    """The fast path can't run this checkpoint as the reference would; the message says why."""


@dataclass(frozen=True, slots=True)
class AudioShape:
    """The audio encoder."""

    mel_bins: int
    width: int
    n_layers: int
    n_heads: int
    ffn_width: int
    conv_channels: int
    output_width: int
    max_positions: int
    window_chunks: int  # seconds that see each other in windowed attention


@dataclass(frozen=True, slots=True)
class TextShape:
    """The language model."""

    width: int
    n_layers: int
    n_heads: int
    n_kv_heads: int
    head_width: int
    ffn_width: int
    n_vocabulary: int
    rope_theta: float
    epsilon: float
    max_positions: int


@dataclass(frozen=True, slots=True)
class Shapes:
    audio: AudioShape
    text: TextShape
    audio_token_id: int


def read_shapes(folder: Path) -> Shapes:
    """Raises UnknownCheckpoint when the folder describes anything but the Qwen3-ASR network with plain options."""
    thinker = _read(folder / "config.json").get("thinker_config", {})
    front = _read(folder / "preprocessor_config.json")
    audio, text = thinker.get("audio_config", {}), thinker.get("text_config", {})
    expected = (
        (thinker, "model_type", ("qwen3_asr_thinker", "qwen3_asr")),
        (audio, "activation_function", ("gelu",)),
        (audio, "scale_embedding", (False,)),
        (audio, "n_window", (CHUNK_FRAMES // 2,)),
        (text, "hidden_act", ("silu",)),
        (text, "attention_bias", (False,)),
        (front, "hop_length", (HOP_SAMPLES,)),
        (front, "n_fft", (FFT_SAMPLES,)),
        (front, "sampling_rate", (16_000,)),
        (front, "dither", (0.0, None)),
    )
    for section, name, allowed in expected:
        value = section.get(name, allowed[0])
        if value not in allowed:
            raise UnknownCheckpoint(f"its configuration says {name} is {value!r}")
    rope = text.get("rope_scaling") or {}
    if rope.get("rope_type", rope.get("type", "default")) not in ("default", "mrope"):
        raise UnknownCheckpoint(f"its configuration says rope_scaling is {rope!r}")
    try:
        return Shapes(
            AudioShape(
                mel_bins=audio["num_mel_bins"],
                width=audio["d_model"],
                n_layers=audio["encoder_layers"],
                n_heads=audio["encoder_attention_heads"],
                ffn_width=audio["encoder_ffn_dim"],
                conv_channels=audio["downsample_hidden_size"],
                output_width=audio["output_dim"],
                max_positions=audio["max_source_positions"],
                window_chunks=audio["n_window_infer"] // CHUNK_FRAMES,
            ),
            TextShape(
                width=text["hidden_size"],
                n_layers=text["num_hidden_layers"],
                n_heads=text["num_attention_heads"],
                n_kv_heads=text["num_key_value_heads"],
                head_width=text["head_dim"],
                ffn_width=text["intermediate_size"],
                n_vocabulary=text["vocab_size"],
                rope_theta=text["rope_theta"],
                epsilon=text["rms_norm_eps"],
                max_positions=text["max_position_embeddings"],
            ),
            audio_token_id=thinker["audio_token_id"],
        )
    except KeyError as error:
        raise UnknownCheckpoint(f"config.json does not say {error.args[0]}") from error


def n_audio_tokens(n_frames: int) -> int:
    """How many tokens `n_frames` of mel become: CHUNK_TOKENS a whole chunk, fewer for the rest."""
    rest = n_frames % CHUNK_FRAMES
    for _ in range(3):  # three convolutions of stride 2
        rest = (rest + 1) // 2
    return n_frames // CHUNK_FRAMES * CHUNK_TOKENS + rest


def _read(path: Path) -> Mapping[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))
