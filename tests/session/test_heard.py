"""What the rules get of a take: its pieces, as far as they were heard."""

import numpy as np

from srota_dictate.rules.writing import Piece as HeardPiece
from srota_dictate.session.said import HeardPart, HeardSegment
from srota_dictate.session.state import Piece, Take
from srota_dictate.types import CutKind, Segment, Transcript


def test_commands_are_known_as_such_wherever_the_segments_end() -> None:
    segments = [Segment(i, np.zeros(16_000, np.float32), i, i + 1.0, 0.8, CutKind.EARLY) for i in range(3)]
    take = Take(1, tuple(map(Piece.of, segments)))
    assert take.heard == ()
    parts = HeardPart("है", False), HeardPart("New line.", True), HeardPart("", False), HeardPart("अब", False)
    for index, text, commands in ((0, "यह", ()), (1, "है New line. अब", parts), (2, "तो", ())):
        take = take.with_heard(index, HeardSegment(Transcript(text, 1.0, 3, 0.1), commands))
    assert take.heard == (HeardPiece("यह है"), HeardPiece("New line.", is_alone=True), HeardPiece("अब तो"))
    assert take.text == "यह है New line. अब तो"


def test_what_was_heard_twice_at_a_cut_is_said_once_before_a_command_too() -> None:
    parts = HeardPart("है और कल", False), HeardPart("comma", True)
    take = Take(1, (Piece(0, CutKind.DIP, 0.0), Piece(1, CutKind.END, 0.9)))
    take = take.with_heard(0, HeardSegment(Transcript("यह है और", 1.0, 3, 0.1)))
    take = take.with_heard(1, HeardSegment(Transcript("है और कल comma", 1.0, 3, 0.1), parts))
    assert take.heard == (HeardPiece("यह है और कल"), HeardPiece("comma", is_alone=True))


def test_no_log_can_show_what_was_said() -> None:
    assert "secret" not in repr(HeardSegment(Transcript("secret", 1.0, 3, 0.1), (HeardPart("secret", False),)))
