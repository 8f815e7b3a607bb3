"""Which of the things that lie on the Windows clipboard can be read and put back as bytes: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

CF_BITMAP: Final = 2
CF_DIB: Final = 8
CF_UNICODETEXT: Final = 13
CF_ENHMETAFILE: Final = 14
CF_DIBV5: Final = 17

# No memory that could be copied: handles of the graphics system, of which some have a twin that Windows makes of it.
_HANDLES: Final = frozenset(
    {CF_BITMAP, 3, 9, 0x80, 0x82, 0x83, 0x8E}  # bitmap, metafile, palette, owner display, their "display" kin
)
_PRIVATE: Final = range(0x200, 0x400)  # only their owner knows what they are
_MADE_OF: Final = {CF_BITMAP: {CF_DIB, CF_DIBV5}, 3: {CF_ENHMETAFILE}, 9: {CF_DIB, CF_DIBV5}}
# OLE's bookkeeping for the program that copied; anybody else's copy of it would lead back there in vain.
_OLE: Final = frozenset({"DataObject", "Ole Private Data"})


@dataclass(frozen=True, slots=True)
class Plan:
    """What to save of a clipboard, in its order, and how many formats will be missing afterwards."""

    formats: tuple[int, ...]
    n_lost: int


def plan_backup(formats: Sequence[int], names: Sequence[str]) -> Plan:
    """`names` are those of registered formats, "" for the system's own."""
    kept = tuple(
        number
        for number, name in zip(formats, names, strict=True)
        if number not in _HANDLES and number not in _PRIVATE and name not in _OLE
    )
    made_again = {number for number in formats if _MADE_OF.get(number, set()) & set(kept)}
    return Plan(kept, sum(number not in kept and number not in made_again for number in formats))


def text_bytes(text: str) -> bytes:
    """As CF_UNICODETEXT wants it: lines end with CR LF, the whole with a zero."""
    lines = text.replace("\r\n", "\n").replace("\n", "\r\n")
    return lines.encode("utf-16-le", "surrogatepass") + b"\0\0"
