"""What a take's sound says about the microphone: muted, distorted, too quiet, or of telephone quality."""

from typing import Final

import numpy as np

from srota_dictate.audio import SILENCE_DBFS
from srota_dictate.errors import UserFixableError
from srota_dictate.recorder.troubles import MUTED, TELEPHONE_QUALITY, TOO_LOUD, TOO_QUIET
from srota_dictate.types import Samples

_MUTED_S: Final = 1.0  # so much digital silence is no microphone waking up
_QUIET_AFTER_S: Final = 1.0  # a shorter take may well hold no word
_QUIET_PEAK_DBFS: Final = -50.0
_FULL_SCALE: Final = 0.999  # the largest 16-bit value, give or take a converter's rounding
_CLIPPED_SHARE: Final = 0.001
_TELEPHONE_RATE_HZ: Final = 8000


class SignalCheck:
    """Watches one take; what it finds does not depend on the size of the blocks."""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._n_samples = 0
        self._n_clipped = 0
        self._lowest = 0.0
        self._highest = 0.0
        self._is_silent = True  # not one sample differed from zero

    def push(self, samples: Samples) -> None:
        """Mono samples of shape (n,), n > 0, at the device's rate."""
        self._n_samples += samples.size
        lowest, highest = float(samples.min()), float(samples.max())
        self._lowest = lowest if self._n_samples == samples.size else min(self._lowest, lowest)
        self._highest = highest if self._n_samples == samples.size else max(self._highest, highest)
        self._is_silent = self._is_silent and lowest == highest == 0.0
        if max(-lowest, highest) >= _FULL_SCALE:
            self._n_clipped += int(np.count_nonzero(np.abs(samples) >= _FULL_SCALE))

    @property
    def peak_dbfs(self) -> float:
        """The largest swing, whatever constant offset the microphone adds."""
        swing = (self._highest - self._lowest) / 2
        return max(SILENCE_DBFS, 20 * float(np.log10(swing))) if swing > 0 else SILENCE_DBFS

    def trouble(self) -> UserFixableError | None:
        """Why nothing could be heard, if nothing could."""
        return MUTED if self._is_silent and self._n_samples >= _MUTED_S * self._rate_hz else None

    def hints(self) -> tuple[UserFixableError, ...]:
        """What would make the next take better."""
        hints: list[UserFixableError] = []
        if self._n_clipped > _CLIPPED_SHARE * self._n_samples:
            hints.append(TOO_LOUD)
        is_long_enough = self._n_samples >= _QUIET_AFTER_S * self._rate_hz
        if is_long_enough and not self._is_silent and self.peak_dbfs < _QUIET_PEAK_DBFS:
            hints.append(TOO_QUIET)
        if self._rate_hz <= _TELEPHONE_RATE_HZ:
            hints.append(TELEPHONE_QUALITY)
        return tuple(hints)
