"""Sound → log-mel spectrogram, as transformers' WhisperFeatureExtractor makes it, without transformers."""

# torch, numpy and tokenizers leave parts of their types out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import numpy as np
import torch

from srota_dictate.recognizer.fast.shapes import FFT_SAMPLES, HOP_SAMPLES
from srota_dictate.types import SAMPLE_RATE_HZ

_MAX_HZ = 8000.0
_RANGE = 8.0  # what is this many powers of ten below the loudest counts as silence


class LogMel:
    """The same numbers to the last bit on a processor, to 1e-5 on a graphics card."""

    def __init__(self, n_bins: int, device: torch.device) -> None:
        self._filters = torch.from_numpy(mel_filters(n_bins).T.astype(np.float32)).to(device)
        self._window = torch.hann_window(FFT_SAMPLES, device=device)
        self._device = device

    def __call__(self, samples: np.ndarray) -> torch.Tensor:
        """Mono float32 samples of shape (n,) at 16 kHz → float32 of shape (n_bins, n // HOP_SAMPLES)."""
        wave = torch.from_numpy(samples).to(self._device)[None]
        spectrum = torch.stft(wave, FFT_SAMPLES, HOP_SAMPLES, window=self._window, return_complex=True)
        power = spectrum[..., :-1].abs() ** 2
        log = torch.clamp(self._filters @ power, min=1e-10).log10()[0]
        return (torch.maximum(log, log.max() - _RANGE) + 4.0) / 4.0


def mel_filters(n_bins: int) -> np.ndarray:
    """Slaney's triangular filters, float64 of shape (FFT_SAMPLES // 2 + 1, n_bins), each of the same area.

    From Malcolm Slaney's Auditory Toolbox (1998): linear below 1 kHz, logarithmic above.
    """
    step = np.log(6.4) / 27.0
    last_mel = 15.0 + np.log(_MAX_HZ / 1000.0) / step
    mels = np.linspace(0.0, last_mel, n_bins + 2)
    edges = np.where(mels >= 15.0, 1000.0 * np.exp(step * (mels - 15.0)), 200.0 * mels / 3.0)
    bins = np.linspace(0, SAMPLE_RATE_HZ // 2, FFT_SAMPLES // 2 + 1)
    slopes = edges[None] - bins[:, None]
    widths = np.diff(edges)
    down, up = -slopes[:, :-2] / widths[:-1], slopes[:, 2:] / widths[1:]
    return np.maximum(0.0, np.minimum(down, up)) * (2.0 / (edges[2:] - edges[:-2]))[None]
