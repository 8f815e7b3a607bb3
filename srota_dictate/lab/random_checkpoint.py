"""Write a Qwen3-ASR checkpoint of any size with random weights, one tensor after another: speed is not in the weights.

The words and the prompt are the tiny model's. Embeddings are small against what the layers add, and attention looks at
few places, so that an answer depends on the sound and on what was written so far instead of repeating one token.
"""

# torch leaves parts of its types out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from srota_dictate.assets import asset
from srota_dictate.lab.tiny.checkpoint import Shape

MARK: Final = "random.json"
"""A file that tells a folder of random weights from a model that has learned something."""

_COPIED: Final = (
    "chat_template.json",
    "generation_config.json",
    "merges.txt",
    "preprocessor_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "vocab.json",
)
_ROWS_AT_ONCE: Final = 4096
_EMBEDDING_STD: Final = 0.02
_SHARPNESS: Final = 4.0  # of attention: with 1 every row sees the mean of all, and answers repeat themselves
_CONVOLUTIONS: Final = 3
_KERNEL: Final = 3


@dataclass(frozen=True, slots=True)
class RandomSize:
    """The network to make; everything not named here is as in the tiny model."""

    shape: Shape
    n_vocabulary: int


FULL: Final = RandomSize(
    Shape(
        mel_bins=128,
        audio_width=896,
        audio_layers=18,
        audio_heads=14,
        audio_ffn=3584,
        conv_channels=480,
        text_width=1024,
        text_layers=28,
        text_heads=16,
        text_kv_heads=8,
        head_width=128,
        text_ffn=3072,
    ),
    n_vocabulary=151_936,
)
"""As published with 0.6 billion parameters; 1.6 GB."""

SMALL: Final = RandomSize(Shape(), n_vocabulary=4096)
"""As the tiny model, which is quick enough for tests."""


@dataclass(frozen=True, slots=True)
class _Spec:
    name: str
    shape: tuple[int, ...]
    std: float  # 0: every value is `mean`
    mean: float = 0.0

    @property
    def n_bytes(self) -> int:
        n = 2  # bfloat16
        for size in self.shape:
            n *= size
        return n


def build_random(folder: Path, size: RandomSize = FULL, seed: int = 0) -> None:
    """Write the checkpoint (bfloat16) to `folder`. The same seed gives the same bytes; little memory is needed."""
    folder.mkdir(parents=True, exist_ok=True)
    tiny = asset("models/tiny")
    for name in _COPIED:
        shutil.copyfile(tiny / name, folder / name)
    _change(folder / "preprocessor_config.json", tiny, feature_size=size.shape.mel_bins)
    _write_config(folder / "config.json", tiny, size)
    specs = list(_specs(size))
    part = folder / "model.safetensors.part"
    with part.open("wb") as file:
        _write_header(file, specs)
        for number, spec in enumerate(specs):
            _write_values(file, spec, (seed << 20) + number)
    part.replace(folder / "model.safetensors")
    (folder / MARK).write_text(json.dumps({"seed": seed}) + "\n", encoding="utf-8")


def _write_header(file: BinaryIO, specs: list[_Spec]) -> None:
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    end = 0
    for spec in specs:
        header[spec.name] = {
            "dtype": "BF16",
            "shape": list(spec.shape),
            "data_offsets": [end, end + spec.n_bytes],
        }
        end += spec.n_bytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    file.write(len(text).to_bytes(8, "little") + text)


def _write_values(file: BinaryIO, spec: _Spec, seed: int) -> None:
    import torch

    generator = torch.Generator().manual_seed(seed)
    for first in range(0, spec.shape[0], _ROWS_AT_ONCE):
        shape = (min(_ROWS_AT_ONCE, spec.shape[0] - first), *spec.shape[1:])
        values: torch.Tensor = torch.full(shape, spec.mean)
        if spec.std:
            values += spec.std * torch.randn(shape, generator=generator)
        file.write(values.bfloat16().contiguous().view(torch.uint8).numpy().data)


