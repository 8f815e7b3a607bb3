"""Choose where the model runs and in which precision, and say why."""

# pyright: reportUnknownMemberType=false

from dataclasses import dataclass

from srota_dictate.errors import UserFixableError
from srota_dictate.types import DeviceChoice


@dataclass(frozen=True, slots=True)
class CudaProbe:
    """What PyTorch says about the graphics card."""

    built_in: bool  # whether this PyTorch was built with CUDA at all
    available: bool
    bf16: bool = False
    name: str = ""


def probe_cuda() -> CudaProbe:
    """Ask PyTorch; takes seconds the first time, because it imports it. Raises ImportError without PyTorch."""
    import torch

    built_in = torch.version.cuda is not None or torch.version.hip is not None
    if not torch.cuda.is_available():
        return CudaProbe(built_in, available=False)
    return CudaProbe(built_in, True, torch.cuda.is_bf16_supported(), torch.cuda.get_device_name())


def choose_device(device: str, precision: str, cuda: CudaProbe) -> DeviceChoice:
    """Turn what was asked for ("auto" or a name) into a device and a precision.

    Raises UserFixableError when CUDA is asked for and there is none.
    """
    if cuda.available:
        why_cuda = f"{cuda.name} found"
        why_cpu = "chosen in the settings"
    elif cuda.built_in:
        why_cpu = "no CUDA graphics card or driver found"
        why_cuda = ""
    else:
        why_cpu = "this PyTorch is built without CUDA"
        why_cuda = ""
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
