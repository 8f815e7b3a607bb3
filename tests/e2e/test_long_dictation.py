"""Somebody who speaks for half an hour: flat memory, every word in order, no longer wait at the end."""

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

GROWTH_MB = 50.0  # outside the model's process
WRONG = 0.02  # of the words: the tiny model mishears some where a cut falls differently


def dictate(folder: Path, minutes: float) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.long_child", str(folder), str(minutes)],
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    outcome: dict[str, Any] = json.loads(done.stdout)
    expected, text = str(outcome.pop("expected")), str(outcome.pop("text"))
    outcome["wer"] = jiwer.wer(expected, text)  # pyright: ignore[reportUnknownMemberType]
    print(json.dumps(outcome))
    assert outcome["wer"] <= WRONG
    assert outcome["rss_most_mb"] - outcome["rss_start_mb"] <= GROWTH_MB
    # The wait is what the last segments take: no more of them wait than at the end of a short take.
    assert outcome["unanswered"] <= 2
    assert outcome["speech_s"] > MAX_SEGMENT_S
    return outcome


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_a_minute(tmp_path: Path) -> None:
    dictate(tmp_path, 1.0)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_half_an_hour(tmp_path: Path) -> None:
    dictate(tmp_path, 30.0)
