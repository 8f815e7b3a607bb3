"""The recorder on a real PortAudio and a real PulseAudio, whose microphone the test speaks into."""

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from srota_dictate.audio import read_file
from srota_dictate.types import SAMPLE_RATE_HZ, Samples
from tests.desktop.microphone import VirtualMicrophone
from tests.segmenter.voices import spoken

SENTENCE = "कल सुबह office में meeting है, please laptop ले आना"
TIMEOUT_S = 15.0

pytestmark = pytest.mark.skipif(bool(VirtualMicrophone.missing_programs()), reason="PulseAudio is not installed")


class Child:
    """`tests/recorder/child.py` and the answers it gives."""

    def __init__(self, microphone: VirtualMicrophone, folder: Path) -> None:
        self._errors = folder / "child.log"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.recorder.child", str(folder)],
            env=microphone.full_env(),
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors.open("wb"),  # ALSA writes its own there when a microphone goes away
            text=True,
        )
        self._answers: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()
        self.wait_for("ready")

    def tell(self, command: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def wait_for(self, *kinds: str) -> dict[str, Any]:
        """The next answer of one of these kinds."""
        deadline_s = time.monotonic() + TIMEOUT_S
        while True:
            try:
                answer = self._answers.get(timeout=max(0.0, deadline_s - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no {kinds} came; the recorder's log: {self._errors.read_text()}") from None
            if answer["kind"] in kinds:
                return answer

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(TIMEOUT_S)

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._answers.put(json.loads(line))


@pytest.fixture(scope="module")
def microphone() -> Iterator[VirtualMicrophone]:
    with VirtualMicrophone() as mic:
        yield mic


@pytest.fixture
def child(microphone: VirtualMicrophone, tmp_path: Path) -> Iterator[Child]:
    running = Child(microphone, tmp_path)
    yield running
    running.close()
    assert running.process.returncode == 0


def similarity(recorded: Samples, played: Samples) -> tuple[float, float]:
    """How alike they are where they fit best (1 is the same), and where that is, in seconds."""
    n = 1 << (recorded.size + played.size - 1).bit_length()
    fit = np.fft.irfft(np.fft.rfft(recorded, n) * np.conj(np.fft.rfft(played, n)), n)[: recorded.size]
    at = int(np.argmax(fit))
    part = recorded[at : at + played.size]
    return float(np.corrcoef(part, played[: part.size])[0, 1]), at / SAMPLE_RATE_HZ


def test_a_sentence_is_recorded_whole(child: Child, microphone: VirtualMicrophone) -> None:
    sentence = spoken(SENTENCE)
    child.tell("start 1")
    child.wait_for("started")
    microphone.play(sentence)
    child.tell("stop 1")
    segment = child.wait_for("segment")
    ended = child.wait_for("ended")
    assert ended["trouble"] is None
    assert ended["n"] == 1
    recorded = read_file(Path(ended["path"]))
    assert recorded.size == round(ended["audio_s"] * SAMPLE_RATE_HZ)
    alike, at_s = similarity(recorded, sentence)
    assert alike > 0.98, "no gap and nothing doubled"
    assert segment["start_s"] <= at_s
    assert segment["end_s"] >= at_s + sentence.size / SAMPLE_RATE_HZ


def test_a_new_take_while_the_first_one_ends_loses_nothing(child: Child, microphone: VirtualMicrophone) -> None:
    sentence = spoken(SENTENCE)
    child.tell("start 1")
    child.wait_for("started")
    player = microphone.play(sentence, wait=False)
    while child.wait_for("level")["rms_dbfs"] < -40:
        pass
    child.tell("stop 1")
    child.tell("start 2")
    first = child.wait_for("ended")
    assert child.wait_for("started")["take"] == 2
    player.wait()
    child.tell("stop 2")
    second = child.wait_for("ended")
    both = np.concatenate([read_file(Path(first["path"])), read_file(Path(second["path"]))])
    assert similarity(both, sentence)[0] > 0.98


def test_a_muted_microphone_says_so(child: Child, microphone: VirtualMicrophone) -> None:
    microphone.mute(True)
    try:
        child.tell("start 1")
        child.wait_for("started")
        microphone.play(spoken(SENTENCE)[: SAMPLE_RATE_HZ * 5 // 4])
        child.tell("stop 1")
        ended = child.wait_for("ended")
    finally:
        microphone.mute(False)
    assert ended["n"] == 0
    assert ended["trouble"] == "The microphone is muted or sends silence"


def test_a_microphone_chosen_by_name_and_one_that_is_gone(child: Child, microphone: VirtualMicrophone) -> None:
    child.tell("microphones")
    names = [device["name"] for device in child.wait_for("microphones")["devices"]]
    assert {"default", "pulse", "spare"} <= set(names)
    child.tell("device spare")
    child.tell("start 1")
    assert child.wait_for("started")["note"] == ""
    child.tell("cancel 1")
    child.wait_for("ended")
    child.tell("device Headset of yesterday")
    child.tell("start 2")
    assert "Headset of yesterday" in child.wait_for("started")["note"]
    child.tell("cancel 2")
    child.wait_for("ended")


def test_pulling_the_plug_keeps_what_was_said(tmp_path: Path) -> None:
    with VirtualMicrophone(rate_hz=44_100, channels=1) as microphone:
        child = Child(microphone, tmp_path)
        child.tell("start 1")
        child.wait_for("started")
        microphone.play(spoken(SENTENCE))
        microphone.kill_source()
        assert child.wait_for("segment")["speech_s"] > 1
        ended = child.wait_for("ended")
        assert "went away" in ended["trouble"]
        assert similarity(read_file(Path(ended["path"])), spoken(SENTENCE))[0] > 0.98
        child.tell("start 2")
        assert child.wait_for("started", "failed")["kind"] == "failed"
        microphone.restore_source()
        child.tell("start 3")
        assert child.wait_for("started", "failed")["kind"] == "started", "plugged in again, it works again"
        microphone.kill_server()
        assert "went away" in child.wait_for("ended")["trouble"]
        child.tell("start 4")
        failed = child.wait_for("failed")
        assert failed["message"] == "No microphone was found"
        assert failed["hint"]
        child.close()


def test_two_microphones_do_not_hear_each_other(microphone: VirtualMicrophone, tmp_path: Path) -> None:
    with VirtualMicrophone() as other:
        child = Child(other, tmp_path)
        child.tell("start 1")
        child.wait_for("started")
        assert (other.n_listeners(), microphone.n_listeners()) == (1, 0)
        microphone.play(spoken(SENTENCE)[:8000])
        child.tell("cancel 1")
        assert child.wait_for("ended")["n"] == 0
        child.close()
