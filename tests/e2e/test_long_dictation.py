"""Somebody who speaks for half an hour: flat memory, every sample and word in order, no longer wait at the end."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jiwer  # pyright: ignore[reportMissingTypeStubs]
import pytest

from srota_dictate.types import MAX_SEGMENT_S

pytestmark = [pytest.mark.e2e]

GROWTH_MB = 50.0  # outside the model's process, from the second minute on
GAP_S = 1.0  # between two segments: what isn't recognised is silence
WRONG = 0.1  # of the words: in some segments of 26 s the tiny model skips a sentence, also when asked about them alone


def dictate(folder: Path, minutes: float, *more: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.long_child", str(folder), str(minutes), *more],
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    outcome: dict[str, Any] = json.loads(done.stdout)
    expected, text = str(outcome["expected"]), str(outcome["text"])
    outcome["wer"] = jiwer.wer(expected, text)  # pyright: ignore[reportUnknownMemberType]
    print(json.dumps({name: value for name, value in outcome.items() if name not in ("expected", "answers", "text")}))
    assert outcome["rss_most_mb"] - outcome["rss_start_mb"] <= GROWTH_MB
    assert outcome["text"] == outcome["answers"]
    assert outcome["kept_whole"]
    assert outcome["longest_gap_s"] <= GAP_S
    # The wait is what the last segments take: no more of them wait than at the end of a short take.
    assert outcome["unanswered"] <= 2
    assert outcome["speech_s"] > MAX_SEGMENT_S
    assert outcome["n_segments"] > outcome["speech_s"] / MAX_SEGMENT_S
    return outcome


@pytest.mark.timeout(120)
def test_two_minutes_without_a_model(tmp_path: Path) -> None:
    outcome = dictate(tmp_path, 2.0, "--no-model")
    assert outcome["text"] == outcome["expected"]


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_half_an_hour_without_a_model(tmp_path: Path) -> None:
    outcome = dictate(tmp_path, 30.0, "--no-model")
    assert outcome["text"] == outcome["expected"]


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_three_minutes_with_the_tiny_model(tmp_path: Path) -> None:
    """The end in its own time, so that nothing of it waits longer than it would for a person."""
    outcome = dictate(tmp_path, 3.0, "--at-last-s", "30")
    assert outcome["wer"] <= WRONG
