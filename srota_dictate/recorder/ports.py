"""What the recorder needs from others: a segmenter for each take, and a stream of sound."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from srota_dictate.types import Gathering, Samples, Segment


class SegmenterLike(Protocol):
    """Hears one take, on the capture thread."""

    @property
    def speech_s(self) -> float: ...

    @property
    def speaking(self) -> bool:
        """Whether the newest sound is speech."""
        ...

    @property
    def gathering(self) -> Gathering | None:
        """How far the next segment has come; None while there is nothing of it."""
        ...

    def preview(self) -> Segment | None:
        """The last segment, were the take to end now; None where there would be none. Changes nothing."""
        ...

    def push(self, samples: Samples) -> list[Segment]: ...

    def finish(self) -> list[Segment]: ...


@dataclass(frozen=True, slots=True)
class StreamCallbacks:
    """How a stream reports, from the sound system's own thread: these may only hand things on."""

    on_block: Callable[[bytes, bool], None]  # interleaved float32 frames; whether frames before them were lost
    on_finished: Callable[[], None]  # no block will follow, because the device went away or the stream was closed


class SoundStream(Protocol):
    """A microphone that is open and running."""

    @property
    def rate_hz(self) -> int: ...

    @property
    def channels(self) -> int: ...

    @property
    def latency_s(self) -> float:
        """How much later than spoken a sample arrives."""
        ...

    @property
    def note(self) -> str:
        """A sentence for the person when it isn't the microphone they chose, else empty."""
        ...

    def close(self) -> None:
        """Stop and release the device; never raises."""
        ...


@dataclass(frozen=True, slots=True)
class InputDevice:
    index: int  # the sound system's; valid until its list is refreshed
    name: str
    host_api: str
    rate_hz: int
    channels: int  # the most it can record
    is_default: bool


class SoundSystem(Protocol):
    """Where microphones come from. Every call is made on the capture thread."""

    def warm_up(self) -> None:
        """Do now what would delay the first take; never raises."""
        ...

    def open(self, name: str, callbacks: StreamCallbacks) -> SoundStream:
        """Open the microphone of that name ("" for the system's) and start it; raises UserFixableError."""
        ...

    def devices(self, refresh: bool) -> tuple[InputDevice, ...]:
        """Every microphone, the default first. `refresh` only while no stream is open. Raises UserFixableError."""
        ...
