"""One instance a person; the second start's wish reaches the first, and a crash blocks nobody."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from srota_dictate.app.single_instance import SingleInstance, Wish, ask_first, become_first
from srota_dictate.errors import UserFixableError

ASK = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from srota_dictate.app.single_instance import Wish, ask_first, become_first
app = QCoreApplication([])
folder = Path(sys.argv[1])
sys.exit(0 if become_first(folder) is None and ask_first(folder, Wish(sys.argv[2])) else 1)
"""
CRASH = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from srota_dictate.app.single_instance import become_first
app = QCoreApplication([])
instance = become_first(Path(sys.argv[1]))
assert instance is not None
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "run"


def first(folder: Path) -> SingleInstance:
    instance = become_first(folder)
    assert instance is not None
    return instance


@pytest.mark.parametrize("wish", Wish)
def test_a_second_start_hands_over_its_wish_and_ends_well(qtbot: QtBot, folder: Path, wish: Wish) -> None:
    instance = first(folder)
    heard: list[Wish] = []
    instance.wished.connect(heard.append)
    with qtbot.waitSignal(instance.wished, timeout=20_000):
        second = subprocess.Popen([sys.executable, "-c", ASK, str(folder), wish.value])

    assert heard == [wish]
    assert second.wait(20) == 0
    instance.close()


def test_what_a_newer_program_wishes_for_shows_the_old_one(qtbot: QtBot, folder: Path) -> None:
    instance = first(folder)
    heard: list[Wish] = []
    instance.wished.connect(heard.append)
    with qtbot.waitSignal(instance.wished), socket.socket(socket.AF_UNIX) as client:
        client.connect(str(folder / "instance.socket"))
        client.sendall(b"dance\n")

    assert heard == [Wish.SHOW]
    instance.close()


def test_after_the_first_ended_the_next_is_first(qtbot: QtBot, folder: Path) -> None:
    first(folder).close()

    assert not ask_first(folder, Wish.SHOW, timeout_s=0)
    first(folder).close()


def test_a_crash_leaves_nothing_that_blocks(qtbot: QtBot, folder: Path) -> None:
    crashed = subprocess.run([sys.executable, "-c", CRASH, str(folder)], timeout=20, check=False)
    assert crashed.returncode == -9
    assert (folder / "instance.lock").exists()
    assert (folder / "instance.socket").exists()

    instance = first(folder)
    with qtbot.waitSignal(instance.wished, timeout=20_000):
        second = subprocess.Popen([sys.executable, "-c", ASK, str(folder), "show"])
    assert second.wait(20) == 0
    instance.close()


def test_a_folder_that_is_none_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(UserFixableError, match="cannot be used"):
        become_first(tmp_path / "file" / "run")
