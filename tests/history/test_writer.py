"""The history beside a running session: nothing that happens to its file stops a dictation."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from srota_dictate.audio import write_wav
from srota_dictate.errors import UserFixableError
from srota_dictate.history.takes import KeptAudio
from srota_dictate.history.writer import History
from srota_dictate.takes import TakeState, TakeTurn, UnfinishedTake
from tests.desktop.process import wait_until


class Usage(NamedTuple):
    """How full a disk is, in bytes."""

    total: int
    used: int
    free: int


class Home:
    """A state folder, the program's runs in it, and what the person was told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "history.db"
        self.keep_hours: int | None = 24
        self.troubles: list[UserFixableError] = []
        self.offers: list[tuple[UnfinishedTake, ...]] = []
        self.n_asked = 0  # how often the setting was looked at
        self.later_s = 0.0  # how far every clock is ahead
        self._open: list[History] = []

    def run(self, expire_every_s: float = 3600.0) -> tuple[History, KeptAudio]:
        kept = KeptAudio(self.folder / "takes")
        history = History(
            self.path,
            kept,
            self._hours,
            lambda path: None,
            self.troubles.append,
            self.offers.append,
            clock=lambda: time.time() + self.later_s,
            steady_clock=lambda: time.monotonic() + self.later_s,
            expire_every_s=expire_every_s,
        )
        self._open.append(history)
        history.start()
        return history, kept

    def _hours(self) -> int | None:
        self.n_asked += 1
        return self.keep_hours

    def states(self) -> dict[int, str]:
        with sqlite3.connect(self.path) as database:
            rows = dict(database.execute("SELECT take_id, state FROM takes").fetchall())
        database.close()
        return rows

    def close(self) -> None:
        for history in self._open:
            history.close()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path)
    yield home
    home.close()


def dictate(history: History, kept: KeptAudio, take_id: int, end: TakeState | None) -> Path:
    history.note(TakeTurn(take_id, TakeState.RECORDING))
    path = kept.path_for(take_id)
    path.parent.mkdir(exist_ok=True)
    write_wav(path, np.zeros(16_000, np.float32))
    history.note(TakeTurn(take_id, TakeState.TRANSCRIBING, 1.0, path))
    if end is not None:
        history.note(TakeTurn(take_id, end, 1.0, path, "It broke. Mend it." if end is TakeState.FAILED else ""))
        if end is not TakeState.FAILED:
            history.release(path)
    return path


def history_is_open(home: Home) -> bool:
    try:
        return home.states().get(1) == "delivered"
    except sqlite3.OperationalError:
        return False  # its table is being made


def test_every_turn_is_on_disk_when_it_is_closed(home: Home) -> None:
    history, kept = home.run()
    for take_id, end in enumerate((None, TakeState.DELIVERED, TakeState.FAILED, TakeState.DISCARDED), start=1):
        dictate(history, kept, take_id, end)
    history.close()
    assert home.states() == {1: "transcribing", 2: "delivered", 3: "failed", 4: "discarded"}
    assert home.troubles == []
    assert [take.error for take in home.offers[-1]] == ["It broke. Mend it."]


def test_the_next_run_offers_what_this_one_left(home: Home) -> None:
    history, kept = home.run()
    path = dictate(history, kept, 1, None)
    history.close()
    again, _ = home.run()
    wait_until(lambda: home.offers, what="the offer")
    (take,) = home.offers[-1]
    assert (take.path, take.earlier, take.audio_s) == (path, True, 1.0)
    again.finish([take], TakeState.DELIVERED)
    wait_until(lambda: home.offers[-1] == (), what="the offer to go")
    assert path.exists(), "kept for a day"
    home.keep_hours = 0
    again.expire()
    wait_until(lambda: not path.exists(), what="the recording to go")


def test_discarded_takes_are_deleted(home: Home) -> None:
    history, kept = home.run()
    path = dictate(history, kept, 1, TakeState.FAILED)
    wait_until(lambda: home.offers, what="the offer")
    history.discard(home.offers[-1])
    wait_until(lambda: home.offers[-1] == (), what="the offer to go")
    assert not path.exists()


