"""8-bit weights on disk: used, made anew, given up and removed, and never in the way of an answer."""

# safetensors leaves parts of its types out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from srota_dictate.recognizer.fast import linear
from srota_dictate.recognizer.fast.model import FastModel
from srota_dictate.recognizer.hearing import Answer
from srota_dictate.types import Samples
from tests.recognizer.support import copy_of, needs_model_packages

pytestmark = [needs_model_packages, pytest.mark.timeout(280)]


class Cache:
    """A model's folder, and the folder with its 8-bit weights."""

    def __init__(self, model: Path, folder: Path, speech: Samples, patch: pytest.MonkeyPatch) -> None:
        self.model = model
        self.folder = folder
        self.n_made = 0
        self._speech = speech
        quantize = linear.quantize

        def counting(*arguments: object) -> object:
            self.n_made += 1
            return quantize(*arguments)  # pyright: ignore[reportArgumentType]

        patch.setattr(linear, "quantize", counting)

    def answer(self) -> Answer:
        """A start of the model, and what it hears."""
        self.n_made = 0
        return FastModel(self.model, "cpu", "int8", cache=self.folder).transcribe(self._speech, 64, lambda: False)

    @property
    def complete(self) -> list[Path]:
        return sorted(path.parent for path in self.folder.glob("*/source.json"))


@pytest.fixture
def cache(tiny: Path, tmp_path: Path, speech: Samples, monkeypatch: pytest.MonkeyPatch) -> Cache:
    return Cache(copy_of(tiny, tmp_path / "model"), tmp_path / "cache" / "int8", speech, monkeypatch)


def test_the_second_start_makes_nothing(cache: Cache) -> None:
    first = cache.answer()
    n_layers = cache.n_made
    assert n_layers == 1 + 1 + 4 + 2 + 5 * 4  # head; conv_out; an encoder layer; proj1 and 2; the language model
    assert first == FastModel(cache.model, "cpu", "int8").transcribe(cache._speech, 64, lambda: False)  # pyright: ignore[reportPrivateUsage]
    (folder,) = cache.complete
    assert len(list(folder.glob("*.safetensors"))) == n_layers
    assert cache.answer() == first
    assert cache.n_made == 0


def test_nobody_else_can_read_it(cache: Cache) -> None:
    umask = os.umask(0o022)
    try:
        cache.answer()
    finally:
        os.umask(umask)
    for path in [cache.folder, *cache.folder.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.parametrize("damage", ["cut", "empty", "gone", "zeros"])
def test_what_is_damaged_is_made_anew(damage: str, cache: Cache) -> None:
    first = cache.answer()
    (folder,) = cache.complete
    victim = sorted(folder.glob("*.safetensors"))[3]
    match damage:
        case "cut":
            os.truncate(victim, victim.stat().st_size - 100)
        case "empty":
            victim.write_bytes(b"")
        case "gone":
            victim.unlink()
        case _:
            victim.write_bytes(bytes(victim.stat().st_size))
    assert cache.answer() == first
    assert cache.n_made > 0
    while cache.n_made:  # it settles: what is there is whole
        assert cache.answer() == first
    assert len(cache.complete) == 1


def test_a_folder_that_cannot_be_written_is_done_without(cache: Cache) -> None:
    expected = cache.answer()
    shutil.rmtree(cache.folder)
    cache.folder.parent.mkdir(exist_ok=True)
    cache.folder.write_text("a file where a folder should be")
    assert cache.answer() == expected
    assert cache.n_made > 0


def test_a_disk_that_fills_up_is_done_without(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    from srota_dictate.recognizer.fast import packed

    expected = cache.answer()
    shutil.rmtree(cache.folder)
    n_saved = 0
    save_file = packed.save_file

    def save_some(*arguments: object) -> None:
        nonlocal n_saved
        n_saved += 1
        if n_saved > 5:
            raise OSError(28, "No space left on device")
        save_file(*arguments)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(packed, "save_file", save_some)
    assert cache.answer() == expected
    assert n_saved == 6, "it isn't tried again and again"
    assert list(cache.folder.iterdir()) == [], "nothing half is left"


def test_another_checkpoint_has_weights_of_its_own(cache: Cache, tiny: Path, tmp_path: Path) -> None:
    cache.answer()
    own, cache.model = cache.model, copy_of(tiny, tmp_path / "another")
    cache.answer()
    assert cache.n_made > 0
    assert len(cache.complete) == 2
    cache.model = own
    cache.answer()
    assert cache.n_made == 0


def test_a_checkpoint_that_was_replaced_gets_new_weights(cache: Cache) -> None:
    cache.answer()
    old = cache.complete
    os.utime(cache.model / "model.safetensors", ns=(1, 1))
    cache.answer()
    assert cache.n_made > 0
    assert len(cache.complete) == 1
    assert cache.complete != old


@pytest.mark.parametrize("content", ["", "5", "[1, 2]", '[1, [["/nowhere", 1, 1]]]'])
def test_a_folder_that_does_not_say_what_it_is_of_is_removed(content: str, cache: Cache) -> None:
    stranger = cache.folder / "0123456789abcdef"
    stranger.mkdir(parents=True)
    (stranger / "source.json").write_text(content)
    cache.answer()
    assert not stranger.exists()


def test_weights_of_a_model_that_is_gone_are_removed(cache: Cache, tiny: Path, tmp_path: Path) -> None:
    cache.answer()
    (old,) = cache.complete
    shutil.move(cache.model, tmp_path / "elsewhere")
    cache.model = tmp_path / "elsewhere"
    cache.answer()
    assert not old.exists()
    assert len(cache.complete) == 1


def test_what_a_killed_start_left_is_removed_once_it_is_old(cache: Cache) -> None:
    half, fresh = (cache.folder / f"0123456789abcdef.{number}" for number in (5, 6))
    for folder in (half, fresh):
        folder.mkdir(parents=True)
        (folder / "lm_head.safetensors").write_bytes(b"half")
    os.utime(half, (0, 0))
    cache.answer()
    assert not half.exists()
    assert fresh.exists(), "another process may be at it"
    assert len(cache.complete) == 1


_START = """
import sys
from pathlib import Path
from srota_dictate.recognizer.fast.model import FastModel
import numpy, torch
torch.set_num_threads(1)
sys.stdin.readline()
model = FastModel(Path(sys.argv[1]), "cpu", "int8", cache=Path(sys.argv[2]))
print(model.transcribe(numpy.load(sys.argv[3]), 64, lambda: False).raw_text)
"""


def test_two_processes_at_once(cache: Cache, tmp_path: Path, speech: Samples) -> None:
    import numpy as np

    np.save(tmp_path / "speech.npy", speech)
    command = [sys.executable, "-c", _START, str(cache.model), str(cache.folder), str(tmp_path / "speech.npy")]
    starts = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for start in starts:
        assert start.stdin is not None
        start.stdin.write("\n")
        start.stdin.flush()
    told = [start.communicate(timeout=240) for start in starts]
    assert [start.returncode for start in starts] == [0, 0], told
    expected = cache.answer()
    assert cache.n_made == 0
    assert [out.strip("\n") for out, _ in told] == [expected.raw_text] * 2
    assert len(list(cache.folder.iterdir())) == 1, "nothing half is left"
