"""Segments are heard whole, and in parts only where a short piece is a command."""

from concurrent.futures import Future
from dataclasses import replace

import numpy as np
import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.rules.command_words import Action, Command, Write
from srota_dictate.session.hearing import TakeHearing
from srota_dictate.session.said import HeardPart, HeardSegment
from srota_dictate.types import (
    SAMPLE_RATE_HZ,
    CutKind,
    DraftHeard,
    Moment,
    Samples,
    Segment,
    SegmentKey,
    ShortPiece,
    Transcript,
    TranscriptFlag,
)
from tests.fakes.recognizers import StandInRecognizer

TENTHS = np.repeat(np.arange(300, dtype=np.float32), SAMPLE_RATE_HZ // 10)
"""Half a minute of sound that says when it was."""
COMMAND = ShortPiece(3.0, 4.0, 0.6, 2.5)
OTHER = ShortPiece(6.0, 7.0, 0.6, 4.6)


def segment(start_s: float, end_s: float, *pieces: ShortPiece, speech_s: float = 7.0, index: int = 0) -> Segment:
    samples = TENTHS[round(start_s * SAMPLE_RATE_HZ) : round(end_s * SAMPLE_RATE_HZ)]
    return Segment(index, samples, start_s, end_s, speech_s, CutKind.END, short_pieces=pieces)


def seconds(samples: Samples) -> tuple[float, float]:
    return float(samples[0]) / 10, float(samples[-1] + 1) / 10


class Recognizer(StandInRecognizer):
    """Notes which seconds it is asked about; the test answers."""

    def __init__(self) -> None:
        self.asked: list[tuple[float, float]] = []
        self.speech: list[float | None] = []
        self.keys: list[SegmentKey | None] = []
        self.futures: list[Future[Transcript]] = []
        self.looks: list[tuple[SegmentKey, tuple[float, float], float, Moment]] = []
        self.is_broken = False

    def answer_for(self, samples: Samples, speech_s: float | None, key: SegmentKey | None) -> Future[Transcript]:
        if self.is_broken:
            raise MemoryError
        self.asked.append(seconds(samples))
        self.speech.append(speech_s)
        self.keys.append(key)
        self.futures.append(Future())
        return self.futures[-1]

    def preview(self, key: SegmentKey, samples: Samples, speech_s: float, moment: Moment) -> None:
        self.looks.append((key, seconds(samples), speech_s, moment))

    def answer(self, start_s: float, text: str, *flags: TranscriptFlag) -> None:
        """What is asked about from that second on and isn't answered yet."""
        (future,) = [
            future
            for (first_s, _), future in zip(self.asked, self.futures, strict=True)
            if first_s == start_s and not future.done()
        ]
        future.set_result(Transcript(text, 1.0, 2, 0.5, frozenset(flags), 0.25))


class Commands:
    """Knows two of them."""

    known: dict[str, Command] = {"new line": Write("\n"), "scratch that": Action.SCRATCH}  # noqa: RUF012

    def commands_in(self, text: str) -> tuple[Command, ...]:
        return (self.known[text],) if text in self.known else ()

    def may_end_in_command(self, text: str) -> bool:
        return text.split()[-1:] in (["line"], ["that"])


class Rig:
    def __init__(self) -> None:
        self.recognizer = Recognizer()
        self.hearing = TakeHearing(self.recognizer, 9, Commands())


@pytest.fixture
def rig() -> Rig:
    return Rig()


def test_a_segment_without_short_pieces_is_heard_as_it_is(rig: Rig) -> None:
    heard = rig.hearing.hear(segment(0, 8, speech_s=6.3))
    assert (rig.recognizer.asked, rig.recognizer.speech, rig.recognizer.keys) == ([(0, 8)], [6.3], [(9, 0)])
    rig.recognizer.answer(0, "कल मिलते हैं")
    assert heard.result() == HeardSegment(Transcript("कल मिलते हैं", 1.0, 2, 0.5, frozenset(), 0.25))


def test_a_short_piece_that_is_no_command_is_heard_with_its_neighbours(rig: Rig) -> None:
    heard = rig.hearing.hear(segment(0, 8, COMMAND, OTHER))
    assert rig.recognizer.asked == [(3, 4), (6, 7)]
    rig.recognizer.answer(3, "नई line")
    rig.recognizer.answer(6, "तो")
    assert rig.recognizer.asked[2:] == [(0, 8)]
    rig.recognizer.answer(0, "मुझे नई line चाहिए तो")
    assert heard.result().transcript.text == "मुझे नई line चाहिए तो"
    assert heard.result().parts == ()


def test_what_stands_around_a_command_is_heard_apart(rig: Rig) -> None:
    heard = rig.hearing.hear(segment(0, 8, COMMAND, OTHER))
    rig.recognizer.answer(3, "new line")
    rig.recognizer.answer(6, "तो")
    assert rig.recognizer.asked[2:] == [(0, 3), (4, 8)]
    assert rig.recognizer.speech == [0.6, 0.6, 2.5, 3.9]
    assert len({*rig.recognizer.keys[2:]}) == 2, "what is known of one is no guess about the other"
    rig.recognizer.answer(4, "फिर तो", TranscriptFlag.TRUNCATED)
    assert not heard.done()
    rig.recognizer.answer(0, "", TranscriptFlag.NO_SPEECH)
    assert heard.result().parts == (HeardPart("", False), HeardPart("new line", True), HeardPart("फिर तो", False))
    flags = frozenset({TranscriptFlag.TRUNCATED})
    assert heard.result().transcript == Transcript("new line फिर तो", 3.0, 6, 1.5, flags, 0.75)


def test_commands_one_after_the_other_have_nothing_between_them(rig: Rig) -> None:
    first, second = ShortPiece(3.0, 4.0, 0.6, 2.5), ShortPiece(4.0, 5.0, 0.6, 3.1)
    heard = rig.hearing.hear(segment(0, 6, first, second, speech_s=4.4))
    for second_s, text in ((3, "new line"), (4, "new line"), (0, "एक"), (5, "दो")):
        rig.recognizer.answer(second_s, text)
    assert [part.is_alone for part in heard.result().parts] == [False, True, True, False]
    assert rig.recognizer.asked == [(3, 4), (4, 5), (0, 3), (5, 6)]


def test_what_is_taken_back_is_heard_apart_if_it_is_short(rig: Rig) -> None:
    sentence, short, scratch = (3.0, 0.6, 2.5), (4.0, 0.6, 3.1), (5.0, 0.6, 3.7)
    pieces = [
        ShortPiece(start_s, start_s + 1, speech_s, before_s)
        for start_s, speech_s, before_s in (sentence, short, scratch)
    ]
    heard = rig.hearing.hear(segment(0, 7, *pieces, speech_s=5.0))
    for second, text in ((3, "और"), (4, "कल"), (5, "scratch that"), (0, "एक और"), (6, "दो")):
        rig.recognizer.answer(second, text)
    told = ("एक और", False), ("कल", True), ("scratch that", True), ("दो", False)
    assert heard.result().parts == told
    assert rig.recognizer.asked[3:] == [(0, 4), (6, 7)]


def test_what_is_taken_back_is_not_apart_if_more_was_said_in_between(rig: Rig) -> None:
    heard = rig.hearing.hear(segment(0, 8, COMMAND, OTHER))
    for second, text in ((3, "और"), (6, "scratch that"), (0, "एक और दो"), (7, "तीन")):
        rig.recognizer.answer(second, text)
    assert heard.result().parts == (("एक और दो", False), ("scratch that", True), ("तीन", False))


def ending_with_command(end_s: float) -> Segment:
    return segment(0, end_s, COMMAND, speech_s=3.1)


def test_last_words_that_are_no_command_are_not_waited_for(rig: Rig) -> None:
    heard = rig.hearing.hear(ending_with_command(4))
    assert rig.recognizer.asked == [(0, 4)]
    rig.recognizer.answer(0, "कल मिलते हैं")
    assert heard.result().parts == ()
    assert rig.recognizer.asked == [(0, 4)]


@pytest.mark.parametrize("text", ["new line", "नई line"])
def test_last_words_that_may_be_a_command_are_heard_alone(rig: Rig, text: str) -> None:
    heard = rig.hearing.hear(ending_with_command(4))
    rig.recognizer.answer(0, "कल new line")
    assert rig.recognizer.asked == [(0, 4), (3, 4)]
    rig.recognizer.answer(3, text)
    if text == "new line":
        assert rig.recognizer.asked[2:] == [(0, 3)]
        rig.recognizer.answer(0, "कल")
        assert heard.result().parts == (HeardPart("कल", False), HeardPart("new line", True))
    assert heard.result().transcript.text == "कल new line"


def test_last_words_are_heard_alone_where_nobody_waits(rig: Rig) -> None:
    goes_on = replace(ending_with_command(4), kind=CutKind.EARLY)
    rig.hearing.hear(goes_on)
    assert rig.recognizer.asked == [(3, 4)]
    TakeHearing(rig.recognizer, 10, Commands(), batch=True).hear(ending_with_command(4))
    assert rig.recognizer.asked[1:] == [(3, 4)]


def test_last_words_are_not_asked_about_while_they_may_be_the_last(rig: Rig) -> None:
    rig.hearing.look(ending_with_command(4.5), Moment.SETTLED)
    assert rig.recognizer.asked == []
    assert [span for _, span, _, _ in rig.recognizer.looks] == [(0, 4.5)]
    rig.hearing.look(segment(0, 5.5, COMMAND, speech_s=3.3), Moment.SPEAKING)
    assert rig.recognizer.asked == [(3, 4)]


def test_a_rule_that_breaks_costs_no_word(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    class Broken(Commands):
        def commands_in(self, text: str) -> tuple[Command, ...]:
            raise RuntimeError(text)

    hearing = TakeHearing(rig.recognizer, 9, Broken())
    heard = hearing.hear(segment(0, 8, COMMAND))
    rig.recognizer.answer(3, "secret")
    rig.recognizer.answer(0, "सब कुछ")
    assert heard.result().transcript.text == "सब कुछ"
    assert "RuntimeError" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize("text", ["new line", "हाँ"])
def test_a_segment_that_is_all_one_short_piece_is_heard_once(rig: Rig, text: str) -> None:
    piece = ShortPiece(1.0, 2.0, 0.6, 0.0)
    rig.hearing.look(segment(0.9, 2.1, piece, speech_s=0.6), Moment.SETTLED)
    heard = rig.hearing.hear(segment(0.9, 2.1, piece, speech_s=0.6))
    assert rig.recognizer.asked == [(0.9, 2.1)]
    rig.recognizer.answer(0.9, text)
    assert heard.result().parts == ((HeardPart("new line", True),) if text == "new line" else ())


def test_while_one_speaks_a_piece_is_asked_about_once_and_the_whole_looked_at(rig: Rig) -> None:
    rig.hearing.look(segment(0, 4.5, COMMAND, speech_s=3.1), Moment.SETTLED)
    rig.hearing.look(segment(0, 5.5, COMMAND, speech_s=4.0), Moment.SPEAKING)
    assert rig.recognizer.asked == [(3, 4)]
    rig.recognizer.answer(3, "नई line")
    rig.hearing.look(segment(0, 6.5, COMMAND, speech_s=5.0), Moment.SPEAKING)
    assert rig.recognizer.looks == [
        ((9, 0), (0, 4.5), 3.1, Moment.SETTLED),
        ((9, 0), (0, 5.5), 4.0, Moment.SPEAKING),
        ((9, 0), (0, 6.5), 5.0, Moment.SPEAKING),
    ]
    heard = rig.hearing.hear(segment(0, 8, COMMAND))
    rig.recognizer.answer(0, "सब")
    assert heard.result().transcript.text == "सब"


def test_behind_a_command_the_rest_is_looked_at_and_what_is_before_it_is_heard(rig: Rig) -> None:
    rig.hearing.look(segment(0, 5, COMMAND, speech_s=3.3), Moment.SPEAKING)
    rig.recognizer.answer(3, "new line")
    rig.hearing.look(segment(0, 6, COMMAND, speech_s=4.1), Moment.SPEAKING)
    assert rig.recognizer.asked == [(3, 4), (0, 3)]
    key, span, speech_s, _ = rig.recognizer.looks[-1]
    assert (key[:2], span, speech_s) == ((9, 0), (4, 6), 1.0)
    heard = rig.hearing.hear(segment(0, 8, COMMAND))
    assert rig.recognizer.asked == [(3, 4), (0, 3), (4, 8)]
    assert rig.recognizer.keys[2] == key, "what was found in looks helps"
    rig.recognizer.answer(4, "दो")
    rig.recognizer.answer(0, "एक")
    assert [part.text for part in heard.result().parts] == ["एक", "new line", "दो"]


def test_a_draft_behind_a_command_is_shown_with_what_is_before_it(rig: Rig) -> None:
    rig.hearing.look(segment(0, 5, COMMAND, speech_s=3.3), Moment.SPEAKING)
    assert rig.hearing.whole_draft(DraftHeard((9, 0), "एक नई")) == DraftHeard((9, 0), "एक नई")
    rig.recognizer.answer(3, "new line")
    rig.hearing.look(segment(0, 6, COMMAND, speech_s=4.1), Moment.SPEAKING)
    draft = DraftHeard(rig.recognizer.looks[-1][0], "दो")
    assert rig.hearing.whole_draft(draft) == DraftHeard((9, 0), "new line दो"), "the first part isn't heard yet"
    rig.recognizer.answer(0, "एक")
    assert rig.hearing.whole_draft(draft) == DraftHeard((9, 0), "एक new line दो")


def test_nothing_is_asked_about_while_one_speaks_where_that_is_not_wanted(rig: Rig) -> None:
    rig.recognizer.looks_ahead = False
    rig.hearing.look(segment(0, 4.5, COMMAND, speech_s=3.1), Moment.SETTLED)
    assert rig.recognizer.asked == []
    assert rig.recognizer.looks == []


def test_an_earlier_piece_that_is_not_answered_yet_decides_where_parts_begin(rig: Rig) -> None:
    rig.hearing.look(segment(0, 7.5, COMMAND, OTHER, speech_s=5.5), Moment.SPEAKING)
    rig.recognizer.answer(6, "new line")
    rig.hearing.look(segment(0, 7.6, COMMAND, OTHER, speech_s=5.6), Moment.SPEAKING)
    assert rig.recognizer.asked == [(3, 4), (6, 7)]
    assert rig.recognizer.looks[-1][1] == (0, 7.6)


def test_a_piece_that_can_not_be_heard_costs_nothing(rig: Rig) -> None:
    heard = rig.hearing.hear(segment(0, 8, COMMAND))
    rig.recognizer.futures[0].set_exception(UserFixableError("No memory", "Buy some"))
    rig.recognizer.answer(0, "सब कुछ")
    assert heard.result().transcript.text == "सब कुछ"


def test_a_part_that_can_not_be_heard_is_told(rig: Rig) -> None:
    heard = rig.hearing.hear(segment(0, 8, COMMAND))
    rig.recognizer.answer(3, "new line")
    rig.recognizer.answer(4, "दो")
    rig.recognizer.futures[1].set_exception(UserFixableError("No memory", "Buy some"))
    with pytest.raises(UserFixableError, match="No memory"):
        heard.result()


@pytest.mark.parametrize("is_known", [False, True])
def test_what_is_cancelled_ends_as_cancelled_and_asks_nothing_more(rig: Rig, is_known: bool) -> None:
    heard = rig.hearing.hear(segment(0, 8, COMMAND))
    if is_known:
        rig.recognizer.answer(3, "new line")
    n_asked = len(rig.recognizer.asked)
    rig.hearing.cancel()
    assert heard.cancelled()
    assert all(future.done() for future in rig.recognizer.futures)
    rig.hearing.look(segment(0, 9, COMMAND, OTHER), Moment.SPEAKING)
    assert len(rig.recognizer.asked) == n_asked


def test_a_recogniser_that_closes_ends_it_too(rig: Rig) -> None:
    heard = rig.hearing.hear(segment(0, 8, COMMAND))
    rig.recognizer.answer(3, "new line")
    rig.recognizer.cancel(rig.recognizer.futures[1])
    rig.recognizer.cancel(rig.recognizer.futures[2])
    assert heard.cancelled()


def test_a_short_piece_that_can_not_be_heard_is_not_heard_apart_when_it_is_taken_back(rig: Rig) -> None:
    short, scratch = ShortPiece(4.0, 5.0, 0.6, 3.1), ShortPiece(5.0, 6.0, 0.6, 3.7)
    heard = rig.hearing.hear(segment(0, 7, short, scratch, speech_s=5.0))
    rig.recognizer.futures[0].set_exception(UserFixableError("No memory", "Buy some"))
    for second, text in ((5, "scratch that"), (0, "एक और"), (6, "दो")):
        rig.recognizer.answer(second, text)
    assert heard.result().parts == (("एक और", False), ("scratch that", True), ("दो", False))


def test_a_stretch_that_can_not_even_be_asked_about_ends_the_waiting(rig: Rig) -> None:
    heard = rig.hearing.hear(segment(0, 8, COMMAND))
    rig.recognizer.is_broken = True
    rig.recognizer.answer(3, "हाँ")
    with pytest.raises(MemoryError):
        heard.result(timeout=0)
