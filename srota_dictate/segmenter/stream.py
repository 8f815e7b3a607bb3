"""One take's samples in, segments out: voice activity, cutting and the audio kept meanwhile."""

from collections import deque
from typing import Final

import numpy as np

from srota_dictate.segmenter.cutter import Cut, Cutter, Short
from srota_dictate.segmenter.frames import FRAMES_PER_S
from srota_dictate.segmenter.options import SegmenterOptions
from srota_dictate.segmenter.vad import Probabilities, VoiceActivity
from srota_dictate.types import SAMPLE_RATE_HZ, Gathering, Samples, Segment, ShortPiece

_HOP: Final = SAMPLE_RATE_HZ // FRAMES_PER_S  # samples a cutter's frame


class Segmenter:
    """Hears one take or file. The result does not depend on the size of the blocks. One thread at a time."""

    def __init__(
        self,
        voice: VoiceActivity,
        options: SegmenterOptions,
        backend_note: str | None = None,
        finds_shorts: bool = False,  # segments say where their short pieces between pauses are
    ) -> None:
        self.backend_note = backend_note  # a sentence for the person when it isn't the detector they chose
        self._voice = voice
        self._cutter = Cutter(options, finds_shorts)
        self._blocks: deque[Samples] = deque()
        self._first_sample = 0  # of _blocks[0], since the start of the take
        self._n_samples = 0
        self._probabilities: list[float] = []  # of the detector's frames from _first_voice_frame on
        self._first_voice_frame = 0
        self._n_frames = 0  # given to the cutter
        self._levels: list[float] = []  # of the frames not yet given to the cutter
        self._unmeasured = np.zeros(0, np.float32)
        self._n_segments = 0

    @property
    def speech_s(self) -> float:
        """How much speech has been heard so far."""
        return self._cutter.n_speech / FRAMES_PER_S

    @property
    def speaking(self) -> bool:
        """Whether the newest sound is speech; lags a tenth of a second behind."""
        return self._cutter.speaking

    @property
    def n_kept_samples(self) -> int:
        """How much sound is in memory: at most the chunk being gathered and the one before."""
        return sum(block.size for block in self._blocks)

    @property
    def gathering(self) -> Gathering | None:
        """How far the next segment has come; None while nobody has begun to speak."""
        pause = self._cutter.pause
        return None if pause is None else Gathering(pause / FRAMES_PER_S, self._cutter.is_settled)

    def preview(self) -> Segment | None:
        """The last segment, were the take to end now: of the sound whose voice activity is known by now.

        None where there would be none. Its last words are no short piece before a pause shows it. Changes nothing.
        """
        cuts = self._cutter.ending()
        if self._cutter.pause is None or not cuts:
            return None
        return self._segment(cuts[-1], self._n_segments + len(cuts) - 1)

    def push(self, samples: Samples) -> list[Segment]:
        """Mono samples of shape (n,), any n → the segments that are certain by now."""
        if not samples.size:
            return []
        block = samples.copy()  # the caller may use its buffer again
        self._blocks.append(block)
        self._n_samples += block.size
        self._measure(block)
        cuts = self._advance(self._voice.push(block))
        segments = self._segments(cuts)
        self._forget()
        return segments

    def finish(self) -> list[Segment]:
        """The take has ended: the segments still due. Nothing can be pushed afterwards."""
        self._measure(np.zeros(-self._n_samples % _HOP, np.float32))
        cuts = self._advance(self._voice.finish())
        cuts += self._cutter.finish()
        return self._segments(cuts)

    def _measure(self, samples: Samples) -> None:
        """Energy of each complete hop, in dB."""
        waiting = np.concatenate([self._unmeasured, samples])
        n_hops = waiting.size // _HOP
        hops = waiting[: n_hops * _HOP].reshape(n_hops, _HOP).astype(np.float64)
        self._unmeasured = waiting[n_hops * _HOP :]
        self._levels.extend((10 * np.log10(np.square(hops).mean(axis=1) + 1e-10)).tolist())

    def _advance(self, probabilities: Probabilities) -> list[Cut]:
        """Give the cutter every frame whose probability and level are both known."""
        self._probabilities.extend(probabilities.tolist())
        cuts: list[Cut] = []
        n_ready = 0
        for level_db in self._levels:
            middle = self._n_frames * _HOP + _HOP // 2
            index = middle // self._voice.frame_samples - self._first_voice_frame
            if index >= len(self._probabilities):
                break
            cuts += self._cutter.push(self._probabilities[index], level_db)
            self._n_frames += 1
            n_ready += 1
        del self._levels[:n_ready]
        middle = self._n_frames * _HOP + _HOP // 2
        n_used = min(middle // self._voice.frame_samples - self._first_voice_frame, len(self._probabilities))
        del self._probabilities[:n_used]
        self._first_voice_frame += n_used
        return cuts

    def _segments(self, cuts: list[Cut]) -> list[Segment]:
        segments = [self._segment(cut, index) for index, cut in enumerate(cuts, start=self._n_segments)]
        self._n_segments += len(cuts)
        return segments

    def _segment(self, cut: Cut, index: int) -> Segment:
        start, end = cut.start * _HOP, min(cut.end * _HOP, self._n_samples)
        return Segment(
            index=index,
            samples=self._audio(start, end),
            start_s=start / SAMPLE_RATE_HZ,
            end_s=end / SAMPLE_RATE_HZ,
            speech_s=cut.n_speech / FRAMES_PER_S,
            kind=cut.kind,
            overlap_s=cut.n_overlap / FRAMES_PER_S,
            short_pieces=tuple(self._short_piece(short) for short in cut.shorts),
        )

    def _short_piece(self, short: Short) -> ShortPiece:
        end = min(short.end * _HOP, self._n_samples)  # as its segment's: the last hop may not be whole
        n_speech, n_before = short.n_speech / FRAMES_PER_S, short.n_before / FRAMES_PER_S
        return ShortPiece(short.start * _HOP / SAMPLE_RATE_HZ, end / SAMPLE_RATE_HZ, n_speech, n_before)

    def _audio(self, start: int, end: int) -> Samples:
        parts: list[Samples] = []
        at = self._first_sample
        for block in self._blocks:
            if at + block.size > start and at < end:
                parts.append(block[max(0, start - at) : end - at])
            at += block.size
        return np.concatenate(parts)

    def _forget(self) -> None:
        """Drop the audio that no later segment can start in: silence, and what has been sent."""
        needed = self._cutter.keep_from * _HOP
        while self._blocks and self._first_sample + self._blocks[0].size <= needed:
            self._first_sample += self._blocks.popleft().size
