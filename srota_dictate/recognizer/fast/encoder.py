"""The audio encoder: log-mel frames → one vector for each of 13 audio tokens a second."""

# torch, numpy and tokenizers leave parts of their types out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import math
from collections.abc import Callable

import torch
import torch.nn.functional as F

from srota_dictate.recognizer.fast.linear import Arithmetic
from srota_dictate.recognizer.fast.shapes import CHUNK_FRAMES, CHUNK_TOKENS, AudioShape, n_audio_tokens
from srota_dictate.recognizer.fast.weights import Weights

_TOWER = "audio_tower."
_PIECE_TOKENS = 2 * CHUNK_TOKENS
_LARGEST_F16 = torch.finfo(torch.float16).max - 1000


class Encoder:
    """Qwen3-ASR's audio tower, for one recording at a time.

    What was computed last time is used again where its input is the same to the last bit: seconds in the convolutions,
    windows in the attention. So a recording that goes on costs its new part only, in windowed attention.
    """

    def __init__(
        self,
        weights: Weights,
        shape: AudioShape,
        arithmetic: Arithmetic,
        windowed: bool,
        between_layers: Callable[[], None],
    ) -> None:
        """`windowed`: attention within 8 s, as trained with FlashAttention; otherwise over all, as qwen-asr runs it.

        `between_layers` may raise to stop the work.
        """
        self._arithmetic = arithmetic
        self._between_layers = between_layers
        self._window_tokens = shape.window_chunks * CHUNK_TOKENS
        self._is_windowed = windowed
        self._convolutions = [arithmetic.convolution(weights, f"{_TOWER}conv2d{i}") for i in (1, 2, 3)]
        self._flatten = arithmetic.linear(weights, f"{_TOWER}conv_out")
        self._positions = arithmetic.tensor(sinusoids(CHUNK_TOKENS, shape.width))
        self._layers = [_Layer(weights, f"{_TOWER}layers.{i}.", shape, arithmetic) for i in range(shape.n_layers)]
        self._norm = arithmetic.layer_norm(weights, f"{_TOWER}ln_post")
        self._proj1 = arithmetic.linear(weights, f"{_TOWER}proj1")
        self._proj2 = arithmetic.linear(weights, f"{_TOWER}proj2")
        self._seconds = _Remembering(self._convolve)
        self._windows = _Remembering(self._attend)
        self._pieces = _Remembering(self._attend)
        self._whole = _Remembering(self._attend)

    def __call__(self, mel: torch.Tensor, roughly: bool = False) -> torch.Tensor:
        """`mel` of shape (mel_bins, n_frames), n_frames > 0 → (n_audio_tokens(n_frames), output_width).

        `roughly` is attention within 2 s, of which the models have seen as much in training as of 8 s (Qwen3-ASR's
        report: 1 to 8 s): nearly the same, for much less where a recording goes on. Complete windows are what they are.
        """
        n_frames = mel.shape[1]
        padded = self._arithmetic.tensor(mel)
        if n_frames > CHUNK_FRAMES:  # a recording of less than a second is not padded
            padded = F.pad(padded, (0, -n_frames % CHUNK_FRAMES))
        hidden = torch.cat(self._seconds(padded.split(CHUNK_FRAMES, dim=1)))[: n_audio_tokens(n_frames)]
        if roughly:
            n_complete = len(hidden) // self._window_tokens * self._window_tokens if self._is_windowed else 0
            complete, rest = hidden[:n_complete], hidden[n_complete:]
            parts = [*self._windows(_split(complete, self._window_tokens)), *self._pieces(_split(rest, _PIECE_TOKENS))]
            return torch.cat(parts)
        if self._is_windowed:
            return torch.cat(self._windows(hidden.split(self._window_tokens)))
        return torch.cat(self._whole([hidden]))

    def forget(self) -> None:
        """Give back the memory of the last recording."""
        self._seconds([])
        self._windows([])
        self._pieces([])
        self._whole([])

    def _convolve(self, second: torch.Tensor) -> torch.Tensor:
        """(mel_bins, up to CHUNK_FRAMES) → (up to CHUNK_TOKENS, width)."""
        x = second[None, None]
        for convolution in self._convolutions:
            self._between_layers()
            x = F.gelu(convolution(x))
        tokens = self._flatten(x[0].permute(2, 0, 1).flatten(1))
        return tokens + self._positions[: len(tokens)]

    def _attend(self, hidden: torch.Tensor) -> torch.Tensor:
        for layer in self._layers:
            self._between_layers()
            hidden = layer(hidden)
        return self._proj2(F.gelu(self._proj1(self._norm(hidden))))


class _Layer:
    """Attention and feed-forward, each after its norm and added to what came in."""

    def __init__(self, weights: Weights, name: str, shape: AudioShape, arithmetic: Arithmetic) -> None:
        self._n_heads = shape.n_heads
        self._attention_norm = arithmetic.layer_norm(weights, f"{name}self_attn_layer_norm")
        self._qkv = arithmetic.linear(weights, *(f"{name}self_attn.{x}_proj" for x in "qkv"))
        self._out = arithmetic.linear(weights, f"{name}self_attn.out_proj")
        self._norm = arithmetic.layer_norm(weights, f"{name}final_layer_norm")
        self._fc1 = arithmetic.linear(weights, f"{name}fc1")
        self._fc2 = arithmetic.linear(weights, f"{name}fc2")

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        """(n, width) → the same."""
        n = len(x)
        q, k, v = self._qkv(self._attention_norm(x)).view(n, 3, self._n_heads, -1).permute(1, 2, 0, 3)
        heads = F.scaled_dot_product_attention(q[None], k[None], v[None])[0]
        x = self._out(heads.transpose(0, 1).reshape(n, -1)).add_(x)
        x = self._fc2(F.gelu(self._fc1(self._norm(x)))).add_(x)
        return x.clamp(-_LARGEST_F16, _LARGEST_F16) if x.dtype == torch.float16 else x


class _Remembering:
    """A function over a row of tensors that isn't asked again where its input stayed the same."""

    def __init__(self, function: Callable[[torch.Tensor], torch.Tensor]) -> None:
        self._function = function
        self._last: list[tuple[torch.Tensor, torch.Tensor]] = []  # what went in, what came out

    def __call__(self, inputs: "list[torch.Tensor] | tuple[torch.Tensor, ...]") -> list[torch.Tensor]:
        del self._last[len(inputs) :]
        for i, x in enumerate(inputs):
            if i == len(self._last) or not torch.equal(self._last[i][0], x):
                self._last[i : i + 1] = [
                    (x.clone(), self._function(x))
                ]  # one by one: what is stopped may be asked again
        return [out for _, out in self._last]


def _split(hidden: torch.Tensor, n_rows: int) -> tuple[torch.Tensor, ...]:
    """Parts of `n_rows`, the last one perhaps shorter; none of nothing."""
    return hidden.split(n_rows) if len(hidden) else ()


def sinusoids(n_positions: int, width: int) -> torch.Tensor:
    """Positions as sines and cosines, float32 of shape (n_positions, width); Attention Is All You Need, 2017."""
    step = math.log(10_000) / (width // 2 - 1)
    frequencies = torch.exp(-step * torch.arange(width // 2).float())
    angles = torch.arange(n_positions)[:, None] * frequencies
    return torch.cat([angles.sin(), angles.cos()], dim=1)
