"""Noise mixed in as loud as asked, and the whole bench on a small folder."""

from pathlib import Path

import numpy as np
import pytest

from srota_dictate.lab.bench.clips import speech_clips
from srota_dictate.lab.bench.detectors import decide
from srota_dictate.lab.bench.vad import Item, bench_vad, mix
from srota_dictate.segmenter.options import SegmenterOptions
from srota_dictate.types import SAMPLE_RATE_HZ
from tests.lab.bench.folder import make_folder
from tests.segmenter.voices import noise, silence


@pytest.mark.parametrize("snr_db", [20, 5, 0, -10])
def test_noise_is_as_loud_as_asked(snr_db: float) -> None:
    samples = np.concatenate([silence(1), noise(1, 0.1), silence(1)])
    item = Item(samples, np.repeat([False, True, False], 100))
    hiss = np.random.default_rng(9).normal(0, 0.3, SAMPLE_RATE_HZ // 2).astype(np.float32)
    mixed = mix(item, hiss, snr_db, np.random.default_rng(0))
    assert mixed.shape == samples.shape
    assert np.abs(mixed).max() <= 0.991
    quiet, loud = mixed[:SAMPLE_RATE_HZ], mixed[SAMPLE_RATE_HZ : 2 * SAMPLE_RATE_HZ]
    speech_power = np.square(loud).mean() - np.square(quiet).mean()
    assert 10 * np.log10(speech_power / np.square(quiet).mean()) == pytest.approx(snr_db, abs=1)


def test_decisions_have_two_thresholds() -> None:
    options = SegmenterOptions(speech_on=0.5, speech_off=0.35)
    probabilities = np.array([0.4, 0.6, 0.4, 0.3, 0.4], np.float32)
    assert decide(probabilities, 160, 5, options).tolist() == [False, True, True, False, False]
    assert decide(probabilities, 320, 4, options).tolist() == [False, False, True, True]


def test_dialogues_are_no_clips(tmp_path: Path) -> None:
    assert [clip.name for clip in speech_clips(make_folder(tmp_path))] == ["hi_0", "hi_1", "hi_2"]


def test_the_whole_bench(tmp_path: Path) -> None:
    report = bench_vad(make_folder(tmp_path))
    assert report.startswith("# Telling speech from noise\n")
    assert "`srota-dictate bench vad AUDIO_FOLDER`" in report
    assert str(tmp_path) not in report
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in report.splitlines() if line.startswith("| ")]
    assert [row[0] for row in rows if row[1] == "silero v6"] == [
        "none", "20 dB", "10 dB", "5 dB", "0 dB", "noise_hiss", "white",
    ]  # fmt: skip
    clean = next(row for row in rows if row[:2] == ["none", "silero v6"])
    assert float(clean[2]) > 0.8
    assert float(clean[3]) > 0.8
    assert clean[-1].startswith("0 of ")
