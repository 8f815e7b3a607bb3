"""The model's log-mel features, computed faster than the shipped extractor does, and roughened for training."""

from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from srota_dictate.types import Samples

if TYPE_CHECKING:
    from collections.abc import Callable


class LogMel:
    """Whisper's log-mel spectrogram for a model's filter bank."""

    def __init__(self, mel_filters: NDArray[np.float64]) -> None:
        """`mel_filters`: shape (201 frequencies, mel bins), from the checkpoint's feature extractor."""
        self._filters = torch.from_numpy(mel_filters.astype(np.float32)).T.contiguous()  # pyright: ignore[reportUnknownMemberType]
        self._window = torch.hann_window(400)

    def __call__(self, samples: Samples) -> Tensor:
        """(n,) samples at 16 kHz, n a multiple of 160 → (mel bins, n / 160) features, as the shipped processor's."""
        return _scale(self._log_power(samples))

    def roughened(self, samples: Samples, rng: Generator) -> Tensor:
        """The same through a random channel: a smooth equaliser, sometimes a dull microphone or a lost band."""
        log_power = self._log_power(samples)
        n_bins = log_power.shape[0]
        if rng.random() < 0.6:
            points = torch.from_numpy(rng.normal(0, 0.25, 5).astype(np.float32))[None, None]  # pyright: ignore[reportUnknownMemberType]
            curve = functional.interpolate(points, size=n_bins, mode="linear", align_corners=True)[0, 0]
            log_power = log_power + curve[:, None]
        if rng.random() < 0.15:
            edge = int(rng.integers(n_bins * 5 // 8, n_bins))
            fall = torch.arange(n_bins - edge) * float(rng.uniform(0.02, 0.2))
            log_power = log_power.clone()
            log_power[edge:] -= fall[:, None]
        features = _scale(log_power)
        if rng.random() < 0.4:
            width = int(rng.integers(1, 8))
            at = int(rng.integers(0, n_bins - width))
            features[at : at + width] = features.mean()
        return features

    def _log_power(self, samples: Samples) -> Tensor:
        wave = torch.from_numpy(samples)  # pyright: ignore[reportUnknownMemberType]
        stft: Callable[..., Tensor] = torch.stft
        spectrum = stft(wave, 400, 160, window=self._window, return_complex=True)[:, :-1]
        power = spectrum.real.square() + spectrum.imag.square()
        return (self._filters @ power).clamp_min(1e-10).log10()


def _scale(log_power: Tensor) -> Tensor:
    return (torch.maximum(log_power, log_power.max() - 8) + 4) / 4
