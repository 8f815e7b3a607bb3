"""Rows and recordings in agreement: what is found after a crash, what may be deleted, and when."""

import os
import sqlite3
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from srota_dictate.audio import write_wav
from srota_dictate.errors import UserFixableError
from srota_dictate.history.retention import Ages, may_go
from srota_dictate.history.runlock import RunLock, is_held
from srota_dictate.history.store import TakeStore
from srota_dictate.history.table import VERSION, TakeTable, is_damaged, set_aside
from srota_dictate.history.takes import KeptAudio
from srota_dictate.takes import TakeState, TakeTurn

HOUR_S = 3600.0
DAY_S = 24 * HOUR_S
YEAR_S = 365 * DAY_S


@dataclass
class Clocks:
    """A clock that can be set, and one that can't."""

    wall_s: float = 1_000_000.0
    steady_s: float = 0.0

    def pass_s(self, seconds: float) -> None:
        self.wall_s += seconds
        self.steady_s += seconds


@dataclass
class Run:
    """One start of the program, up to the point where it is closed or killed."""

    folder: Path
    clocks: Clocks
    is_whole: bool = True
    repaired: list[Path] = field(default_factory=list[Path])

    def __post_init__(self) -> None:
        self.clocks.pass_s(0.001)  # file names carry the time of the start
        self.kept = KeptAudio(self.folder / "takes", clock=lambda: self.clocks.wall_s)
        self.lock = RunLock(self.kept.lock_path(self.kept.run))
        self.store = TakeStore(
            TakeTable.open(self.folder / "history.db"),
            self.kept,
            self.repaired.append,
            is_whole=self.is_whole,
            clock=lambda: self.clocks.wall_s,
            steady_clock=lambda: self.clocks.steady_s,
        )
        self.store.recover()

    def record(self, take_id: int, state: TakeState, seconds: float = 1.0) -> Path:
        """A take that has come as far as `state`."""
        self.store.note(TakeTurn(take_id, TakeState.RECORDING))
        path = self.kept.path_for(take_id)
        write_wav(path, np.zeros(round(16_000 * seconds), np.float32))
        os.utime(path, (self.clocks.wall_s, self.clocks.wall_s))
        if state is not TakeState.RECORDING:
            self.store.note(TakeTurn(take_id, TakeState.TRANSCRIBING, seconds, path))
        if state is not TakeState.TRANSCRIBING:
            error = "It broke. Mend it." if state is TakeState.FAILED else ""
            self.store.note(TakeTurn(take_id, state, seconds, path, error))
        return path

    def die(self) -> None:
        """What a kill leaves: open files closed, the lock file there but free."""
        path = self.kept.lock_path(self.kept.run)
        self.lock.release()
        path.touch()
        self.store.close()

    def offered(self) -> list[Path]:
        takes = self.store.unfinished()
        self.store.mark_offered(takes)
        return [take.path for take in takes]


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def start(tmp_path: Path, clocks: Clocks) -> Callable[[], Run]:
    return lambda: Run(tmp_path, clocks)


