"""The client with the real process and the real model code; the model is the tiny one."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false

import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.recognizer.client import RecognizerClient
from srota_dictate.recognizer.once import open_recognizer
from srota_dictate.recognizer.options import RecognizerOptions
from srota_dictate.recognizer.reference import qwen_asr_model
from srota_dictate.recognizer.transcript_text import words_of
from srota_dictate.session.ports import Recognizer
from srota_dictate.types import SAMPLE_RATE_HZ, RecognizerPhase, Samples
from tests.recognizer.support import WAIT_S, StatusLog, copy_of, needs_model_packages, noise, say, wait_until

pytestmark = [needs_model_packages, pytest.mark.timeout(280)]

# The usual command, but for a line that notes the process's id.
NOTED_WORKER = """
import os, runpy, sys
with open(sys.argv.pop(1), "a") as pids:
    pids.write(f"{os.getpid()}\\n")
runpy.run_module("srota_dictate.recognizer.worker", run_name="__main__", alter_sys=True)
"""


IDLE_MINUTES = 10.0


@dataclass(slots=True)
class Clock:
    """The real one, but it can be put forward."""

    ahead_s: float = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead_s


@dataclass(frozen=True, slots=True)
class Real:
    """A client with the tiny model loaded, and what it did."""

    client: RecognizerClient
    statuses: StatusLog
    clock: Clock
    pid_file: Path

    @property
    def pids(self) -> list[int]:
        return [int(pid) for pid in self.pid_file.read_text().split()]

    def text(self, samples: Samples) -> str:
        return self.client.submit(samples).result(WAIT_S).text


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Generator[Real]:
    statuses, clock = StatusLog(), Clock()
    pid_file = tmp_path_factory.mktemp("real") / "pids"
    command = [sys.executable, "-c", NOTED_WORKER, str(pid_file)]
    with RecognizerClient(statuses, idle_minutes=IDLE_MINUTES, command=command, clock=clock) as client:
        client.load("tiny", device="cpu")
        statuses.wait_for(RecognizerPhase.READY)
        yield Real(client, statuses, clock, pid_file)


@pytest.fixture(scope="module")
def long_speech(speech: Samples) -> Samples:
    """Enough to be still at work when something happens to the process."""
    return np.tile(speech, int(12 * SAMPLE_RATE_HZ / speech.size))


@pytest.fixture(scope="module")
def plain_model(tiny: Path) -> Any:
    """The model as the package's documentation runs it, but for the end-of-text tokens of the small vocabulary."""
    import torch

    torch.set_num_threads(1)  # as the client does for a small model
    model: Any = qwen_asr_model().from_pretrained(str(tiny), dtype=torch.float32, device_map="cpu")
    generate, end_ids = model.model.generate, model.model.generation_config.eos_token_id
    model.model.generate = partial(generate, eos_token_id=end_ids)
    return model


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_is_what_the_session_asks_for(real: Real) -> None:
    recognizer: Recognizer = real.client
    assert recognizer is real.client


def test_the_texts_are_qwen_asrs(real: Real, plain_model: Any, speech: Samples) -> None:
    audio = [speech, say("मुझे report please"), say("मेरा meeting office"), noise(2)]
    audio.append(np.concatenate(audio[:3]))
    futures = [real.client.submit(samples) for samples in audio]
    expected = [words_of(plain_model.transcribe(audio=(samples, SAMPLE_RATE_HZ))[0].text) for samples in audio]
    assert [future.result(WAIT_S).text for future in futures] == expected
    assert expected[0]


def test_how_it_ran_is_told(real: Real, speech: Samples) -> None:
    transcript = real.client.submit(speech).result(WAIT_S)
    assert transcript.audio_s == speech.size / SAMPLE_RATE_HZ
    assert transcript.n_tokens > 0
    assert transcript.elapsed_s > 0
    ready = real.statuses.wait_for(RecognizerPhase.READY)
    assert ready.device is not None
    assert (ready.device.device, ready.device.precision) == ("cpu", "f32")
    steps = [status.step for status in real.statuses.all if status.phase is RecognizerPhase.LOADING]
    assert steps[0] == "starting the recogniser"
    assert "reading the model" in steps


