"""`srota-dictate models` on a machine that has none, and on one that has."""

import shutil
from pathlib import Path

import pytest

from srota_dictate.assets import asset
from srota_dictate.cli.models import show_size
from tests.cli.command import run

SNAPSHOT = "HF_HOME/hub/models--moorlee--qwen3-asr-0.6b-hinglish/snapshots/abc"


def rows(home: Path) -> dict[str, list[str]]:
    done = run("models", home=home)
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert lines[0] == ["name", "title", "what for", "licence", "state", "size", "where"]
    return {line[0]: line for line in lines[1:]}


def test_an_empty_machine_has_the_tiny_model_only(tmp_path: Path) -> None:
    found = rows(tmp_path)
    assert list(found) == ["srota", "srota-conv", "srota-tutorial", "base", "tiny"]
    assert found["srota"][3:] == ["Apache-2.0", "not downloaded", "1570000000", "moorlee/qwen3-asr-0.6b-hinglish"]
    assert found["tiny"][4] == "shipped"
    assert Path(found["tiny"][6]).samefile(asset("models/tiny"))


def test_a_downloaded_model_is_found_and_a_part_of_one_is_not_taken_for_it(tmp_path: Path) -> None:
    shutil.copytree(asset("models/tiny"), tmp_path / SNAPSHOT)
    assert rows(tmp_path)["srota"][4] == "downloaded"
    (tmp_path / SNAPSHOT / "tokenizer_config.json").unlink()
    assert rows(tmp_path)["srota"][4] == "partly downloaded"


def test_downloading_what_is_shipped_says_where_it_is(tmp_path: Path) -> None:
    done = run("models", "download", "tiny", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert Path(done.stdout.strip()).samefile(asset("models/tiny"))


@pytest.mark.parametrize(("name", "told"), [("nix", "no model called 'nix'"), ("srota", "switched off")])
def test_what_cannot_be_downloaded_is_told_in_one_line(name: str, told: str, tmp_path: Path) -> None:
    done = run("models", "download", name, home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert told in line


@pytest.mark.parametrize(("n_bytes", "shown"), [(1_570_000_000, "1.57 GB"), (4_577_888, "5 MB"), (0, "0 MB")])
def test_sizes_for_people(n_bytes: int, shown: str) -> None:
    assert show_size(n_bytes) == shown