def test_a_database_is_for_its_owner_only_and_has_no_place_for_texts(tmp_path: Path, start: Callable[[], Run]) -> None:
    run = start()
    run.record(1, TakeState.DELIVERED)
    for path in tmp_path.glob("history.db*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    with sqlite3.connect(tmp_path / "history.db") as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert database.execute("PRAGMA user_version").fetchone() == (VERSION,)
        columns = {name for _, name, *_ in database.execute("PRAGMA table_info(takes)")}
    assert "text" not in columns
    database.close()


def test_takes_that_were_under_way_when_the_program_died_are_found(start: Callable[[], Run]) -> None:
    first = start()
    paths = {state: first.record(i, state) for i, state in enumerate(TakeState, start=1)}
    failed = paths[TakeState.FAILED]
    assert first.offered() == [failed], "this run is still at the others; only what failed waits for its owner"
    first.die()
    second = start()
    under_way = [paths[state] for state in (TakeState.RECORDING, TakeState.TRANSCRIBING, TakeState.HELD)]
    assert second.offered() == [*under_way, failed]
    assert second.repaired == under_way
    assert not list(second.kept.folder.glob(f"{first.kept.run}*.lock"))


def test_a_recording_without_a_row_is_found_too(start: Callable[[], Run]) -> None:
    first = start()
    first.kept.folder.mkdir(exist_ok=True)
    orphan = first.kept.path_for(7)
    write_wav(orphan, np.zeros(32_000, np.float32))
    first.die()
    second = start()
    (take,) = second.store.unfinished()
    assert (take.path, take.audio_s, take.earlier) == (orphan, 2.0, True)


def test_what_another_living_process_records_is_left_alone(start: Callable[[], Run]) -> None:
    first = start()
    first.record(1, TakeState.RECORDING)
    (first.kept.folder / f"{first.kept.run}-00002.wav").write_bytes(b"\0" * 1000)
    second = start()
    assert second.store.unfinished() == ()
    assert second.store.discard(1) is True
    assert len(list(first.kept.folder.glob("*.wav"))) == 2


def test_a_take_killed_before_its_first_sound_is_no_dictation(start: Callable[[], Run]) -> None:
    first = start()
    first.store.note(TakeTurn(1, TakeState.RECORDING))
    empty = first.kept.path_for(2)
    write_wav(empty, np.zeros(0, np.float32))
    first.die()
    second = start()
    assert second.store.unfinished() == ()
    second.store.expire(0)
    assert not empty.exists()
    assert second.store.rows() == ()


def test_what_was_rescued_or_discarded_is_offered_no_more(start: Callable[[], Run]) -> None:
    first = start()
    paths = [first.record(i, TakeState.TRANSCRIBING) for i in (1, 2)]
    first.die()
    second = start()
    one, two = second.store.unfinished()
    second.store.finish(one.row_id, TakeState.DELIVERED)
    assert second.store.discard(two.row_id)
    assert second.store.unfinished() == ()
    assert [path.exists() for path in paths] == [True, False]
    second.store.expire(0)
    assert not paths[0].exists()


def test_old_recordings_expire_also_those_of_earlier_runs(start: Callable[[], Run], clocks: Clocks) -> None:
    first = start()
    old = first.record(1, TakeState.DELIVERED)
    first.die()
    clocks.pass_s(20 * HOUR_S)
    second = start()
    young = second.record(1, TakeState.DELIVERED)
    clocks.pass_s(5 * HOUR_S)
    assert second.store.expire(24) == 1
    assert (old.exists(), young.exists()) == (False, True)
    clocks.pass_s(YEAR_S)
    assert second.store.expire(None) == 0, "for ever"
    assert second.store.expire(24) == 1


def test_undelivered_takes_stay_until_they_were_offered_and_a_day_after(
    start: Callable[[], Run], clocks: Clocks
) -> None:
    first = start()
    path = first.record(1, TakeState.TRANSCRIBING)
    first.die()
    clocks.pass_s(YEAR_S)
    second = start()
    assert second.store.expire(0) == 0
    assert second.offered() == [path]
    clocks.pass_s(23 * HOUR_S)
    assert second.store.expire(0) == 0
    clocks.pass_s(2 * HOUR_S)
    assert second.store.expire(0) == 1


def test_a_jumping_clock_deletes_nothing_fresh(start: Callable[[], Run], clocks: Clocks) -> None:
    run = start()
    under_way = run.record(1, TakeState.TRANSCRIBING)
    delivered = run.record(2, TakeState.DELIVERED)
    clocks.wall_s += YEAR_S
    assert run.store.expire(24) == 0
    clocks.wall_s -= 2 * YEAR_S
    assert run.store.expire(24) == 0
    clocks.wall_s += YEAR_S
    assert run.store.expire(0) == 1, "at once means at once"
    assert (under_way.exists(), delivered.exists()) == (True, False)


def test_a_file_that_cannot_be_deleted_keeps_its_row(start: Callable[[], Run]) -> None:
    run = start()
    run.store.note(TakeTurn(1, TakeState.DELIVERED, 1.0, run.kept.path_for(1)))
    run.kept.path_for(1).mkdir(parents=True)
    assert run.store.expire(0) == 0
    assert len(run.store.rows()) == 1


@given(
    state=st.sampled_from(TakeState),
    since=st.lists(st.floats(-YEAR_S, YEAR_S, allow_subnormal=False) | st.none(), min_size=3, max_size=3),
    change_s=st.floats(-YEAR_S, YEAR_S, allow_subnormal=False),
    keep=st.integers(1, 8760),
)
def test_any_clock_that_says_young_keeps_a_take(
    state: TakeState, since: list[float | None], change_s: float, keep: int
) -> None:
    ages = Ages(change_s, *since)
    goes = may_go(state, ages, keep, in_use=False)
    if any(age is not None and age <= keep * HOUR_S for age in (change_s, *since)):
        assert not goes
    assert not may_go(state, ages, None, in_use=False)
    assert not may_go(state, ages, keep, in_use=True)


def test_a_lock_says_whether_its_process_lives(tmp_path: Path) -> None:
    path = tmp_path / "run.lock"
    assert not is_held(path)
    lock = RunLock(path)
    assert is_held(path)
    lock.release()
    assert not path.exists()


def test_a_damaged_database_is_recognised_and_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(sqlite3.DatabaseError) as caught:
        TakeTable.open(path)
    assert is_damaged(caught.value)
    aside = set_aside(path)
    assert aside.read_bytes().startswith(b"no database")
    TakeTable.open(path).close()


def test_a_database_of_a_newer_program_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    with sqlite3.connect(path) as database:
        database.execute(f"PRAGMA user_version = {VERSION + 1}")
    database.close()
    with pytest.raises(UserFixableError, match="newer version"):
        TakeTable.open(path)
