"""A FAKE of CUDA graphs on a processor, as PyTorch documents them.

What is replayed is the operations that were recorded: with the numbers that Python knew then, and on the very tensors
of then, whatever has become of the variables that held them.
"""

# torch leaves parts of its types out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Callable
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode


class FakeRecorder:
    """Counts what is recorded and replayed; `refuse` is raised instead of recording."""

    def __init__(self) -> None:
        self.n_recorded = 0
        self.n_replayed = 0
        self.refuse: list[Exception] = []

    def __call__(self, warm_up: Callable[[], object], work: Callable[[], None]) -> Callable[[], None]:
        warm_up()
        if self.refuse:
            raise self.refuse.pop(0)
        tape = _Tape()
        with tape:
            work()
        self.n_recorded += 1

        def replay() -> None:
            self.n_replayed += 1
            tape.replay()

        return replay


class _Tape(TorchDispatchMode):
    def __init__(self) -> None:
        super().__init__()
        self._calls: list[tuple[Any, Any, Any, Any]] = []

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        assert func not in (torch.ops.aten._local_scalar_dense.default, torch.ops.aten.nonzero.default), (
            "a recording can't wait for the card"
        )
        out = func(*args, **(kwargs or {}))
        self._calls.append((func, args, kwargs or {}, out))
        return out

    def replay(self) -> None:
        for func, args, kwargs, out in self._calls:
            again = func(*args, **kwargs)
            for old, new in zip(_tensors(out), _tensors(again), strict=True):
                if old.data_ptr() != new.data_ptr():
                    old.copy_(new)


def _tensors(out: Any) -> list[torch.Tensor]:
    outs = out if isinstance(out, (list, tuple)) else [out]
    return [x for x in outs if isinstance(x, torch.Tensor)]