def _specs(size: RandomSize) -> Iterator[_Spec]:
    """Every tensor of the network, named as qwen-asr names it."""
    s = size.shape
    tower = "thinker.audio_tower"
    for number in range(1, _CONVOLUTIONS + 1):
        n_inputs = 1 if number == 1 else s.conv_channels
        shape = (s.conv_channels, n_inputs, _KERNEL, _KERNEL)
        yield _Spec(f"{tower}.conv2d{number}.weight", shape, (2 / (n_inputs * _KERNEL**2)) ** 0.5)
        yield _Spec(f"{tower}.conv2d{number}.bias", (s.conv_channels,), 0.0)
    yield _matrix(f"{tower}.conv_out.weight", s.audio_width, s.conv_channels * -(-s.mel_bins // 2**_CONVOLUTIONS))
    for number in range(s.audio_layers):
        layer = f"{tower}.layers.{number}"
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            yield from _affine(f"{layer}.self_attn.{name}", s.audio_width, s.audio_width)
        yield from _affine(f"{layer}.fc1", s.audio_ffn, s.audio_width)
        yield from _affine(f"{layer}.fc2", s.audio_width, s.audio_ffn)
        for name in ("self_attn_layer_norm", "final_layer_norm"):
            yield from _layer_norm(f"{layer}.{name}", s.audio_width)
    yield from _layer_norm(f"{tower}.ln_post", s.audio_width)
    yield from _affine(f"{tower}.proj1", s.audio_width, s.audio_width)
    yield from _affine(f"{tower}.proj2", s.text_width, s.audio_width)
    yield _Spec("thinker.model.embed_tokens.weight", (size.n_vocabulary, s.text_width), _EMBEDDING_STD)
    for number in range(s.text_layers):
        layer = f"thinker.model.layers.{number}"
        n_queries, n_keys = s.text_heads * s.head_width, s.text_kv_heads * s.head_width
        yield _matrix(f"{layer}.self_attn.q_proj.weight", n_queries, s.text_width)
        yield _matrix(f"{layer}.self_attn.k_proj.weight", n_keys, s.text_width)
        yield _matrix(f"{layer}.self_attn.v_proj.weight", n_keys, s.text_width)
        yield _matrix(f"{layer}.self_attn.o_proj.weight", s.text_width, n_queries)
        yield _matrix(f"{layer}.mlp.gate_proj.weight", s.text_ffn, s.text_width)
        yield _matrix(f"{layer}.mlp.up_proj.weight", s.text_ffn, s.text_width)
        yield _matrix(f"{layer}.mlp.down_proj.weight", s.text_width, s.text_ffn)
        yield _Spec(f"{layer}.self_attn.q_norm.weight", (s.head_width,), 0.0, mean=_SHARPNESS)
        for name, width in (
            ("self_attn.k_norm", s.head_width),
            ("input_layernorm", s.text_width),
            ("post_attention_layernorm", s.text_width),
        ):
            yield _Spec(f"{layer}.{name}.weight", (width,), 0.0, mean=1.0)
    yield _Spec("thinker.model.norm.weight", (s.text_width,), 0.0, mean=1.0)


def _matrix(name: str, n_outputs: int, n_inputs: int) -> _Spec:
    return _Spec(name, (n_outputs, n_inputs), n_inputs**-0.5)


def _affine(name: str, n_outputs: int, n_inputs: int) -> Iterator[_Spec]:
    yield _matrix(f"{name}.weight", n_outputs, n_inputs)
    yield _Spec(f"{name}.bias", (n_outputs,), 0.02)


def _layer_norm(name: str, width: int) -> Iterator[_Spec]:
    yield _Spec(f"{name}.weight", (width,), 0.0, mean=1.0)
    yield _Spec(f"{name}.bias", (width,), 0.0)


def _write_config(path: Path, tiny: Path, size: RandomSize) -> None:
    s = size.shape
    config: dict[str, Any] = json.loads((tiny / "config.json").read_text(encoding="utf-8"))
    config["dtype"] = "bfloat16"
    config["thinker_config"]["audio_config"].update(
        num_mel_bins=s.mel_bins,
        d_model=s.audio_width,
        encoder_layers=s.audio_layers,
        num_hidden_layers=s.audio_layers,
        encoder_attention_heads=s.audio_heads,
        encoder_ffn_dim=s.audio_ffn,
        downsample_hidden_size=s.conv_channels,
        output_dim=s.text_width,
    )
    narrow = s.head_width // 2 * 5 // 16
    config["thinker_config"]["text_config"].update(
        hidden_size=s.text_width,
        intermediate_size=s.text_ffn,
        num_hidden_layers=s.text_layers,
        num_attention_heads=s.text_heads,
        num_key_value_heads=s.text_kv_heads,
        head_dim=s.head_width,
        vocab_size=size.n_vocabulary,
        rope_theta=1_000_000.0,
        max_position_embeddings=65_536,
        rope_scaling={
            "rope_type": "default",
            "mrope_section": [s.head_width // 2 - 2 * narrow, narrow, narrow],
            "mrope_interleaved": True,
        },
    )
    path.write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


def _change(path: Path, source: Path, **values: object) -> None:
    changed = {**json.loads((source / path.name).read_text(encoding="utf-8")), **values}
    path.write_text(json.dumps(changed, indent=1) + "\n", encoding="utf-8")
