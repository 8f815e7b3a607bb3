"""The frozen values that travel between the stages: record, segment, recognise, rewrite, deliver."""

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from srota_dictate.errors import UserFixableError

SAMPLE_RATE_HZ: Final = 16_000
MAX_SEGMENT_S: Final = 30.0

Samples: TypeAlias = NDArray[np.float32]
"""Mono audio, shape (n,), float32 in [-1, 1], at SAMPLE_RATE_HZ unless a name says otherwise."""


class CutKind(Enum):
    """Why a segment ended where it did."""

    PAUSE = "pause"  # the best pause before the length limit
    EARLY = "early"  # a long pause: decoding may start while the person goes on
    DIP = "dip"  # no pause within reach: cut where the speech is quietest, the next segment overlaps
    END = "end"  # the take or file ended


class ShortPiece(NamedTuple):
    """A little speech between two pauses, inside a segment: it may be a spoken command."""

    start_s: float  # from the start of the take
    end_s: float
    speech_s: float
    speech_before_s: float  # from the start of its segment


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """A stretch of one take that is recognised in one go, at most MAX_SEGMENT_S long."""

    index: int  # 0, 1, 2 … within the take
    samples: Samples
    start_s: float  # from the start of the take, of samples[0]
    end_s: float
    speech_s: float  # how much of it the voice activity detector took for speech
    kind: CutKind
    overlap_s: float = 0.0  # how much of its start repeats the end of the segment before
    short_pieces: tuple[ShortPiece, ...] = ()  # where commands are looked for


class Moment(Enum):
    """Why a segment is looked at before it ends."""

    SPEAKING = "speaking"  # so much more has been said since the last look
    PAUSE = "pause"  # the speech may be over
    SETTLED = "settled"  # the segment is as it will be, to the last bit, unless more is said


@dataclass(frozen=True, slots=True)
class Gathering:
    """How far the segment that is being gathered has come."""

    pause_s: float  # since its last speech
    is_settled: bool  # if no more is said, its samples won't change


SegmentKey: TypeAlias = tuple[int, ...]
"""A segment among all of this run: its take, its index there, and behind a command which part of it."""


class TranscriptFlag(Enum):
    """What a reader of the transcript should know."""

    NO_SPEECH = "no_speech"  # nothing was said, or too little to recognise
    TRUNCATED = "truncated"  # the token limit was reached
    REPETITIVE = "repetitive"  # looks invented: the same words over and over


@dataclass(frozen=True, slots=True)
class Transcript:
    """What the model heard in one stretch of audio. The text is never logged."""

    text: str = field(repr=False)
    audio_s: float
    n_tokens: int
    elapsed_s: float
    flags: frozenset[TranscriptFlag] = frozenset()
    ahead_s: float = 0.0  # worked on it before it was asked for, while it was being spoken


@dataclass(frozen=True, slots=True)
class DraftHeard:
    """What the model would write so far for a segment that is still being spoken. Never logged, never stored."""

    key: SegmentKey
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeviceChoice:
    """Where the model runs, and why, in words for the person."""

    device: str  # "cuda", "cpu"
    precision: str  # "bf16", "f16", "f32"
    reason: str  # e.g. "no CUDA driver found"
    trouble: str = (
        ""  # why it isn't the graphics card although it was to be, e.g. "the graphics card ran out of memory"
    )


class RecognizerPhase(Enum):
    UNLOADED = "unloaded"
    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RecognizerStatus:
    """What the recogniser is doing now; sent at every change."""

    phase: RecognizerPhase
    model: str  # name in the catalogue, folder or Hub id, as chosen
    step: str = ""  # while loading: what is being done, e.g. "importing torch"
    progress: float | None = None  # while loading: 0 … 1
    device: DeviceChoice | None = None  # when ready
    error: UserFixableError | None = None  # when failed


# What the recorder says. Each take ends in exactly one RecordingEnded or RecordingFailed.


