"""`srota-dictate bench` tells what it misses; what it measures is tested in tests/lab/bench."""

from pathlib import Path

from tests.cli.command import run


def test_a_folder_without_recordings_is_told_in_one_line(tmp_path: Path) -> None:
    done = run("bench", "vad", str(tmp_path), home=tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert "has no hi_*.flac" in line


def test_lengths_that_mean_nothing_are_told_in_one_line(tmp_path: Path) -> None:
    done = run("bench", "release", "--seconds", "2,soon", home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "can't be understood" in done.stderr
