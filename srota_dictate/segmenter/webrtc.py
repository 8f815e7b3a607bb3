"""Voice activity by WebRTC's detector: light, needs no network, takes some noise for speech."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from collections import deque
from typing import Final

import numpy as np

from srota_dictate.audio import to_int16
from srota_dictate.segmenter.vad import Probabilities
from srota_dictate.types import SAMPLE_RATE_HZ, Samples

_FRAME: Final = 480  # 30 ms, the longest it takes and the surest
_MODE: Final = 2  # 3 goes deaf with quiet microphones
_MEMORY: Final = 4  # frames whose yes and no are averaged: single clicks stay under one half


class WebRtcVoiceActivity:
    """One take's stream through the detector. Thread of its owner only. Raises ImportError."""

    def __init__(self) -> None:
        import webrtcvad

        self._make = webrtcvad.Vad
        self.reset()

    @property
    def frame_samples(self) -> int:
        return _FRAME

    def push(self, samples: Samples) -> Probabilities:
        self._waiting = np.concatenate([self._waiting, samples])
        n_frames = self._waiting.size // _FRAME
        frames = to_int16(self._waiting[: n_frames * _FRAME]).reshape(n_frames, _FRAME)
        self._waiting = self._waiting[n_frames * _FRAME :]
        return np.fromiter((self._hear(frame.tobytes()) for frame in frames), np.float32, n_frames)

    def finish(self) -> Probabilities:
        missing = -self._waiting.size % _FRAME
        return self.push(np.zeros(missing, np.float32))

    def reset(self) -> None:
        self._detector = self._make(_MODE)
        self._recent: deque[bool] = deque(maxlen=_MEMORY)
        self._waiting = np.zeros(0, np.float32)

    def _hear(self, pcm: bytes) -> float:
        self._recent.append(bool(self._detector.is_speech(pcm, SAMPLE_RATE_HZ)))
        return sum(self._recent) / _MEMORY
