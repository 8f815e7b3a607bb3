"""Lay clips end to end in random orders, and remember where speech is in them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from srota_dictate.lab.bench.clips import Clip
from srota_dictate.lab.bench.labels import HOP, Frames, speech_label
from srota_dictate.types import SAMPLE_RATE_HZ, Samples

PAUSE_S: Final = 0.15


@dataclass(frozen=True, slots=True, eq=False)
class Reel:
    """One long recording. The labels have a frame for every 10 ms."""

    samples: Samples
    speech: Frames  # as each clip by itself was labelled
    clip: Frames  # between the first and the last speech of a clip, inner pauses included


def make_reels(clips: Sequence[Clip], n_reels: int, length_s: float) -> list[Reel]:
    """Reels of at least `length_s`, PAUSE_S of digital silence after each clip; seeds 0, 1, 2 …

    When all clips have been laid, they follow again in another order.
    """
    labelled = [(clip.samples[: clip.samples.size // HOP * HOP], speech_label(clip.samples)) for clip in clips]
    return [_reel(labelled, random.Random(seed), round(length_s * SAMPLE_RATE_HZ)) for seed in range(n_reels)]


def _reel(labelled: Sequence[tuple[Samples, Frames]], chance: random.Random, n_samples: int) -> Reel:
    pause = np.zeros(round(PAUSE_S * SAMPLE_RATE_HZ), np.float32)
    silent = np.zeros(pause.size // HOP, np.bool_)
    sound: list[Samples] = []
    speech: list[Frames] = []
    spans: list[Frames] = []
    n = 0
    while n < n_samples:
        for samples, label in chance.sample(list(labelled), len(labelled)):
            if n >= n_samples:
                break
            sound += [samples, pause]
            speech += [label, silent]
            spans += [_span(label), silent]
            n += samples.size + pause.size
    return Reel(np.concatenate(sound), np.concatenate(speech), np.concatenate(spans))


def _span(label: Frames) -> Frames:
    """True from the first speech to the last."""
    span = np.zeros(label.size, np.bool_)
    found = np.flatnonzero(label)
    if found.size:
        span[found[0] : found[-1] + 1] = True
    return span
