"""A random checkpoint: the same bytes each time, loadable by both paths, with answers that say something."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from srota_dictate.lab.random_checkpoint import MARK, SMALL, build_random
from srota_dictate.recognizer.checkpoint import check_checkpoint
from srota_dictate.recognizer.fast.model import FastModel
from srota_dictate.recognizer.fast.shapes import read_shapes
from srota_dictate.recognizer.reference import ReferenceModel
from srota_dictate.types import SAMPLE_RATE_HZ, Samples
from tests.recognizer.support import needs_model_packages

pytestmark = pytest.mark.timeout(120)


def sound(seed: int) -> Samples:
    """Five seconds of a voice-like nothing: noise whose loudness goes up and down."""
    n_samples = 5 * SAMPLE_RATE_HZ
    chance = np.random.default_rng(seed)
    loudness = np.repeat(chance.uniform(0, 0.2, 50), n_samples // 50)
    return (chance.normal(0, 1, n_samples) * loudness).astype(np.float32)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("random")
    build_random(folder, SMALL, seed=3)
    return folder


def test_the_same_seed_gives_the_same_model(folder: Path, tmp_path: Path) -> None:
    build_random(tmp_path / "same", SMALL, seed=3)
    build_random(tmp_path / "other", SMALL, seed=4)
    for path in folder.iterdir():
        assert (tmp_path / "same" / path.name).read_bytes() == path.read_bytes()
    weights = "model.safetensors"
    assert (tmp_path / "other" / weights).read_bytes() != (folder / weights).read_bytes()


def test_the_folder_is_whole(folder: Path) -> None:
    assert check_checkpoint(folder).size_bytes == (folder / "model.safetensors").stat().st_size
    assert (folder / MARK).is_file()
    assert read_shapes(folder).text.n_vocabulary == SMALL.n_vocabulary


def test_answers_depend_on_the_sound_and_on_what_was_written(folder: Path) -> None:
    model = FastModel(folder, "cpu", "f32")
    model.end_ids = frozenset()
    answers: list[list[int]] = []
    for seed in (0, 1):
        assert model.transcribe(sound(seed), 80, lambda: False).n_tokens == 80
        answers.append(model.answer)
    assert all(len(set(answer)) >= 30 for answer in answers)
    assert answers[0] != answers[1]


@needs_model_packages
def test_qwen_asr_loads_it_and_gives_the_same_tokens(folder: Path) -> None:
    reference = ReferenceModel.load(folder, "cpu", "f32", lambda _step, _share: None)
    fast = FastModel(folder, "cpu", "f32")
    expected = reference.transcribe(sound(2), 40, lambda: False)
    assert fast.transcribe(sound(2), 40, lambda: False) == expected


def test_the_command(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "srota_dictate", "lab", "build-random", str(tmp_path / "model"), "--small"]
    assert subprocess.run(command, check=True, capture_output=True, timeout=100).stdout == b""
    assert check_checkpoint(tmp_path / "model").size_bytes > 0
