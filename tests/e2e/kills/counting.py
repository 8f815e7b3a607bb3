"""Count the sound that belongs to each take, where it enters the program and before anybody else sees it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from srota_dictate.recorder.capture import Capture
from srota_dictate.recorder.options import RecorderOptions
from srota_dictate.recorder.ports import SegmenterLike, SoundStream, StreamCallbacks
from srota_dictate.recorder.stream import PortAudioSystem
from srota_dictate.types import SAMPLE_RATE_HZ, RecorderEvent, RecordingEnded, Samples, Segment
from tests.e2e.kills.ledger import Ledger
from tests.fakes.segmenters import PassingSegmenter


@dataclass(slots=True)
class _Count:
    """One take; an object of its own, so that what comes late never counts for the next."""

    take_id: int
    arrived_s: float = 0.0
    released_s: float | None = None  # what had arrived when the key went up
    is_over: bool = False


class Counter:
    """Called by the session's, the capture and PortAudio's thread, each for its own part."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._count = _Count(0, is_over=True)

    def begin(self, take_id: int) -> None:
        """The recorder is being asked to start."""
        self._count = _Count(take_id)

    def hear(self, seconds: float) -> None:
        count = self._count
        if not count.is_over:
            count.arrived_s += seconds
            self._ledger.arrived(count.take_id, count.arrived_s)

    def release(self) -> None:
        """The recorder is being asked to stop: what is there now it must have, more is the tail."""
        self._count.released_s = self._count.arrived_s

    def end_tail(self, heard_s: float) -> None:
        """The recorder has ended the take itself: what came behind its tail is not the take's."""
        count = self._count
        if count.released_s is not None:
            count.is_over = True
            self._ledger.arrived(count.take_id, max(count.released_s, heard_s))

    def end(self) -> None:
        self._count.is_over = True


class CountingSound(PortAudioSystem):
    """The real sound system; what it hands over is counted."""

    def __init__(self, counter: Counter) -> None:
        super().__init__()
        self._counter = counter
        self._stream: SoundStream | None = None

    def open(self, name: str, callbacks: StreamCallbacks) -> SoundStream:
        def on_block(data: bytes, overflowed: bool) -> None:
            stream = self._stream
            if stream is not None:
                self._counter.hear(len(data) / 4 / stream.channels / stream.rate_hz)
            callbacks.on_block(data, overflowed)

        self._stream = super().open(name, StreamCallbacks(on_block, callbacks.on_finished))
        return self._stream


class CountingSegmenter(PassingSegmenter):
    """The real segmenter; its end is the end of the take's sound."""

    def __init__(self, inner: SegmenterLike, counter: Counter) -> None:
        super().__init__(inner)
        self._counter = counter
        self._n_samples = 0

    def push(self, samples: Samples) -> list[Segment]:
        self._n_samples += samples.size
        return super().push(samples)

    def finish(self) -> list[Segment]:
        self._counter.end_tail(self._n_samples / SAMPLE_RATE_HZ)
        return super().finish()


class CountingCapture(Capture):
    """The real recorder; a take's sound is what arrives from the call that starts it on."""

    def __init__(
        self,
        on_event: Callable[[RecorderEvent], None],
        options: RecorderOptions,
        make_segmenter: Callable[[], SegmenterLike],
        path_for: Callable[[int], Path],
        counter: Counter,
    ) -> None:
        self._counter = counter

        def hear(event: RecorderEvent) -> None:
            if isinstance(event, RecordingEnded):
                counter.end()
            on_event(event)

        def counted() -> SegmenterLike:
            return CountingSegmenter(make_segmenter(), counter)

        super().__init__(hear, lambda: options, counted, path_for, CountingSound(counter))

    def start(self, take_id: int) -> None:
        self._counter.begin(take_id)
        super().start(take_id)

    def stop(self, take_id: int) -> None:
        self._counter.release()
        super().stop(take_id)
