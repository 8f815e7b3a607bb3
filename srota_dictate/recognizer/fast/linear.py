"""The arithmetic of a precision: how weights are kept, and how they are multiplied."""

# torch, numpy and tokenizers leave parts of their types out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import warnings
from collections.abc import Callable
from typing import TypeAlias

import torch
import torch.nn.functional as F

from srota_dictate.recognizer.fast.packed import PackedWeights, Quantized
from srota_dictate.recognizer.fast.weights import Weights

Function: TypeAlias = Callable[[torch.Tensor], torch.Tensor]

_ROWS_AT_ONCE = 4096
_SMALLEST = 1e-12
_DTYPES = {"f32": torch.float32, "bf16": torch.bfloat16, "f16": torch.float16, "int8": torch.float32}


class Arithmetic:
    """Makes the layers of a network out of a checkpoint's weights."""

    def __init__(self, device: str, precision: str, packed: PackedWeights | None = None) -> None:
        """`precision` "int8" is for processors only; its weights are kept in `packed`."""
        self.device = torch.device(device)
        self.dtype = _DTYPES[precision]
        self._is_int8 = precision == "int8"
        self._packed = packed
        self._single_row: list[Int8Linear] = []

    def tensor(self, values: torch.Tensor) -> torch.Tensor:
        """The same numbers where and as this arithmetic wants them, of any shape."""
        return values.to(self.device, self.dtype)

    def linear(self, weights: Weights, *names: str, often_one_row: bool = False) -> Function:
        """x Wᵀ + b for x of shape (n, inputs); several layers with the same input as one, their outputs in a row."""

        def weight() -> torch.Tensor:
            parts = [weights.get(f"{name}.weight") for name in names]
            return torch.cat(parts) if len(parts) > 1 else parts[0]  # a vocabulary isn't copied

        bias = None
        if f"{names[0]}.bias" in weights:
            bias = self.tensor(torch.cat([weights.get(f"{name}.bias") for name in names]))
        if not self._is_int8:
            held = self.tensor(weight())
            return lambda x: F.linear(x, held, bias)
        if self._packed is None:
            quantized = quantize(weight())
        else:
            quantized = self._packed.get("+".join(names), lambda: quantize(weight()))
        linear = Int8Linear(quantized, bias)
        if often_one_row:
            self._single_row.append(linear)
        return linear

    def settle(self) -> None:
        """What makes single rows faster but isn't needed to begin; may run beside the first work."""
        for linear in self._single_row:
            linear.pack()

    def convolution(self, weights: Weights, name: str) -> Function:
        """3 by 3 in steps of 2, for x of shape (batch, channels, height, width); in 8-bit precision float32 too."""
        weight, bias = (self.tensor(weights.get(f"{name}.{part}")) for part in ("weight", "bias"))
        return lambda x: F.conv2d(x, weight, bias, stride=2, padding=1)

    def layer_norm(self, weights: Weights, name: str) -> Function:
        """For x of shape (n, width); in 8-bit precision float32 too."""
        weight, bias = (self.tensor(weights.get(f"{name}.{part}")) for part in ("weight", "bias"))
        return lambda x: F.layer_norm(x, weight.shape, weight, bias)


class Int8Linear:
    """8-bit weights with one scale an output; 8-bit inputs with one scale a row, found as they come.

    Two kernels: oneDNN's takes the weights as they are and is up to a third faster for many rows, FBGEMM's wants them
    packed and is twice as fast for one row, which is what a token needs. The weights are kept for one of them only.
    """

    def __init__(self, weight: Quantized, bias: torch.Tensor | None) -> None:
        self._plain: Quantized | None = weight
        self._packed: object = None
        self._bias = bias
        self._has_vnni = torch.cpu._is_vnni_supported()  # pyright: ignore[reportPrivateUsage]
        if not self._has_vnni:  # without it oneDNN's kernel is the slow one
            self.pack()

    def pack(self) -> None:
        """Be fast with single rows from now on. Another thread may multiply meanwhile."""
        if self._plain is not None:
            self._packed = pack(*self._plain)
            self._plain = None

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        """Float32 of shape (n, inputs) → (n, outputs)."""
        plain = self._plain
        if plain is not None:
            y = _many_rows(x, *plain)
        else:
            # FBGEMM has one scale for all rows, and none below 6e-5: they are brought to one size, so that a loud row
            # can't take the others' accuracy, nor a quiet one lose its own.
            size = torch.linalg.vector_norm(x, torch.inf, 1, True).clamp_min_(_SMALLEST)
            # Without VNNI two 8-bit products don't fit into the 16 bits they are added in: one bit less for the inputs.
            y = torch.ops.quantized.linear_dynamic(x / size, self._packed, not self._has_vnni).mul_(size)
        return y if self._bias is None else y.add_(self._bias)


def _many_rows(x: torch.Tensor, values: torch.Tensor, scales: torch.Tensor) -> torch.Tensor:
    size = x.abs().amax(1, keepdim=True).clamp_min_(_SMALLEST).div_(127)
    whole = torch._int_mm((x / size).round_().to(torch.int8), values.t())  # pyright: ignore[reportPrivateUsage, reportPrivateImportUsage]
    return whole.float().mul_(size).mul_(scales)


def quantize(weight: torch.Tensor) -> Quantized:
    """Symmetric int8 values of shape (outputs, inputs) and float32 scales of shape (outputs,)."""
    values = torch.empty(weight.shape, dtype=torch.int8)
    scales = torch.empty(len(weight))
    for rows in torch.arange(len(weight)).split(_ROWS_AT_ONCE):  # a whole vocabulary in float32 would be 0.6 GB
        part = weight[rows[0] : rows[-1] + 1].float()
        scales[rows] = (part.abs().amax(1) / 127).clamp_min(1e-9)
        values[rows] = (part / scales[rows, None]).round_().to(torch.int8)
    return values, scales


def pack(values: torch.Tensor, scales: torch.Tensor) -> object:
    """FBGEMM's own arrangement of what `quantize` gives."""
    # PyTorch 2.13 warns that quantized tensors will go; FBGEMM's kernel, which takes nothing else, stays for now. For
    # the whole process, because another thread may be at it, and `catch_warnings` is for one only.
    warnings.filterwarnings("ignore", "torch.quantize_per_tensor", UserWarning)
    zeros = torch.zeros(len(scales), dtype=torch.long)
    weight = torch._make_per_channel_quantized_tensor(values, scales.double(), zeros, 0)  # pyright: ignore[reportPrivateUsage, reportPrivateImportUsage]
    return torch.ops.quantized.linear_prepack(weight, None)
