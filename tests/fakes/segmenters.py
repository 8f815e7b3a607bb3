"""A segmenter that hands everything on to another one, for stand-ins that watch what passes."""

from srota_dictate.recorder.ports import SegmenterLike
from srota_dictate.types import Gathering, Samples, Segment


class PassingSegmenter:
    """Changes nothing; override what is to be watched."""

    def __init__(self, inner: SegmenterLike) -> None:
        self._inner = inner

    @property
    def speech_s(self) -> float:
        return self._inner.speech_s

    @property
    def speaking(self) -> bool:
        return self._inner.speaking

    @property
    def gathering(self) -> Gathering | None:
        return self._inner.gathering

    def preview(self) -> Segment | None:
        return self._inner.preview()

    def push(self, samples: Samples) -> list[Segment]:
        return self._inner.push(samples)

    def finish(self) -> list[Segment]:
        return self._inner.finish()
