"""Choose where the model runs and in which precision, and say why."""

# pyright: reportUnknownMemberType=false

import logging
import warnings
from dataclasses import dataclass, replace

from srota_dictate.errors import UserFixableError
from srota_dictate.types import DeviceChoice

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CudaProbe:
    """What PyTorch says about the graphics card."""

    built_in: bool  # whether this PyTorch was built with CUDA at all
    available: bool
    bf16: bool = False
    name: str = ""
    why_not: str = "no CUDA graphics card or driver found"  # when it is built in and not available

    @property
    def trouble(self) -> str:
        """Why the card can't be used, "" when it can."""
        if self.available:
            return ""
        return self.why_not if self.built_in else "this PyTorch is built without CUDA"


def probe_cuda() -> CudaProbe:
    """Ask PyTorch; takes seconds the first time, because it imports it. Raises ImportError without PyTorch."""
    import torch

    built_in = torch.version.cuda is not None or torch.version.hip is not None
    # PyTorch says what it thinks of the driver in a warning, and otherwise only that there is nothing.
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        available = torch.cuda.is_available()
    if not available:
        return CudaProbe(built_in, False, why_not=why_not_available([str(warning.message) for warning in caught]))
    try:
        return CudaProbe(built_in, True, torch.cuda.is_bf16_supported(), torch.cuda.get_device_name())
    except RuntimeError as error:
        _log.warning("The graphics card is there and can't be asked: %s", error)
        return CudaProbe(built_in, False, why_not="the graphics card doesn't answer")


def why_not_available(warnings_of_pytorch: list[str]) -> str:
    """What is wrong with the graphics card, in words for the person."""
    said = " ".join(warnings_of_pytorch).lower()
    if "driver" in said and "too old" in said:
        return "the NVIDIA driver is too old for this PyTorch"
    return CudaProbe(True, False).why_not


def choose_device(device: str, precision: str, cuda: CudaProbe) -> DeviceChoice:
    """Turn what was asked for ("auto" or a name) into a device and a precision.

    Raises UserFixableError when CUDA is asked for and there is none.
    """
    why_cuda = f"{cuda.name} found"
    why_cpu = cuda.trouble or "chosen in the settings"
    match device:
        case "auto":
            chosen = "cuda" if cuda.available else "cpu"
        case "cuda" if not cuda.available:
            raise UserFixableError(
                f"The model was to run on the graphics card, but {why_cpu}",
                hint="Set the device to auto or cpu, or install the NVIDIA driver and a PyTorch with CUDA",
            )
        case "cuda" | "cpu":
            chosen = device
        case _:
            raise UserFixableError(f"There is no device {device!r}", hint="Choose auto, cuda or cpu")
    reason = why_cuda if chosen == "cuda" else why_cpu
    match precision:
        case "auto" if chosen == "cpu":
            return DeviceChoice(chosen, "f32", f"{reason}; f32 is exact")
        case "auto" if cuda.bf16:
            return DeviceChoice(chosen, "bf16", f"{reason}; bf16 is what the model was trained in")
        case "auto":
            return DeviceChoice(chosen, "f16", f"{reason}; it has no bf16")
        case "int8" if chosen == "cuda":
            raise UserFixableError(
                "8-bit weights are for the processor only", hint="Set the precision to auto, or the device to cpu"
            )
        case "bf16" | "f16" | "f32" | "int8":
            return DeviceChoice(chosen, precision, f"{reason}; {precision} chosen in the settings")
        case _:
            raise UserFixableError(f"There is no precision {precision!r}", hint="Choose auto, bf16, f16, f32 or int8")


def choose_processor(precision: str, trouble: str) -> DeviceChoice:
    """Where the model runs instead of on the graphics card, which `trouble` keeps it from."""
    choice = choose_device("cpu", precision, CudaProbe(built_in=True, available=False, why_not=trouble))
    return replace(choice, trouble=trouble)


def precision_on_processor(precision: str) -> str:
    """Half precision is for cards: a processor computes in it several times slower than in f32."""
    return precision if precision in ("f32", "int8") else "auto"
