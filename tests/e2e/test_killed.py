"""Killed at any moment of a dictation, the program loses at most the last 300 ms, and the next start has the rest."""

import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from srota_dictate.audio import read_file
from srota_dictate.history.runlock import RunLock
from srota_dictate.history.store import TakeStore
from srota_dictate.history.table import TakeTable
from srota_dictate.history.takes import KeptAudio, look_at
from srota_dictate.recorder.journal import repair_journal
from srota_dictate.segmenter.factory import SegmenterFactory
from srota_dictate.segmenter.options import SegmenterOptions
from srota_dictate.session.listen import HeardSegment, listen_to_file
from srota_dictate.types import SAMPLE_RATE_HZ, Samples, TakeState, Transcript
from tests.desktop.microphone import VirtualMicrophone
from tests.desktop.speech import spoken
from tests.e2e.killed_child import read_ledger

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(bool(VirtualMicrophone.missing_programs()), reason="PulseAudio is not installed"),
]

LOST_S = 0.3  # what a kill may cost
LONGEST_S = 5.0  # the last moment to kill at, seconds after the program is ready
AT_ONCE = 4
SENTENCE = "मेरा favourite festival Diwali है"


@dataclass(frozen=True, slots=True)
class Killed:
    """One program and what it left."""

    folder: Path
    seed: int
    at_s: float


class Speaker:
    """Speaks into the microphone without end."""

    def __init__(self, microphone: VirtualMicrophone) -> None:
        self._microphone = microphone
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._ended.is_set():
            self._microphone.play(spoken(SENTENCE))

    def close(self) -> None:
        self._ended.set()
        self._thread.join()


@pytest.fixture(scope="module")
def microphone() -> Iterator[VirtualMicrophone]:
    with VirtualMicrophone() as microphone:
        speaker = Speaker(microphone)
        yield microphone
        speaker.close()


def kill_at_random(microphone: VirtualMicrophone, folder: Path, seed: int) -> Killed:
    """Let a program dictate and kill it at a moment that follows from `seed`."""
    at_s = random.Random(seed).uniform(0.0, LONGEST_S)
    folder.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.killed_child", str(folder), str(seed)],
        env=microphone.full_env(),
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=(folder / "stderr").open("wb"),
    )
    assert process.stdout is not None
    with process.stdout:
        try:
            assert process.stdout.readline() == b"ready\n", (folder / "stderr").read_text()
            threading.Event().wait(at_s)
            assert process.poll() is None, (folder / "stderr").read_text()
        finally:
            process.kill()
            process.wait()
    return Killed(folder, seed, at_s)


class OneWord:
    """A recogniser that says how often it was asked."""

    def submit(self, samples: Samples, speech_s: float | None = None) -> Future[Transcript]:
        future: Future[Transcript] = Future()
        future.set_result(Transcript("word", 1.0, 1, 0.0))
        return future

    def cancel(self, future: Future[Transcript]) -> None: ...


def check(killed: Killed, segmenters: SegmenterFactory) -> tuple[int, float]:
    """Start anew on what is left: every take is there or delivered. How many are offered, the most that one lost."""
    kept = KeptAudio(killed.folder / "takes")
    lock = RunLock(kept.lock_path(kept.run))
    store = TakeStore(TakeTable.open(killed.folder / "history.db"), kept, repair_journal)
    store.recover()
    rows = {row.take_id: row for row in store.rows()}
    offered = {take.row_id: take for take in store.unfinished()}
    most_lost_s = 0.0
    for take_id, entry in read_ledger(killed.folder / "ledger").items():
        if entry.arrived_s <= LOST_S:
            continue
        what = f"seed {killed.seed}, killed after {killed.at_s:.3f} s, take {take_id}, {entry.arrived_s:.2f} s"
        row = rows[take_id]
        path = store.path_of(row)
        assert path is not None, what
        kept_take = look_at(path)
        assert kept_take is not None, what
        heard_s = kept_take.audio_s
        most_lost_s = max(most_lost_s, entry.arrived_s - heard_s)
        assert heard_s >= entry.arrived_s - LOST_S, what
        match row.state:
            case TakeState.DELIVERED:
                assert entry.delivered, what
            case TakeState.DISCARDED:
                assert not entry.delivered, f"{what}: only what nobody said anything in"
            case TakeState.RECORDING | TakeState.TRANSCRIBING:
                assert offered[row.row_id].path == path, what
                assert read_file(path).size / SAMPLE_RATE_HZ == heard_s, what
                heard: list[HeardSegment] = []
                assert listen_to_file(path, OneWord(), segmenters, heard.append).text, what
            case TakeState.FAILED:
                pytest.fail(what)
    store.close()
    lock.release()
    return len(offered), most_lost_s


def kill_and_check(microphone: VirtualMicrophone, folder: Path, seeds: range) -> None:
    segmenters = SegmenterFactory(SegmenterOptions.model_validate({}))
    n_offered, most_lost_s = 0, 0.0

    def kill(seed: int) -> Killed:
        return kill_at_random(microphone, folder / str(seed), seed)

    for first in range(seeds.start, seeds.stop, AT_ONCE):
        with ThreadPoolExecutor(AT_ONCE) as together:
            batch = range(first, min(first + AT_ONCE, seeds.stop))
            killed = list(together.map(kill, batch))
        for each in killed:
            n, lost_s = check(each, segmenters)
            n_offered += n
            most_lost_s = max(most_lost_s, lost_s)
    print(f"{len(seeds)} kills: {n_offered} takes offered, at most {most_lost_s * 1000:.0f} ms lost")


@pytest.mark.timeout(240)
def test_a_few_kills(microphone: VirtualMicrophone, tmp_path: Path) -> None:
    kill_and_check(microphone, tmp_path, range(5))


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_two_hundred_kills(microphone: VirtualMicrophone, tmp_path: Path) -> None:
    kill_and_check(microphone, tmp_path, range(1000, 1200))
