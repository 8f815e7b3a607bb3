"""What 8-bit weights cost: the error of each layer, and of the whole network, against float32.

`python -m srota_dictate.lab.bench.int8_error FOLDER [SOUND]` prints both for a checkpoint of any size.
"""

# torch leaves parts of its types out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
import torch.nn.functional as F

from srota_dictate.audio import read_file
from srota_dictate.recognizer.checkpoint import check_checkpoint
from srota_dictate.recognizer.fast.decoder import Decoder
from srota_dictate.recognizer.fast.encoder import Encoder
from srota_dictate.recognizer.fast.linear import Arithmetic, Function
from srota_dictate.recognizer.fast.mel import LogMel
from srota_dictate.recognizer.fast.shapes import read_shapes
from srota_dictate.recognizer.fast.vocabulary import Vocabulary
from srota_dictate.recognizer.fast.weights import Weights
from srota_dictate.types import SAMPLE_RATE_HZ, Samples

_NOISE_S: Final = 5


@dataclass(frozen=True, slots=True)
class LayerError:
    """One product, given the input that float32 has there."""

    name: str  # as in the checkpoint; several that are one product with "+"
    relative: float  # the length of the difference over the length of the exact result


@dataclass(frozen=True, slots=True)
class Int8Error:
    """All products, and what comes of them together, relative as above."""

    layers: tuple[LayerError, ...]
    encoder: float  # all of the audio encoder in 8 bits
    logits: float  # encoder, language model and head in 8 bits
    same_best: float  # share of the places where the likeliest token is the same


@torch.inference_mode()
def layer_errors(folder: Path, samples: Samples | None = None) -> Int8Error:
    """Compare for mono float32 audio at SAMPLE_RATE_HZ, noise of 5 s if none is given.

    Weights are turned into float32 one layer at a time, so this needs no more memory than the 8-bit model.
    Raises UserFixableError and UnknownCheckpoint as loading does.
    """
    if samples is None:
        samples = np.random.default_rng(0).normal(0, 0.05, _NOISE_S * SAMPLE_RATE_HZ).astype(np.float32)
    both = _Both()
    audio, logits = _run(folder, both, samples)
    near_audio, near_logits = _run(folder, Arithmetic("cpu", "int8"), samples)
    return Int8Error(
        tuple(
            LayerError(name, (wrong / whole) ** 0.5 if whole else 0.0) for name, (wrong, whole) in both.squares.items()
        ),
        encoder=_relative(near_audio, audio),
        logits=_relative(near_logits, logits),
        same_best=float((logits.argmax(-1) == near_logits.argmax(-1)).float().mean()),
    )


class _Both(Arithmetic):
    """Multiplies in 8 bits and exactly, goes on with what is exact, and keeps the difference."""

    def __init__(self) -> None:
        super().__init__("cpu", "int8")
        self.squares: dict[str, tuple[float, float]] = {}  # of the differences and of the exact results, added up

    def linear(self, weights: Weights, *names: str, often_one_row: bool = False) -> Function:
        near = super().linear(weights, *names, often_one_row=often_one_row)
        key = "+".join(names)
        self.squares[key] = (0.0, 0.0)

        def product(x: torch.Tensor) -> torch.Tensor:
            parts = [
                F.linear(
                    x,
                    weights.get(f"{name}.weight").float(),
                    weights.get(f"{name}.bias").float() if f"{name}.bias" in weights else None,
                )
                for name in names
            ]
            exact = torch.cat(parts, -1)
            wrong, whole = self.squares[key]
            self.squares[key] = (
                wrong + float((near(x) - exact).square().sum(dtype=torch.float64)),
                whole + float(exact.square().sum(dtype=torch.float64)),
            )
            return exact

        return product


def _run(folder: Path, arithmetic: Arithmetic, samples: Samples) -> tuple[torch.Tensor, torch.Tensor]:
    """The encoder's rows, and the logits after each row of the conversation around them."""
    shapes = read_shapes(folder)
    weights = Weights(check_checkpoint(folder).weights)
    encoder = Encoder(weights, shapes.audio, arithmetic, False, lambda: None)
    audio = encoder(LogMel(shapes.audio.mel_bins, arithmetic.device)(samples))
    del encoder
    decoder = Decoder(weights, shapes.text, arithmetic, lambda: None)
    ids = torch.tensor(Vocabulary(folder, shapes.text.n_vocabulary).prompt(len(audio)))
    rows = decoder.embed(ids)
    rows[ids == shapes.audio_token_id] = audio
    return audio, decoder(rows, 0, n_logits=len(rows))


def _relative(near: torch.Tensor, exact: torch.Tensor) -> float:
    return float(torch.linalg.vector_norm(near - exact) / torch.linalg.vector_norm(exact))


def table(error: Int8Error) -> str:
    """As Markdown, layers of a kind in one line."""
    kinds: dict[str, list[float]] = {}
    for layer in error.layers:
        first, *others = re.sub(r"layers\.\d+\.", "layers.*.", layer.name).split("+")
        kind = "+".join([first, *(name.rpartition(".")[2] for name in others)])
        kinds.setdefault(kind, []).append(layer.relative)
    lines = ["| product | layers | mean relative error | largest |", "|---|---|---|---|"]
    for name, errors in kinds.items():
        mean = sum(errors) / len(errors)
        lines.append(f"| `{name}` | {len(errors)} | {mean * 100:.2f} % | {max(errors) * 100:.2f} % |")
    lines.append(f"| all of the encoder | | {error.encoder * 100:.2f} % | |")
    lines.append(f"| all, at the logits | | {error.logits * 100:.2f} % | |")
    return "\n".join([*lines, "", f"Likeliest token the same at {error.same_best * 100:.1f} % of the places."])


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="What 8-bit weights cost, layer by layer.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("sound", type=Path, nargs="?", help="a recording of at most 30 s; noise without one")
    chosen = parser.parse_args(arguments)
    print(table(layer_errors(chosen.folder, read_file(chosen.sound) if chosen.sound else None)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
