"""Keys and values of the rows that the language model has seen, of one recording or of several."""

# torch leaves parts of its types out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import torch

from srota_dictate.recognizer.fast.linear import Arithmetic
from srota_dictate.recognizer.fast.shapes import TextShape


class Cache:
    """A tensor of keys and one of values for each layer, of shape (n_recordings * n_kv_heads, n_rows, head_width).

    So the rows of the first few recordings are one product, without a copy.
    """

    def __init__(self, shape: TextShape, arithmetic: Arithmetic, n_recordings: int, rows_at_once: int) -> None:
        """Without room at first; rows are added `rows_at_once`, or a multiple."""
        self._n_heads = shape.n_kv_heads
        self._rows_at_once = rows_at_once
        empty = torch.zeros(0, dtype=arithmetic.dtype, device=arithmetic.device)
        none = empty.view(n_recordings * shape.n_kv_heads, 0, shape.head_width)
        self.n_recordings = n_recordings
        self.n_rows = 0
        self.keys = [none] * shape.n_layers
        self.values = [none] * shape.n_layers
        # Of one recording, in all layers.
        self.bytes_per_row = 2 * shape.n_layers * shape.n_kv_heads * shape.head_width * arithmetic.dtype.itemsize

    def reserve(self, n_rows: int) -> None:
        """Make room for `n_rows` of each recording; those there are stay."""
        if n_rows > self.n_rows:
            self.resize(self.n_recordings, -(-n_rows // self._rows_at_once) * self._rows_at_once)

    def resize(self, n_recordings: int, n_rows: int) -> None:
        """Have room for exactly this; of what is there, what fits in stays."""
        kept_heads = min(n_recordings, self.n_recordings) * self._n_heads
        kept_rows = min(n_rows, self.n_rows)
        for tensors in (self.keys, self.values):
            for i, old in enumerate(tensors):
                # Zeros: what nobody looks at is multiplied with a share of 0, and must not be "not a number".
                new = old.new_zeros(n_recordings * self._n_heads, n_rows, old.shape[2])
                new[:kept_heads, :kept_rows] = old[:kept_heads, :kept_rows]
                tensors[i] = new
        self.n_recordings, self.n_rows = n_recordings, n_rows

    def clear(self) -> None:
        """Give the memory back."""
        self.resize(self.n_recordings, 0)

    def copy(self, to: int, source: "Cache", of: int, n_rows: int) -> None:
        """Make the first rows of recording `to` those of `source`'s recording `of`."""
        into, out_of = (slice(i * self._n_heads, (i + 1) * self._n_heads) for i in (to, of))
        for mine, other in zip(self.keys + self.values, source.keys + source.values, strict=True):
            mine[into, :n_rows] = other[out_of, :n_rows]
