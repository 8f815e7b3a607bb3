"""A sound system that plays what the test says, a segmenter that is easy to foresee, and a log of events."""

import queue
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from srota_dictate.errors import UserFixableError
from srota_dictate.recorder.ports import InputDevice, SoundStream, StreamCallbacks
from srota_dictate.types import (
    SAMPLE_RATE_HZ,
    CutKind,
    Gathering,
    LevelMeasured,
    MicrophoneOpen,
    RecorderEvent,
    Samples,
    Segment,
    SegmentCut,
)

TIMEOUT_S = 10.0
_Event = TypeVar("_Event", bound=RecorderEvent)


@dataclass
class FakeStream:
    """An open microphone in the test's hand."""

    name: str
    callbacks: StreamCallbacks
    rate_hz: int
    channels: int
    latency_s: float
    note: str
    closed: bool = False

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            self.callbacks.on_finished()  # PortAudio reports the end also when we caused it

    def play(self, frames: NDArray[np.float32], block: int = 480, overflow_at: int = -1) -> None:
        """Frames at the stream's rate, shape (n,) or (n, channels), in blocks as the device would send them."""
        for i, start in enumerate(range(0, len(frames), block)):
            self.callbacks.on_block(frames[start : start + block].astype(np.float32).tobytes(), i == overflow_at)

    def die(self) -> None:
        self.callbacks.on_finished()


class FakeSound:
    """`SoundSystem`; `opened` hands each stream to the test."""

    def __init__(self, rate_hz: int = SAMPLE_RATE_HZ, channels: int = 1) -> None:
        self.rate_hz = rate_hz
        self.channels = channels
        self.latency_s = 0.0
        self.note = ""
        self.error: Exception | None = None
        self.n_refreshes = 0
        self.streams: list[FakeStream] = []
        self._opened: queue.SimpleQueue[FakeStream] = queue.SimpleQueue()

    def warm_up(self) -> None:
        pass

    def open(self, name: str, callbacks: StreamCallbacks) -> SoundStream:
        if self.error is not None:
            raise self.error
        stream = FakeStream(name, callbacks, self.rate_hz, self.channels, self.latency_s, self.note)
        self.streams.append(stream)
        self._opened.put(stream)
        return stream

    def devices(self, refresh: bool) -> tuple[InputDevice, ...]:
        if isinstance(self.error, UserFixableError):
            raise self.error
        self.n_refreshes += refresh
        return (InputDevice(0, "fake", "fakes", self.rate_hz, self.channels, is_default=True),)

    def opened(self) -> FakeStream:
        return self._opened.get(timeout=TIMEOUT_S)


class CountingSegmenter:
    """Takes everything for speech and cuts every `every` samples, without loss."""

    def __init__(self, every: int = SAMPLE_RATE_HZ) -> None:
        self._every = every
        self._waiting = np.zeros(0, np.float32)
        self._n_sent = 0
        self._n_segments = 0
        self.speaking = False

    @property
    def speech_s(self) -> float:
        return (self._n_sent + self._waiting.size) / SAMPLE_RATE_HZ

    @property
    def gathering(self) -> Gathering | None:
        return None

    def preview(self) -> Segment | None:
        return None

    def push(self, samples: Samples) -> list[Segment]:
        self._waiting = np.concatenate([self._waiting, samples])
        found: list[Segment] = []
        while self._waiting.size >= self._every:
            found.append(self._cut(self._every, CutKind.PAUSE))
        return found

    def finish(self) -> list[Segment]:
        return [self._cut(self._waiting.size, CutKind.END)] if self._waiting.size else []

    def _cut(self, n: int, kind: CutKind) -> Segment:
        samples, self._waiting = self._waiting[:n], self._waiting[n:]
        start_s = self._n_sent / SAMPLE_RATE_HZ
        self._n_sent += n
        self._n_segments += 1
        end_s = self._n_sent / SAMPLE_RATE_HZ
        return Segment(self._n_segments - 1, samples, start_s, end_s, end_s - start_s, kind)


class Events:
    """What the recorder said, in order; waiting for more is limited in time."""

    def __init__(self) -> None:
        self.all: list[RecorderEvent] = []
        self._queue: queue.SimpleQueue[RecorderEvent] = queue.SimpleQueue()

    def __call__(self, event: RecorderEvent) -> None:
        self._queue.put(event)

    def wait_for(self, kind: type[_Event]) -> _Event:
        """The next event of that kind, from here on."""
        deadline_s = time.monotonic() + TIMEOUT_S
        while True:
            event = self._queue.get(timeout=max(0.0, deadline_s - time.monotonic()))
            self.all.append(event)
            if isinstance(event, kind):
                return event

    def drain(self) -> list[RecorderEvent]:
        """Everything said so far; for use after the recorder was closed."""
        while not self._queue.empty():
            self.all.append(self._queue.get())
        return self.all

    def heard(self, take_id: int) -> Samples:
        """The samples of all of a take's segments, one after another."""
        parts = [e.segment.samples for e in self.drain() if isinstance(e, SegmentCut) and e.take_id == take_id]
        return np.concatenate([np.zeros(0, np.float32), *parts])

    def without_levels(self) -> list[str]:
        """Names and takes, e.g. `RecordingStarted 1`."""
        events = [e for e in self.drain() if not isinstance(e, LevelMeasured | MicrophoneOpen)]
        return [f"{type(event).__name__} {event.take_id}" for event in events]


def wait_until(condition: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + TIMEOUT_S
    while not condition():
        assert time.monotonic() < deadline_s, "the condition never came true"
        time.sleep(0.005)


def noise(n: int, channels: int = 1, seed: int = 0) -> NDArray[np.float32]:
    """Sound of which every sample can be recognised; exact in 16 bit."""
    values = np.random.default_rng(seed).integers(-8000, 8000, (n, channels) if channels > 1 else n)
    return (values / 32768).astype(np.float32)
