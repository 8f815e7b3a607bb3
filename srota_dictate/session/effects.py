"""What a session can ask of the world."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from srota_dictate.delivery import Destination, OutputMode
from srota_dictate.errors import UserFixableError
from srota_dictate.rules.writing import Piece
from srota_dictate.session.said import Said
from srota_dictate.types import Moment, Segment


@dataclass(frozen=True, slots=True)
class StartRecording:
    take_id: int


@dataclass(frozen=True, slots=True)
class FindDestination:
    """Look where the keyboard is; answered by DestinationFound."""

    take_id: int


@dataclass(frozen=True, slots=True)
class StopRecording:
    take_id: int


@dataclass(frozen=True, slots=True)
class ResumeRecording:
    """The key is down again before the take's end was heard of: go on with it.

    Answered by RecordingResumed, or by the take's end when it was over already.
    """

    take_id: int


@dataclass(frozen=True, slots=True)
class GoOn:
    """The take is long enough: at its next pause another one is to go on."""

    take_id: int
    next_id: int


@dataclass(frozen=True, slots=True)
class CancelRecording:
    take_id: int


@dataclass(frozen=True, slots=True)
class ArmCancel:
    armed: bool


@dataclass(frozen=True, slots=True)
class WarmUp:
    """Have the recogniser ready by the time the first segment comes."""


@dataclass(frozen=True, slots=True)
class Transcribe:
    take_id: int
    segment: Segment


@dataclass(frozen=True, slots=True)
class Preview:
    """Have the recogniser look at what is still being spoken; answered by DraftHeard, or not at all."""

    take_id: int
    segment: Segment
    moment: Moment


@dataclass(frozen=True, slots=True)
class CancelTranscription:
    take_id: int


@dataclass(frozen=True, slots=True)
class Write:
    """Make of what was heard what is written; answered by TextWritten."""

    take_id: int
    pieces: tuple[Piece, ...]
    program: str  # application class of the window it is for; "" unknown


@dataclass(frozen=True, slots=True)
class Deliver:
    take_id: int
    text: str = field(repr=False)
    mode: OutputMode
    destination: Destination | None  # None: where the keyboard is by then
    press_enter: bool = False  # afterwards


@dataclass(frozen=True, slots=True)
class PasteText:
    """Put a text of before where the keyboard is."""

    text: str = field(repr=False)
    mode: OutputMode


@dataclass(frozen=True, slots=True)
class UndoLast:
    """Take the text that was delivered last out of its window again."""


@dataclass(frozen=True, slots=True)
class WriteNextView:
    """Write a text in the next script in which it looks different; answered by NextViewWritten."""

    said: Said


@dataclass(frozen=True, slots=True)
class ReplaceLast:
    """Put a text in the place of the one that was delivered last; on the clipboard where that can't be done."""

    text: str = field(repr=False)
    mode: OutputMode


@dataclass(frozen=True, slots=True)
class CopyText:
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReleaseAudio:
    """The take's text stands where it should: its audio may go, as the retention setting says."""

    audio_path: Path


@dataclass(frozen=True, slots=True)
class ForgetTake:
    """Keep nothing of a take, whatever the retention setting says."""

    take_id: int


@dataclass(frozen=True, slots=True)
class Notify:
    """Tell the person, outside any window they are typing in."""

    notice: UserFixableError


Effect: TypeAlias = (
    StartRecording
    | FindDestination
    | StopRecording
    | ResumeRecording
    | GoOn
    | CancelRecording
    | ArmCancel
    | WarmUp
    | Transcribe
    | Preview
    | CancelTranscription
    | Write
    | Deliver
    | PasteText
    | UndoLast
    | WriteNextView
    | ReplaceLast
    | CopyText
    | ReleaseAudio
    | ForgetTake
    | Notify
)
