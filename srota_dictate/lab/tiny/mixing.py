"""Mix rendered phrases into training utterances: pauses, rooms, noise, silence; up to 30 s."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.random import Generator

from srota_dictate.lab.tiny.corpus import Corpus, Phrase
from srota_dictate.lab.tiny.noise import NoisePool
from srota_dictate.types import SAMPLE_RATE_HZ, Samples

_HOP: Final = 160  # samples a mel frame


@dataclass(frozen=True, slots=True)
class MixOptions:
    """How often each kind of utterance is made, and its limits."""

    noise_only: float = 0.06
    noise_only_max_s: float = 12.0
    all_noises: bool = False  # also hum of any pitch and clicks of any rate, and most of it long
    voice_change: float = 0.2  # another voice may take over at a phrase border
    resample: float = 0.6  # played slower or faster, pitch and formants move along
    noisy: float = 0.8
    snr_db: tuple[float, float] = (4.0, 40.0)
    max_words: int = 60


@dataclass(frozen=True, slots=True, eq=False)
class Utterance:
    """One training example."""

    samples: Samples
    word_ids: tuple[int, ...] = ()
    ends_s: tuple[float, ...] = field(default=())  # when each word ends


class Mixer:
    """Makes utterances from a corpus; all chance comes from the generator it is given."""

    def __init__(self, corpus: Corpus, pool: NoisePool, rng: Generator, options: MixOptions) -> None:
        self._corpus = corpus
        self._pool = pool
        self._rng = rng
        self._options = options
        by_voice: dict[str, list[Phrase]] = {}
        for phrase in corpus.phrases:
            by_voice.setdefault(phrase.variant, []).append(phrase)
        self._by_voice = {v: sorted(ps, key=lambda p: p.stop - p.start) for v, ps in by_voice.items()}
        self._variants = [p.variant for p in corpus.phrases]  # drawn from, so a voice counts as often as it speaks

    def utterance(self, length_s: float, max_pause_s: float) -> Utterance:
        """About `length_s` seconds of speech; one in some is noise or silence without words.

        Between phrases there is silence of at most `max_pause_s`: nearly always short, in a third of the utterances
        long.
        """
        if self._rng.random() < self._options.noise_only:
            return Utterance(self._wordless(min(length_s, self._options.noise_only_max_s)))
        samples, word_ids, ends_s = self._speech(length_s, max_pause_s)
        if self._rng.random() < self._options.resample:
            factor = self._rng.uniform(0.88, 1.13)
            n = int(len(samples) / factor)
            samples = np.interp(np.arange(n) * factor, np.arange(len(samples)), samples).astype(np.float32)
            ends_s = [t / factor for t in ends_s]
        return Utterance(self._surround(samples), tuple(word_ids), tuple(ends_s))

    def _speech(self, length_s: float, max_pause_s: float) -> tuple[Samples, list[int], list[float]]:
        rng, budget = self._rng, int(length_s * SAMPLE_RATE_HZ)
        variant = self._variants[rng.integers(len(self._variants))]
        mixed = rng.random() < self._options.voice_change
        halting = max_pause_s > 0.5 and rng.random() < 0.4
        lead_s = rng.uniform(0, 0.7) if rng.random() < 0.7 else 0.0
        n = int(lead_s * SAMPLE_RATE_HZ)
        parts = [np.zeros(n, np.float32)]
        word_ids: list[int] = []
        ends_s: list[float] = []
        while True:
            if mixed and word_ids:
                variant = self._variants[rng.integers(len(self._variants))]
            phrase = self._fitting(variant, budget - n, first=not word_ids, short=halting and rng.random() < 0.7)
            if phrase is None:
                break
            samples = self._corpus.samples(phrase)
            if mixed:
                samples *= np.float32(rng.uniform(0.6, 1.4))
            word_ids += phrase.word_ids
            ends_s += [n / SAMPLE_RATE_HZ + t for t in phrase.ends_s]
            parts.append(samples)
            n += len(samples)
            if n >= budget - int(0.8 * SAMPLE_RATE_HZ) or len(word_ids) >= self._options.max_words:
                break
            if halting or rng.random() < 0.7:
                pause_s = rng.uniform(0.4, max_pause_s) if halting else rng.uniform(0, 0.5)
                parts.append(np.zeros(int(pause_s * SAMPLE_RATE_HZ), np.float32))
                n += len(parts[-1])
        return np.concatenate(parts), word_ids, ends_s

    def _fitting(self, variant: str, room: int, first: bool, short: bool) -> Phrase | None:
        """A phrase of at most `room` samples (and half a second), or None when it is time to stop."""
        phrases = self._by_voice[variant]
        drawn = [phrases[int(i)] for i in self._rng.integers(0, len(phrases), 12)]
        fitting = [p for p in drawn if p.stop - p.start <= room + SAMPLE_RATE_HZ // 2]
        if short:
            fitting = [p for p in fitting if len(p.word_ids) <= 3] or fitting
        if not fitting and first:
            fitting = phrases[:10]
        return fitting[int(self._rng.integers(len(fitting)))] if fitting else None

    def _surround(self, samples: Samples) -> Samples:
        """Add a tail, set the level, add noise. The length becomes a multiple of 160."""
        rng = self._rng
        tail_s = rng.uniform(0, 0.7) if rng.random() < 0.7 else 0.0
        n = -(-(len(samples) + int(tail_s * SAMPLE_RATE_HZ)) // _HOP) * _HOP
        out = np.zeros(n, np.float32)
        out[: len(samples)] = samples
        out *= np.float32(10 ** rng.uniform(-1.5, 0) / max(1e-4, float(np.abs(out).max())))
        if rng.random() < self._options.noisy:
            snr_db = rng.uniform(*self._options.snr_db)
            power = float(np.square(out).mean()) / 10 ** (snr_db / 10)
            out += self._pool.take(n, rng) * np.float32(power**0.5)
        else:
            out += self._pool.take(n, rng) * np.float32(10 ** rng.uniform(-6, -3.5))
        return out

    def _wordless(self, longest_s: float) -> Samples:
        rng = self._rng
        shortest_s = 0.8 * longest_s if self._options.all_noises and rng.random() < 0.7 else 0.3
        n = int(rng.uniform(shortest_s, max(0.4, longest_s)) * SAMPLE_RATE_HZ / _HOP) * _HOP
        if rng.random() < 0.12:
            return np.zeros(n, np.float32)
        return self._pool.take(n, rng) * np.float32(10 ** rng.uniform(-5, -0.8))
