"""Where commands divide a segment: pure."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from srota_dictate.types import SAMPLE_RATE_HZ, Samples, Segment, ShortPiece

_DIGITS: Final = 3  # of seconds of speech, which are counted in hundredths: what is none must be 0


class Stretch(NamedTuple):
    """Of a segment."""

    part: int  # 0 up to the first command, 1 that command, 2 up to the next, and so on
    start_s: float  # from the start of the take
    end_s: float
    speech_s: float
    is_alone: bool = False  # a short piece that is heard for itself

    def samples(self, segment: Segment) -> Samples:
        """Shape (n,)."""
        first, end = (round((at_s - segment.start_s) * SAMPLE_RATE_HZ) for at_s in (self.start_s, self.end_s))
        return segment.samples[first:end]


def alone(piece: ShortPiece, part: int = 0) -> Stretch:
    return Stretch(part, piece.start_s, piece.end_s, piece.speech_s, is_alone=True)


def divided(segment: Segment, apart: Sequence[ShortPiece]) -> list[Stretch]:
    """All that is said in the segment, in order; the pieces `apart` are for themselves."""
    if not apart:
        return [Stretch(0, segment.start_s, segment.end_s, segment.speech_s)]
    found: list[Stretch] = []
    start_s, said_s = segment.start_s, 0.0
    for part, piece in enumerate(apart):
        before_s = _seconds(piece.speech_before_s - said_s)
        found += [Stretch(2 * part, start_s, piece.start_s, before_s), alone(piece, 2 * part + 1)]
        start_s, said_s = piece.end_s, piece.speech_before_s + piece.speech_s
    found.append(Stretch(2 * len(apart), start_s, segment.end_s, _seconds(segment.speech_s - said_s)))
    return [stretch for stretch in found if stretch.speech_s > 0]


def is_one_piece(segment: Segment) -> bool:
    """Whether it is nothing but a short piece."""
    return any(piece.speech_s >= segment.speech_s for piece in segment.short_pieces)


def last_words(segment: Segment) -> ShortPiece | None:
    """The short piece that it ends with."""
    last = segment.short_pieces[-1] if segment.short_pieces else None
    return last if last is not None and _seconds(segment.speech_s - _said_by_its_end_s(last)) == 0 else None


def are_adjacent(before: ShortPiece, piece: ShortPiece) -> bool:
    """Whether nothing is said between the two."""
    return _seconds(piece.speech_before_s - _said_by_its_end_s(before)) == 0


def _said_by_its_end_s(piece: ShortPiece) -> float:
    return piece.speech_before_s + piece.speech_s


def _seconds(speech_s: float) -> float:
    return round(speech_s, _DIGITS)
