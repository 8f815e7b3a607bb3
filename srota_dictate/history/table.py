"""The history database: one row a take, never its text. SQLite; whoever makes a table uses it on that thread only."""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from srota_dictate.errors import UserFixableError
from srota_dictate.takes import TakeState

VERSION: Final = 2
_BUSY_TIMEOUT_S: Final = 2.0  # for another process that is writing
_MEMORY: Final = ":memory:"
_CORRUPT: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

# Step n brings a database of version n to n + 1.
_STEPS: Final = (
    """
    CREATE TABLE takes (
        id INTEGER PRIMARY KEY,
        run TEXT NOT NULL,             -- of the program
        take_id INTEGER NOT NULL,      -- within the run
        started_at_s REAL NOT NULL,    -- Unix time
        changed_at_s REAL NOT NULL,
        state TEXT NOT NULL,
        audio_s REAL NOT NULL DEFAULT 0,
        audio_file TEXT,               -- a name in the folder of recordings
        error TEXT NOT NULL DEFAULT '',
        offered_at_s REAL,             -- when the person was first told that it is unfinished
        UNIQUE (run, take_id)
    )
    """,
    "-- a take may be held or unconfirmed, which older programs don't know",
)
_COLUMNS: Final = "id, run, take_id, started_at_s, changed_at_s, state, audio_s, audio_file, error, offered_at_s"


@dataclass(frozen=True, slots=True)
class Row:
    """One take. `row_id` 0 is a row that isn't in the table yet."""

    row_id: int
    run: str
    take_id: int
    started_at_s: float
    changed_at_s: float
    state: TakeState
    audio_s: float = 0.0
    audio_file: str | None = None
    error: str = ""
    offered_at_s: float | None = None


class TakeTable:
    """Every method may raise sqlite3.Error: locked, read-only, damaged, disk full."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    @classmethod
    def open(cls, path: Path) -> "TakeTable":
        """Open or make the database in a file only its owner may read. Raises OSError too, and UserFixableError."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite gives its side files the same mode
        database = sqlite3.connect(path, timeout=_BUSY_TIMEOUT_S, isolation_level=None)
        try:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            _migrate(database, path)
            for (answer,) in database.execute("PRAGMA quick_check(1)"):
                if answer != "ok":
                    raise _damaged(str(answer))
        except BaseException:
            database.close()
            raise
        return cls(database)

    @classmethod
    def in_memory(cls) -> "TakeTable":
        """For a run whose database can't be used."""
        database = sqlite3.connect(_MEMORY, isolation_level=None)
        _migrate(database, Path(_MEMORY))
        return cls(database)

    def rows(self) -> tuple[Row, ...]:
        """All takes, oldest first."""
        with closing(self._database.execute(f"SELECT {_COLUMNS} FROM takes ORDER BY started_at_s, id")) as found:
            return tuple(_row(values) for values in found)

    def put(self, row: Row) -> None:
        """Write how a take stands; when it began and when it was offered stay as they were."""
        self._database.execute(
            "INSERT INTO takes (run, take_id, started_at_s, changed_at_s, state, audio_s, audio_file, error)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run, take_id) DO UPDATE SET"
            " changed_at_s = excluded.changed_at_s, state = excluded.state, audio_s = excluded.audio_s,"
            " audio_file = excluded.audio_file, error = excluded.error",
            (
                *(row.run, row.take_id, row.started_at_s, row.changed_at_s),
                *(row.state.value, row.audio_s, row.audio_file, row.error),
            ),
        )

    def mark_offered(self, row_ids: Sequence[int], now_s: float) -> None:
        changes = [(now_s, row_id) for row_id in row_ids]
        self._database.executemany("UPDATE takes SET offered_at_s = ? WHERE id = ? AND offered_at_s IS NULL", changes)

    def remove(self, row_id: int) -> None:
        self._database.execute("DELETE FROM takes WHERE id = ?", (row_id,))

    def close(self) -> None:
        self._database.close()


def is_damaged(error: sqlite3.Error) -> bool:
    """Whether the file is no database any more, in contrast to one that can't be used at the moment."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _CORRUPT


def set_aside(path: Path) -> Path:
    """Move a damaged database out of the way; where it is now. Raises OSError."""
    aside = path.with_name(f"{path.name}.broken-{datetime.now():%Y%m%d-%H%M%S-%f}")
    path.rename(aside)
    for suffix in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
    return aside


def _migrate(database: sqlite3.Connection, path: Path) -> None:
    version = _version(database)
    if version > VERSION:
        raise UserFixableError(
            f"The list of recordings in {path} was written by a newer version of this program",
            "Update the program; until then recordings are kept and dictation works as usual",
        )
    if version == VERSION:
        return
    database.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have been faster.
        for step in _STEPS[_version(database) :]:
            database.execute(step)
        database.execute(f"PRAGMA user_version = {VERSION}")
    except BaseException:
        if database.in_transaction:  # SQLite itself ends it when the disk is full
            database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def _version(database: sqlite3.Connection) -> int:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    return int(version)


def _damaged(reason: str) -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError(reason)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def _row(values: Sequence[object]) -> Row:
    row_id, run, take_id, started_at_s, changed_at_s, state, audio_s, audio_file, error, offered_at_s = values
    return Row(
        int(str(row_id)),
        str(run),
        int(str(take_id)),
        float(str(started_at_s)),
        float(str(changed_at_s)),
        TakeState(state),
        float(str(audio_s)),
        None if audio_file is None else str(audio_file),
        str(error),
        None if offered_at_s is None else float(str(offered_at_s)),
    )
