"""The language model: rows of input in, logits out, with the keys and values of the rows before kept."""

# torch, numpy and tokenizers leave parts of their types out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Callable

import torch
import torch.nn.functional as F

from srota_dictate.recognizer.fast.linear import Arithmetic
from srota_dictate.recognizer.fast.shapes import TextShape
from srota_dictate.recognizer.fast.weights import Weights

_BUCKET_ROWS = 256
_LOGITS_AT_ONCE = 32


class Decoder:
    """Qwen3's language model for one recording at a time.

    Query, key and value are one product, and so are gate and up; the norms of query and key are one; rotations come
    from a table. Logits are computed for the rows asked for only.
    """

    def __init__(
        self, weights: Weights, shape: TextShape, arithmetic: Arithmetic, between_layers: Callable[[], None]
    ) -> None:
        """`between_layers` may raise to stop the work."""
        self._shape = shape
        self._arithmetic = arithmetic
        self._between_layers = between_layers
        # The largest one first, while there is room.
        embedding = "model.embed_tokens"
        head = "lm_head" if "lm_head.weight" in weights else embedding
        self._head = arithmetic.linear(weights, head, often_one_row=True, often_many_rows=False)
        # On a processor it stays on disk, where the rows that are looked up are read.
        self._embedding = weights.get(f"{embedding}.weight").to(arithmetic.device)
        self._layers = [_Layer(weights, f"model.layers.{i}.", shape, arithmetic) for i in range(shape.n_layers)]
        self._norm = arithmetic.tensor(weights.get("model.norm.weight"))
        self._n_rows = 0
        self._cos = self._sin = torch.empty(0)
        self.reserve(_BUCKET_ROWS)

    def embed(self, ids: torch.Tensor) -> torch.Tensor:
        """Token ids of shape (n,) → rows of input, (n, width)."""
        return self._arithmetic.tensor(self._embedding[ids])

    def reserve(self, n_rows: int) -> None:
        """Make room for keys and values of `n_rows`; those there are stay."""
        if n_rows <= self._n_rows:
            return
        self._n_rows = -(-n_rows // _BUCKET_ROWS) * _BUCKET_ROWS
        for layer in self._layers:
            layer.reserve(self._n_rows, self._arithmetic)
        angles = rotations(self._n_rows, self._shape.head_width, self._shape.rope_theta)
        cos, sin = angles.cos(), angles.sin()
        # The rotated half is rolled instead of negated: the sign is in the table.
        self._cos = self._arithmetic.tensor(torch.cat([cos, cos], 1))[:, None]
        self._sin = self._arithmetic.tensor(torch.cat([-sin, sin], 1))[:, None]

    def __call__(self, rows: torch.Tensor, first: int, n_logits: int = 1) -> torch.Tensor:
        """Rows of shape (n, width) that follow the `first` rows already given → logits of the last `n_logits`.

        Keys and values of later rows, if there were any, are overwritten or never looked at.
        """
        end = first + len(rows)
        self.reserve(end)
        cos, sin = self._cos[first:end], self._sin[first:end]
        seen = None
        if len(rows) > 1:
            positions = torch.arange(end, device=rows.device)
            seen = positions[None] <= positions[first:, None]
        for layer in self._layers:
            self._between_layers()
            rows = layer(rows, first, cos, sin, seen)
        last = F.rms_norm(rows[-n_logits:], self._norm.shape, self._norm, self._shape.epsilon)
        logits: list[torch.Tensor] = []
        for some in last.split(_LOGITS_AT_ONCE):  # the largest product of all: it is not to be waited for when stopped
            self._between_layers()
            logits.append(self._head(some))
        return torch.cat(logits)


class _Layer:
    """Attention and feed-forward, each after its norm and added to what came in."""

    def __init__(self, weights: Weights, name: str, shape: TextShape, arithmetic: Arithmetic) -> None:
        self._shape = shape
        self._attention_norm = arithmetic.tensor(weights.get(f"{name}input_layernorm.weight"))
        self._norm = arithmetic.tensor(weights.get(f"{name}post_attention_layernorm.weight"))
        self._qkv = arithmetic.linear(weights, *(f"{name}self_attn.{x}_proj" for x in "qkv"), often_one_row=True)
        self._out = arithmetic.linear(weights, f"{name}self_attn.o_proj", often_one_row=True)
        self._gate_up = arithmetic.linear(weights, *(f"{name}mlp.{x}_proj" for x in ("gate", "up")), often_one_row=True)
        self._down = arithmetic.linear(weights, f"{name}mlp.down_proj", often_one_row=True)
        q, k = (arithmetic.tensor(weights.get(f"{name}self_attn.{x}_norm.weight")) for x in "qk")
        self._qk_norm = torch.cat([q.expand(shape.n_heads, -1), k.expand(shape.n_kv_heads, -1)])
        self._keys = self._values = arithmetic.tensor(torch.empty(shape.n_kv_heads, 0, shape.head_width))

    def reserve(self, n_rows: int, arithmetic: Arithmetic) -> None:
        room = (self._shape.n_kv_heads, n_rows - self._keys.shape[1], self._shape.head_width)
        more = torch.empty(room, dtype=arithmetic.dtype, device=arithmetic.device)
        self._keys, self._values = torch.cat([self._keys, more], 1), torch.cat([self._values, more], 1)

    def __call__(
        self, x: torch.Tensor, first: int, cos: torch.Tensor, sin: torch.Tensor, seen: torch.Tensor | None
    ) -> torch.Tensor:
        """(n, width) → the same; `seen` of shape (n, first + n) says who sees whom, None when one row sees all."""
        n, width = x.shape
        shape, end = self._shape, first + n
        n_qk = shape.n_heads + shape.n_kv_heads
        normed = F.rms_norm(x, (width,), self._attention_norm, shape.epsilon)
        qkv = self._qkv(normed).view(n, n_qk + shape.n_kv_heads, shape.head_width)
        qk = F.rms_norm(qkv[:, :n_qk], (shape.head_width,), None, shape.epsilon) * self._qk_norm
        qk = torch.addcmul(qk * cos, qk.roll(shape.head_width // 2, -1), sin)
        self._keys[:, first:end] = qk[:, shape.n_heads :].transpose(0, 1)
        self._values[:, first:end] = qkv[:, n_qk:].transpose(0, 1)
        keys, values = self._keys[:, :end], self._values[:, :end]
        if seen is None:
            queries = qk[:, : shape.n_heads].view(shape.n_kv_heads, -1, shape.head_width)
            share = torch.bmm(queries, keys.transpose(1, 2)).mul_(shape.head_width**-0.5).softmax(-1)
            heads = torch.bmm(share, values).view(1, -1)
        else:
            queries = qk[:, : shape.n_heads].transpose(0, 1)[None]
            heads = F.scaled_dot_product_attention(queries, keys[None], values[None], seen, enable_gqa=True)
            heads = heads[0].transpose(0, 1).reshape(n, -1)
        x = x + self._out(heads)
        gate, up = self._gate_up(F.rms_norm(x, (width,), self._norm, shape.epsilon)).split(shape.ffn_width, -1)
        return x + self._down(F.silu(gate) * up)


def rotations(n_positions: int, head_width: int, theta: float) -> torch.Tensor:
    """Angles of shape (n_positions, head_width / 2); RoFormer, 2021. Text positions only, so its three axes agree."""
    frequencies = 1.0 / theta ** (torch.arange(0, head_width, 2).float() / head_width)
    return torch.outer(torch.arange(n_positions).float(), frequencies)
