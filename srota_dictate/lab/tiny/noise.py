"""Sounds that are not speech: white and coloured noise, hum, clicks."""

from typing import Final

import numpy as np
from numpy.random import Generator

from srota_dictate.types import SAMPLE_RATE_HZ, Samples

_LENGTH: Final = 32 * SAMPLE_RATE_HZ


def white(n: int, rng: Generator) -> Samples:
    """n samples of white noise with standard deviation 1."""
    return rng.standard_normal(n, dtype=np.float32)


def coloured(n: int, slope: float, rng: Generator) -> Samples:
    """Noise whose power falls with frequency ** slope (1 pink, 2 brown), standard deviation 1."""
    spectrum = np.fft.rfft(rng.standard_normal(n))
    frequency_hz = np.maximum(np.fft.rfftfreq(n, 1 / SAMPLE_RATE_HZ), 20.0)
    return _unit(np.fft.irfft(spectrum * frequency_hz ** (-slope / 2), n))


def hum(n: int, base_hz: float, rng: Generator) -> Samples:
    """A mains-like hum with falling harmonics over a little white noise, standard deviation 1."""
    t_s = np.arange(n) / SAMPLE_RATE_HZ
    x = 0.05 * rng.standard_normal(n)
    for k in range(1, 9):
        x += rng.uniform(0.2, 1) / k * np.sin(2 * np.pi * (base_hz * k * t_s + rng.random()))
    return _unit(x)


def clicks(n: int, per_s: float, rng: Generator) -> Samples:
    """Short decaying clicks, as of keys and mouse, over a little white noise, standard deviation 1."""
    x = 0.02 * rng.standard_normal(n)
    decay = np.exp(-np.arange(160) / 25)
    for at in rng.integers(0, max(1, n - 160), max(1, int(per_s * n / SAMPLE_RATE_HZ))):
        x[at : at + 160] += (rng.uniform(0.3, 1) * decay * rng.standard_normal(160))[: n - at]
    return _unit(x)


class NoisePool:
    """Some half minutes of noise made once, of which random stretches are taken: making noise afresh is slow."""

    def __init__(self, rng: Generator, all_noises: bool = False) -> None:
        """`all_noises`: more colours, hum of any pitch, and clicks of more rates."""
        self._sounds = [
            *(white(_LENGTH, rng) for _ in range(6)),
            *(coloured(_LENGTH, float(slope), rng) for slope in np.linspace(-0.5, 2.2, 10)),
            *(hum(_LENGTH, base_hz, rng) for base_hz in (50.0, 60.0, 100.0, 137.0)),
            *(clicks(_LENGTH, per_s, rng) for per_s in (1.0, 4.0)),
        ]
        if all_noises:
            self._sounds += [
                *(hum(_LENGTH, float(base_hz), rng) for base_hz in rng.uniform(45, 200, 12)),
                *(coloured(_LENGTH, float(slope), rng) for slope in rng.uniform(-0.5, 2.2, 4)),
                *(clicks(_LENGTH, float(per_s), rng) for per_s in rng.uniform(0.3, 8, 3)),
            ]

    def take(self, n: int, rng: Generator) -> Samples:
        """n samples of one of the noises, standard deviation about 1; one longer than 32 s repeats itself."""
        sound = self._sounds[rng.integers(len(self._sounds))]
        if n > _LENGTH:
            return np.resize(sound, n)
        start = int(rng.integers(0, _LENGTH - n + 1))
        return sound[start : start + n]


def _unit(x: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> Samples:
    return (x / (float(x.std()) + 1e-9)).astype(np.float32)
