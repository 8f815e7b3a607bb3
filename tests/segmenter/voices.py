"""Sounds to find speech in: sentences by espeak-ng, noise, and a detector that is easy to foresee."""

import subprocess
import tempfile
from functools import cache
from pathlib import Path

import numpy as np

from srota_dictate.audio import read_file
from srota_dictate.segmenter.vad import Probabilities
from srota_dictate.types import SAMPLE_RATE_HZ, Samples


@cache
def spoken(text: str, voice: str = "hi") -> Samples:
    """A sentence at 16 kHz, without silence around it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        subprocess.run(["espeak-ng", "-v", voice, "-w", str(path), text], check=True)
        samples = read_file(path)
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    return samples[loud[0] : loud[-1] + 1]


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * SAMPLE_RATE_HZ), np.float32)


def noise(seconds: float, level: float = 0.01) -> Samples:
    return np.random.default_rng(7).normal(0, level, round(seconds * SAMPLE_RATE_HZ)).astype(np.float32)


class LoudnessVoice:
    """A `VoiceActivity` that takes everything above -40 dBFS for speech, in frames of 32 ms."""

    frame_samples = 512

    def __init__(self) -> None:
        self.reset()

    def push(self, samples: Samples) -> Probabilities:
        self._waiting = np.concatenate([self._waiting, samples])
        n_frames = self._waiting.size // self.frame_samples
        frames = self._waiting[: n_frames * self.frame_samples].reshape(n_frames, self.frame_samples)
        self._waiting = self._waiting[n_frames * self.frame_samples :]
        return (np.square(frames).mean(axis=1) > 1e-4).astype(np.float32)

    def finish(self) -> Probabilities:
        return self.push(np.zeros(-self._waiting.size % self.frame_samples, np.float32))

    def reset(self) -> None:
        self._waiting = np.zeros(0, np.float32)
