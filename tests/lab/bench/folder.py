"""A folder of recordings for a bench: sentences by espeak-ng and noise, named as a bench expects."""

from pathlib import Path

import numpy as np
import soundfile  # pyright: ignore[reportMissingTypeStubs]

from srota_dictate.types import SAMPLE_RATE_HZ, Samples
from tests.segmenter.voices import noise, silence, spoken

SENTENCES = ("कल सुबह office में meeting है, please laptop ले आना", "मुझे report भेज दो", "आज मौसम बहुत अच्छा है")


def make_folder(folder: Path) -> Path:
    """Three Hindi clips, one dialogue of 40 s and a noise."""
    for number, sentence in enumerate(SENTENCES):
        _write(folder / f"hi_{number}.flac", spoken(sentence))
    turn = np.concatenate([*(part for sentence in SENTENCES for part in (spoken(sentence), silence(0.4)))])
    _write(folder / "en_notld_talk.flac", np.tile(turn, 1 + 40 * SAMPLE_RATE_HZ // turn.size))
    _write(folder / "noise_hiss.flac", noise(3, 0.1))
    return folder


def _write(path: Path, samples: Samples) -> None:
    soundfile.write(str(path), samples, SAMPLE_RATE_HZ)  # pyright: ignore[reportUnknownMemberType]
