"""What a take says: as it was heard, and as it is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from srota_dictate.errors import UserFixableError
from srota_dictate.rules.choices import ScriptView
from srota_dictate.rules.writing import Piece
from srota_dictate.segmenter.joiner import SegmentText, join_runs
from srota_dictate.types import CutKind, Transcript


class HeardPart(NamedTuple):
    """What was said between two commands, or a short piece between pauses that is one."""

    text: str
    is_alone: bool

    def __repr__(self) -> str:
        return f"HeardPart(is_alone={self.is_alone})"  # what was said gets into no log


@dataclass(frozen=True, slots=True)
class HeardSegment:
    """All that was said in a segment; `parts` where commands stand in it, in the order they were spoken."""

    transcript: Transcript
    parts: tuple[HeardPart, ...] = ()

    def texts(self, kind: CutKind, overlap_s: float) -> Iterator[SegmentText]:
        """As they are joined to a text, for a segment that was cut like this."""
        if not self.parts:
            yield SegmentText(self.transcript.text, kind, overlap_s)
        for part in self.parts:
            yield SegmentText(part.text, kind, overlap_s, part.is_alone)
            overlap_s = 0.0


@dataclass(frozen=True, slots=True)
class WrittenText:
    """One view of what was heard, ready for a window."""

    text: str = field(repr=False)
    view: ScriptView
    press_enter: bool = False  # once the window has the text
    trouble: UserFixableError | None = None  # why no language model rewrote it although one was to


@dataclass(frozen=True, slots=True)
class Said:
    """The text of a take that has left the session, and what every other view of it can be made from."""

    take_id: int
    pieces: tuple[Piece, ...]
    written: WrittenText
    program: str = ""  # application class of the window it was spoken for, whose rules hold; "" unknown
    lead: str = ""  # stands before it where it goes on behind another text
    in_window: bool = False  # as far as anybody knows; else it is on the clipboard, or shown on the card

    @classmethod
    def as_heard(cls, text: str) -> "Said":
        """A text without a take of its own."""
        piece = Piece(text)
        return cls(0, (piece,), as_heard((piece,)))

    @property
    def text(self) -> str:
        return self.written.text

    def shown_as(self, written: WrittenText) -> "Said":
        return replace(self, written=written)


def pieces_of(texts: Sequence[SegmentText]) -> tuple[Piece, ...]:
    """What the rules make a text of: commands for themselves, the rest joined."""
    return tuple(Piece(text, is_alone) for text, is_alone in join_runs(texts) if text)


def as_heard(pieces: tuple[Piece, ...]) -> WrittenText:
    """The view that no rule is needed for."""
    return WrittenText(" ".join(piece.text for piece in pieces if piece.text), ScriptView.MIXED)
