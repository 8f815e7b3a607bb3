"""Speech of a given length, with and without a silence before the key is released."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from srota_dictate.lab.bench.clips import hindi_clips
from srota_dictate.lab.bench.labels import HOP, Frames, speech_label
from srota_dictate.segmenter.options import SegmenterOptions
from srota_dictate.types import SAMPLE_RATE_HZ, Samples

PAUSE_S: Final = 0.7
"""Of silence before the release, where there is any: about what people leave."""

PAD_S: Final = SegmenterOptions().pad_after_s
_FLOOR: Final = 1e-4  # standard deviation of silence, -80 dBFS: no microphone gives zeros
_EDGE_S: Final = 0.05  # by which the label may reach into the silence
_BETWEEN_S: Final = 0.25  # clips and phrases
_N_WORDS: Final = 6  # a phrase of the synthetic voice


@dataclass(frozen=True, slots=True, eq=False)
class Utterance:
    """What the microphone gives until the key is released, and how much of it the model gets to hear then."""

    samples: Samples
    n_heard: int  # the rest is silence, which is cut off
    speech: Frames

    @property
    def heard(self) -> Samples:
        return self.samples[: self.n_heard]

    @property
    def length_s(self) -> float:
        """Until the release."""
        return self.samples.size / SAMPLE_RATE_HZ


def utterances(folder: Path | None, length_s: float, n: int) -> Iterator[tuple[Utterance, Utterance]]:
    """`n` pairs of different speech, the model hearing `length_s` of each: spoken to the end, and with a silence.

    From the hi_*.flac of `folder`, or by the synthetic voice when there is none. Raises UserFixableError when there
    are no recordings, or espeak-ng is missing.
    """
    n_samples = round(length_s * SAMPLE_RATE_HZ)
    sound = _reel(folder, n_samples * n + SAMPLE_RATE_HZ * 2 * n)
    speech = np.repeat(speech_label(sound), HOP)
    at = 0
    for number in range(n):
        # Moved on until it ends in speech.
        while not speech[at + n_samples - 1]:
            at += HOP
        spoken = sound[at : at + n_samples]
        yield Utterance(spoken, n_samples, speech_label(spoken)), _with_silence(spoken, number)
        at += n_samples


def _with_silence(spoken: Samples, seed: int) -> Utterance:
    """The model hears no more than of the other one: its last moment of speech is missing instead."""
    kept = spoken[: spoken.size - round((PAD_S + _EDGE_S) * SAMPLE_RATE_HZ)]
    silence = np.random.default_rng(seed).normal(0, _FLOOR, round(PAUSE_S * SAMPLE_RATE_HZ)).astype(np.float32)
    samples = np.concatenate([kept, silence])
    label = speech_label(samples)
    end = int(np.flatnonzero(label)[-1]) + 1
    return Utterance(samples, end * HOP + round(PAD_S * SAMPLE_RATE_HZ), label)


def _reel(folder: Path | None, n_samples: int) -> Samples:
    """Speech of at least that length, in pieces with short silences between them."""
    silence = np.random.default_rng(0).normal(0, _FLOOR, round(_BETWEEN_S * SAMPLE_RATE_HZ)).astype(np.float32)
    parts: list[Samples] = []
    n = 0
    for piece in _recorded(folder) if folder is not None else _synthetic():
        parts += [piece, silence]
        n += piece.size + silence.size
        if n >= n_samples:
            break
    return np.concatenate(parts)


def _recorded(folder: Path) -> Iterator[Samples]:
    clips = hindi_clips(folder)
    while True:
        yield from (clip.samples for clip in clips)


def _synthetic() -> Iterator[Samples]:
    from srota_dictate.lab.tiny.espeak import Voice, espeak
    from srota_dictate.lab.tiny.vocabulary import WORDS

    chance = np.random.default_rng(0)
    while True:
        phrase = " ".join(str(word) for word in chance.choice(WORDS, _N_WORDS))
        yield espeak().render(phrase, Voice(speed_wpm=150)).samples
