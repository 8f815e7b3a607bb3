"""What the libraries raise, as a sentence with a remedy."""

import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.recognizer.trouble import (
    CARD_BROKEN,
    CARD_EXITS,
    OUT_OF_CARD_MEMORY,
    card_trouble,
    explain_load_failure,
    explain_refusal,
    is_cuda_broken,
    is_out_of_memory,
    trouble_of_exit,
)

CUDA_MEMORY = RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB.")
CPU_MEMORY = RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 1 bytes")
KERNEL = RuntimeError("CUDA error: no kernel image is available for execution on the device")


@pytest.mark.parametrize(
    ("error", "message", "hint"),
    [
        (
            ModuleNotFoundError("No module named 'torch'", name="torch"),
            "isn't installed (torch",
            "srota-dictate[local]",
        ),
        (CUDA_MEMORY, "not enough memory", "smaller model"),
        (CPU_MEMORY, "not enough memory", "Close other programs"),
        (MemoryError(), "not enough memory", "Close other programs"),
        (KERNEL, "graphics card can't run", "device to cpu"),
        (ValueError("odd"), "can't be loaded (ValueError)", "another model"),
        (UserFixableError("Said already", "Do this"), "Said already", "Do this"),
    ],
)
def test_load_failures(error: Exception, message: str, hint: str) -> None:
    explained = explain_load_failure(error)
    assert message in explained.message
    assert hint in explained.hint


def test_refusals() -> None:
    assert "not enough memory" in explain_refusal(CUDA_MEMORY).message
    assert "(ValueError)" in explain_refusal(ValueError("what was said")).message
    assert "what was said" not in str(explain_refusal(ValueError("what was said")))


def test_memory_running_out_leaves_the_card_usable() -> None:
    assert is_out_of_memory(CUDA_MEMORY)
    assert not is_cuda_broken(CUDA_MEMORY)
    assert is_cuda_broken(RuntimeError("CUDA error: device-side assert triggered"))
    assert not is_cuda_broken(ValueError("odd"))


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (CUDA_MEMORY, OUT_OF_CARD_MEMORY),
        (RuntimeError("CUDA error: out of memory"), OUT_OF_CARD_MEMORY),
        (
            RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
            OUT_OF_CARD_MEMORY,
        ),
        (KERNEL, CARD_BROKEN),
        (RuntimeError("CUDA error: unspecified launch failure"), CARD_BROKEN),
        (RuntimeError("The NVIDIA driver on your system is too old (found version 11040)"), CARD_BROKEN),
        (CPU_MEMORY, ""),
        (MemoryError(), ""),
        (ValueError("odd"), ""),
    ],
)
def test_troubles_of_the_card(error: Exception, trouble: str) -> None:
    assert card_trouble(error) == trouble


def test_the_process_ends_with_what_is_wrong() -> None:
    assert all(trouble_of_exit(code) == trouble for trouble, code in CARD_EXITS.items())
    assert [trouble_of_exit(code) for code in (0, 1, 3, -9)] == [""] * 4
