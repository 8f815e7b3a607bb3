"""One take on its way: blocks of sound in, events out. It knows neither threads nor clocks."""

import math
from collections.abc import Callable
from typing import Final

import numpy as np

from srota_dictate.audio import Resampler, downmix, rms_dbfs
from srota_dictate.errors import UserFixableError
from srota_dictate.recorder.glances import Glances
from srota_dictate.recorder.journal import Journal
from srota_dictate.recorder.ports import SegmenterLike
from srota_dictate.recorder.signal_check import SignalCheck
from srota_dictate.recorder.troubles import not_on_disk
from srota_dictate.types import (
    SAMPLE_RATE_HZ,
    LevelMeasured,
    RecorderEvent,
    RecordingEnded,
    RecordingFailed,
    RecordingStarted,
    Samples,
    Segment,
    SegmentCut,
    SpeechPreview,
)

_SAMPLE_BYTES: Final = 4  # float32
_LEVEL_SAMPLES: Final = SAMPLE_RATE_HZ // 20  # one level at most for so much sound


class Take:
    """Resamples, keeps, cuts and measures; every sample goes to the journal and the segmenter exactly once."""

    def __init__(
        self,
        take_id: int,
        rate_hz: int,
        channels: int,
        segmenter: SegmenterLike,
        journal: Journal,
        emit: Callable[[RecorderEvent], None],
        note: str = "",
    ) -> None:
        self.take_id = take_id
        self._rate_hz = rate_hz
        self._channels = channels
        self._segmenter = segmenter
        self._journal = journal
        self._emit = emit
        self._note = note
        self._resampler = Resampler(rate_hz)
        self._n_frames = 0  # heard, at the device's rate
        self._n_samples = 0  # passed on, at 16 kHz
        self._n_segments = 0
        self._overflows = 0
        self._check = SignalCheck(rate_hz)
        self._glances = Glances()
        self._unmeasured: list[Samples] = []
        self._is_over = False

    @property
    def has_begun(self) -> bool:
        return self._n_frames > 0

    @property
    def heard_s(self) -> float:
        return self._n_frames / self._rate_hz

    @property
    def pause_s(self) -> float:
        """Since the last speech; for ever where none is waiting to be cut."""
        gathering = self._segmenter.gathering
        return math.inf if gathering is None else gathering.pause_s

    def n_bytes(self, duration_s: float) -> int:
        """Of sound as `push` takes it."""
        return round(duration_s * self._rate_hz) * self._channels * _SAMPLE_BYTES

    @property
    def speaking(self) -> bool:
        return self._segmenter.speaking

    def push(self, data: bytes, overflowed: bool) -> None:
        """Interleaved float32 frames as the device gives them; whether frames before them were lost."""
        self._overflows += overflowed
        frames = np.frombuffer(data, np.float32).reshape(-1, self._channels)
        if not len(frames):
            return
        if not self.has_begun:
            self._emit(RecordingStarted(self.take_id, self._note))
        self._n_frames += len(frames)
        mono = downmix(frames)
        self._check.push(mono)
        self._pass_on(self._resampler.push(mono))
        self._look_ahead()

    def finish(self, trouble: UserFixableError | None = None, goes_on_as: int | None = None) -> None:
        """Drain everything, then say RecordingEnded."""
        self._pass_on(self._resampler.finish())
        self._send(self._segmenter.finish())
        self._end(trouble or self._check.trouble(), goes_on_as=goes_on_as)

    def break_off(self, error: UserFixableError) -> None:
        """End it without asking the segmenter for more. If it never began: forget its file, and say RecordingFailed."""
        if self.has_begun:
            self._end(error, is_complete=False)
        elif not self._is_over:
            self._journal.discard()
            self._emit(RecordingFailed(self.take_id, error))
            self._is_over = True

    def discard(self) -> None:
        """Cancelled: forget the audio, then say RecordingEnded."""
        self._journal.discard()
        self._end(None)

    def _end(self, trouble: UserFixableError | None, is_complete: bool = True, goes_on_as: int | None = None) -> None:
        if self._is_over:
            return  # what fails after the end doesn't end the take once more
        path = self._journal.close()
        hints = self._check.hints()
        if self._journal.failure:
            hints += (not_on_disk(self._journal.failure),)
        self._emit(
            RecordingEnded(
                take_id=self.take_id,
                n_segments=self._n_segments,
                audio_s=self._n_samples / SAMPLE_RATE_HZ,
                speech_s=self._segmenter.speech_s,
                overflows=self._overflows,
                audio_path=path,
                trouble=trouble,
                is_complete=is_complete,
                hints=hints,
                goes_on_as=goes_on_as,
            )
        )
        self._is_over = True

    def _pass_on(self, samples: Samples) -> None:
        if not samples.size:
            return
        self._n_samples += samples.size
        self._journal.push(samples)
        self._measure(samples)
        self._send(self._segmenter.push(samples))

    def _look_ahead(self) -> None:
        moment = self._glances.due(self._segmenter.speech_s, self._segmenter.gathering)
        if moment is not None and (segment := self._segmenter.preview()) is not None:
            self._emit(SpeechPreview(self.take_id, segment, moment))

    def _measure(self, samples: Samples) -> None:
        self._unmeasured.append(samples)
        if sum(block.size for block in self._unmeasured) >= _LEVEL_SAMPLES:
            self._emit(LevelMeasured(self.take_id, rms_dbfs(np.concatenate(self._unmeasured))))
            self._unmeasured.clear()

    def _send(self, segments: list[Segment]) -> None:
        for segment in segments:
            self._n_segments += 1
            self._emit(SegmentCut(self.take_id, segment))
