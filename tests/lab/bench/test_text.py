"""`bench text`: the figures on the lists of this project, and what it says about other folders."""

import json
from pathlib import Path

import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.lab.bench.text import bench_text, text_report
from tests.cli.command import run

DATA = Path(__file__).parents[2] / "data"
LEAST = {"roman": (0.95, 0.85), "devanagari": (0.9, 0.5), "numbers": (0.95, 0), "commands": (0.95, 0), "not": (1, 0)}


def test_the_lists_are_written_as_well_as_promised() -> None:
    wrong: list[str] = []
    found = bench_text(DATA, wrong.append, n_bytes=5_000)
    assert len(found.scores) >= 9
    for score in found.scores:
        accepted, by_rule = LEAST[score.name.partition("_")[0]]
        assert score.n_accepted >= accepted * score.n, score.name
        if score.n_by_rule is not None and score.name != "roman_sentences":  # one wrong word spoils a sentence
            assert score.n_by_rule >= by_rule * score.n, score.name
    assert len(wrong) == sum(score.n - score.n_accepted for score in found.scores)
    assert sum(score.n for score in found.scores if score.name == "not_commands") >= 100
    assert all(speed.megabytes_per_s > 0 for speed in found.speeds)
    assert json.loads(json.dumps(found.as_json()))["n_bytes"] == 5_000
    assert "| roman_words | " in text_report(found, "a command")


def test_what_is_written_otherwise_is_named(tmp_path: Path) -> None:
    (tmp_path / "numbers.tsv").write_text("# said, written\nदो लाख\t2,00,000\nदो सौ\t300\n", encoding="utf-8")
    wrong: list[str] = []
    (score,) = bench_text(tmp_path, wrong.append, n_bytes=100).scores
    assert (score.n, score.n_accepted, score.n_by_rule) == (2, 1, None)
    assert wrong == ["numbers: 'दो सौ' is written '200'"]


@pytest.mark.parametrize(("name", "content"), [("talk.txt", "x"), ("numbers.tsv", "no tab\n"), ("not_x.txt", "a\tb\n")])
def test_a_folder_without_lists_is_told(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(UserFixableError):
        bench_text(tmp_path, print)
    done = run("bench", "text", str(tmp_path), home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert str(tmp_path) in done.stderr
