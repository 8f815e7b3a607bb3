"""What can happen to a session."""

from dataclasses import dataclass, field
from typing import TypeAlias

from srota_dictate.delivery import Delivery, Destination, OutputMode
from srota_dictate.errors import UserFixableError
from srota_dictate.session.said import HeardSegment, WrittenText
from srota_dictate.takes import HeldAnswer, UnfinishedTake
from srota_dictate.types import DraftHeard, HotkeyEvent, RecognizerStatus, RecorderEvent, VoiceDetector

# Events. Besides these, HotkeyEvent, RecorderEvent, RecognizerStatus and DraftHeard are events as they are.


@dataclass(frozen=True, slots=True)
class ToggleRequested:
    """Start or stop by the menu or a second program start, whatever the hotkey's mode."""


@dataclass(frozen=True, slots=True)
class CancelRequested:
    """Cancel by the menu: the take being recorded, else the newest one still being worked on."""


@dataclass(frozen=True, slots=True)
class StartRequested:
    """Start if nothing is being recorded: `srota-dictate press`, by a shortcut of the desktop."""


@dataclass(frozen=True, slots=True)
class StopRequested:
    """Stop if something is being recorded: `srota-dictate release`."""


@dataclass(frozen=True, slots=True)
class CopyLastRequested:
    """Put the last text on the clipboard."""


@dataclass(frozen=True, slots=True)
class PasteLastRequested:
    """Put the last text where the keyboard is now."""


@dataclass(frozen=True, slots=True)
class UndoRequested:
    """Take the last text out of its window again."""


@dataclass(frozen=True, slots=True)
class NextViewRequested:
    """Show the last text in the next script."""


@dataclass(frozen=True, slots=True)
class HeldAnswered:
    """The person says what becomes of a held text."""

    take_id: int
    answer: HeldAnswer


@dataclass(frozen=True, slots=True)
class OptionsChanged:
    """The part of the settings that decides what a session does."""

    output_mode: OutputMode
    ends_texts: bool = False  # something stands after each text, so that the next needs no space before it


@dataclass(frozen=True, slots=True)
class VoiceDetectorChosen:
    """Takes that begin from now on are heard by this one."""

    detector: VoiceDetector


@dataclass(frozen=True, slots=True)
class DestinationFound:
    """Where the keyboard was when the take's key went down; None where nobody can tell."""

    take_id: int
    destination: Destination | None


@dataclass(frozen=True, slots=True)
class TappedOnly:
    """A take's key came up so soon that nobody can have spoken; its recording still runs."""

    take_id: int


@dataclass(frozen=True, slots=True)
class SegmentTranscribed:
    take_id: int
    index: int
    heard: HeardSegment


@dataclass(frozen=True, slots=True)
class SegmentFailed:
    take_id: int
    index: int
    error: UserFixableError


@dataclass(frozen=True, slots=True)
class SegmentCancelled:
    """The recogniser dropped a segment because it was asked to."""

    take_id: int
    index: int


@dataclass(frozen=True, slots=True)
class TextWritten:
    """What was heard, as the rules write it; as it was heard where one of them broke."""

    take_id: int
    written: WrittenText


@dataclass(frozen=True, slots=True)
class NextViewWritten:
    take_id: int
    written: WrittenText | None  # None: it looks the same in every script


@dataclass(frozen=True, slots=True)
class TextDelivered:
    take_id: int
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class DeliveryFailed:
    take_id: int
    error: UserFixableError


@dataclass(frozen=True, slots=True)
class UnfinishedFound:
    """All interrupted dictations that can still be had, whenever they change."""

    takes: tuple[UnfinishedTake, ...]


@dataclass(frozen=True, slots=True)
class RescueChanged:
    """So many more interrupted dictations are being transcribed; negative when they are done."""

    by: int


@dataclass(frozen=True, slots=True)
class TextRescued:
    """What was said in interrupted dictations."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TroubleReported:
    """Something outside a take went wrong, e.g. the hotkey's display connection was lost."""

    error: UserFixableError


Event: TypeAlias = (
    HotkeyEvent
    | RecorderEvent
    | RecognizerStatus
    | DraftHeard
    | ToggleRequested
    | CancelRequested
    | StartRequested
    | StopRequested
    | CopyLastRequested
    | PasteLastRequested
    | UndoRequested
    | NextViewRequested
    | HeldAnswered
    | DestinationFound
    | OptionsChanged
    | VoiceDetectorChosen
    | TappedOnly
    | SegmentTranscribed
    | SegmentFailed
    | SegmentCancelled
    | TextWritten
    | NextViewWritten
    | TextDelivered
    | DeliveryFailed
    | UnfinishedFound
    | RescueChanged
    | TextRescued
    | TroubleReported
)
