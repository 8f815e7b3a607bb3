"""Read a checkpoint's tensors one at a time, so that no second copy of the model is ever in memory.

The safetensors library maps the whole file and keeps every page it has read resident until the file is closed: 1.6 GB
that the figure of a process would show. Each tensor is mapped alone here, and its pages go with it.
"""

# torch, numpy and tokenizers leave parts of their types out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from srota_dictate.recognizer.fast.shapes import UnknownCheckpoint

# As numpy can map them; it has no bfloat16.
_TYPES: dict[str, tuple[str, torch.dtype]] = {
    "F32": ("<f4", torch.float32),
    "F16": ("<f2", torch.float16),
    "BF16": ("<u2", torch.bfloat16),
    "I8": ("<i1", torch.int8),
}


@dataclass(frozen=True, slots=True)
class _Entry:
    path: Path
    offset: int
    type_name: str
    shape: tuple[int, ...]


class Weights:
    """The tensors of one or several safetensors files that `check_checkpoint` has found whole."""

    def __init__(self, files: tuple[Path, ...], prefix: str = "thinker.") -> None:
        """`prefix` stands before every name in the files."""
        self._prefix = prefix
        self._entries: dict[str, _Entry] = {}
        for path in files:
            for name, entry, offset in _header(path):
                self._entries[name] = _Entry(path, offset, entry["dtype"], tuple(entry["shape"]))

    def __contains__(self, name: str) -> bool:
        return self._prefix + name in self._entries

    def get(self, name: str) -> torch.Tensor:
        """The tensor as stored, still on disk until it is looked at. Raises UnknownCheckpoint when there is none."""
        entry = self._entries.get(self._prefix + name)
        if entry is None:
            raise UnknownCheckpoint(f"it has no tensor {name}")
        if entry.type_name not in _TYPES:
            raise UnknownCheckpoint(f"its tensor {name} is of type {entry.type_name}")
        numpy_type, torch_type = _TYPES[entry.type_name]
        # Copy-on-write, because PyTorch has no read-only tensors; nobody writes.
        mapped = np.memmap(entry.path, numpy_type, "c", entry.offset, entry.shape)
        return torch.from_numpy(mapped).view(torch_type)


def _header(path: Path) -> list[tuple[str, dict[str, Any], int]]:
    with path.open("rb") as file:
        n_bytes = int.from_bytes(file.read(8), "little")
        header: dict[str, Any] = json.loads(file.read(n_bytes))
    return [
        (name, entry, 8 + n_bytes + entry["data_offsets"][0])
        for name, entry in header.items()
        if name != "__metadata__"
    ]
