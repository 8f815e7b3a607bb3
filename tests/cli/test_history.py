"""`srota-dictate history` on takes a killed program left behind, with the real command and the tiny model."""

from pathlib import Path

import pytest

from srota_dictate.audio import write_wav
from srota_dictate.history.store import TakeStore
from srota_dictate.history.table import TakeTable
from srota_dictate.history.takes import KeptAudio
from srota_dictate.takes import TakeState, TakeTurn
from tests.cli.command import run
from tests.desktop.speech import spoken

SENTENCE = "मेरा favourite festival Diwali है"


def ignore(path: Path) -> None:
    """Nothing to repair."""


@pytest.fixture
def left_behind(tmp_path: Path) -> list[Path]:
    """One delivered take, one interrupted, one that failed."""
    state = tmp_path / "XDG_STATE_HOME" / "srota-dictate"
    kept = KeptAudio(state / "takes")
    store = TakeStore(TakeTable.open(state / "history.db"), kept, ignore)
    kept.folder.mkdir()
    ends = (TakeState.DELIVERED, TakeState.TRANSCRIBING, TakeState.FAILED)
    for take_id, end in enumerate(ends, start=1):
        write_wav(kept.path_for(take_id), spoken(SENTENCE))
        store.note(TakeTurn(take_id, TakeState.RECORDING))
        store.note(TakeTurn(take_id, end, 2.0, kept.path_for(take_id)))
    store.close()
    settings = tmp_path / "XDG_CONFIG_HOME" / "srota-dictate" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('[recognizer]\nmodel = "tiny"\ndevice = "cpu"\n')
    return [kept.path_for(take_id) for take_id in (1, 2, 3)]


def test_listed_transcribed_and_discarded(tmp_path: Path, left_behind: list[Path]) -> None:
    listed = run("history", home=tmp_path)
    assert listed.returncode == 0, listed.stderr
    heading, *rows = [line.split("\t") for line in listed.stdout.splitlines()]
    assert heading == ["id", "when", "length", "state", "path"]
    assert [(row[3], row[4]) for row in rows] == [
        ("delivered", str(left_behind[0])),
        ("transcribing", str(left_behind[1])),
        ("failed", str(left_behind[2])),
    ]
    assert listed.stderr.startswith("2 without a text")
    wrong = run("history", "transcribe", home=tmp_path)
    assert wrong.returncode == 2
    text = run("history", "transcribe", rows[1][0], home=tmp_path)
    assert (text.returncode, text.stdout) == (0, f"{SENTENCE}\n"), text.stderr
    gone = run("history", "discard", "--all", home=tmp_path)
    assert gone.returncode == 0, gone.stderr
    assert [path.exists() for path in left_behind] == [True, True, False]
    again = run("history", "discard", rows[2][0], home=tmp_path)
    assert again.returncode == 1
    assert "no take" in again.stderr


def test_without_any_recording_it_says_nothing(tmp_path: Path) -> None:
    done = run("history", home=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "id\twhen\tlength\tstate\tpath\n", "")


def test_a_damaged_list_is_said_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "XDG_STATE_HOME" / "srota-dictate" / "history.db"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\xff" * 4096)
    done = run("history", home=tmp_path)
    assert done.returncode == 1
    assert "damaged" in done.stderr
    assert len(done.stderr.splitlines()) == 1
