"""The session's state: what is being recorded, and which takes are still on their way to their window."""

from dataclasses import dataclass, field, replace
from typing import TypeAlias

from srota_dictate.delivery import Destination, OutputMode
from srota_dictate.errors import UserFixableError
from srota_dictate.rules.writing import Piece as HeardPiece
from srota_dictate.segmenter.joiner import SegmentText, join_segments
from srota_dictate.session.effects import Effect
from srota_dictate.session.said import HeardSegment, Said, WrittenText, pieces_of
from srota_dictate.takes import UnfinishedTake
from srota_dictate.types import (
    CutKind,
    HotkeyAction,
    RecognizerPhase,
    RecognizerStatus,
    RecordingEnded,
    Segment,
    VoiceDetector,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One segment of a take and, once known, its text. Without its samples: half an hour of them is 115 MB."""

    index: int
    kind: CutKind
    overlap_s: float
    heard: HeardSegment | None = None

    @classmethod
    def of(cls, segment: Segment) -> "Piece":
        return cls(segment.index, segment.kind, segment.overlap_s)


@dataclass(frozen=True, slots=True)
class Take:
    """One dictation on its way from the microphone to its window."""

    take_id: int
    pieces: tuple[Piece, ...] = ()
    destination: Destination | None = None  # the window it is meant for; None: where the keyboard is by then
    is_placed: bool = False  # that is known, as far as it can be
    is_secret: bool = False  # it was spoken into a password field: nothing of it is kept
    follows: bool = False  # it goes on where another one was long enough
    begun: bool = False  # its first sound was heard
    n_resumes: int = 0  # asked of the recorder and not answered yet
    ended: RecordingEnded | None = None  # set when the recorder has said its last word
    error: UserFixableError | None = None  # recognition failed: nothing will be delivered, the audio is kept
    cancelled: bool = False
    is_being_written: bool = False
    written: WrittenText | None = None
    delivering: bool = False

    @property
    def transcribed(self) -> bool:
        """Every segment has its text and no more will come."""
        return self.ended is not None and all(piece.heard is not None for piece in self.pieces)

    @property
    def settled(self) -> bool:
        """Nothing more can change what this take says."""
        return self.ended is not None and (self.transcribed or self.cancelled or self.error is not None)

    @property
    def can_resume(self) -> bool:
        """A press goes on with this take, as far as is known here; what is lost already is not added to."""
        return self.ended is None and not self.cancelled and self.error is None

    @property
    def text(self) -> str:
        return join_segments(self._texts)

    @property
    def heard(self) -> tuple[HeardPiece, ...]:
        """What was heard so far, commands for themselves: what the rules make a text of."""
        return pieces_of(self._texts)

    @property
    def _texts(self) -> list[SegmentText]:
        return [text for p in self.pieces if p.heard is not None for text in p.heard.texts(p.kind, p.overlap_s)]

    def said(self, *, in_window: bool, lead: str = "") -> Said:
        """Its text once it has left."""
        assert self.written is not None
        return Said(self.take_id, self.heard, self.written, self.program, lead, in_window)

    @property
    def program(self) -> str:
        return "" if self.destination is None else self.destination.program

    @property
    def has_words(self) -> bool:
        """Whether there is something to write: one may say "scratch that", or only that Enter is to be pressed."""
        return self.written is not None and bool(self.written.text)

    def with_heard(self, index: int, heard: HeardSegment) -> "Take":
        pieces = tuple(replace(piece, heard=heard) if piece.index == index else piece for piece in self.pieces)
        return replace(self, pieces=pieces)


@dataclass(frozen=True, slots=True)
class HeldText:
    """A text that stands in no window: the person says what becomes of it."""

    said: Said
    why: str  # a sentence for the person
    ended: RecordingEnded
    delivering: bool = False

    @property
    def take_id(self) -> int:
        return self.said.take_id

    @property
    def text(self) -> str:
        return self.said.text


@dataclass(frozen=True, slots=True)
class State:
    """Two axes: at most one take is being recorded, any number are pending behind it, oldest first.

    `takes` holds them all, in the order they were spoken; `recording` names the one the microphone is open for.
    """

    recording: int | None = None
    heard: bool = False  # the take being recorded has delivered its first block
    microphone_open: bool = False
    level_dbfs: float | None = None
    draft: str = field(default="", repr=False)  # what was heard so far in the take being recorded; only shown
    takes: tuple[Take, ...] = ()
    next_take_id: int = 1
    held: tuple[HeldText, ...] = ()  # oldest first
    recognizer: RecognizerStatus = field(default_factory=lambda: RecognizerStatus(RecognizerPhase.UNLOADED, ""))
    card_trouble: str = ""  # why the model isn't on the graphics card, as it was told last
    trouble: UserFixableError | None = None
    rewriting_trouble: UserFixableError | None = None  # of the last text
    hints: tuple[UserFixableError, ...] = ()  # about the last take; said once, not at every take
    last: Said | None = None  # the text that left last
    unfinished: tuple[UnfinishedTake, ...] = ()  # interrupted dictations that can still be had
    rescuing: int = 0  # of them, being transcribed now
    rescued: int = 0  # how often their text has been put on the clipboard
    voice_detector: VoiceDetector = VoiceDetector.FULL
    keys_down: frozenset[HotkeyAction] = frozenset()  # hotkeys that are held
    output_mode: OutputMode = OutputMode.PASTE
    ends_texts: bool = False  # something stands after each text, so that the next needs no space before it

    @property
    def paste_mode(self) -> OutputMode:
        """How a text gets into a window when that was asked for by hand, also where texts are only copied."""
        return OutputMode.PASTE if self.output_mode is OutputMode.COPY else self.output_mode

    @property
    def last_text(self) -> str | None:
        return None if self.last is None else self.last.text

    def take(self, take_id: int) -> Take | None:
        return next((take for take in self.takes if take.take_id == take_id), None)

    def with_take(self, changed: Take) -> "State":
        return replace(self, takes=tuple(changed if t.take_id == changed.take_id else t for t in self.takes))

    def without_take(self, take_id: int) -> "State":
        return replace(self, takes=tuple(t for t in self.takes if t.take_id != take_id))

    def held_text(self, take_id: int) -> HeldText | None:
        return next((held for held in self.held if held.take_id == take_id), None)

    def with_held(self, changed: HeldText) -> "State":
        return replace(self, held=tuple(changed if h.take_id == changed.take_id else h for h in self.held))

    def without_held(self, take_id: int) -> "State":
        return replace(self, held=tuple(held for held in self.held if held.take_id != take_id))

    @property
    def pending(self) -> tuple[Take, ...]:
        """Takes whose recording is over (or ending) and whose text has not arrived yet."""
        return tuple(t for t in self.takes if t.take_id != self.recording)


Step: TypeAlias = tuple[State, tuple[Effect, ...]]
"""A new state, and what has to be done about it, in order."""
