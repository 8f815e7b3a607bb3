"""Where a model ends up when the graphics card can't take it. The card is a FAKE: none is needed to lack one."""

from pathlib import Path

import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.recognizer import loading
from srota_dictate.recognizer.device import CudaProbe
from srota_dictate.recognizer.fast import model as fast
from srota_dictate.recognizer.loading import load_model
from srota_dictate.types import DeviceChoice
from tests.recognizer.support import needs_model_packages

pytestmark = [needs_model_packages, pytest.mark.timeout(120)]

CARD = CudaProbe(built_in=True, available=True, bf16=True, name="RTX 4070")
TOO_OLD = CudaProbe(built_in=True, available=False, why_not="the NVIDIA driver is too old for this PyTorch")
BUILT_WITHOUT = CudaProbe(built_in=False, available=False)


def load(
    tiny: Path,
    monkeypatch: pytest.MonkeyPatch,
    cuda: CudaProbe,
    device: str = "auto",
    precision: str = "auto",
    error: Exception | None = None,
    card_trouble: str = "",
) -> DeviceChoice:
    """What is chosen for the tiny model; `error` is what PyTorch says when it is to go onto the card."""

    class Picky(fast.FastModel):
        def __init__(self, folder: Path, device: str, precision: str, windowed: bool, cache: Path | None) -> None:
            if device == "cuda":
                assert error is not None
                raise error
            super().__init__(folder, device, precision, windowed, cache)

    monkeypatch.setattr(loading, "probe_cuda", lambda: cuda)
    monkeypatch.setattr(fast, "FastModel", Picky)
    _, choice = load_model(tiny, device, precision, "full", lambda step, share: None, card_trouble)
    return choice


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        ("CUDA out of memory. Tried to allocate 298.00 MiB.", "the graphics card ran out of memory"),
        ("CUDA error: no kernel image is available for execution on the device", "the graphics card stopped working"),
        ("CUDA driver version is insufficient for CUDA runtime version", "the graphics card stopped working"),
    ],
)
@pytest.mark.parametrize("device", ["auto", "cuda"])
def test_a_card_that_cant_take_the_model(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, device: str, error: str, trouble: str
) -> None:
    choice = load(tiny, monkeypatch, CARD, device, "bf16", RuntimeError(error))
    assert choice == DeviceChoice("cpu", "f32", f"{trouble}; f32 is exact", trouble)


@pytest.mark.parametrize(
    ("cuda", "trouble"),
    [
        (TOO_OLD, "the NVIDIA driver is too old for this PyTorch"),
        (BUILT_WITHOUT, "this PyTorch is built without CUDA"),
    ],
)
def test_a_card_that_was_asked_for_and_isnt_there(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, cuda: CudaProbe, trouble: str
) -> None:
    assert load(tiny, monkeypatch, cuda, "cuda").trouble == trouble
    assert load(tiny, monkeypatch, cuda, "auto").trouble == "", "no card is no trouble for who didn't ask for one"


def test_a_card_that_is_to_be_left_alone(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trouble = "the graphics card stopped working"
    choice = load(tiny, monkeypatch, CARD, "cuda", "f32", card_trouble=trouble)
    assert choice == DeviceChoice("cpu", "f32", f"{trouble}; f32 chosen in the settings", trouble)


@pytest.mark.parametrize("error", [ValueError("odd"), UserFixableError("This", "That")])
def test_what_is_no_trouble_of_the_card_is_not_tried_elsewhere(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    with pytest.raises(type(error)):
        load(tiny, monkeypatch, CARD, error=error)
