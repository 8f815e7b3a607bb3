"""The history of takes for a running session: kept by a thread of its own, so that no disk delays dictation."""

import logging
import queue
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from srota_dictate.errors import UserFixableError
from srota_dictate.history.runlock import RunLock
from srota_dictate.history.store import TakeStore
from srota_dictate.history.table import TakeTable, is_damaged, set_aside
from srota_dictate.history.takes import KeptAudio, delete
from srota_dictate.takes import TakeState, TakeTurn, UnfinishedTake

_log = logging.getLogger(__name__)

_EXPIRE_EVERY_S: Final = 3600.0  # a program that nobody dictates to for days still deletes what is old
_LITTLE_BYTES: Final = 1_000_000  # half a minute of sound


class History:
    """Implements `session.ports.TakeLog`. Every call comes from any thread and returns at once.

    Nothing here can stop a dictation: what can't be written is said once, and kept in memory for this run.
    `on_trouble` and `on_unfinished` are called on the history's thread and must return quickly.
    """

    def __init__(
        self,
        path: Path,
        kept: KeptAudio,
        keep_hours: Callable[[], int | None],
        repair: Callable[[Path], object],
        on_trouble: Callable[[UserFixableError], None],
        on_unfinished: Callable[[tuple[UnfinishedTake, ...]], None],
        *,
        clock: Callable[[], float] = time.time,
        steady_clock: Callable[[], float] = time.monotonic,
        expire_every_s: float = _EXPIRE_EVERY_S,
    ) -> None:
        """`keep_hours` is asked each time: None for ever, 0 not at all. The clocks tell how old recordings are."""
        self._path = path
        self._kept = kept
        self._keep_hours = keep_hours
        self._repair = repair
        self._on_trouble = on_trouble
        self._on_unfinished = on_unfinished
        self._clock = clock
        self._steady_clock = steady_clock
        self._expire_every_s = expire_every_s
        # None ends the thread; what is put behind it stays undone: the next start finds it.
        self._inbox: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._lock = RunLock(kept.lock_path(kept.run))
        self._store: TakeStore | None = None  # the history's thread only, as all below
        self._in_memory = False  # the file can't be used
        self._unwritten: list[TakeTurn] = []
        self._told: set[str] = set()
        self._shown: tuple[UnfinishedTake, ...] = ()
        self._thread = threading.Thread(target=self._run, name="history", daemon=True)
        self._thread.start()

    def start(self) -> None:
        """Look for what earlier runs left, and for what may go."""
        self._submit(lambda store: store.recover())

    def release(self, audio_path: Path) -> None:
        """A take is done with: its recording goes as the retention setting says."""
        self._inbox.put(partial(self._release, audio_path))

    def expire(self) -> None:
        """Delete what may go now, because the setting has changed; it is done after every take and hourly as well."""
        self._submit(_nothing)

    def note(self, turn: TakeTurn) -> None:
        """A take has come to a new state."""
        self._inbox.put(partial(self._note, turn))

    def forget(self, take_id: int) -> None:
        """Keep nothing of a take, whatever the retention setting says."""
        self._kept.forget(take_id)  # also while the database can't be written
        self._submit(lambda store: store.forget(take_id))

    def finish(self, takes: Sequence[UnfinishedTake], state: TakeState) -> None:
        """Takes that were left over have their text now, or had nothing in them."""
        for take in takes:
            self._submit(lambda store, row_id=take.row_id: store.finish(row_id, state))

    def discard(self, takes: Sequence[UnfinishedTake]) -> None:
        """Delete takes that were left over."""
        for take in takes:
            self._submit(lambda store, row_id=take.row_id: store.discard(row_id))

    def close(self) -> None:
        """Write what is still to be written, and end."""
        self._inbox.put(None)
        self._thread.join()

    def _submit(self, work: Callable[[TakeStore], object]) -> None:
        self._inbox.put(partial(self._guarded, work))

    # Everything below runs on the history's thread.

    def _run(self) -> None:
        while (work := self._next()) is not None:
            self._attempt(work)
        if self._unwritten:
            self._attempt(partial(self._guarded, _nothing))
        if self._store is not None:
            self._store.close()
        self._lock.release()

    def _next(self) -> Callable[[], None] | None:
        try:
            return self._inbox.get(timeout=self._expire_every_s)
        except queue.Empty:
            return partial(self._guarded, _nothing)

    def _attempt(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception:  # noqa: BLE001 - thread border: dictation goes on without a history
            _log.exception("the history failed")

    def _note(self, turn: TakeTurn) -> None:
        if turn.state is TakeState.TRANSCRIBING and turn.audio_s:
            self._check_audio(turn)
        self._unwritten.append(turn)
        self._guarded(_nothing)

    def _release(self, audio_path: Path) -> None:
        if self._keep_hours() == 0:
            delete(audio_path)  # also while the database can't be written
        self._guarded(_nothing)

    def _guarded(self, work: Callable[[TakeStore], object]) -> None:
        """Do some work, then what is due after any: retention, and telling of what is unfinished."""
        try:
            try:
                self._do(work)
            except sqlite3.Error as error:
                if not is_damaged(error) or self._store is None:
                    raise
                self._begin_anew(error)
                self._do(work)
        except (sqlite3.Error, OSError) as error:
            _log.warning("the history can't be written: %s", error)
            self._tell_once("history", _not_written(self._path))

    def _do(self, work: Callable[[TakeStore], object]) -> None:
        store = self._store = self._reopen(self._store) if self._in_memory else self._store or self._open()
        while self._unwritten:
            store.note(self._unwritten[0])
            del self._unwritten[0]
        work(store)
        store.expire(self._keep_hours())
        unfinished = store.unfinished()
        if unfinished != self._shown:
            self._shown = unfinished
            self._on_unfinished(unfinished)
            store.mark_offered(unfinished)
        if not self._in_memory:
            self._told.discard("history")

    def _reopen(self, substitute: TakeStore | None) -> TakeStore:
        """The file may have come back: another process let go of it, or there is room on the disk."""
        store = self._open()
        try:
            if substitute is not None:
                store.take_over(substitute.rows())
            store.recover()
        except BaseException:
            self._in_memory = True  # the substitute goes on
            store.close()
            raise
        if substitute is not None:
            substitute.close()
        return store

    def _open(self) -> TakeStore:
        self._in_memory = False
        try:
            try:
                return self._store_in(TakeTable.open(self._path))
            except sqlite3.DatabaseError as error:
                if not is_damaged(error):
                    raise
                self._set_aside(error)
                return self._store_in(TakeTable.open(self._path))
        except UserFixableError as error:
            self._tell_once("history", error)
        except (sqlite3.Error, OSError) as error:
            _log.warning("the history can't be opened: %s", error)
            self._tell_once("history", _not_written(self._path))
        self._in_memory = True
        return self._store_in(TakeTable.in_memory(), is_whole=False)

    def _store_in(self, table: TakeTable, *, is_whole: bool = True) -> TakeStore:
        clocks = (self._clock, self._steady_clock)
        return TakeStore(table, self._kept, self._repair, *clocks, is_whole=is_whole)

    def _begin_anew(self, error: sqlite3.Error) -> None:
        """The file broke while it was in use."""
        if self._store is not None:
            self._store.close()
            self._store = None
        self._set_aside(error)

    def _set_aside(self, error: sqlite3.Error) -> None:
        _log.warning("the history is damaged: %s", error)
        aside = set_aside(self._path)
        self._on_trouble(
            UserFixableError(
                "The list of recordings was damaged and has begun anew",
                f"Recordings found without an entry are offered again; the damaged list is kept as {aside}",
            )
        )

    def _check_audio(self, turn: TakeTurn) -> None:
        if turn.audio_path is not None:
            self._told.discard("audio")
        else:
            self._tell_once("audio", _not_kept(self._kept.folder))

    def _tell_once(self, what: str, trouble: UserFixableError) -> None:
        """Say it once, until it has been well again in between."""
        if what not in self._told:
            self._told.add(what)
            self._on_trouble(trouble)


def _nothing(store: TakeStore) -> None:
    """What is due after any work is all there is to do."""
    del store


def _not_written(path: Path) -> UserFixableError:
    return UserFixableError(
        "The list of recordings can't be written, so an interrupted dictation might not be found again",
        f"Dictation works as usual; make room on the disk and check that you may write to {path}",
    )


def _not_kept(folder: Path) -> UserFixableError:
    message = "What you say can't be kept on disk; dictation goes on, but a crash would lose it"
    try:
        is_full = shutil.disk_usage(folder).free < _LITTLE_BYTES
    except OSError:
        is_full = False
    if is_full:
        return UserFixableError(message, "The disk is full: make room")
    return UserFixableError(message, f"Check that you may write to {folder}")
