"""Every take there is: the rows of the database and the recordings in the folder, kept in agreement."""

import os
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import Final

from srota_dictate.history.retention import Ages, may_go
from srota_dictate.history.runlock import clear_dead, is_held
from srota_dictate.history.table import Row, TakeTable
from srota_dictate.history.takes import KeptAudio, KeptTake, delete, look_at
from srota_dictate.takes import TakeState, TakeTurn, UnfinishedTake

_UNDER_WAY: Final = (TakeState.RECORDING, TakeState.TRANSCRIBING, TakeState.HELD)
_FINISHED: Final = (TakeState.DELIVERED, TakeState.UNCONFIRMED, TakeState.DISCARDED)


class TakeStore:
    """One thread at a time. Every method may raise sqlite3.Error, and OSError where it says so."""

    def __init__(
        self,
        table: TakeTable,
        kept: KeptAudio,
        repair: Callable[[Path], object],
        clock: Callable[[], float] = time.time,
        steady_clock: Callable[[], float] = time.monotonic,
        *,
        is_whole: bool = True,
    ) -> None:
        """`repair` makes a recording whose process was killed a proper file; may raise OSError.

        `is_whole` False says that the table knows nothing of earlier runs: recordings without a row stay alone then.
        """
        self._table = table
        self._kept = kept
        self._repair = repair
        self._is_whole = is_whole
        self._clock = clock
        self._steady_clock = steady_clock
        self._finished_at_s: dict[int, float] = {}  # this run's takes, by the clock that nobody can set

    def note(self, turn: TakeTurn) -> None:
        """A take of this run has come to a new state."""
        now_s = self._clock()
        path = self._kept.path_for(turn.take_id) if turn.state is TakeState.RECORDING else turn.audio_path
        if turn.state not in _UNDER_WAY:
            self._finished_at_s[turn.take_id] = self._steady_clock()
        self._table.put(
            Row(
                *(0, self._kept.run, turn.take_id, now_s, now_s, turn.state, turn.audio_s),
                audio_file=path.name if path is not None else None,
                error=turn.error,
            )
        )

    def forget(self, take_id: int) -> None:
        """Keep nothing of a take of this run; its recording goes even where it has no row."""
        self._kept.forget(take_id)
        for row in self._table.rows():
            if (row.run, row.take_id) == (self._kept.run, take_id):
                self._remove(row)

    def rows(self) -> tuple[Row, ...]:
        return self._table.rows()

    def path_of(self, row: Row) -> Path | None:
        """Where a take's recording is, if it is still there."""
        if row.audio_file is None:
            return None
        path = self._kept.folder / row.audio_file
        return path if path.exists() else None

    def is_under_way(self, row: Row) -> bool:
        """Whether the program that records or transcribes this take is still at it, or holds its text."""
        return row.state in _UNDER_WAY and self._is_alive(row.run)

    def take_over(self, rows: Collection[Row]) -> None:
        """Write what a table in memory knew of this run."""
        for row in rows:
            self._table.put(row)

    def recover(self) -> None:
        """Give recordings without a row one, and mend what a killed run left; before the first `unfinished`."""
        if not self._is_whole:
            return
        rows = self._table.rows()
        with_file = {row.audio_file for row in rows}
        by_take = {(row.run, row.take_id): row for row in rows}
        for take in self._kept.list():
            if take.path.name not in with_file and not self._is_alive(take.run):
                self._table.put(_adopted(take, by_take.get((take.run, take.take_id))))
        for row in self._table.rows():
            if row.state in _UNDER_WAY and not self.is_under_way(row):
                self._mend(row)
        clear_dead(self._kept.folder)

    def unfinished(self) -> tuple[UnfinishedTake, ...]:
        """What was recorded and never reached the person, oldest first; what is being worked on isn't among it."""
        found: list[UnfinishedTake] = []
        for row in self._table.rows():
            if row.state in _FINISHED or self.is_under_way(row):
                continue
            path = self.path_of(row)
            take = look_at(path) if path is not None else None
            if take is not None and take.audio_s:
                earlier = row.run != self._kept.run
                found.append(UnfinishedTake(row.row_id, take.path, row.started_at_s, take.audio_s, row.error, earlier))
        return tuple(found)

    def mark_offered(self, takes: Collection[UnfinishedTake]) -> None:
        """The person was told: from now on the clock counts for these as well."""
        self._table.mark_offered([take.row_id for take in takes], self._clock())

    def finish(self, row_id: int, state: TakeState) -> None:
        """An unfinished take was transcribed after all, or had nothing in it."""
        for row in self._table.rows():
            if row.row_id == row_id:
                self._table.put(replace(row, state=state, changed_at_s=self._clock(), error=""))

    def discard(self, row_id: int) -> bool:
        """Delete a take, recording and all; False when the file would not go."""
        for row in self._table.rows():
            if row.row_id == row_id and not self.is_under_way(row):
                return self._remove(row)
        return True

    def expire(self, keep_hours: int | None) -> int:
        """Delete what has been kept long enough; how many takes that were. None keeps everything."""
        return sum(self._remove(row) for row in self._table.rows() if self._may_go(row, keep_hours))

    def close(self) -> None:
        self._table.close()

    def _is_alive(self, run: str) -> bool:
        return run == self._kept.run or is_held(self._kept.lock_path(run))

    def _mend(self, row: Row) -> None:
        path = self.path_of(row)
        take = look_at(path) if path is not None else None
        if path is None or take is None or not take.audio_s:
            # Killed before the first sound, or nothing could be written.
            self._table.put(replace(row, state=TakeState.DISCARDED, audio_s=0.0))
            return
        mtime_s = take.recorded_at_s
        self._repair(path)
        os.utime(path, (mtime_s, mtime_s))  # it was not recorded now
        self._table.put(replace(row, audio_s=take.audio_s))

    def _may_go(self, row: Row, keep_hours: int | None) -> bool:
        now_s = self._clock()
        path = self.path_of(row)
        take = look_at(path) if path is not None else None
        # A row that has no recording has nothing left to offer.
        state = TakeState.DISCARDED if take is None and not self.is_under_way(row) else row.state
        this_run = row.run == self._kept.run
        finished_at_s = self._finished_at_s.get(row.take_id) if this_run else None
        ages = Ages(
            since_change_s=now_s - row.changed_at_s,
            since_sound_s=now_s - take.recorded_at_s if take is not None else None,
            since_offer_s=now_s - row.offered_at_s if row.offered_at_s is not None else None,
            this_run_s=self._steady_clock() - finished_at_s if finished_at_s is not None else None,
        )
        return may_go(state, ages, keep_hours, in_use=self.is_under_way(row))

    def _remove(self, row: Row) -> bool:
        # The row goes last: a recording without one would be offered as if it had been interrupted.
        if row.audio_file is not None and not delete(self._kept.folder / row.audio_file):
            return False
        self._table.remove(row.row_id)
        return True


def _adopted(take: KeptTake, row: Row | None) -> Row:
    """A row for a recording that has none, or whose row doesn't know of it, because deleting it failed."""
    if row is not None:
        return replace(row, audio_file=take.path.name)
    state = TakeState.RECORDING if take.audio_s else TakeState.DISCARDED
    began_s = take.recorded_at_s - take.audio_s
    return Row(0, take.run, take.take_id, began_s, take.recorded_at_s, state, take.audio_s, take.path.name)
