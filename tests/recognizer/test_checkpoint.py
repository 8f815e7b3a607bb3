"""A folder that can't be loaded is told in plain words, before anything is started."""

import json
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.recognizer.checkpoint import check_checkpoint
from tests.recognizer.support import copy_of

Damage = Callable[[Path], object]


def _cut(folder: Path, n_bytes: int) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:n_bytes])


def _config(folder: Path, text: str) -> None:
    (folder / "config.json").write_text(text, encoding="utf-8")


def _shard(folder: Path, names: list[str]) -> None:
    (folder / "model.safetensors").rename(folder / names[0])
    weight_map = {f"weight{i}": name for i, name in enumerate(names)}
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": weight_map}))


def _no_weights(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    (folder / "model.safetensors.index.json").write_text("{}")


DAMAGES: list[tuple[Damage, str]] = [
    (lambda folder: (folder / "config.json").unlink(), "config.json is missing"),
    (lambda folder: _config(folder, "{"), "config.json can't be read"),
    (lambda folder: _config(folder, "[]"), "config.json is damaged"),
    (lambda folder: _config(folder, '{"model_type": "whisper"}'), "of type whisper, not Qwen3-ASR"),
    (lambda folder: (folder / "model.safetensors").unlink(), r"model\.safetensors is missing"),
    (lambda folder: _cut(folder, 0), "damaged or only partly"),
    (lambda folder: _cut(folder, 100), "damaged or only partly"),
    (lambda folder: _cut(folder, -1), "damaged or only partly"),
    (lambda folder: _cut(folder, 100_000), "damaged or only partly"),
    (lambda folder: (folder / "model.safetensors").write_bytes(b"<html>no such file</html>"), "damaged"),
    (lambda folder: (folder / "model.safetensors").write_bytes(struct.pack("<Q", 2) + b"[]"), "damaged"),
    (lambda folder: _shard(folder, ["a.safetensors", "b.safetensors"]), r"b\.safetensors is missing"),
    (_no_weights, "names no weights"),
    (lambda folder: (folder / "preprocessor_config.json").unlink(), "preprocessor_config.json is missing"),
    (lambda folder: (folder / "tokenizer_config.json").unlink(), "tokenizer_config.json is missing"),
]


def test_the_shipped_model_is_complete(tiny: Path) -> None:
    checkpoint = check_checkpoint(tiny)
    assert checkpoint.folder == tiny
    assert checkpoint.size_bytes == (tiny / "model.safetensors").stat().st_size


def test_a_model_in_several_files(tiny: Path, tmp_path: Path) -> None:
    folder = copy_of(tiny, tmp_path / "model")
    _shard(folder, ["model-00001-of-00001.safetensors"])
    assert len(check_checkpoint(folder).weights) == 1


@pytest.mark.parametrize(("damage", "message"), DAMAGES)
def test_what_is_wrong_is_said(tiny: Path, tmp_path: Path, damage: Damage, message: str) -> None:
    folder = copy_of(tiny, tmp_path / "model")
    damage(folder)
    with pytest.raises(UserFixableError, match=message) as caught:
        check_checkpoint(folder)
    assert caught.value.hint


def test_no_tokenizer(tiny: Path, tmp_path: Path) -> None:
    folder = copy_of(tiny, tmp_path / "model")
    for name in ("tokenizer.json", "vocab.json", "merges.txt"):
        (folder / name).unlink(missing_ok=True)
    with pytest.raises(UserFixableError, match=r"tokenizer\.json is missing"):
        check_checkpoint(folder)


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(UserFixableError, match="doesn't exist"):
        check_checkpoint(tmp_path / "nowhere")
