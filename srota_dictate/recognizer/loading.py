"""Load a checkpoint the fastest way that gives the reference's text; imported by the recogniser process only."""

# pyright: reportUnknownMemberType=false

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
from platformdirs import user_cache_path

from srota_dictate.recognizer.checkpoint import check_checkpoint
from srota_dictate.recognizer.device import choose_device, choose_processor, precision_on_processor, probe_cuda
from srota_dictate.recognizer.hearing import Model
from srota_dictate.recognizer.reference import ReferenceModel
from srota_dictate.recognizer.trouble import card_trouble as trouble_of_card
from srota_dictate.types import SAMPLE_RATE_HZ, DeviceChoice

_log = logging.getLogger(__name__)

_WARM_UP_S: Final = 0.5
# Below, a step is over before other threads have taken up their part; on a busy machine they are waited for.
_SMALL_MODEL_BYTES: Final = 100_000_000
_WORTH_IT: Final = 1.3  # so many times faster 8-bit weights must be


def load_model(
    folder: Path,
    device: str,
    precision: str,
    attention: str,
    on_step: Callable[[str, float], None],
    card_trouble: str = "",
) -> tuple[Model, DeviceChoice]:
    """Load from a checked folder, without network. `on_step` gets what is being done, and a share of 0 … 1.

    `attention` is "full" or "windowed". Where the graphics card can't be used, or `card_trouble` says that it can't,
    the model runs on the processor, and the choice says why. Raises ImportError when torch isn't installed,
    UserFixableError for a device that doesn't exist, and whatever the libraries raise for lack of memory
    (see `trouble.py`).
    """
    on_step("importing PyTorch", 0.05)
    import torch

    cuda = probe_cuda()
    if not card_trouble and device == "cuda":
        card_trouble = cuda.trouble
    if not card_trouble:
        choice = choose_device(device, precision, cuda)
        try:
            return _load(folder, choice, precision, attention, on_step)
        except Exception as error:  # PyTorch tells a card's troubles by their text only
            card_trouble = trouble_of_card(error) if choice.device == "cuda" else ""
            if not card_trouble:
                raise
            _log.warning("The model can't be loaded onto the graphics card: %s", error)
        # Out here, where the error no longer holds what was loaded. A broken card can't even be asked to forget.
        with suppress(RuntimeError):
            torch.cuda.empty_cache()
    precision = precision_on_processor(precision)
    return _load(folder, choose_processor(precision, card_trouble), precision, attention, on_step)


def _load(
    folder: Path, choice: DeviceChoice, precision: str, attention: str, on_step: Callable[[str, float], None]
) -> tuple[Model, DeviceChoice]:
    import torch

    from srota_dictate.recognizer.fast.model import FastModel
    from srota_dictate.recognizer.fast.shapes import UnknownCheckpoint

    size_bytes = check_checkpoint(folder).size_bytes
    if choice.device == "cpu" and size_bytes < _SMALL_MODEL_BYTES:
        torch.set_num_threads(1)
    choice = with_fastest_weights(choice, precision, size_bytes)
    on_step("reading the model", 0.3)
    cache = user_cache_path("srota-dictate", appauthor=False) / "int8"
    try:
        model = FastModel(folder, choice.device, choice.precision, attention == "windowed", cache)
    except UnknownCheckpoint as error:
        _log.warning("This model runs through qwen-asr, slower: %s", error)
        shown = "f32" if choice.precision == "int8" else choice.precision
        how = "run by qwen-asr, with full attention" if attention == "windowed" else "run by qwen-asr"
        choice = replace(choice, precision=shown, reason=f"{choice.reason}; {how}, because {error}")
        return ReferenceModel.load(folder, choice.device, choice.precision, on_step), choice
    if model.trouble:
        choice = replace(choice, reason=f"{choice.reason}; slower, because {model.trouble}")
    on_step("trying it out", 0.9)
    # The first run is slow and is where a card that PyTorch has no code for shows itself; better now than later.
    noise = np.random.default_rng(0).normal(0, 0.01, int(_WARM_UP_S * SAMPLE_RATE_HZ)).astype(np.float32)
    model.transcribe(noise, max_tokens=2, is_stopped=lambda: False)
    threading.Thread(target=model.settle, name="settle", daemon=True).start()
    return model, choice


def with_fastest_weights(choice: DeviceChoice, precision: str, size_bytes: int) -> DeviceChoice:
    """The choice with 8-bit weights, where nobody asked for a `precision` and they are faster for so large a model."""
    is_free = choice.device == "cpu" and precision == "auto" and size_bytes >= _SMALL_MODEL_BYTES
    if not is_free or int8_speed_up() < _WORTH_IT:
        return choice
    return replace(choice, precision="int8", reason=f"{choice.reason}; 8-bit weights are faster here")


def why_reference(folder: Path) -> str:
    """Why qwen-asr has to run a checkpoint, as far as its small files tell; "" when our own loop can."""
    from srota_dictate.recognizer.fast.shapes import UnknownCheckpoint, read_shapes
    from srota_dictate.recognizer.fast.vocabulary import Vocabulary

    try:
        Vocabulary(folder, read_shapes(folder).text.n_vocabulary)
    except UnknownCheckpoint as error:
        return str(error)
    return ""


def int8_speed_up() -> float:
    """How many times faster this processor reads 8-bit weights, as a word's token needs them, than 32-bit ones."""
    import torch

    from srota_dictate.recognizer.fast.linear import Int8Linear

    if "fbgemm" not in torch.backends.quantized.supported_engines:
        return 0.0
    weights = [torch.ones(3072, 1024) for _ in range(8)]  # 100 MB: more than a processor's cache
    packed = [Int8Linear((weight.to(torch.int8), weight[:, 0]), None) for weight in weights]
    for linear in packed:
        linear.pack()
    row = torch.ones(1, 1024)

    def seconds(products: Callable[[], object]) -> float:
        """The best of a few: whatever else the machine does only makes it longer."""
        times: list[float] = []
        for _ in range(5):
            started_s = time.perf_counter()
            products()
            times.append(time.perf_counter() - started_s)
        return min(times)

    n_threads = torch.get_num_threads()
    torch.set_num_threads(1)  # several would wait for each other where the machine is busy, and say nothing
    try:
        return seconds(lambda: [row @ weight.T for weight in weights]) / seconds(lambda: [f(row) for f in packed])
    finally:
        torch.set_num_threads(n_threads)
