"""Each fault of a microphone has its own sentence, and a good one has none."""

import numpy as np
import pytest
from numpy.typing import NDArray

from srota_dictate.errors import UserFixableError
from srota_dictate.recorder.signal_check import SignalCheck
from srota_dictate.recorder.troubles import MUTED, TELEPHONE_QUALITY, TOO_LOUD, TOO_QUIET
from srota_dictate.types import Samples

RATE_HZ = 48_000


def tone(dbfs: float, seconds: float = 2.0, offset: float = 0.0) -> Samples:
    at = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return (10 ** (dbfs / 20) * np.sin(2 * np.pi * 200 * at) + offset).astype(np.float32)


def clipped(share: float) -> Samples:
    samples = tone(-6)
    samples[: round(share * samples.size)] = 32767 / 32768
    return samples


def check(samples: NDArray[np.float32], block: int = 960, rate_hz: int = RATE_HZ) -> SignalCheck:
    found = SignalCheck(rate_hz)
    for start in range(0, samples.size, block):
        found.push(samples[start : start + block])
    return found


@pytest.mark.parametrize(
    ("samples", "hints"),
    [
        (tone(-6), ()),
        (tone(-49), ()),
        (tone(-51), (TOO_QUIET,)),
        (tone(-51, offset=0.1), (TOO_QUIET,)),
        (tone(-51, seconds=0.5), ()),  # too short to tell
        (clipped(0.0005), ()),
        (clipped(0.002), (TOO_LOUD,)),
        (np.zeros(RATE_HZ * 2, np.float32), ()),
    ],
)
@pytest.mark.parametrize("block", [1000, 96_001])
def test_hints(samples: Samples, hints: tuple[UserFixableError, ...], block: int) -> None:
    assert check(samples, block).hints() == hints


def test_digital_silence_is_a_muted_microphone_and_noise_is_not() -> None:
    assert check(np.zeros(RATE_HZ * 2, np.float32)).trouble() is MUTED
    assert check(np.zeros(RATE_HZ // 2, np.float32)).trouble() is None, "it may still be waking up"
    assert check(tone(-90)).trouble() is None


def test_a_telephone_headset_is_known_by_its_rate() -> None:
    assert check(tone(-6), rate_hz=8000).hints() == (TELEPHONE_QUALITY,)
    assert check(tone(-6), rate_hz=16_000).hints() == ()
