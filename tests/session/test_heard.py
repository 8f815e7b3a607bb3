"""What the rules get of a take: its pieces, as far as their texts are known."""

import numpy as np

from srota_dictate.rules.writing import Piece as HeardPiece
from srota_dictate.session.state import Piece, Take
from srota_dictate.types import CutKind, Segment, Transcript


def segment(index: int, is_alone: bool) -> Segment:
    return Segment(index, np.zeros(16_000, np.float32), index, index + 1.0, 0.8, CutKind.EARLY, is_alone=is_alone)


def test_short_pieces_between_pauses_are_known_as_such() -> None:
    take = Take(
        1,
        tuple(
            Piece.of(segment(index, is_alone)) for index, is_alone in enumerate((False, False, True, True, False, True))
        ),
    )
    assert take.heard == ()
    for index, text in enumerate(("यह", "है", "New line.", "", "अब", "send")):
        take = take.with_transcript(index, Transcript(text, 1.0, 3, 0.1))
    assert take.heard == (
        HeardPiece("यह है"),
        HeardPiece("New line.", is_alone=True),
        HeardPiece("अब"),
        HeardPiece("send", is_alone=True),
    )
    assert take.text == "यह है New line. अब send"
