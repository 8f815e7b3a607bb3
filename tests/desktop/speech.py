"""Speak into the test microphone: espeak-ng sentences of words the tiny model knows."""

from functools import cache
from pathlib import Path

import numpy as np
import soundfile  # pyright: ignore[reportMissingTypeStubs]

from srota_dictate.lab.tiny.espeak import Voice, espeak
from srota_dictate.types import SAMPLE_RATE_HZ, Samples

STEADY = Voice("f2", speed_wpm=150, pitch=50)
"""A voice the tiny model was trained with, at an easy pace."""


@cache
def spoken(sentence: str, voice: Voice = STEADY) -> Samples:
    """The sentence as float32 at 16 kHz, shape (n,), between two short silences."""
    silence = np.zeros(SAMPLE_RATE_HZ // 5, np.float32)
    return np.concatenate([silence, espeak().render(sentence, voice).samples, silence])


def spoken_with_pauses(sentences: list[str], pause_s: float, voice: Voice = STEADY) -> Samples:
    """Sentences one after another with `pause_s` of silence behind each."""
    pause = np.zeros(int(pause_s * SAMPLE_RATE_HZ), np.float32)
    return np.concatenate([part for sentence in sentences for part in (spoken(sentence, voice), pause)])


def write_wav(path: Path, samples: Samples) -> Path:
    """Write samples as a 16 kHz float WAV file: reading it gives the very same samples."""
    soundfile.write(  # pyright: ignore[reportUnknownMemberType]
        str(path), samples, SAMPLE_RATE_HZ, subtype="FLOAT"
    )
    return path
