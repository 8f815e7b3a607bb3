"""Hear a take's segments whole, but for the spoken commands in them.

Only its words tell whether a short piece between pauses is a command, so the model hears it alone, mostly while the
person goes on. What is no command is then heard with its neighbours, as if nobody had asked: words heard alone come out
worse. Where there is a command, what stands before and behind it is heard apart. So is a short piece right before
"scratch that", which takes back what was said since the last pause where the model writes no stops. The last words,
said just before the key went up, are heard alone only if the whole ends in words of a command: somebody waits by then.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile
from typing import Final, NamedTuple, TypeVar

from srota_dictate.errors import place_of
from srota_dictate.rules.command_words import Action, Command
from srota_dictate.session.ports import Commands, Recognizer
from srota_dictate.session.said import HeardPart, HeardSegment
from srota_dictate.types import (
    SAMPLE_RATE_HZ,
    DraftHeard,
    Moment,
    Samples,
    Segment,
    SegmentKey,
    ShortPiece,
    Transcript,
    TranscriptFlag,
)

T = TypeVar("T")

_log = logging.getLogger(__name__)

_DIGITS: Final = 3  # of seconds of speech, which are counted in hundredths: what is none must be 0


class _Stretch(NamedTuple):
    """Of a segment."""

    start_s: float  # from the start of the take
    end_s: float
    speech_s: float
    is_alone: bool = False


@dataclass(slots=True)
class _Waiting:
    """A complete segment whose texts aren't all there."""

    segment: Segment
    heard: Future[HeardSegment] = field(default_factory=Future[HeardSegment])
    late: ShortPiece | None = None  # its last words, of which nothing is known; asked about only if need be


