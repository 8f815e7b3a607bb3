"""What lies on a clipboard: one thing in several formats."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

# Formats that carry the text itself; asking for another one is not yet fetching.
TEXT_TARGETS: Final = frozenset(
    {"UTF8_STRING", "text/plain;charset=utf-8", "text/plain", "STRING", "TEXT", "COMPOUND_TEXT"}
)


@dataclass(frozen=True, slots=True)
class Piece:
    """The content in one format, as an X property holds it."""

    kind: str  # the property's type, mostly the target's own name
    bits: int  # 8, 16 or 32 an item
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Content:
    """Target name → piece; in the order in which the targets are offered. Never logged."""

    pieces: Mapping[str, Piece] = field(repr=False)

    @property
    def n_bytes(self) -> int:
        return sum(len(piece.data) for piece in self.pieces.values())


def text_content(text: str, markers: Mapping[str, bytes] | None = None) -> Content:
    """Text in every format that programs ask for, and `markers` beside it, see `history_markers`."""
    utf8 = text.encode()
    pieces = {
        "UTF8_STRING": Piece("UTF8_STRING", 8, utf8),
        "text/plain;charset=utf-8": Piece("text/plain;charset=utf-8", 8, utf8),
        "TEXT": Piece("UTF8_STRING", 8, utf8),
    }
    # STRING is Latin-1 by definition: better none than question marks.
    with suppress(UnicodeEncodeError):
        pieces["STRING"] = Piece("STRING", 8, text.encode("latin-1"))
    pieces |= {name: Piece(name, 8, data) for name, data in (markers or {}).items()}
    return Content(pieces)
