"""What may stand in the client thread's inbox: what is wanted of the recogniser, and what its process did."""

from dataclasses import dataclass, field
from typing import TypeAlias

from srota_dictate.recognizer.jobs import Job
from srota_dictate.recognizer.options import WorkAhead
from srota_dictate.recognizer.process import WorkerProcess
from srota_dictate.recognizer.protocol import Reply
from srota_dictate.types import Moment, Samples, SegmentKey


@dataclass(frozen=True, slots=True)
class Wanted:
    """The model that was asked for last."""

    model: str
    device: str
    precision: str
    attention: str


@dataclass(frozen=True, slots=True)
class WarmUp:
    """Somebody is about to speak."""


@dataclass(frozen=True, slots=True)
class IdleLimit:
    """How long the model may be idle before it is unloaded; None for ever."""

    seconds: float | None


@dataclass(frozen=True, slots=True)
class Looked:
    """Speech that isn't complete yet."""

    key: SegmentKey
    samples: Samples
    speech_s: float
    moment: Moment
    context: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ForgetLooks:
    """What was looked at will not be asked for."""


@dataclass(frozen=True, slots=True)
class AheadLimit:
    """When speech may be looked at before it is complete."""

    work_ahead: WorkAhead


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Nobody waits for this job any more."""

    number: int


@dataclass(frozen=True, slots=True)
class Said:
    """A process has answered."""

    worker: WorkerProcess
    reply: Reply


@dataclass(frozen=True, slots=True)
class Ended:
    """A process is gone, whether it was asked to go or not."""

    worker: WorkerProcess
    exit_code: int


Message: TypeAlias = Wanted | WarmUp | IdleLimit | AheadLimit | Job | Looked | ForgetLooks | Cancelled | Said | Ended
