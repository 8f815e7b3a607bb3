"""Kept recordings: names, lists, and when they go."""

import os
from pathlib import Path

import numpy as np
import pytest

from srota_dictate.audio import write_wav
from srota_dictate.history.takes import KeptAudio


def record(path: Path, seconds: float = 1.0, at_s: float = 1000.0) -> None:
    path.parent.mkdir(exist_ok=True)
    write_wav(path, np.zeros(round(16_000 * seconds), np.float32))
    os.utime(path, (at_s, at_s))


def test_names_differ_between_takes_and_between_runs(tmp_path: Path) -> None:
    first = KeptAudio(tmp_path, clock=lambda: 1000.0)
    later = KeptAudio(tmp_path, clock=lambda: 1000.5)
    names = [kept.path_for(take_id).name for kept in (first, later) for take_id in (1, 2)]
    assert len(set(names)) == 4
    assert names == sorted(names)
    assert first.path_for(1) == first.path_for(1)


def test_list_is_oldest_first_and_knows_lengths(tmp_path: Path) -> None:
    kept = KeptAudio(tmp_path / "takes")
    assert kept.list() == ()
    record(kept.path_for(1), seconds=2.0, at_s=2000)
    record(kept.path_for(2), seconds=0.5, at_s=1000)
    (tmp_path / "takes" / "notes.txt").touch()
    assert [(t.path, t.recorded_at_s, t.audio_s) for t in kept.list()] == [
        (kept.path_for(2), 1000, 0.5),
        (kept.path_for(1), 2000, 2.0),
    ]


def test_forget_deletes_one_and_is_idle_when_it_is_gone(tmp_path: Path) -> None:
    kept = KeptAudio(tmp_path)
    record(kept.path_for(1))
    record(kept.path_for(2))
    kept.forget(1)
    kept.forget(1)
    assert [take.path for take in kept.list()] == [kept.path_for(2)]


def test_what_cannot_be_deleted_is_logged_not_raised(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    kept = KeptAudio(tmp_path)
    kept.path_for(1).mkdir()
    kept.forget(1)
    assert "can't be deleted" in caplog.text