class TakeHearing:
    """One take's segments, looked at and heard. Thread-safe; no stretch of sound is asked about twice."""

    def __init__(self, recognizer: Recognizer, take_id: int, commands: Commands, *, batch: bool = False) -> None:
        """`batch`: nobody waits at the keyboard."""
        self._recognizer = recognizer
        self._take_id = take_id
        self._commands = commands
        self._batch = batch
        self._lock = threading.RLock()  # answers come on the recogniser's thread
        self._asked: dict[tuple[float, float], Future[Transcript]] = {}  # by place in the take
        self._before: dict[SegmentKey, list[Future[Transcript]]] = {}  # what stands before what was looked at
        self._waiting: dict[int, _Waiting] = {}  # a future keeps its callbacks: they must not keep the samples
        self._is_cancelled = False

    def look(self, segment: Segment, moment: Moment) -> None:
        """Work on a segment that isn't complete yet, as `ports.Recognizer.preview` does. Returns at once."""
        with self._lock:
            if self._is_cancelled:
                return
            asked = self._ask_about(segment, segment.short_pieces)
            known = takewhile(lambda piece: piece[1].done(), asked)
            *before, rest = _stretches(segment, self._apart(known))
            key = self._key(segment, len(before))
            self._before[key] = [answer for _, answer in self._ask_for(segment, before)]
            if rest.speech_s > 0:
                self._recognizer.preview(key, _samples(segment, rest), rest.speech_s, moment)

    def whole_draft(self, draft: DraftHeard) -> DraftHeard:
        """With what stands before it in its segment, as far as that is heard."""
        with self._lock:
            heard = [answer for answer in self._before.get(draft.key, []) if _is_heard(answer)]
        texts = [answer.result().text for answer in heard]
        return DraftHeard(draft.key[:2], " ".join(text for text in (*texts, draft.text) if text))

    def hear(self, segment: Segment) -> Future[HeardSegment]:
        """What was said in a complete segment. The future fails with UserFixableError, or is cancelled."""
        waiting = _Waiting(segment)
        with self._lock:
            if (last := _last_words(segment)) is not None and not self._is_answered(last):
                waiting.late = last
            self._waiting[segment.index] = waiting
            self._go_on(waiting)
        return waiting.heard

    def cancel(self) -> None:
        """Stop everything; what isn't heard by now ends as cancelled."""
        with self._lock:
            self._is_cancelled = True
            waiting, self._waiting = self._waiting, {}
            for each in waiting.values():
                each.heard.cancel()
            for answer in [answer for answer in self._asked.values() if not answer.done()]:
                self._recognizer.cancel(answer)

    def _go_on(self, waiting: _Waiting) -> None:
        """As far as it goes; comes again with every answer, where an error would be lost and somebody wait for ever."""
        try:
            self._advance(waiting)
        except Exception as error:  # noqa: BLE001 - whoever waits is told
            if self._waiting.pop(waiting.segment.index, None):
                waiting.heard.set_exception(error)

    def _advance(self, waiting: _Waiting) -> None:
        segment, late = waiting.segment, waiting.late
        pieces = self._ask_about(segment, [piece for piece in segment.short_pieces if piece is not late])
        if not all(answer.done() for _, answer in pieces):
            return
        asked = self._ask_for(segment, _stretches(segment, self._apart(pieces)))
        if waiting.heard.done() or not all(answer.done() for _, answer in asked):
            return
        if late is not None and self._may_command(late, asked[-1][1]):
            waiting.late = None
            self._advance(waiting)
            return
        del self._waiting[segment.index]
        self._tell(waiting, asked)

    def _may_command(self, late: ShortPiece, answer: Future[Transcript]) -> bool:
        """Whether the last words, which were heard with all others by now, are worth being heard alone."""
        if self._is_answered(late) or not _is_heard(answer):
            return self._is_answered(late)
        return _unless_broken(partial(self._commands.may_end_in_command, answer.result().text), False)

    def _tell(self, waiting: _Waiting, asked: Sequence[tuple[_Stretch, Future[Transcript]]]) -> None:
        try:
            transcripts = [answer.result() for _, answer in asked]
        except CancelledError:
            waiting.heard.cancel()
            return
        except Exception as error:  # noqa: BLE001 - whoever waits is told
            waiting.heard.set_exception(error)
            return
        parts = [HeardPart(each.text, stretch.is_alone) for (stretch, _), each in zip(asked, transcripts, strict=True)]
        if _is_one_piece(waiting.segment) and self._commands_in(asked[0][1]):
            parts = [parts[0]._replace(is_alone=True)]
        is_divided = any(part.is_alone for part in parts)
        waiting.heard.set_result(HeardSegment(_joined(transcripts), tuple(parts) if is_divided else ()))

    def _ask_about(self, segment: Segment, pieces: Iterable[ShortPiece]) -> list[tuple[ShortPiece, Future[Transcript]]]:
        """Whether short pieces are commands. One that is all of its segment is heard as that anyway."""
        stretches = ((piece, _Stretch(piece.start_s, piece.end_s, piece.speech_s)) for piece in pieces)
        return [(piece, self._ask(segment, each)) for piece, each in stretches if not _is_one_piece(segment)]

    def _ask_for(self, segment: Segment, stretches: Iterable[_Stretch]) -> list[tuple[_Stretch, Future[Transcript]]]:
        """The texts of a segment's stretches, of which silence between two commands is none."""
        return [
            (stretch, self._ask(segment, stretch, self._key(segment, i)))
            for i, stretch in enumerate(stretches)
            if stretch.speech_s > 0 or stretch.end_s - stretch.start_s >= segment.end_s - segment.start_s
        ]

    def _ask(self, segment: Segment, stretch: _Stretch, key: SegmentKey | None = None) -> Future[Transcript]:
        place = stretch.start_s, stretch.end_s
        if place not in self._asked:
            samples = _samples(segment, stretch)
            self._asked[place] = self._recognizer.submit(samples, stretch.speech_s, key, batch=self._batch)
            self._asked[place].add_done_callback(self._on_answer)
        return self._asked[place]

    def _on_answer(self, _: Future[Transcript]) -> None:
        with self._lock:
            for waiting in list(self._waiting.values()):
                if waiting.segment.index in self._waiting:
                    self._go_on(waiting)

    def _is_answered(self, piece: ShortPiece) -> bool:
        answer = self._asked.get((piece.start_s, piece.end_s))
        return answer is not None and answer.done()

    def _apart(self, asked: Iterable[tuple[ShortPiece, Future[Transcript]]]) -> list[ShortPiece]:
        """Commands, and what is taken back by one."""
        apart: list[ShortPiece] = []
        before: ShortPiece | None = None
        for piece, answer in asked:
            commands = self._commands_in(answer)
            takes_back = commands[:1] == (Action.SCRATCH,)
            if takes_back and before is not None and before not in apart and _touch(before, piece):
                apart.append(before)
            if commands:
                apart.append(piece)
            before = piece if _is_heard(answer) else None  # else only its neighbours tell what it was
        return apart

    def _commands_in(self, answer: Future[Transcript]) -> tuple[Command, ...]:
        """None also in what couldn't be heard: the segment will tell why."""
        return (
            _unless_broken(partial(self._commands.commands_in, answer.result().text), ()) if _is_heard(answer) else ()
        )

    def _key(self, segment: Segment, i: int) -> SegmentKey:
        """What is known of one stretch is no guess about another."""
        return (self._take_id, segment.index, i) if i else (self._take_id, segment.index)


