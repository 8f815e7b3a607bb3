"""Turn sound files of any length into text: one model, loaded once, for all of them."""

from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from queue import SimpleQueue
from typing import Final, Protocol

import numpy as np

from srota_dictate import settings
from srota_dictate.audio import duration_s, stream_file
from srota_dictate.cli.formats import FileTranscript, Passage
from srota_dictate.cli.progress import Progress, Report
from srota_dictate.recognizer.once import open_recognizer
from srota_dictate.segmenter.factory import SegmenterFactory
from srota_dictate.segmenter.joiner import SegmentText, join_segments
from srota_dictate.session.ports import Recognizer
from srota_dictate.types import (
    MAX_SEGMENT_S,
    SAMPLE_RATE_HZ,
    CutKind,
    RecognizerPhase,
    RecognizerStatus,
    Samples,
    Segment,
    Transcript,
    TranscriptFlag,
)

MAX_AHEAD: Final = 2  # segments given to the recogniser at once: it never waits, and hours of audio never pile up
MAX_WHOLE: Final = round(MAX_SEGMENT_S * SAMPLE_RATE_HZ)  # samples


class Cutter(Protocol):
    """What cuts a long file; the segmenter as `Segmenter` offers it."""

    def push(self, samples: Samples) -> list[Segment]: ...

    def finish(self) -> list[Segment]: ...


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A recogniser that is ready, and the segmenter for what is too long for it."""

    recognizer: Recognizer
    make_cutter: Callable[[], Cutter]

    def transcribe(self, file: Path, report: Report, warn: Callable[[str], None]) -> FileTranscript:
        """All that is said in `file`. Raises UserFixableError when it can't be read or recognised."""
        total_s = duration_s(file)
        waiting: deque[tuple[Segment, Future[Transcript]]] = deque()
        heard: list[tuple[Segment, Transcript]] = []

        def collect() -> None:
            segment, future = waiting.popleft()
            transcript = future.result()
            heard.append((segment, transcript))
            if TranscriptFlag.TRUNCATED in transcript.flags:
                warn(
                    f"{file}: more was said between {segment.start_s:.1f} s and {segment.end_s:.1f} s than was written"
                )
            report(min(1.0, segment.end_s / total_s))

        try:
            for segment in self._segments(file):
                if len(waiting) == MAX_AHEAD:
                    collect()
                waiting.append((segment, self.recognizer.submit(segment.samples, segment.speech_s)))
            while waiting:
                collect()
        finally:
            # After an error or Ctrl+C nobody wants the rest.
            for _, future in waiting:
                self.recognizer.cancel(future)
        text = join_segments([SegmentText(t.text, s.kind, s.overlap_s) for s, t in heard])
        return FileTranscript(str(file), total_s, text, tuple(Passage(s.start_s, s.end_s, t.text) for s, t in heard))

    def _segments(self, file: Path) -> Iterator[Segment]:
        blocks = stream_file(file)
        start, n_start = list[Samples](), 0
        for block in blocks:
            start.append(block)
            n_start += block.size
            if n_start > MAX_WHOLE:
                break
        else:
            if start:
                # What fits is recognised as it is, silence and all: the text is the model's own.
                yield _whole(np.concatenate(start))
            return
        cutter = self.make_cutter()
        for block in chain(start, blocks):
            yield from cutter.push(block)
        yield from cutter.finish()


def _whole(samples: Samples) -> Segment:
    length_s = samples.size / SAMPLE_RATE_HZ
    return Segment(0, samples, start_s=0.0, end_s=length_s, speech_s=length_s, kind=CutKind.END)


@contextmanager
def open_pipeline(
    model: str | None, device: str | None, precision: str | None, progress: Progress
) -> Generator[Pipeline]:
    """A pipeline whose model is loaded; what isn't given is as in the settings. The recogniser ends with the block.

    Raises UserFixableError when the model can't be loaded.
    """
    chosen = settings.load(settings.default_path()).settings
    given = {"model": model, "device": device, "precision": precision}
    options = chosen.recognizer.model_copy(update={name: value for name, value in given.items() if value is not None})
    statuses: SimpleQueue[RecognizerStatus] = SimpleQueue()
    with open_recognizer(options, statuses.put) as recognizer:
        with progress.row("Loading the model") as report:
            _wait_until_ready(statuses, report)
        yield Pipeline(recognizer, SegmenterFactory(chosen.segmenter))


def _wait_until_ready(statuses: SimpleQueue[RecognizerStatus], report: Report) -> None:
    while True:
        status = statuses.get()
        match status.phase:
            case RecognizerPhase.READY:
                return
            case RecognizerPhase.FAILED:
                assert status.error is not None
                raise status.error
            case RecognizerPhase.LOADING:
                report(status.progress or 0.0)
            case RecognizerPhase.UNLOADED:
                pass
