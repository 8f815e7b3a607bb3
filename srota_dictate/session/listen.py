"""Recognise a sound file of any length: cut it, keep the recogniser busy, join what it heard."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from srota_dictate.audio import duration_s, stream_file
from srota_dictate.rules.writing import Piece
from srota_dictate.segmenter.joiner import SegmentText, join_segments
from srota_dictate.session.hearing import TakeHearing
from srota_dictate.session.ports import Commands, Recognizer
from srota_dictate.session.ruled import HeardWriter
from srota_dictate.session.said import HeardSegment, pieces_of
from srota_dictate.types import MAX_SEGMENT_S, SAMPLE_RATE_HZ, CutKind, Samples, Segment

MAX_AHEAD: Final = 8  # segments given to the recogniser at once: as many as it gains from, half a megabyte each 8 s
MAX_WHOLE: Final = round(MAX_SEGMENT_S * SAMPLE_RATE_HZ)  # samples


class Cutter(Protocol):
    """What cuts a long file; the segmenter as `Segmenter` offers it."""

    def push(self, samples: Samples) -> list[Segment]: ...

    def finish(self) -> list[Segment]: ...


@dataclass(frozen=True, slots=True)
class HeardPassage:
    """A stretch of the file and what was heard in it; its samples are gone."""

    start_s: float
    end_s: float
    kind: CutKind
    overlap_s: float
    heard: HeardSegment


@dataclass(frozen=True, slots=True)
class HeardFile:
    duration_s: float
    passages: tuple[HeardPassage, ...]

    @property
    def text(self) -> str:
        return join_segments(self._texts)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What the rules make a text of."""
        return pieces_of(self._texts)

    @property
    def _texts(self) -> list[SegmentText]:
        return [text for passage in self.passages for text in passage.heard.texts(passage.kind, passage.overlap_s)]


def listen_to_file(
    file: Path,
    recognizer: Recognizer,
    make_cutter: Callable[[], Cutter],
    on_heard: Callable[[HeardPassage], None],
    commands: Commands | None = None,
) -> HeardFile:
    """All that is said in `file`; `on_heard` follows the work. Memory does not grow with the file's length.

    With `commands`, those are told from dictation, see `TakeHearing`.

    Raises UserFixableError when it can't be read or recognised, CancelledError when the recogniser is closed.
    """
    hearing = TakeHearing(recognizer, 0, commands or HeardWriter(), batch=True)
    waiting: deque[tuple[Segment, Future[HeardSegment]]] = deque()
    heard: list[HeardPassage] = []

    def collect() -> None:
        segment, future = waiting.popleft()
        heard.append(HeardPassage(segment.start_s, segment.end_s, segment.kind, segment.overlap_s, future.result()))
        on_heard(heard[-1])

    total_s = duration_s(file)
    try:
        for segment in _segments(file, make_cutter):
            if len(waiting) == MAX_AHEAD:
                collect()
            waiting.append((segment, hearing.hear(segment)))
        while waiting:
            collect()
    finally:
        # After an error or Ctrl+C nobody wants the rest.
        hearing.cancel()
    return HeardFile(total_s, tuple(heard))


def _segments(file: Path, make_cutter: Callable[[], Cutter]) -> Iterator[Segment]:
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
    cutter = make_cutter()
    for block in chain(start, blocks):
        yield from cutter.push(block)
    yield from cutter.finish()


def _whole(samples: Samples) -> Segment:
    length_s = samples.size / SAMPLE_RATE_HZ
    return Segment(0, samples, start_s=0.0, end_s=length_s, speech_s=length_s, kind=CutKind.END)
