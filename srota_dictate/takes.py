"""How far takes have come, as it is kept for the next start of the program."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class TakeState(Enum):
    """How far a take has come; kept on disk, so that the next start finds what this one didn't finish."""

    RECORDING = "recording"
    TRANSCRIBING = "transcribing"
    DELIVERED = "delivered"
    UNCONFIRMED = "unconfirmed"  # the window was told to take the text, and nobody knows whether it did
    HELD = "held"  # no window has the text, and the person hasn't said what becomes of it
    FAILED = "failed"
    DISCARDED = "discarded"  # cancelled, or nothing was said


@dataclass(frozen=True, slots=True)
class TakeTurn:
    """A take of this run has come to a new state."""

    take_id: int
    state: TakeState
    audio_s: float = 0.0  # 0 while recording
    audio_path: Path | None = None  # None while recording, and when the audio could not be written
    error: str = ""  # why it failed, a sentence for the person


@dataclass(frozen=True, slots=True)
class UnfinishedTake:
    """A recording whose text never reached the person, of an earlier run or a failed one of this run."""

    row_id: int
    path: Path
    started_at_s: float  # Unix time
    audio_s: float
    error: str = ""
    earlier: bool = True  # of an earlier run


class HeldAnswer(Enum):
    """What becomes of a text that stands in no window."""

    PASTE = "paste"  # where the keyboard is now
    COPY = "copy"
    DISCARD = "discard"
