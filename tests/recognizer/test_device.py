"""Where the model runs, in which precision, and the reason that is shown."""

import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.recognizer.device import (
    CudaProbe,
    choose_device,
    choose_processor,
    precision_on_processor,
    why_not_available,
)

NONE = CudaProbe(built_in=False, available=False)
NO_CARD = CudaProbe(built_in=True, available=False)
OLD = CudaProbe(built_in=True, available=True, bf16=False, name="GTX 1080")
NEW = CudaProbe(built_in=True, available=True, bf16=True, name="RTX 4070")


@pytest.mark.parametrize(
    ("device", "precision", "cuda", "chosen", "reason"),
    [
        ("auto", "auto", NONE, ("cpu", "f32"), "built without CUDA"),
        ("auto", "auto", NO_CARD, ("cpu", "f32"), "no CUDA graphics card or driver"),
        ("auto", "auto", OLD, ("cuda", "f16"), "GTX 1080 found; it has no bf16"),
        ("auto", "auto", NEW, ("cuda", "bf16"), "RTX 4070 found"),
        ("cpu", "auto", NEW, ("cpu", "f32"), "chosen in the settings"),
        ("cuda", "f32", NEW, ("cuda", "f32"), "f32 chosen in the settings"),
        ("auto", "bf16", NONE, ("cpu", "bf16"), "bf16 chosen in the settings"),
    ],
)
def test_choice(device: str, precision: str, cuda: CudaProbe, chosen: tuple[str, str], reason: str) -> None:
    choice = choose_device(device, precision, cuda)
    assert (choice.device, choice.precision) == chosen
    assert reason in choice.reason


@pytest.mark.parametrize("cuda", [NONE, NO_CARD])
def test_cuda_where_there_is_none(cuda: CudaProbe) -> None:
    with pytest.raises(UserFixableError, match="was to run on the graphics card, but") as caught:
        choose_device("cuda", "auto", cuda)
    assert "auto or cpu" in caught.value.hint


@pytest.mark.parametrize(("device", "precision"), [("tpu", "auto"), ("cpu", "int3")])
def test_unknown_names(device: str, precision: str) -> None:
    with pytest.raises(UserFixableError, match="There is no"):
        choose_device(device, precision, NONE)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (
            "CUDA initialization: The NVIDIA driver on your system is too old (found version 11040).",
            "the NVIDIA driver is too old for this PyTorch",
        ),
        ("CUDA initialization: Found no NVIDIA driver on your system.", "no CUDA graphics card or driver found"),
        ("", "no CUDA graphics card or driver found"),
    ],
)
def test_what_pytorch_says_of_a_driver(said: str, why: str) -> None:
    assert why_not_available([said]) == why
    choice = choose_device("auto", "auto", CudaProbe(True, False, why_not=why))
    assert (choice.device, choice.reason, choice.trouble) == ("cpu", f"{why}; f32 is exact", "")


@pytest.mark.parametrize(
    ("asked", "precision"), [("auto", "auto"), ("bf16", "auto"), ("f16", "auto"), ("f32", "f32"), ("int8", "int8")]
)
def test_instead_of_the_card(asked: str, precision: str) -> None:
    assert precision_on_processor(asked) == precision
    choice = choose_processor(precision, "the graphics card ran out of memory")
    assert (choice.device, choice.trouble) == ("cpu", "the graphics card ran out of memory")
    assert choice.reason.startswith("the graphics card ran out of memory; ")
