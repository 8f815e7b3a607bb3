"""A part of the program is killed at any moment of a dictation: text or a kept take, and the next dictation works.

The take under way must end within ten seconds; a text holds each segment once, in order; a kept take lacks at most the
last 300 ms of what had reached the program. One program lives through many kills.
"""

import random
import subprocess
import sys
import threading
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from srota_dictate.segmenter.factory import SegmenterFactory
from srota_dictate.types import Samples
from tests.desktop.microphone import VirtualMicrophone
from tests.e2e.kills.aftermath import Aftermath, look_after
from tests.e2e.kills.speaker import Speaker
from tests.e2e.kills.struck_child import Part

pytestmark = pytest.mark.e2e

AT_ONCE = 4  # programs
A_STRIKE_S = 60.0  # a program that needs longer for one strike and the dictation after it hangs
LONGEST_AWAY_S = 1.0  # the sound server


@contextmanager
def struck_program(
    microphone: VirtualMicrophone, folder: Path, part: Part, seed: int, n: int
) -> Generator[subprocess.Popen[bytes]]:
    """A program whose part is killed `n` times; in the end it must have lived through them all."""
    folder.mkdir()
    errors = folder / "stderr"
    with errors.open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.kills.struck_child", str(folder), str(seed), part.value, str(n)],
            env=microphone.full_env(),
            cwd=Path(__file__).parents[3],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
        )
    with process:
        try:
            yield process
            assert process.wait(A_STRIKE_S * (n + 1)) == 0, f"seed {seed}: {errors.read_text(errors='replace')}"
        finally:
            process.kill()


def strike_part(microphone: VirtualMicrophone, part: Part, folder: Path, seed: int, n: int) -> None:
    """The program kills its part itself."""
    with struck_program(microphone, folder, part, seed, n):
        pass


def strike_sound_server(speech: Samples, folder: Path, seed: int, n: int) -> None:
    """A sound server of its own, killed when the program says, and started again after a moment."""
    chance = random.Random(seed)
    with VirtualMicrophone() as microphone:
        speaker = Speaker(microphone, speech)
        try:
            with struck_program(microphone, folder, Part.SOUND_SERVER, seed, n) as process:
                assert process.stdin is not None
                assert process.stdout is not None
                for _ in process.stdout:
                    microphone.kill_server()
                    threading.Event().wait(chance.uniform(0.0, LONGEST_AWAY_S))
                    microphone.restart_server()
                    process.stdin.write(b"struck\n")
                    process.stdin.flush()
        finally:
            speaker.close()


def strike_and_check(
    strike: Callable[[Path, int, int], None],
    folder: Path,
    what: Part,
    segmenters: SegmenterFactory,
    seeds: range,
    n: int,
) -> None:
    """A program for each seed, `n` strikes each."""

    def one(seed: int) -> Aftermath:
        strike(folder / str(seed), seed, n)
        return look_after(folder / str(seed), segmenters, f"{what.value}, seed {seed}", may_fail=True)

    with ThreadPoolExecutor(AT_ONCE) as together:
        found = sum(together.map(one, seeds), Aftermath())
    print(f"{what.value}: {n * len(seeds)} kills: {found}")
    assert found.n_takes >= n * len(seeds), "the undisturbed takes at least"


@pytest.mark.timeout(240)
@pytest.mark.parametrize("part", [Part.RECOGNISER, Part.RECORDER])
def test_a_few_kills_of_a_part(
    microphone: VirtualMicrophone, segmenters: SegmenterFactory, tmp_path: Path, part: Part
) -> None:
    strike_and_check(partial(strike_part, microphone, part), tmp_path, part, segmenters, range(2), 2)


@pytest.mark.timeout(240)
def test_a_few_kills_of_the_recogniser_with_its_model(
    microphone: VirtualMicrophone, segmenters: SegmenterFactory, tmp_path: Path
) -> None:
    strike = partial(strike_part, microphone, Part.MODEL)
    strike_and_check(strike, tmp_path, Part.MODEL, segmenters, range(1), 2)


@pytest.mark.timeout(240)
def test_a_few_kills_of_the_sound_server(speech: Samples, segmenters: SegmenterFactory, tmp_path: Path) -> None:
    strike_and_check(partial(strike_sound_server, speech), tmp_path, Part.SOUND_SERVER, segmenters, range(2), 2)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", [Part.RECOGNISER, Part.RECORDER])
def test_two_hundred_kills_of_a_part(
    microphone: VirtualMicrophone, segmenters: SegmenterFactory, tmp_path: Path, part: Part
) -> None:
    strike_and_check(partial(strike_part, microphone, part), tmp_path, part, segmenters, range(1000, 1004), 50)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_two_hundred_kills_of_the_sound_server(speech: Samples, segmenters: SegmenterFactory, tmp_path: Path) -> None:
    strike_and_check(
        partial(strike_sound_server, speech), tmp_path, Part.SOUND_SERVER, segmenters, range(1000, 1004), 50
    )