def test_a_locked_database_costs_nothing_and_is_said_once(home: Home) -> None:
    home.path.parent.mkdir(exist_ok=True)
    history, kept = home.run()
    dictate(history, kept, 1, TakeState.DELIVERED)
    wait_until(lambda: home.path.exists() and history_is_open(home), what="the first take")
    other = sqlite3.connect(home.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    history.note(TakeTurn(2, TakeState.RECORDING))
    wait_until(lambda: home.troubles, what="the notice")
    other.execute("ROLLBACK")
    other.close()
    dictate(history, kept, 2, TakeState.DELIVERED)
    history.close()
    assert home.states() == {1: "delivered", 2: "delivered"}
    (trouble,) = home.troubles
    assert "can't be written" in trouble.message


def test_a_damaged_database_is_set_aside_and_recordings_are_offered_again(home: Home) -> None:
    history, kept = home.run()
    path = dictate(history, kept, 1, TakeState.DELIVERED)
    history.close()
    for side in home.folder.glob("history.db-*"):
        side.unlink()
    home.path.write_bytes(b"\xff" * 8192)
    again, kept = home.run()
    wait_until(lambda: home.offers, what="the offer")
    assert [take.path for take in home.offers[-1]] == [path]
    (trouble,) = home.troubles
    assert "damaged" in trouble.message
    assert len(list(home.folder.glob("history.db.broken-*"))) == 1
    dictate(again, kept, 1, TakeState.DELIVERED)
    again.close()
    assert "delivered" in home.states().values()


@pytest.mark.parametrize("obstacle", ["folder", "newer"])
def test_a_database_that_cannot_be_opened_is_kept_in_memory(home: Home, obstacle: str) -> None:
    if obstacle == "folder":
        home.path.mkdir()  # where the file should be, something else is: also root can't write
    else:
        with sqlite3.connect(home.path) as database:
            database.execute("PRAGMA user_version = 99")
        database.close()
    history, kept = home.run()
    path = dictate(history, kept, 1, TakeState.FAILED)
    wait_until(lambda: home.offers, what="the offer from memory")
    home.keep_hours = 0
    gone = dictate(history, kept, 2, TakeState.DELIVERED)
    wait_until(lambda: not gone.exists(), what="the delivered recording to go")
    assert len(home.troubles) == 1, "said once"
    if obstacle == "folder":
        home.path.rmdir()
        dictate(history, kept, 3, TakeState.FAILED)
        history.close()
        assert home.states() == {1: "failed", 3: "failed"}, "it came back, and nothing was forgotten"
    assert path.exists()


def test_audio_that_could_not_be_kept_is_said_once(home: Home) -> None:
    history, _ = home.run()
    for take_id in (1, 2):
        history.note(TakeTurn(take_id, TakeState.RECORDING))
        history.note(TakeTurn(take_id, TakeState.TRANSCRIBING, 2.0, None))
        history.note(TakeTurn(take_id, TakeState.DELIVERED, 2.0, None))
    history.close()
    (trouble,) = home.troubles
    assert "can't be kept on disk" in trouble.message
    assert home.offers == []


def test_a_full_disk_is_named(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def usage_of(path: Path) -> Usage:
        return Usage(1000, 990, 10)

    monkeypatch.setattr("shutil.disk_usage", usage_of)
    history, _ = home.run()
    history.note(TakeTurn(1, TakeState.RECORDING))
    history.note(TakeTurn(1, TakeState.TRANSCRIBING, 2.0, None))
    history.close()
    assert "full" in home.troubles[0].hint


def test_recordings_go_when_their_time_has_come_though_nobody_dictates(home: Home) -> None:
    history, kept = home.run(expire_every_s=0.02)
    path = dictate(history, kept, 1, TakeState.DELIVERED)
    failed = dictate(history, kept, 2, TakeState.FAILED)
    wait_until(lambda: home.offers, what="the offer")
    home.later_s = 23 * 3600
    n_rounds = home.n_asked
    wait_until(lambda: home.n_asked > n_rounds + 2, what="a round that found nothing old enough")
    assert path.exists()
    home.later_s = 25 * 3600
    wait_until(lambda: not path.exists(), what="the delivered recording to go")
    wait_until(lambda: not failed.exists() and home.offers[-1] == (), what="the failed one to go, offered for a day")
    history.close()
    assert home.states() == {}
    assert home.troubles == []


def test_after_closing_calls_are_idle(home: Home) -> None:
    history, _ = home.run()
    history.close()
    history.note(TakeTurn(1, TakeState.RECORDING))
    history.expire()
