"""Tell the marks that end a sentence from those inside numbers, file names, abbreviations and ellipses."""

from collections.abc import Sequence
from typing import Final

from srota_dictate.rules.tokens import Token

FULL_STOP: Final = "."
DANDA: Final = "।"
ENDS: Final = frozenset((FULL_STOP, DANDA, "॥", "?", "!"))
# What may stand between the end of a sentence and the space after it.
CLOSERS: Final = frozenset(")]}\"'’”")
# Those that something always follows; with "etc." a sentence may end.
_ABBREVIATIONS: Final = frozenset(
    ("dr", "mr", "mrs", "ms", "prof", "rs", "vs", "e.g", "i.e", "डॉ", "डा", "प्रो", "पं", "रु")
)


def ends_sentence(tokens: Sequence[Token], indexes: Sequence[int], at: int) -> bool:
    """Whether token number `indexes[at]` ends a sentence; `indexes` are those of the tokens that are shown."""
    text = tokens[indexes[at]].text
    if text not in ENDS:
        return False
    after = tokens[indexes[at + 1]] if at + 1 < len(indexes) else None
    if text in (DANDA, "॥"):
        return True
    if after is not None and not after.space and after.text not in CLOSERS and "\n" not in after.text:
        return False
    if text != FULL_STOP or at == 0:
        return True
    before = tokens[indexes[at - 1]]
    return tokens[indexes[at]].space != "" or not (before.text == FULL_STOP or _is_abbreviation(before.text))


def _is_abbreviation(word: str) -> bool:
    is_initial = len(word) == 1 and "A" <= word <= "Z" and word != "I"
    return is_initial or word.lower() in _ABBREVIATIONS
