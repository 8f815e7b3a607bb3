"""The same spectrogram to the last bit as transformers' feature extractor."""

# transformers carries no types, torch leaves parts of its own out.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import numpy as np
import pytest
import torch

from srota_dictate.recognizer.fast.mel import LogMel, mel_filters
from srota_dictate.types import Samples
from tests.recognizer.support import needs_model_packages, noise

pytestmark = [needs_model_packages, pytest.mark.timeout(280)]

CPU = torch.device("cpu")


def sounds(speech: Samples) -> dict[str, Samples]:
    steps = np.repeat(noise(1.0, level=0.01), 8) * np.repeat([0.0, 1.0, 30.0, 1e-4], 32_000)
    return {
        "speech": speech,
        "odd length": speech[:12_345],
        "shortest": noise(0.1),
        "one frame": noise(0.1)[:400],
        "30 s": noise(30.0),
        "silence": np.zeros(16_000, np.float32),
        "nearly silence": noise(1.0, level=1e-7),
        "clipped": np.clip(noise(2.0, level=3.0), -1, 1),
        "loud after quiet": steps.astype(np.float32)[:100_003],
        "beyond full scale": noise(1.0) * np.float32(40),
    }


@pytest.mark.parametrize("n_bins", [80, 128])
def test_every_bit(n_bins: int, speech: Samples) -> None:
    from transformers import WhisperFeatureExtractor

    extract = WhisperFeatureExtractor(feature_size=n_bins)
    mel = LogMel(n_bins, CPU)
    for name, samples in sounds(speech).items():
        # As Qwen3ASRProcessor calls it.
        expected = extract(
            [samples],
            sampling_rate=16_000,
            padding=True,  # pyright: ignore[reportArgumentType] - its hint is narrower than it is
            truncation=False,
            return_attention_mask=True,
            return_tensors="pt",
        )
        frames = int(expected["attention_mask"].sum())
        assert torch.equal(mel(samples), expected["input_features"][0][:, :frames]), name


@pytest.mark.parametrize("n_bins", [80, 128])
def test_filters(n_bins: int) -> None:
    from transformers.audio_utils import mel_filter_bank

    expected = mel_filter_bank(201, n_bins, 0.0, 8000.0, 16_000, norm="slaney", mel_scale="slaney")
    np.testing.assert_allclose(mel_filters(n_bins), expected, rtol=0, atol=1e-12)
