"""Keep a model's 8-bit weights on disk, because making them takes longer than everything else at the start."""

# torch, numpy and tokenizers leave parts of their types out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import hashlib
import json
import logging
import os
import shutil
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

Quantized: TypeAlias = tuple[torch.Tensor, torch.Tensor]


class PackedWeights:
    """The 8-bit weights of one checkpoint, one file a layer, in a folder that is complete or not there at all.

    A folder belongs to files of one place, size and time. What can't be read or written is made anew each time: the
    disk is only a shortcut.
    """

    def __init__(self, cache: Path, checkpoint: Checkpoint) -> None:
        """`cache` holds a folder for each checkpoint; those whose checkpoint is gone are removed."""
        stats = [(str(path.resolve()), path.stat().st_size, path.stat().st_mtime_ns) for path in checkpoint.weights]
        key = hashlib.sha256(json.dumps([_VERSION, stats]).encode()).hexdigest()[:16]
        self._sources = [place for place, _, _ in stats]
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
                self._unfinished.mkdir(mode=0o700, parents=True, exist_ok=True)
                save_file({"values": values, "scales": scales}, self._unfinished / f"{name}.safetensors")
            except OSError as error:
                self._give_up(error)
        return values, scales

    def finish(self) -> None:
        """Every layer has been asked for: from now on the folder is complete."""
        if not self._can_write:
            return
        try:
            (self._unfinished / _SOURCE).write_text(json.dumps(self._sources), encoding="utf-8")
            self._unfinished.rename(self._folder)
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        _log.warning("Prepared weights can't be kept, so the next start takes as long: %s", error)
        shutil.rmtree(self._unfinished, ignore_errors=True)
        self._can_write = False


def _remove_orphans(cache: Path) -> None:
    for source in cache.glob(f"*/{_SOURCE}"):
        try:
            gone = not all(Path(place).exists() for place in json.loads(source.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            gone = True
        if gone:
            shutil.rmtree(source.parent, ignore_errors=True)
