"""Which checkpoints the fast path takes, which it leaves to the reference, and what a person is told then."""

# torch leaves parts of its types out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import shutil
from pathlib import Path

import numpy as np
import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.recognizer import loading
from srota_dictate.recognizer.fast.model import FastModel
from srota_dictate.recognizer.fast.shapes import UnknownCheckpoint, n_audio_tokens, read_shapes
from srota_dictate.recognizer.reference import ReferenceModel, qwen_asr_model
from srota_dictate.types import Samples
from tests.recognizer.fast.networks import change_json
from tests.recognizer.support import copy_of, needs_model_packages

pytestmark = [needs_model_packages, pytest.mark.timeout(280)]

AUDIO = ("thinker_config", "audio_config")
TEXT = ("thinker_config", "text_config")


def change_config(folder: Path, section: tuple[str, ...], name: str, value: object) -> None:
    def change(config: dict[str, object]) -> None:
        part = config
        for key in section:
            inner = part[key]
            assert isinstance(inner, dict)
            part = inner
        if value is None:
            del part[name]
        else:
            part[name] = value

    file = "config.json" if section else "preprocessor_config.json"
    change_json(folder / file, change)


def only_config(tiny: Path, to: Path) -> Path:
    to.mkdir()
    for name in ("config.json", "preprocessor_config.json"):
        shutil.copyfile(tiny / name, to / name)
    return to


@pytest.mark.parametrize(
    ("section", "name", "value"),
    [
        (("thinker_config",), "model_type", "qwen3_asr_forced_aligner"),
        (AUDIO, "activation_function", "relu"),
        (AUDIO, "scale_embedding", True),
        (AUDIO, "n_window", 100),
        (TEXT, "hidden_act", "gelu"),
        (TEXT, "attention_bias", True),
        (TEXT, "rope_scaling", {"rope_type": "yarn", "factor": 4.0}),
        (TEXT, "rope_scaling", {"type": "linear", "factor": 4.0}),
        ((), "hop_length", 80),
        ((), "n_fft", 512),
        ((), "sampling_rate", 8000),
        ((), "dither", 0.1),
    ],
)
def test_other_networks_are_left_to_the_reference(
    section: tuple[str, ...], name: str, value: object, tiny: Path, tmp_path: Path
) -> None:
    folder = only_config(tiny, tmp_path / "model")
    change_config(folder, section, name, value)
    with pytest.raises(UnknownCheckpoint, match=name):
        read_shapes(folder)


@pytest.mark.parametrize(
    ("section", "name"),
    [
        ((), "hop_length"),
        (AUDIO, "scale_embedding"),
        (AUDIO, "activation_function"),
        (TEXT, "attention_bias"),
        (TEXT, "hidden_act"),
    ],
)
def test_what_is_as_everywhere_need_not_be_said(
    section: tuple[str, ...], name: str, tiny: Path, tmp_path: Path
) -> None:
    folder = only_config(tiny, tmp_path / "model")
    change_config(folder, section, name, None)
    assert read_shapes(folder) == read_shapes(tiny)


@pytest.mark.parametrize(
    ("section", "name"), [(AUDIO, "d_model"), (TEXT, "head_dim"), (("thinker_config",), "audio_token_id")]
)
def test_a_size_that_is_missing(section: tuple[str, ...], name: str, tiny: Path, tmp_path: Path) -> None:
    folder = only_config(tiny, tmp_path / "model")
    change_config(folder, section, name, None)
    with pytest.raises(UnknownCheckpoint, match=f"does not say {name}"):
        read_shapes(folder)


def test_the_number_of_audio_tokens(tiny: Path) -> None:
    import torch

    qwen_asr_model()
    from qwen_asr.core.transformers_backend.modeling_qwen3_asr import (  # pyright: ignore[reportMissingTypeStubs]
        _get_feat_extract_output_lengths,  # pyright: ignore[reportPrivateUsage]
    )

    frames = range(1, 3001)
    expected = _get_feat_extract_output_lengths(torch.tensor(list(frames))).tolist()
    assert [n_audio_tokens(n) for n in frames] == expected


def quietly(_step: str, _progress: float) -> None: ...


def test_an_unknown_checkpoint_runs_through_the_reference_and_says_so(
    tiny: Path, tmp_path: Path, speech: Samples
) -> None:
    folder = copy_of(tiny, tmp_path / "model")
    change_config(folder, TEXT, "max_position_embeddings", None)  # the library has a default for it, the fast path none
    model, choice = loading.load_model(folder, "cpu", "auto", "full", quietly)
    assert isinstance(model, ReferenceModel)
    assert choice.precision == "f32"
    assert "run by qwen-asr, because config.json does not say max_position_embeddings" in choice.reason
    fast, _ = loading.load_model(tiny, "cpu", "auto", "full", quietly)
    assert model.transcribe(speech, 64, lambda: False) == fast.transcribe(speech, 64, lambda: False)


def test_int8_of_an_unknown_checkpoint_is_f32(tiny: Path, tmp_path: Path) -> None:
    folder = copy_of(tiny, tmp_path / "model")
    change_config(folder, TEXT, "max_position_embeddings", None)
    _, choice = loading.load_model(folder, "cpu", "int8", "full", quietly)
    assert choice.precision == "f32"


def test_a_small_model_runs_exactly_on_one_thread(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    monkeypatch.setattr(loading, "int8_speed_up", lambda: 9.0)
    torch.set_num_threads(2)
    model, choice = loading.load_model(tiny, "cpu", "auto", "full", quietly)
    assert isinstance(model, FastModel)
    assert choice.precision == "f32"
    assert torch.get_num_threads() == 1


@pytest.mark.parametrize(("speed_up", "precision"), [(9.0, "int8"), (1.0, "f32")])
def test_a_large_model_runs_in_8_bits_where_that_is_faster(
    speed_up: float, precision: str, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(loading, "_SMALL_MODEL_BYTES", 0)
    monkeypatch.setattr(loading, "int8_speed_up", lambda: speed_up)
    _, choice = loading.load_model(tiny, "cpu", "auto", "full", quietly)
    assert choice.precision == precision
    assert ("8-bit weights are faster here" in choice.reason) is (precision == "int8")


def test_int8_is_refused_on_a_graphics_card() -> None:
    from srota_dictate.recognizer.device import CudaProbe, choose_device

    with pytest.raises(UserFixableError, match="for the processor only"):
        choose_device("auto", "int8", CudaProbe(True, True, True, "a card"))


def test_how_much_faster_8_bits_are_is_measured_with_the_threads_left_as_they_were() -> None:
    import torch

    n_threads = torch.get_num_threads()
    assert np.isfinite(loading.int8_speed_up())
    assert torch.get_num_threads() == n_threads
