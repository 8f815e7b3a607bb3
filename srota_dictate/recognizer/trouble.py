"""Turn what the model's libraries raise into a sentence with a remedy."""

from typing import Final

from srota_dictate.errors import UserFixableError

_MEMORY_SIGNS = ("out of memory", "can't allocate memory", "cannot allocate memory", "not enough memory", "bad alloc")
_CUDA_SIGNS = (
    "cuda error",
    "cuda driver",
    "cuda unknown error",
    "nvidia driver",
    "cublas",
    "cudnn",
    "device-side assert",
    "illegal memory access",
)
_CUDA_MEMORY_SIGNS = ("cuda out of memory", "cuda error: out of memory", "cublas_status_alloc_failed")

OUT_OF_CARD_MEMORY: Final = "the graphics card ran out of memory"
CARD_BROKEN: Final = "the graphics card stopped working"
CARD_EXITS: Final = {CARD_BROKEN: 4, OUT_OF_CARD_MEMORY: 5}  # how the recogniser process ends because of it


def is_out_of_memory(error: BaseException) -> bool:
    """Whether this is a lack of memory, on the graphics card or in the machine."""
    return isinstance(error, MemoryError) or any(sign in str(error).lower() for sign in _MEMORY_SIGNS)


def is_cuda_broken(error: BaseException) -> bool:
    """Whether the graphics card can't be used again by this process."""
    return not is_out_of_memory(error) and any(sign in str(error).lower() for sign in _CUDA_SIGNS)


def card_trouble(error: BaseException) -> str:
    """What is wrong with the graphics card, OUT_OF_CARD_MEMORY or CARD_BROKEN, or "" when it is something else."""
    if any(sign in str(error).lower() for sign in _CUDA_MEMORY_SIGNS):
        return OUT_OF_CARD_MEMORY
    return CARD_BROKEN if is_cuda_broken(error) else ""


def explain_load_failure(error: BaseException) -> UserFixableError:
    """What to tell the person when a model can't be loaded."""
    match error:
        case UserFixableError():
            return error
        case ImportError():
            return UserFixableError(
                f"The recogniser isn't installed ({error.name or 'a package'} is missing)",
                hint='Run: pip install "srota-dictate[local]"',
            )
        case _ if is_out_of_memory(error):
            return not_enough_memory()
        case _ if is_cuda_broken(error):
            return UserFixableError(
                "The graphics card can't run this model",
                hint="Set the device to cpu, or update the NVIDIA driver and PyTorch",
            )
        case _:
            return UserFixableError(
                f"The model can't be loaded ({type(error).__name__})",
                hint="Download it again or choose another model; the log has the details",
            )


def explain_refusal(error: BaseException) -> UserFixableError:
    """What to tell the person when one recording can't be recognised."""
    if isinstance(error, UserFixableError):
        return error
    if is_out_of_memory(error):
        return not_enough_memory()
    return UserFixableError(
        f"This recording can't be recognised ({type(error).__name__})", hint="Try again; the log has the details"
    )


def not_enough_memory() -> UserFixableError:
    return UserFixableError(
        "There is not enough memory for the model",
        hint="Close other programs, choose a smaller model, or set the device to cpu",
    )


def trouble_of_exit(exit_code: int) -> str:
    """What is wrong with the graphics card when the recogniser process ended like this, or "" when nothing is."""
    return next((trouble for trouble, code in CARD_EXITS.items() if code == exit_code), "")
