"""The language model: rows of input in, logits out, with the keys and values of the rows before kept."""

# torch, numpy and tokenizers leave parts of their types out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Callable

import torch
import torch.nn.functional as F

from srota_dictate.recognizer.fast.cache import Cache
from srota_dictate.recognizer.fast.linear import Arithmetic
from srota_dictate.recognizer.fast.shapes import TextShape
from srota_dictate.recognizer.fast.weights import Weights

_ROWS_AT_ONCE = 256
_LOGITS_AT_ONCE = 32
_QUERIES_AT_ONCE = 64


class Decoder:
    """Qwen3's language model. A call is for one recording and keeps its keys and values in `cache`.

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
        self._head = arithmetic.linear(weights, head, often_one_row=True)
        # On a processor it stays on disk, where the rows that are looked up are read.
        self._embedding = weights.get(f"{embedding}.weight").to(arithmetic.device)
        self._layers = [_Layer(weights, f"model.layers.{i}.", shape, arithmetic) for i in range(shape.n_layers)]
        self._norm = arithmetic.tensor(weights.get("model.norm.weight"))
        self._cos = self._sin = torch.empty(0)
        self.device = arithmetic.device
        self.cache = self.new_cache(1, _ROWS_AT_ONCE)
        self.reserve(_ROWS_AT_ONCE)

    def embed(self, ids: torch.Tensor) -> torch.Tensor:
        """Token ids of shape (n,) → rows of input, (n, width)."""
        return self._arithmetic.tensor(self._embedding.index_select(0, ids))

    def new_cache(self, n_recordings: int, rows_at_once: int) -> Cache:
        return Cache(self._shape, self._arithmetic, n_recordings, rows_at_once)

    def reserve(self, n_rows: int) -> None:
        """Make room for keys and values of `n_rows`; those there are stay."""
        self.cache.reserve(n_rows)
        self.make_rotations(self.cache.n_rows)

    def make_rotations(self, n_rows: int) -> None:
        """Have the table of rotations ready for `n_rows` positions."""
        if n_rows <= len(self._cos):
            return
        angles = rotations(n_rows, self._shape.head_width, self._shape.rope_theta)
        cos, sin = angles.cos(), angles.sin()
        # The rotated half is rolled instead of negated: the sign is in the table.
        self._cos = self._arithmetic.tensor(torch.cat([cos, cos], 1))[:, None]
        self._sin = self._arithmetic.tensor(torch.cat([-sin, sin], 1))[:, None]

    @property
    def buffers(self) -> tuple[torch.Tensor, ...]:
        """What the next step reads and writes besides the weights; other tensors once there had to be more room."""
        return (self._cos, self._sin, *self.cache.keys, *self.cache.values)

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
        for layer, keys, values in zip(self._layers, self.cache.keys, self.cache.values, strict=True):
            self._between_layers()
            rows = layer(rows, keys, values, first, cos, sin, seen)
        return self._logits(rows[-n_logits:])

    def move(self, first: int, to: int, n: int) -> None:
        """Let `n` rows that begin at `first` stand at `to` instead, which must not be before.

        Their keys are turned to the new place, and are otherwise what they were: a guess at what they would be there.
        """
        self.reserve(to + n)
        cos, sin = self._cos[to - first], self._sin[to - first]
        for keys, values in zip(self.cache.keys, self.cache.values, strict=True):
            moved = keys[:, first : first + n]
            keys[:, to : to + n] = torch.addcmul(moved * cos, moved.roll(self._shape.head_width // 2, -1), sin)
            values[:, to : to + n] = values[:, first : first + n].clone()

    def step(self, tokens: torch.Tensor, positions: torch.Tensor, cache: Cache, n_seen: int) -> torch.Tensor:
        """One more row for each of the first n recordings of `cache`: what stands where, each of shape (n,).

        Returns logits of shape (n, n_vocabulary). Every position must be below `n_seen`, and rotations made for it.
        Nothing here depends on what the tensors hold, so it can be recorded once and replayed.
        """
        n, n_heads = len(tokens), self._shape.n_kv_heads
        rows = self.embed(tokens)
        cos, sin = self._cos.index_select(0, positions), self._sin.index_select(0, positions)
        heads = torch.arange(n * n_heads, device=tokens.device)
        positions = positions[:, None].expand(n, n_heads).reshape(-1)
        where = heads * cache.n_rows + positions
        unseen = (torch.arange(n_seen, device=tokens.device)[None] > positions[:, None])[:, None]
        for layer, keys, values in zip(self._layers, cache.keys, cache.values, strict=True):
            self._between_layers()
            rows = layer.step(rows, keys[: n * n_heads], values[: n * n_heads], where, cos, sin, unseen)
        return self._logits(rows)

    def _logits(self, rows: torch.Tensor) -> torch.Tensor:
        normed = F.rms_norm(rows, self._norm.shape, self._norm, self._shape.epsilon)
        if len(rows) <= _LOGITS_AT_ONCE:
            self._between_layers()
            return self._head(normed)
        logits = normed.new_empty(len(rows), self._shape.n_vocabulary)
        for i in range(0, len(rows), _LOGITS_AT_ONCE):  # the largest product of all: not to be waited for when stopped
            self._between_layers()
            logits[i : i + _LOGITS_AT_ONCE] = self._head(normed[i : i + _LOGITS_AT_ONCE])
        return logits


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

    def __call__(
        self,
        x: torch.Tensor,
        keys: torch.Tensor,
        values: torch.Tensor,
        first: int,
        cos: torch.Tensor,
        sin: torch.Tensor,
        seen: torch.Tensor | None,
    ) -> torch.Tensor:
        """(n, width) → the same; `seen` of shape (n, first + n) says who sees whom, None when one row sees all."""
        end = first + len(x)
        queries, new_keys, new_values = self._project(x, cos, sin)
        keys[:, first:end] = new_keys.transpose(0, 1)
        values[:, first:end] = new_values.transpose(0, 1)
        keys, values = keys[:, :end], values[:, :end]
        if seen is None:
            heads = self._look(queries, keys, values, None)
        else:
            # In parts, because half of a square would be computed only to be hidden.
            parts = zip(queries.split(_QUERIES_AT_ONCE), seen.split(_QUERIES_AT_ONCE), strict=True)
            heads = torch.cat(
                [
                    _attend(some, keys[:, : n + len(some)], values[:, : n + len(some)], visible[:, : n + len(some)])
                    for n, (some, visible) in zip(range(first, end, _QUERIES_AT_ONCE), parts, strict=True)
                ]
            )
        return self._feed(x, heads)

    def step(
        self,
        x: torch.Tensor,
        keys: torch.Tensor,
        values: torch.Tensor,
        where: torch.Tensor,
        cos: torch.Tensor,
        sin: torch.Tensor,
        unseen: torch.Tensor,
    ) -> torch.Tensor:
        """A row each of n recordings, (n, width) → the same, whatever the positions with tensors of the same shapes.

        `keys` and `values` are of shape (n * n_kv_heads, room, head_width); `where`, (n * n_kv_heads,), is what
        becomes of each new key's row when the first two dimensions are one; `unseen`, (n * n_kv_heads, 1, n_seen),
        is true where there is nothing yet.
        """
        width = self._shape.head_width
        queries, new_keys, new_values = self._project(x, cos, sin)
        keys.view(-1, width).index_copy_(0, where, new_keys.reshape(-1, width))
        values.view(-1, width).index_copy_(0, where, new_values.reshape(-1, width))
        n_seen = unseen.shape[-1]
        return self._feed(x, self._look(queries, keys[:, :n_seen], values[:, :n_seen], unseen))

    def _project(
        self, x: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Rows of shape (n, width) → queries, keys and values, each of shape (n, its heads, head_width)."""
        shape, n_qk = self._shape, self._shape.n_heads + self._shape.n_kv_heads
        normed = F.rms_norm(x, (shape.width,), self._attention_norm, shape.epsilon)
        qkv = self._qkv(normed).view(len(x), n_qk + shape.n_kv_heads, shape.head_width)
        qk = F.rms_norm(qkv[:, :n_qk], (shape.head_width,), None, shape.epsilon) * self._qk_norm
        qk = torch.addcmul(qk * cos, qk.roll(shape.head_width // 2, -1), sin)
        return qk[:, : shape.n_heads], qk[:, shape.n_heads :], qkv[:, n_qk:]

    def _look(
        self, queries: torch.Tensor, keys: torch.Tensor, values: torch.Tensor, unseen: torch.Tensor | None
    ) -> torch.Tensor:
        """Queries of shape (n, n_heads, head_width), one position of each recording → (n, all heads)."""
        grouped = queries.reshape(len(keys), -1, self._shape.head_width)
        scores = torch.bmm(grouped, keys.transpose(1, 2)).mul_(self._shape.head_width**-0.5)
        if unseen is not None:
            scores.masked_fill_(unseen, float("-inf"))
        return torch.bmm(scores.softmax(-1), values).view(len(queries), -1)

    def _feed(self, x: torch.Tensor, heads: torch.Tensor) -> torch.Tensor:
        shape = self._shape
        x = self._out(heads).add_(x)
        normed = F.rms_norm(x, (shape.width,), self._norm, shape.epsilon)
        gate, up = self._gate_up(normed).split(shape.ffn_width, -1)
        return self._down(F.silu(gate).mul_(up)).add_(x)


def _attend(queries: torch.Tensor, keys: torch.Tensor, values: torch.Tensor, seen: torch.Tensor) -> torch.Tensor:
    """Queries of shape (n, n_heads, head_width), `seen` of shape (n, rows of keys) → (n, all heads)."""
    heads = F.scaled_dot_product_attention(
        queries.transpose(0, 1)[None], keys[None], values[None], seen, enable_gqa=True
    )
    return heads[0].transpose(0, 1).reshape(len(queries), -1)


def rotations(n_positions: int, head_width: int, theta: float) -> torch.Tensor:
    """Angles of shape (n_positions, head_width / 2); RoFormer, 2021. Text positions only, so its three axes agree."""
    frequencies = 1.0 / theta ** (torch.arange(0, head_width, 2).float() / head_width)
    return torch.outer(torch.arange(n_positions).float(), frequencies)
