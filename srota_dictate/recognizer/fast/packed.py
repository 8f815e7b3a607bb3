"""Keep a model's 8-bit weights on disk, because making them takes longer than everything else at the start."""

# torch, numpy and tokenizers leave parts of their types out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import hashlib
import json
import logging
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

import torch
from safetensors.torch import save_file

from srota_dictate.recognizer.checkpoint import Checkpoint
from srota_dictate.recognizer.fast.weights import Weights

_log = logging.getLogger(__name__)

_VERSION: Final = 1  # of how weights are rounded and named
_SOURCE: Final = "source.json"
_ABANDONED_S: Final = 3600.0  # no start takes so long

Quantized: TypeAlias = tuple[torch.Tensor, torch.Tensor]


class PackedWeights:
    """The 8-bit weights of one checkpoint, one file a layer, in a folder that is complete or not there at all.

    A folder belongs to files of one place, size and time. What can't be read or written is made anew each time: the
    disk is only a shortcut.
    """

    def __init__(self, cache: Path, checkpoint: Checkpoint) -> None:
        """`cache` holds a folder for each checkpoint; those whose checkpoint is gone or another are removed."""
        self._source = _source_of([path.resolve() for path in checkpoint.weights])
        key = hashlib.sha256(self._source.encode()).hexdigest()[:16]
        self._folder = cache / key
        self._unfinished = cache / f"{key}.{os.getpid()}"
        self._is_complete = (self._folder / _SOURCE).is_file()
        self._can_write = not self._is_complete
        _remove_orphans(cache)

    def get(self, name: str, make: Callable[[], Quantized]) -> Quantized:
        """Values and scales of the layer `name`; `make` is asked when they aren't there."""
        if self._is_complete:
            try:
                file = Weights((self._folder / f"{name}.safetensors",), prefix="")
                return file.get("values"), file.get("scales")
            except (OSError, ValueError, LookupError) as error:
                _log.warning("The prepared weights in %s are damaged and made anew: %s", self._folder, error)
                shutil.rmtree(self._folder, ignore_errors=True)
                self._is_complete = False
        values, scales = make()
        if self._can_write:
            try:
                for folder in (self._unfinished.parent, self._unfinished):
                    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                path = self._unfinished / f"{name}.safetensors"
                save_file({"values": values, "scales": scales}, path)
                path.chmod(0o600)
            except OSError as error:
                self._give_up(error)
        return values, scales

    def finish(self) -> None:
        """Every layer has been asked for: from now on the folder is complete."""
        if not self._can_write:
            return
        try:
            source = self._unfinished / _SOURCE
            source.write_text(self._source, encoding="utf-8")
            source.chmod(0o600)
            for path in self._unfinished.iterdir():
                with path.open("rb+") as file:
                    os.fsync(file)  # else a power cut could leave the name without the content
            self._unfinished.rename(self._folder)
        except OSError as error:
            if (self._folder / _SOURCE).is_file():  # another process was quicker
                shutil.rmtree(self._unfinished, ignore_errors=True)
            else:
                self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        _log.warning("Prepared weights can't be kept, so the next start takes as long: %s", error)
        shutil.rmtree(self._unfinished, ignore_errors=True)
        self._can_write = False


def _source_of(files: list[Path]) -> str:
    """What 8-bit weights were made of, and how."""
    stats = [path.stat() for path in files]
    parts = [(str(path), stat.st_size, stat.st_mtime_ns) for path, stat in zip(files, stats, strict=True)]
    return json.dumps([_VERSION, parts])


def _remove_orphans(cache: Path) -> None:
    """Remove what belongs to a checkpoint that is gone or another now, and what a killed start has left."""
    for folder in cache.glob("*"):
        try:
            source = folder / _SOURCE
            if source.is_file():
                told = source.read_text(encoding="utf-8")
                keep = told == _source_of([Path(place) for place, _, _ in json.loads(told)[1]])
            else:
                keep = time.time() - folder.stat().st_mtime < _ABANDONED_S
        except (OSError, ValueError, LookupError, TypeError):
            keep = False
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)
