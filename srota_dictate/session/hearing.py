"""Hear a take's segments whole, but for the spoken commands in them.

Only its words tell whether a short piece between pauses is a command, so the model hears it alone, mostly while the
person goes on. What is no command is then heard with its neighbours, as if nobody had asked: words heard alone come out
worse. Where there is a command, what stands before and behind it is heard apart. So is a short piece right before
"scratch that", which takes back what was said since the last pause where the model writes no stops. The last words of a
take are heard alone only if the whole ends in words of a command: by then somebody waits.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile
from typing import TypeVar

from srota_dictate.errors import place_of
from srota_dictate.rules.command_words import Action, Command
from srota_dictate.session.ports import Commands, Recognizer
from srota_dictate.session.said import HeardPart, HeardSegment
from srota_dictate.session.stretches import Stretch, alone, are_adjacent, divided, is_one_piece, last_words
from srota_dictate.types import (
    CutKind,
    DraftHeard,
    Moment,
    Segment,
    SegmentKey,
    ShortPiece,
    Transcript,
    TranscriptFlag,
)

T = TypeVar("T")

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Waiting:
    """A complete segment whose texts aren't all there."""

    segment: Segment
    unasked: ShortPiece | None  # its last words, as long as they need not be heard alone
    heard: Future[HeardSegment] = field(default_factory=Future[HeardSegment])


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
            if self._is_cancelled or not self._recognizer.looks_ahead:
                return
            pieces = self._ask_about(segment, last_words(segment))
            *before, rest = divided(segment, self._apart(takewhile(lambda piece: piece[1].done(), pieces)))
            key = self._key(segment, rest)
            self._before[key] = [answer for _, answer in self._ask_for(segment, before)]
            self._recognizer.preview(key, rest.samples(segment), rest.speech_s, moment)

    def whole_draft(self, draft: DraftHeard) -> DraftHeard:
        """With what stands before it in its segment, as far as that is heard."""
        with self._lock:
            heard = [answer for answer in self._before.get(draft.key, []) if _is_heard(answer)]
        texts = [answer.result().text for answer in heard]
        return DraftHeard(draft.key[:2], " ".join(text for text in (*texts, draft.text) if text))

    def hear(self, segment: Segment) -> Future[HeardSegment]:
        """What was said in a complete segment. The future fails with UserFixableError, or is cancelled."""
        is_waited_for = segment.kind is CutKind.END and not self._batch
        waiting = _Waiting(segment, last_words(segment) if is_waited_for else None)
        with self._lock:
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
        except CancelledError:
            self._waiting.pop(waiting.segment.index, None)
            waiting.heard.cancel()
        except Exception as error:  # noqa: BLE001 - whoever waits is told
            if self._waiting.pop(waiting.segment.index, None):
                waiting.heard.set_exception(error)

    def _advance(self, waiting: _Waiting) -> None:
        segment = waiting.segment
        pieces = self._ask_about(segment, waiting.unasked)
        if not all(answer.done() for _, answer in pieces):
            return
        answers = self._ask_for(segment, divided(segment, self._apart(pieces)))
        if waiting.heard.done() or not all(answer.done() for _, answer in answers):
            return
        if waiting.unasked is not None and self._may_end_in_command(answers[-1][1]):
            waiting.unasked = None
            self._advance(waiting)
            return
        heard = self._heard(segment, answers)
        del self._waiting[segment.index]
        waiting.heard.set_result(heard)

    def _heard(self, segment: Segment, answers: Sequence[tuple[Stretch, Future[Transcript]]]) -> HeardSegment:
        """Raises what an answer raises."""
        parts = [HeardPart(answer.result().text, stretch.is_alone) for stretch, answer in answers]
        if is_one_piece(segment) and self._commands_in(answers[0][1]):
            parts = [parts[0]._replace(is_alone=True)]
        is_divided = any(part.is_alone for part in parts)
        return HeardSegment(_joined([answer.result() for _, answer in answers]), tuple(parts) if is_divided else ())

    def _may_end_in_command(self, answer: Future[Transcript]) -> bool:
        """Whether the last words, which were heard with others by now, are worth being heard alone."""
        if not _is_heard(answer):
            return False
        return _unless_broken(partial(self._commands.may_end_in_command, answer.result().text), False)

    def _ask_about(self, segment: Segment, but: ShortPiece | None) -> list[tuple[ShortPiece, Future[Transcript]]]:
        """Whether its short pieces are commands. One that is all of the segment is heard as that anyway."""
        pieces = () if is_one_piece(segment) else segment.short_pieces
        return [(piece, self._ask(segment, alone(piece), None)) for piece in pieces if piece != but]

    def _ask_for(self, segment: Segment, stretches: Iterable[Stretch]) -> list[tuple[Stretch, Future[Transcript]]]:
        return [(stretch, self._ask(segment, stretch, self._key(segment, stretch))) for stretch in stretches]

    def _ask(self, segment: Segment, stretch: Stretch, key: SegmentKey | None) -> Future[Transcript]:
        place = stretch.start_s, stretch.end_s
        if place not in self._asked:
            samples = stretch.samples(segment)
            self._asked[place] = self._recognizer.submit(samples, stretch.speech_s, key, batch=self._batch)
            self._asked[place].add_done_callback(self._on_answer)
        return self._asked[place]

    def _on_answer(self, _: Future[Transcript]) -> None:
        with self._lock:
            for waiting in list(self._waiting.values()):
                if waiting.segment.index in self._waiting:
                    self._go_on(waiting)

    def _apart(self, answers: Iterable[tuple[ShortPiece, Future[Transcript]]]) -> list[ShortPiece]:
        """Commands, and what is taken back by one."""
        apart: list[ShortPiece] = []
        before: ShortPiece | None = None
        for piece, answer in answers:
            commands = self._commands_in(answer)
            takes_back = commands[:1] == (Action.SCRATCH,)
            if takes_back and before is not None and before not in apart and are_adjacent(before, piece):
                apart.append(before)
            if commands:
                apart.append(piece)
            before = piece if _is_heard(answer) else None  # else only its neighbours tell what it was
        return apart

    def _commands_in(self, answer: Future[Transcript]) -> tuple[Command, ...]:
        """None also in what couldn't be heard: the segment will tell why."""
        if not _is_heard(answer):
            return ()
        return _unless_broken(partial(self._commands.commands_in, answer.result().text), ())

    def _key(self, segment: Segment, stretch: Stretch) -> SegmentKey:
        """What is known of one stretch is no guess about another."""
        return (self._take_id, segment.index, stretch.part) if stretch.part else (self._take_id, segment.index)


def _unless_broken(ask: Callable[[], T], otherwise: T) -> T:
    """A rule that breaks costs no word."""
    try:
        return ask()
    except Exception as error:  # noqa: BLE001 - border to the rules: it is dictation then
        _log.error("no commands: %s", place_of(error))
        return otherwise


def _is_heard(answer: Future[Transcript]) -> bool:
    return answer.done() and not answer.cancelled() and answer.exception() is None


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
