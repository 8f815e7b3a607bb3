"""Speech to recognise, and a log of statuses that can be waited on."""

import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from srota_dictate.audio import read_file
from srota_dictate.types import SAMPLE_RATE_HZ, RecognizerPhase, RecognizerStatus, Samples

WAIT_S = 240.0  # a hang detector, no expectation: where others work too, a model may take minutes to start

# `pytest.importorskip` would import them, with the library that `qwen_asr_model` leaves out.
needs_model_packages = pytest.mark.skipif(find_spec("qwen_asr") is None, reason="qwen-asr isn't installed")

SENTENCE = "कल office meeting है"


def say(text: str) -> Samples:
    """A synthetic voice, the one the tiny model understands."""
    if shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng isn't installed")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spoken.wav"
        subprocess.run(["espeak-ng", "-v", "hi", "-s", "150", "-w", str(path), text], check=True, timeout=30)
        return read_file(path)


def noise(audio_s: float, level: float = 0.05) -> Samples:
    """White noise, the same each time."""
    n_samples = round(audio_s * SAMPLE_RATE_HZ)
    return np.random.default_rng(1).normal(0, level, n_samples).clip(-1, 1).astype(np.float32)


def copy_of(model: Path, to: Path) -> Path:
    shutil.copytree(model, to)
    return to


def wait_until(is_so: Callable[[], bool]) -> None:
    """For what can't be waited on: a file of another process, a process that isn't ours."""
    deadline_s = time.monotonic() + WAIT_S
    while not is_so():
        assert time.monotonic() < deadline_s, f"not so within {WAIT_S} s"
        time.sleep(0.01)


class StatusLog:
    """Every status a client sent, and a way to wait for one; call it as `on_status`."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._all: list[RecognizerStatus] = []

    def __call__(self, status: RecognizerStatus) -> None:
        with self._changed:
            self._all.append(status)
            self._changed.notify_all()

    @property
    def all(self) -> list[RecognizerStatus]:
        with self._changed:
            return list(self._all)

    @property
    def phases(self) -> list[RecognizerPhase]:
        """The phases in order, repeated ones once."""
        phases = [status.phase for status in self.all]
        return [phase for i, phase in enumerate(phases) if i == 0 or phases[i - 1] != phase]

    def mark(self) -> int:
        """A point in time for `wait_for`: what came before it doesn't count."""
        return len(self.all)

    def wait_for(
        self, phase: RecognizerPhase, since: int = 0, also: Callable[[RecognizerStatus], bool] = lambda _: True
    ) -> RecognizerStatus:
        """The first such status since `since`, waiting for it if need be."""

        def found() -> RecognizerStatus | None:
            return next((status for status in self._all[since:] if status.phase is phase and also(status)), None)

        with self._changed:
            status = self._changed.wait_for(found, WAIT_S)
        assert status is not None, f"no {phase} in {WAIT_S} s; came: {self.phases}"
        return status
