"""The models to choose from, and where each one is on this machine."""

import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from srota_dictate.assets import asset
from srota_dictate.errors import UserFixableError
from srota_dictate.recognizer.checkpoint import check_checkpoint

_BIG_MODEL_BYTES: Final = 1_570_000_000
_HUB_ID: Final = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")


@dataclass(frozen=True, slots=True)
class Variant:
    """One model of the catalogue."""

    name: str
    title: str
    description: str  # one line for the person choosing
    hub_id: str | None  # None: shipped with the program
    download_bytes: int
    licence: str = "Apache-2.0"


VARIANTS: Final = (
    Variant(
        "srota",
        "Srota",
        "General Hinglish; the right one for most people",
        "moorlee/qwen3-asr-0.6b-hinglish",
        _BIG_MODEL_BYTES,
    ),
    Variant(
        "srota-conv",
        "Srota-Conv",
        "Conversation and short messages, adults' and children's voices",
        "moorlee/qwen3-asr-0.6b-hinglish-hiacc-v1",
        _BIG_MODEL_BYTES,
    ),
    Variant(
        "srota-tutorial",
        "Srota-Tutorial",
        "Technical explanations with many English terms",
        "moorlee/qwen3-asr-0.6b-hinglish-openslr104-v2",
        _BIG_MODEL_BYTES,
    ),
    Variant(
        "base",
        "Qwen3-ASR 0.6B",
        "The general model the others were trained from, for comparison",
        "Qwen/Qwen3-ASR-0.6B",
        _BIG_MODEL_BYTES,
    ),
    Variant(
        "tiny",
        "Tiny",
        "Demonstration: understands a synthetic voice and few words",
        None,
        0,
    ),
)


@dataclass(frozen=True, slots=True)
class ModelRef:
    """A model as it was asked for: a variant of the catalogue, any other Hub id, or a folder."""

    name: str  # as it was asked for
    variant: Variant | None
    hub_id: str | None
    folder: Path | None  # set when the model isn't from the Hub


class ModelState(Enum):
    SHIPPED = "shipped"
    DOWNLOADED = "downloaded"  # complete; also said of a folder
    PARTLY = "partly downloaded"
    NOT_DOWNLOADED = "not downloaded"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a model is on this machine."""

    state: ModelState
    folder: Path | None  # that can be loaded; None unless shipped or downloaded
    size_bytes: int  # on this disk


def resolve(name: str) -> ModelRef:
    """Tell a catalogue name, a folder and a Hub id apart. Raises UserFixableError when it is none of them."""
    for variant in VARIANTS:
        if name == variant.name or name == variant.hub_id:
            folder = asset(f"models/{variant.name}") if variant.hub_id is None else None
            return ModelRef(name, variant, variant.hub_id, folder)
    path = Path(name).expanduser()
    if path.is_dir() or path.is_absolute() or name.startswith((".", "~")):
        return ModelRef(name, None, None, path)
    if _HUB_ID.fullmatch(name):
        return ModelRef(name, None, name, None)
    known = ", ".join(variant.name for variant in VARIANTS)
    raise UserFixableError(
        f"There is no model called {name!r}", hint=f"Choose one of {known}, a folder, or a Hub id like owner/name"
    )


def locate(model: ModelRef, cache: Path | None = None) -> Whereabouts:
    """Find a model on disk without touching the network; `cache` is the Hub cache, None for the usual one."""
    if model.hub_id is None:
        assert model.folder is not None
        state = ModelState.SHIPPED if model.variant is not None else ModelState.DOWNLOADED
        try:
            size_bytes = check_checkpoint(model.folder).size_bytes
        except UserFixableError:
            incomplete = ModelState.PARTLY if model.folder.is_dir() else ModelState.NOT_DOWNLOADED
            return Whereabouts(incomplete, None, folder_bytes(model.folder))
        return Whereabouts(state, model.folder, size_bytes)
    store = hub_folder(model.hub_id, cache)
    size_bytes = folder_bytes(store / "blobs") or folder_bytes(store / "snapshots")
    for folder in _snapshots(store):
        try:
            check_checkpoint(folder)
        except UserFixableError:
            continue
        return Whereabouts(ModelState.DOWNLOADED, folder, size_bytes)
    return Whereabouts(ModelState.PARTLY if size_bytes else ModelState.NOT_DOWNLOADED, None, size_bytes)


def loadable_folder(name: str, cache: Path | None = None) -> Path:
    """The checked folder to load a model from. Raises UserFixableError that says how to get there."""
    model = resolve(name)
    if model.folder is not None:
        return check_checkpoint(model.folder).folder
    found = locate(model, cache)
    if found.folder is not None:
        return found.folder
    title = model.variant.title if model.variant is not None else name
    remedy = f"Run `srota-dictate models download {name}`, or choose Download in the settings"
    if found.state is ModelState.PARTLY:
        raise UserFixableError(f"The model {title} is only partly downloaded", hint=f"{remedy}; it goes on from there")
    raise UserFixableError(f"The model {title} isn't downloaded yet", hint=remedy)


def hub_folder(hub_id: str, cache: Path | None = None) -> Path:
    """Where the Hub's client keeps a model, whether it is there or not."""
    if cache is None:
        from huggingface_hub import constants

        cache = Path(constants.HF_HUB_CACHE)
    return cache / f"models--{hub_id.replace('/', '--')}"


def folder_bytes(folder: Path) -> int:
    """What lies in a folder, unfinished downloads included; 0 when there is none."""
    total = 0
    for path in folder.rglob("*"):
        # A running download renames its files under our eyes.
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total


def _snapshots(store: Path) -> list[Path]:
    """Snapshot folders, the one that `main` points to first, then newest first."""
    folders = [path for path in (store / "snapshots").glob("*") if path.is_dir()]
    main = store / "refs" / "main"
    revision = main.read_text(encoding="utf-8").strip() if main.is_file() else ""
    return sorted(folders, key=lambda path: (path.name == revision, path.stat().st_mtime), reverse=True)
