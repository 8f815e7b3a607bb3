"""The downloading process: fetch one model's files into the Hub cache.

Run as `python -m srota_dictate.recognizer.fetch HUB_ID CACHE`. Says one JSON object a line on standard output:
`total_bytes` first, then `folder`, or `message` and `hint`.
"""

# pyright: reportUnknownVariableType=false

import errno
import json
import shutil
import sys
from pathlib import Path
from typing import Final

from srota_dictate.errors import UserFixableError
from srota_dictate.recognizer.catalogue import folder_bytes, hub_folder

# What a model is loaded from; repositories also hold training states and pictures.
_SUFFIXES: Final = (".json", ".safetensors", ".txt", ".jinja")
_SPARE_BYTES: Final = 50_000_000


def main() -> None:
    hub_id, cache = sys.argv[1], Path(sys.argv[2])
    try:
        _say(folder=str(_fetch(hub_id, cache)))
    except Exception as error:  # noqa: BLE001 - the border of this process: the parent tells the person
        trouble = _explain(hub_id, error)
        _say(message=trouble.message, hint=trouble.hint)


def _fetch(hub_id: str, cache: Path) -> Path:
    from huggingface_hub import HfApi, snapshot_download

    info = HfApi().model_info(hub_id, files_metadata=True)
    files = {
        file.rfilename: file.size or 0
        for file in info.siblings or ()
        if "/" not in file.rfilename and file.rfilename.endswith(_SUFFIXES)
    }
    total_bytes = sum(files.values())
    _say(total_bytes=total_bytes)
    cache.mkdir(parents=True, exist_ok=True)
    missing_bytes = total_bytes - folder_bytes(hub_folder(hub_id, cache) / "blobs")
    free_bytes = shutil.disk_usage(cache).free
    if missing_bytes + _SPARE_BYTES > free_bytes:
        raise _disk_full(missing_bytes + _SPARE_BYTES - free_bytes)
    return Path(snapshot_download(hub_id, cache_dir=cache, allow_patterns=list(files), max_workers=2))


def _explain(hub_id: str, error: Exception) -> UserFixableError:
    from huggingface_hub.errors import (
        GatedRepoError,
        HFValidationError,
        OfflineModeIsEnabled,
        RepositoryNotFoundError,
    )

    match error:
        case UserFixableError():
            return error
        case GatedRepoError():
            return UserFixableError(
                f"{hub_id} may only be downloaded by people its owner has let in",
                hint=f"Ask for access on https://huggingface.co/{hub_id}, then run: hf auth login",
            )
        case RepositoryNotFoundError() | HFValidationError():
            return UserFixableError(f"There is no model {hub_id} on the Hub", hint="Check the name")
        case OfflineModeIsEnabled():
            return UserFixableError(
                "Downloading is switched off on this machine",
                hint="Unset the environment variable HF_HUB_OFFLINE and try again",
            )
        case OSError(errno=errno.ENOSPC):
            return _disk_full(None)
        case _:
            return UserFixableError(
                f"The model can't be downloaded ({type(error).__name__})",
                hint="Check the internet connection and try again; it goes on from where it stopped",
            )


def _disk_full(lacking_bytes: int | None) -> UserFixableError:
    message = "The disk is too full for the model"
    if lacking_bytes is not None:
        message = f"The disk is too full for the model: {lacking_bytes / 1e9:.1f} GB more are needed"
    return UserFixableError(message, hint="Delete something, or set HF_HOME to a folder elsewhere")


def _say(**message: object) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