def test_the_process_is_killed_in_the_middle(real: Real, speech: Samples, long_speech: Samples) -> None:
    expected, expected_long = real.text(speech), real.text(long_speech)
    since = real.statuses.mark()
    futures = [real.client.submit(long_speech), real.client.submit(speech)]
    os.kill(real.pids[-1], signal.SIGKILL)
    assert [future.result(WAIT_S).text for future in futures] == [expected_long, expected]
    real.statuses.wait_for(RecognizerPhase.READY, since)


def test_unload_when_idle_and_load_again(real: Real, speech: Samples) -> None:
    expected = real.text(speech)
    old = real.pids[-1]
    since = real.statuses.mark()
    real.clock.ahead_s += IDLE_MINUTES * 60
    real.client.load("tiny", device="cpu")  # what is loaded already is no work; it only has the clock looked at
    real.statuses.wait_for(RecognizerPhase.UNLOADED, since)
    # Only the end of the process gives the memory back.
    assert not is_alive(old)
    assert real.text(speech) == expected


def test_switching_while_it_works(real: Real, tiny: Path, speech: Samples, tmp_path: Path) -> None:
    expected = real.text(speech)
    old = real.pids[-1]
    other = str(copy_of(tiny, tmp_path / "other"))
    since = real.statuses.mark()
    futures = [real.client.submit(speech) for _ in range(5)]
    real.client.load(other, device="cpu")
    futures.append(real.client.submit(speech))
    assert [future.result(WAIT_S).text for future in futures] == [expected] * 6
    real.statuses.wait_for(RecognizerPhase.READY, since, also=lambda status: status.model == other)
    assert not is_alive(old)


def test_cancel_what_runs_and_what_waits(real: Real, speech: Samples, long_speech: Samples) -> None:
    expected = real.text(speech)
    started = len(real.pids)
    futures = [real.client.submit(long_speech) for _ in range(3)]
    last = real.client.submit(speech)
    for future in futures:
        real.client.cancel(future)
    assert all(future.cancelled() for future in futures)
    assert last.result(WAIT_S).text == expected
    assert len(real.pids) == started


def test_bad_audio_leaves_it_working(real: Real, speech: Samples) -> None:
    expected = real.text(speech)
    started = len(real.pids)
    broken = speech.copy()
    broken[::1000] = np.nan
    real.text(broken)
    real.text(noise(0.1))
    real.text(noise(30))
    real.text(speech * 40)
    with pytest.raises(ValueError, match="longer"):
        real.client.submit(noise(31))
    assert real.text(speech) == expected
    assert len(real.pids) == started


def test_open_recognizer_tells_why_it_cant(tmp_path: Path, speech: Samples) -> None:
    with open_recognizer(RecognizerOptions(model=str(tmp_path))) as recognizer:
        future = recognizer.submit(speech)
        with pytest.raises(UserFixableError, match=r"config\.json is missing"):
            future.result(WAIT_S)


def test_the_client_imports_nothing_heavy() -> None:
    code = """
import sys
import srota_dictate.recognizer.client, srota_dictate.recognizer.once, srota_dictate.recognizer.download
heavy = {"torch", "transformers", "qwen_asr", "PySide6", "huggingface_hub", "librosa"} & set(sys.modules)
print(", ".join(sorted(heavy)), end="")
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (ran.stdout, ran.stderr) == ("", "")


def test_the_process_ends_with_its_parent(tmp_path: Path) -> None:
    """Killed while the model loads, the parent can say nothing; the process must see it."""
    code = """
import signal
from srota_dictate.recognizer.client import RecognizerClient
client = RecognizerClient(lambda status: print(status.step, flush=True), command=COMMAND)
client.load("tiny", "cpu")
signal.pause()
"""
    pid_file = tmp_path / "pids"
    command = repr([sys.executable, "-c", NOTED_WORKER, str(pid_file)])
    parent = subprocess.Popen([sys.executable, "-c", code.replace("COMMAND", command)], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    with parent, parent.stdout:
        while b"importing PyTorch" not in parent.stdout.readline():
            pass
        (pid,) = (int(line) for line in pid_file.read_text().split())
        parent.kill()
    wait_until(lambda: not is_alive(pid) or is_zombie(pid))


def is_zombie(pid: int) -> bool:
    """An orphan is reaped by whoever adopts it, sooner or later."""
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return True
