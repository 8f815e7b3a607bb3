"""Start anew on what a program left: every take is there or delivered, and no more of it is missing than may be."""

from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from srota_dictate.audio import read_file
from srota_dictate.history.runlock import RunLock
from srota_dictate.history.store import TakeStore
from srota_dictate.history.table import TakeTable
from srota_dictate.history.takes import KeptAudio, look_at
from srota_dictate.recorder.journal import repair_journal
from srota_dictate.segmenter.factory import SegmenterFactory
from srota_dictate.session.listen import HeardPassage, listen_to_file
from srota_dictate.takes import TakeState
from srota_dictate.types import SAMPLE_RATE_HZ, Samples, SegmentKey, Transcript
from tests.e2e.kills.ledger import read_ledger
from tests.fakes.recognizers import StandInRecognizer

LOST_S = 0.3  # what a kill may cost
WORD_S = 0.2  # less speech than this is none, give or take what rounding to 16 bits changes


class OneWord(StandInRecognizer):
    """A recogniser that understands nothing."""

    def answer_for(self, samples: Samples, speech_s: float | None, key: SegmentKey | None) -> Future[Transcript]:
        future: Future[Transcript] = Future()
        future.set_result(Transcript("word", 1.0, 1, 0.0))
        return future


@dataclass(frozen=True, slots=True)
class Aftermath:
    """Of one program, or of several."""

    n_takes: int = 0  # longer than what may be lost
    n_delivered: int = 0
    n_offered: int = 0  # to be transcribed after all, at the next start
    most_lost_s: float = 0.0  # in one take

    def __add__(self, other: "Aftermath") -> "Aftermath":
        return Aftermath(
            self.n_takes + other.n_takes,
            self.n_delivered + other.n_delivered,
            self.n_offered + other.n_offered,
            max(self.most_lost_s, other.most_lost_s),
        )

    def __str__(self) -> str:
        return (
            f"{self.n_takes} takes, {self.n_delivered} delivered, {self.n_offered} offered, "
            f"at most {self.most_lost_s * 1000:.0f} ms lost"
        )


def speech_in(path: Path, segmenters: SegmenterFactory) -> float:
    """How much of a recording is speech, in seconds."""
    segmenter = segmenters()
    segmenter.push(read_file(path))
    segmenter.finish()
    return segmenter.speech_s


def look_after(folder: Path, segmenters: SegmenterFactory, what: str, may_fail: bool) -> Aftermath:
    """`may_fail` when the program lived on: a take may then have been given up, with its recording kept."""
    kept = KeptAudio(folder / "takes")
    lock = RunLock(kept.lock_path(kept.run))
    store = TakeStore(TakeTable.open(folder / "history.db"), kept, repair_journal)
    store.recover()
    rows = {row.take_id: row for row in store.rows()}
    offered = {take.row_id: take for take in store.unfinished()}
    found = Aftermath(n_offered=len(offered))
    for take_id, entry in read_ledger(folder / "ledger").items():
        if entry.arrived_s <= LOST_S:
            continue
        which = f"{what}, take {take_id}, {entry.arrived_s:.2f} s"
        row = rows[take_id]
        path = store.path_of(row)
        assert path is not None, which
        kept_take = look_at(path)
        assert kept_take is not None, which
        heard_s = kept_take.audio_s
        found = replace(found, n_takes=found.n_takes + 1)
        found = replace(found, most_lost_s=max(found.most_lost_s, entry.arrived_s - heard_s))
        assert heard_s >= entry.arrived_s - LOST_S, f"{which}: {heard_s:.2f} s are left"
        assert entry.n_texts <= 1, f"{which}: delivered twice"
        assert not entry.n_wrong, f"{which}: a segment was lost, doubled or out of order"
        if entry.undisturbed:
            assert row.state is TakeState.DELIVERED, f"{which}: nothing had happened to this one: {row.error}"
        match row.state:
            case TakeState.DELIVERED | TakeState.UNCONFIRMED:
                assert entry.n_texts == 1, which
                found = replace(found, n_delivered=found.n_delivered + 1)
            case TakeState.DISCARDED:
                assert not entry.n_texts, which
                assert speech_in(path, segmenters) < WORD_S, f"{which}: only what nobody said anything in"
            case TakeState.RECORDING | TakeState.TRANSCRIBING | TakeState.HELD | TakeState.FAILED:
                if row.state is TakeState.FAILED and not may_fail:
                    pytest.fail(which)
                assert offered[row.row_id].path == path, which
                assert read_file(path).size / SAMPLE_RATE_HZ == heard_s, which
                heard: list[HeardPassage] = []
                assert listen_to_file(path, OneWord(), segmenters, heard.append).text, which
    store.close()
    lock.release()
    return found
