"""`srota-dictate segment` as a person runs it."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.cli.command import run
from tests.desktop.speech import spoken_with_pauses, write_wav
from tests.segmenter.voices import silence

SENTENCES = ["कल office meeting है"] * 12


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    samples = np.concatenate([silence(1), spoken_with_pauses(SENTENCES, 0.4), silence(1)])
    return write_wav(tmp_path_factory.mktemp("talk") / "talk.wav", samples)


def test_each_chunk_is_a_line_and_json_says_the_same(talk: Path, tmp_path: Path) -> None:
    lines = run("segment", str(talk), home=tmp_path)
    assert (lines.returncode, lines.stderr) == (0, "")
    heading, *rows = [line.split("\t") for line in lines.stdout.splitlines()]
    assert heading == ["start_s", "end_s", "kind", "speech_s", "overlap_s", "short_pieces"]
    chunks = json.loads(run("segment", str(talk), "--json", home=tmp_path).stdout)
    assert [[str(chunk[name]) for name in heading] for chunk in chunks] == rows
    assert len(chunks) >= 1
    for chunk in chunks:
        assert 0 < chunk["speech_s"] <= chunk["end_s"] - chunk["start_s"] <= 30
    assert chunks[-1]["kind"] == "end"


def test_with_commands_short_pieces_between_pauses_are_shown(tmp_path: Path) -> None:
    talk = write_wav(tmp_path / "talk.wav", spoken_with_pauses(["कल office meeting है"] * 3, 0.8))
    without, with_commands = (
        json.loads(run("segment", str(talk), "--json", *more, home=tmp_path).stdout) for more in ((), ("--commands",))
    )
    (chunk,) = with_commands
    first, _, last = [tuple(map(float, piece.split("-"))) for piece in chunk["short_pieces"].split()]
    assert chunk["start_s"] <= first[0] < first[1] < last[0] < last[1] <= chunk["end_s"]
    assert without == [{**chunk, "short_pieces": ""}]


def test_silence_has_no_chunks(tmp_path: Path) -> None:
    quiet = write_wav(tmp_path / "quiet.wav", silence(2))
    assert json.loads(run("segment", str(quiet), "--json", home=tmp_path).stdout) == []


def test_what_is_no_sound_file_is_told(tmp_path: Path) -> None:
    done = run("segment", "nowhere.wav", home=tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "There is no file nowhere.wav" in done.stderr
