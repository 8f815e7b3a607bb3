"""Read the CMU pronouncing dictionary."""

import re
from pathlib import Path
from typing import Final

from srota_dictate.errors import UserFixableError

_VARIANT: Final = re.compile(r"\(\d+\)$")


def read_cmudict(path: Path) -> dict[str, list[list[str]]]:
    """By word, in small letters: its pronunciations, the usual one first, as phones with their stress."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserFixableError(f"{path} can't be read ({error})", "Give the file cmudict.dict") from error
    pronunciations: dict[str, list[list[str]]] = {}
    for line in lines:
        word, *phones = line.partition("#")[0].split() or [""]
        if word:
            pronunciations.setdefault(_VARIANT.sub("", word), []).append(phones)
    return pronunciations
