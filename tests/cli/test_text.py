"""`srota-dictate text` as a person runs it: standard input in, text out."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import ROOT, environment


def text(*words: str, said: bytes, home: Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "srota_dictate", "text", *words]
    return subprocess.run(command, cwd=ROOT, env=environment(home), input=said, capture_output=True, check=False)


def told(*words: str, said: str, home: Path) -> str:
    done = text(*words, said=said.encode(), home=home)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


def test_each_line_is_a_piece_and_those_beside_a_command_become_one_line(tmp_path: Path) -> None:
    said = "मेरा favourite festival Diwali है ।\nनई लाइन\nthen he said ,ok\r\nfull stop\n"
    assert told(said=said, home=tmp_path) == "मेरा favourite festival Diwali है।\nThen he said, ok.\n"
    assert told("--script", "roman", "--no-commands", said="मेरा\nन्यू line\n", home=tmp_path) == "mera\nnew line\n"


def test_lines_stay_lines_where_nothing_is_commanded(tmp_path: Path) -> None:
    assert told(said="दो लाख\n\nतीन हज़ार\nok", home=tmp_path) == "2,00,000\n\n3,000\nok\n"
    assert told(said="one\ncomma\ntwo\nthree\ncaps on\nfour\ncaps off", home=tmp_path) == "one, two\nthree FOUR\n"


def test_nothing_said_is_nothing_written(tmp_path: Path) -> None:
    assert told(said="", home=tmp_path) == told("--lines", said="", home=tmp_path) == ""


def test_each_line_may_be_a_take_of_its_own(tmp_path: Path) -> None:
    assert told("--lines", said="दो लाख\n\nscratch that\nok", home=tmp_path) == "2,00,000\n\n\nok\n"


def test_what_each_rule_changed_is_explained(tmp_path: Path) -> None:
    lines = told("--explain", "--profile", "programmer", said="open main dot py.", home=tmp_path).splitlines()
    assert lines[:2] == ["open main.py", ""]
    assert [line.split() for line in lines[2:]] == [
        ["rule", "before", "after", "position"],
        ["symbols", '"', "main", "dot", 'py"', '"', 'main.py"', "4-16"],
        ["stops", '"."', '""', "16-17"],
    ]


def test_bytes_that_are_no_text_pass(tmp_path: Path) -> None:
    said = b"\xff\xfe caf\xe9 " + "ा தமிழ் 😀".encode()
    for script in ("mixed", "roman", "devanagari"):
        done = text("--script", script, said=said, home=tmp_path)
        assert done.stdout.startswith(b"\xff\xfe ")
        assert b"\xe9 " in done.stdout
        assert done.stdout.endswith(" தமிழ் 😀\n".encode())


def test_a_megabyte_without_a_space_passes(tmp_path: Path) -> None:
    said = "ab" * 500_000
    assert told("--script", "roman", said=said, home=tmp_path) == f"{said}\n"


def test_enter_is_told_on_standard_error(tmp_path: Path) -> None:
    done = text(said="ठीक है\nsend".encode(), home=tmp_path)
    assert done.stdout.decode() == "ठीक है\n"
    assert done.stderr == b"Here Enter would be pressed.\n"


def test_the_settings_hold_where_no_option_says_otherwise(tmp_path: Path) -> None:
    settings = tmp_path / "XDG_CONFIG_HOME/srota-dictate/settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('[rules]\nview = "roman"\nstop = "danda"\n[rules.own_commands]\n"my name" = "Asha Rao"\n')
    assert told(said="यह है.\nmy name", home=tmp_path) == "yeh hai। Asha Rao\n"
    assert told("--script", "mixed", "--stop", "keep", said="यह है.", home=tmp_path) == "यह है.\n"


@pytest.mark.parametrize("words", [("--script", "tamil"), ("--profile", "poet"), ("--stop", "never")])
def test_wrong_choices_are_wrong_usage(words: tuple[str, str], tmp_path: Path) -> None:
    assert text(*words, said=b"", home=tmp_path).returncode == 2
