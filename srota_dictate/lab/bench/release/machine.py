"""What the machine can do at best: copy memory; and how much of the model's memory each token needs."""

# torch leaves parts of its types out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import time
from typing import Final

from srota_dictate.recognizer.fast.shapes import TextShape

_COPIED_BYTES: Final = 256 * 1024 * 1024  # far more than a processor's cache
_CARD_FACTOR: Final = 4
_TRIES: Final = 7
_BYTES: Final = {"f32": 4, "bf16": 2, "f16": 2, "int8": 1}


def copy_bytes_per_s(device: str) -> float:
    """Bytes read plus bytes written in a second while a large tensor is copied; the best of a few."""
    import torch

    n = _COPIED_BYTES * (_CARD_FACTOR if device == "cuda" else 1)
    source = torch.ones(n // 4, device=device)
    target = torch.zeros_like(source)
    best_s = float("inf")
    for _ in range(_TRIES):
        started_s = time.perf_counter()
        target.copy_(source)
        if device == "cuda":
            torch.cuda.synchronize()
        best_s = min(best_s, time.perf_counter() - started_s)
    return 2 * n / best_s


def weight_bytes_per_token(shape: TextShape, precision: str) -> int:
    """What one step of the language model reads: every matrix once, the head included; no keys and values."""
    n_heads = 2 * shape.n_heads + 2 * shape.n_kv_heads  # queries and output; keys and values
    layer = shape.width * (n_heads * shape.head_width + 3 * shape.ffn_width)
    return (shape.n_layers * layer + shape.n_vocabulary * shape.width) * _BYTES[precision]