@dataclass(frozen=True, slots=True)
class RecordingStarted:
    """The first real block has arrived: from now on nothing said is lost."""

    take_id: int
    note: str = ""  # a sentence for the person when it isn't the microphone they chose


@dataclass(frozen=True, slots=True)
class RecordingResumed:
    """A take that was being ended goes on, because the key went down again in time."""

    take_id: int


@dataclass(frozen=True, slots=True)
class MicrophoneOpen:
    """The microphone was opened or released, which need not be a take's beginning or end."""

    is_open: bool


@dataclass(frozen=True, slots=True)
class LevelMeasured:
    take_id: int
    rms_dbfs: float  # of the last block, -120 for digital silence


@dataclass(frozen=True, slots=True)
class SegmentCut:
    take_id: int
    segment: Segment


@dataclass(frozen=True, slots=True)
class SpeechPreview:
    """What would be the take's last segment if it ended now: worth looking at, of no further consequence."""

    take_id: int
    segment: Segment
    moment: Moment


@dataclass(frozen=True, slots=True)
class LengthReached:
    """A take is as long as one may be: it can hand over to another at the next pause."""

    take_id: int


@dataclass(frozen=True, slots=True)
class RecordingEnded:
    take_id: int
    n_segments: int  # all of them have been sent as SegmentCut before this
    audio_s: float
    speech_s: float
    overflows: int = 0  # blocks the sound system dropped
    audio_path: Path | None = None  # where the take's audio is kept, if it could be written
    trouble: UserFixableError | None = None  # the microphone went away in the middle; what was heard is kept
    is_complete: bool = True  # False: the recorder broke, and there is more in the audio than in the segments
    hints: tuple[UserFixableError, ...] = ()  # nothing failed, but the next take could be better
    goes_on_as: int | None = None  # it was long enough, and this take goes on with the sound


@dataclass(frozen=True, slots=True)
class RecordingFailed:
    """Recording could not begin; nothing was heard."""

    take_id: int
    error: UserFixableError


RecorderEvent: TypeAlias = (
    RecordingStarted
    | RecordingResumed
    | LevelMeasured
    | SegmentCut
    | SpeechPreview
    | LengthReached
    | RecordingEnded
    | RecordingFailed
    | MicrophoneOpen
)


class VoiceDetector(Enum):
    """Who tells speech from noise, as far as the person should know."""

    FULL = "full"
    LIGHT = "light"  # the cruder one, because it was chosen
    SUBSTITUTE = "substitute"  # the cruder one, because the better one can't be loaded


class HotkeyAction(Enum):
    """What a hotkey is for. The session decides what comes of it, the hotkey only reports press and release."""

    HOLD = "hold"  # speak while it is down
    TOGGLE = "toggle"  # press to start, press again to stop
    HOLD_OR_TAP = "hold_or_tap"  # held: speak while it is down; tapped: speak until the next press
    CANCEL = "cancel"
    PASTE_LAST = "paste_last"
    UNDO = "undo"  # take the last text out of its window again
    NEXT_VIEW = "next_view"  # show what is written in another script

    @property
    def is_talk(self) -> bool:
        return self in (HotkeyAction.HOLD, HotkeyAction.TOGGLE, HotkeyAction.HOLD_OR_TAP)


@dataclass(frozen=True, slots=True)
class HotkeyBinding:
    """A key or mouse button, and what it is for."""

    key: str  # as the settings spell it, e.g. "Control_R", "Ctrl+Alt+space", "Mouse8"
    action: HotkeyAction


@dataclass(frozen=True, slots=True)
class HotkeyPressed:
    action: HotkeyAction


@dataclass(frozen=True, slots=True)
class HotkeyReleased:
    """Every press is followed by one of these, whatever becomes of the key."""

    action: HotkeyAction
    held_s: float


HotkeyEvent: TypeAlias = HotkeyPressed | HotkeyReleased
