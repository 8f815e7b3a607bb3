"""Check a model's folder before it is loaded, and say in plain words what is wrong with it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from srota_dictate.errors import UserFixableError

MODEL_TYPE: Final = "qwen3_asr"
_WEIGHTS: Final = "model.safetensors"
_INDEX: Final = "model.safetensors.index.json"
_MAX_HEADER_BYTES: Final = 100_000_000  # the format's own limit


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A folder from which a model can be loaded."""

    folder: Path
    weights: tuple[Path, ...]
    size_bytes: int  # of the weights


def check_checkpoint(folder: Path) -> Checkpoint:
    """The checkpoint in `folder`; reads headers only, so it takes milliseconds whatever the size.

    Raises UserFixableError when the folder is missing, incomplete, cut off or holds another kind of model.
    """
    if not folder.is_dir():
        raise UserFixableError(
            f"The model folder {folder} doesn't exist", hint="Check the path, or choose another model in the settings"
        )
    _check_config(folder)
    _check_tokenizer(folder)
    weights = _weight_files(folder)
    for path in weights:
        _check_weights(path)
    return Checkpoint(folder, weights, sum(path.stat().st_size for path in weights))


def _check_config(folder: Path) -> None:
    path = folder / "config.json"
    if not path.is_file():
        raise UserFixableError(
            f"{folder} holds no model: config.json is missing",
            hint="Choose the folder that has config.json and model.safetensors in it",
        )
    config = _read_json(path)
    if config.get("model_type") != MODEL_TYPE:
        raise UserFixableError(
            f"The model in {folder} is of type {config.get('model_type')!s}, not Qwen3-ASR",
            hint="Choose a Qwen3-ASR model, such as srota, or a fine-tune of one",
        )


def _check_tokenizer(folder: Path) -> None:
    has_words = (folder / "tokenizer.json").is_file() or (
        (folder / "vocab.json").is_file() and (folder / "merges.txt").is_file()
    )
    missing = [name for name in ("tokenizer_config.json", "preprocessor_config.json") if not (folder / name).is_file()]
    if not has_words:
        missing.append("tokenizer.json")
    if not any((folder / name).is_file() for name in ("chat_template.json", "chat_template.jinja")):
        config = _read_json(folder / "tokenizer_config.json") if "tokenizer_config.json" not in missing else {}
        if "chat_template" not in config:
            missing.append("chat_template.json")
    if missing:
        raise UserFixableError(
            f"The model in {folder} is incomplete: {', '.join(missing)} is missing",
            hint="Download it again, or copy the missing files from the model it was trained from",
        )


def _weight_files(folder: Path) -> tuple[Path, ...]:
    index = folder / _INDEX
    if (folder / _WEIGHTS).is_file() or not index.is_file():
        return (folder / _WEIGHTS,)
    shards = _read_json(index).get("weight_map")
    if not isinstance(shards, dict) or not shards:
        raise UserFixableError(f"{index} names no weights", hint="Download the model again")
    return tuple(folder / name for name in sorted({str(name) for name in cast("dict[str, object]", shards).values()}))


def _check_weights(path: Path) -> None:
    if not path.is_file():
        raise UserFixableError(f"The model is incomplete: {path} is missing", hint="Download the model again")
    size_bytes = path.stat().st_size
    broken = UserFixableError(
        f"{path} is damaged or only partly downloaded", hint="Delete it and download the model again"
    )
    with path.open("rb") as file:
        start = file.read(8)
        if len(start) < 8:
            raise broken
        header_bytes = int.from_bytes(start, "little")
        if header_bytes > min(_MAX_HEADER_BYTES, size_bytes - 8):
            raise broken
        try:
            header: object = json.loads(file.read(header_bytes))
        except ValueError as error:
            raise broken from error
    if not isinstance(header, dict) or 8 + header_bytes + _data_bytes(cast("dict[str, object]", header)) != size_bytes:
        raise broken


def _data_bytes(header: dict[str, object]) -> int:
    """Where the last tensor ends, counted from the end of the header."""
    end = 0
    for name, entry in header.items():
        match entry:
            case {"data_offsets": [int(), int(last)]} if name != "__metadata__":
                end = max(end, last)
            case _:
                pass
    return end


def _read_json(path: Path) -> dict[str, object]:
    try:
        value: object = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserFixableError(f"{path} can't be read", hint="Download the model again") from error
    if not isinstance(value, dict):
        raise UserFixableError(f"{path} is damaged", hint="Download the model again")
    return cast("dict[str, object]", value)
