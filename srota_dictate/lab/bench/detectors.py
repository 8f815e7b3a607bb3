"""Run a voice detector over a recording as the program does, and decide for every 10 ms."""

import time
from collections.abc import Callable

import numpy as np

from srota_dictate.errors import UserFixableError
from srota_dictate.lab.bench.labels import HOP, Frames
from srota_dictate.segmenter.factory import SegmenterFactory
from srota_dictate.segmenter.options import SegmenterOptions, VoiceBackend
from srota_dictate.segmenter.vad import Probabilities, VoiceActivity
from srota_dictate.types import SAMPLE_RATE_HZ, Samples

_BLOCK = SAMPLE_RATE_HZ // 50  # as a microphone delivers


def load(backend: VoiceBackend) -> Callable[[], VoiceActivity]:
    """What makes this very detector. Raises UserFixableError when it can't be loaded here."""
    factory = SegmenterFactory(SegmenterOptions(backend=backend))
    if factory.backend is not backend:
        raise UserFixableError(f"The voice detector {backend.value} can't be loaded", hint="Reinstall the program")
    return factory.new_voice


def listen(voice: VoiceActivity, samples: Samples) -> tuple[Probabilities, float]:
    """Its probabilities for a recording, shape (n,), and the processor time it took, in seconds."""
    began_s = time.process_time()
    blocks = (samples[at : at + _BLOCK] for at in range(0, samples.size, _BLOCK))
    found = [voice.push(block) for block in blocks]
    found.append(voice.finish())
    return np.concatenate(found), time.process_time() - began_s


def decide(probabilities: Probabilities, frame_samples: int, n_frames: int, options: SegmenterOptions) -> Frames:
    """Speech or not in each of `n_frames` of 10 ms, with the two thresholds the program uses."""
    decided = np.zeros(n_frames, np.bool_)
    speaking = False
    for i in range(n_frames):
        index = min((i * HOP + HOP // 2) // frame_samples, probabilities.size - 1)
        speaking = bool(probabilities[index] >= (options.speech_off if speaking else options.speech_on))
        decided[i] = speaking
    return decided