def _unless_broken(ask: Callable[[], T], otherwise: T) -> T:
    """A rule that breaks costs no word."""
    try:
        return ask()
    except Exception as error:  # noqa: BLE001 - border to the rules: it is dictation then
        _log.error("no commands: %s", place_of(error))
        return otherwise


def _is_heard(answer: Future[Transcript]) -> bool:
    return answer.done() and not answer.cancelled() and answer.exception() is None


def _is_one_piece(segment: Segment) -> bool:
    """Whether it is nothing but a short piece."""
    return any(piece.speech_s >= segment.speech_s for piece in segment.short_pieces)


def _last_words(segment: Segment) -> ShortPiece | None:
    """The short piece that it ends with."""
    last = segment.short_pieces[-1] if segment.short_pieces else None
    is_last = last is not None and round(segment.speech_s - last.speech_before_s - last.speech_s, _DIGITS) == 0
    return last if is_last else None


def _touch(before: ShortPiece, piece: ShortPiece) -> bool:
    """Whether nothing is said between the two."""
    return round(before.speech_before_s + before.speech_s - piece.speech_before_s, _DIGITS) == 0


def _stretches(segment: Segment, apart: Sequence[ShortPiece]) -> Iterator[_Stretch]:
    """All of the segment: what stands before the first of `apart`, that one, what stands behind it, and so on."""
    start_s, said_s = segment.start_s, 0.0
    for piece in apart:
        yield _Stretch(start_s, piece.start_s, round(piece.speech_before_s - said_s, _DIGITS))
        yield _Stretch(piece.start_s, piece.end_s, piece.speech_s, is_alone=True)
        start_s, said_s = piece.end_s, piece.speech_before_s + piece.speech_s
    yield _Stretch(start_s, segment.end_s, round(segment.speech_s - said_s, _DIGITS))


def _samples(segment: Segment, stretch: _Stretch) -> Samples:
    first, end = (round((at_s - segment.start_s) * SAMPLE_RATE_HZ) for at_s in (stretch.start_s, stretch.end_s))
    return segment.samples[first:end]


def _joined(transcripts: Sequence[Transcript]) -> Transcript:
    if len(transcripts) == 1:
        return transcripts[0]
    text = " ".join(transcript.text for transcript in transcripts if transcript.text)
    flags = {flag for transcript in transcripts for flag in transcript.flags}
    return Transcript(
        text,
        sum(transcript.audio_s for transcript in transcripts),
        sum(transcript.n_tokens for transcript in transcripts),
        sum(transcript.elapsed_s for transcript in transcripts),
        frozenset(flags - {TranscriptFlag.NO_SPEECH} if text else flags),
        sum(transcript.ahead_s for transcript in transcripts),
    )
