"""Names, folders and Hub ids, and where each is on the machine."""

import shutil
from pathlib import Path

import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.recognizer.catalogue import (
    VARIANTS,
    ModelState,
    Whereabouts,
    hub_folder,
    loadable_folder,
    locate,
    resolve,
)
from srota_dictate.recognizer.options import RecognizerOptions
from tests.recognizer.support import copy_of


def in_cache(model: Path, hub_id: str, cache: Path, revision: str = "1" * 40) -> Path:
    """Put a model into a Hub cache, laid out as the Hub's client does."""
    store = hub_folder(hub_id, cache)
    copy_of(model, store / "snapshots" / revision)
    shutil.copytree(model, store / "blobs")
    (store / "refs").mkdir(exist_ok=True)
    (store / "refs" / "main").write_text(revision)
    return store / "snapshots" / revision


def test_the_five_variants() -> None:
    assert {variant.name: variant.hub_id for variant in VARIANTS} == {
        "srota": "moorlee/qwen3-asr-0.6b-hinglish",
        "srota-conv": "moorlee/qwen3-asr-0.6b-hinglish-hiacc-v1",
        "srota-tutorial": "moorlee/qwen3-asr-0.6b-hinglish-openslr104-v2",
        "base": "Qwen/Qwen3-ASR-0.6B",
        "tiny": None,
    }
    assert all(variant.title and variant.description and variant.licence == "Apache-2.0" for variant in VARIANTS)
    assert RecognizerOptions().model in {variant.name for variant in VARIANTS}


def test_resolve(tmp_path: Path) -> None:
    assert resolve("srota").hub_id == "moorlee/qwen3-asr-0.6b-hinglish"
    by_id = resolve("Qwen/Qwen3-ASR-0.6B")
    assert by_id.variant is not None
    assert by_id.variant.name == "base"
    other = resolve("someone/else")
    assert (other.hub_id, other.variant, other.folder) == ("someone/else", None, None)
    assert resolve(str(tmp_path)).folder == tmp_path
    assert resolve("./no/such/folder").folder == Path("no/such/folder")
    assert resolve("~/models").folder == Path("~/models").expanduser()


@pytest.mark.parametrize("name", ["srotaa", "", "a/b/c", "a b/c", "/"])
def test_no_such_model(name: str) -> None:
    with pytest.raises(UserFixableError):
        loadable_folder(name)


def test_the_shipped_model(tiny: Path, tmp_path: Path) -> None:
    found = locate(resolve("tiny"), tmp_path)
    assert (found.state, found.folder) == (ModelState.SHIPPED, tiny)
    assert found.size_bytes > 1_000_000


def test_not_downloaded(tmp_path: Path) -> None:
    assert locate(resolve("srota"), tmp_path) == Whereabouts(ModelState.NOT_DOWNLOADED, None, 0)
    with pytest.raises(UserFixableError, match="Srota isn't downloaded yet") as caught:
        loadable_folder("srota", tmp_path)
    assert "srota-dictate models download srota" in caught.value.hint


def test_partly_downloaded(tmp_path: Path) -> None:
    blobs = hub_folder("moorlee/qwen3-asr-0.6b-hinglish", tmp_path) / "blobs"
    blobs.mkdir(parents=True)
    (blobs / "abc.incomplete").write_bytes(b"12345")
    assert locate(resolve("srota"), tmp_path) == Whereabouts(ModelState.PARTLY, None, 5)
    with pytest.raises(UserFixableError, match="only partly downloaded"):
        loadable_folder("srota", tmp_path)


def test_downloaded(tiny: Path, tmp_path: Path) -> None:
    folder = in_cache(tiny, "moorlee/qwen3-asr-0.6b-hinglish", tmp_path)
    found = locate(resolve("srota"), tmp_path)
    assert (found.state, found.folder) == (ModelState.DOWNLOADED, folder)
    assert found.size_bytes > 1_000_000
    assert loadable_folder("srota", tmp_path) == folder


def test_the_revision_of_main_is_preferred_and_a_broken_one_passed_over(tiny: Path, tmp_path: Path) -> None:
    folder = in_cache(tiny, "someone/else", tmp_path, revision="2" * 40)
    other = copy_of(folder, folder.parent / ("3" * 40))
    assert loadable_folder("someone/else", tmp_path) == folder
    (folder / "model.safetensors").unlink()
    assert loadable_folder("someone/else", tmp_path) == other


def test_a_folder(tiny: Path, tmp_path: Path) -> None:
    folder = copy_of(tiny, tmp_path / "mine")
    assert locate(resolve(str(folder))).state is ModelState.DOWNLOADED
    (folder / "config.json").unlink()
    assert locate(resolve(str(folder))).state is ModelState.PARTLY
    assert locate(resolve(str(tmp_path / "no"))).state is ModelState.NOT_DOWNLOADED
