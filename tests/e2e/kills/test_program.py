"""Killed at any moment of a dictation, the program loses at most the last 300 ms, and the next start has the rest."""

import random
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from srota_dictate.segmenter.factory import SegmenterFactory
from tests.desktop.microphone import VirtualMicrophone
from tests.e2e.kills.aftermath import Aftermath, look_after

pytestmark = pytest.mark.e2e

LONGEST_S = 5.0  # the last moment to kill at, seconds after the program is ready
AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Killed:
    """One program and what it left."""

    folder: Path
    seed: int
    at_s: float


def kill_at_random(microphone: VirtualMicrophone, folder: Path, seed: int) -> Killed:
    """Let a program dictate and kill it at a moment that follows from `seed`."""
    at_s = random.Random(seed).uniform(0.0, LONGEST_S)
    folder.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.kills.killed_child", str(folder), str(seed)],
        env=microphone.full_env(),
        cwd=Path(__file__).parents[3],
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


def kill_and_check(microphone: VirtualMicrophone, segmenters: SegmenterFactory, folder: Path, seeds: range) -> None:
    found = Aftermath()

    def kill(seed: int) -> Killed:
        return kill_at_random(microphone, folder / str(seed), seed)

    for first in range(seeds.start, seeds.stop, AT_ONCE):
        with ThreadPoolExecutor(AT_ONCE) as together:
            batch = range(first, min(first + AT_ONCE, seeds.stop))
            killed = list(together.map(kill, batch))
        for each in killed:
            what = f"seed {each.seed}, killed after {each.at_s:.3f} s"
            found += look_after(each.folder, segmenters, what, may_fail=False)
    print(f"program: {len(seeds)} kills: {found}")


@pytest.mark.timeout(240)
def test_a_few_kills(microphone: VirtualMicrophone, segmenters: SegmenterFactory, tmp_path: Path) -> None:
    kill_and_check(microphone, segmenters, tmp_path, range(5))


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_two_hundred_kills(microphone: VirtualMicrophone, segmenters: SegmenterFactory, tmp_path: Path) -> None:
    kill_and_check(microphone, segmenters, tmp_path, range(1000, 1200))
