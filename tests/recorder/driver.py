"""Drive a recorder in a process of its own; nothing is waited for longer than a person would believe it alive."""

import json
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Final

import numpy as np

from srota_dictate.audio import read_file
from srota_dictate.types import SAMPLE_RATE_HZ, Samples
from tests.desktop.microphone import VirtualMicrophone

HANG_S: Final = 10.0  # whoever has not answered by then hangs
_LEVEL_S: Final = 0.05  # a level is for at least so much sound


class Child:
    """`tests/recorder/child.py` and the answers it gives."""

    def __init__(self, microphone: VirtualMicrophone, folder: Path) -> None:
        self._errors = folder / "child.log"
        with self._errors.open("wb") as errors:  # ALSA writes its own there when a microphone goes away
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.recorder.child", str(folder)],
                env=microphone.full_env(),
                cwd=Path(__file__).parents[2],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self._answers: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.wait_for("ready")

    def tell(self, *commands: str) -> None:
        """Several commands arrive together."""
        assert self.process.stdin is not None
        self.process.stdin.write("".join(f"{command}\n" for command in commands))
        self.process.stdin.flush()

    def wait_for(self, *kinds: str) -> dict[str, Any]:
        """The next answer of one of these kinds; AssertionError when it hangs instead."""
        deadline_s = time.monotonic() + HANG_S
        while True:
            try:
                answer = self._answers.get(timeout=max(0.0, deadline_s - time.monotonic()))
            except queue.Empty:
                log = self._errors.read_text(errors="replace")
                raise AssertionError(f"It hangs: none of {kinds} came in {HANG_S:g} s; its log: {log}") from None
            if answer["kind"] in kinds:
                return answer

    def wait_for_sound(self, at_least_s: float = 0.0) -> None:
        """Until the running take has heard something, for so long."""
        heard_s = 0.0
        while heard_s <= at_least_s:
            answer = self.wait_for("level")
            heard_s += _LEVEL_S if answer["rms_dbfs"] > -40 else 0.0

    def take(self, take_id: int) -> tuple[dict[str, Any], Samples]:
        """How the take ended, and the audio that was kept of it."""
        ended = self.wait_for("ended")
        assert ended["take"] == take_id
        recorded = read_file(Path(ended["path"]))
        assert recorded.size == round(ended["audio_s"] * SAMPLE_RATE_HZ), "the file holds every sample that was counted"
        return ended, recorded

    def close(self) -> list[dict[str, Any]]:
        """End it; what it had said that nobody waited for."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            self.process.wait(HANG_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            log = self._errors.read_text(errors="replace")
            raise AssertionError(f"It hangs: it did not end in {HANG_S:g} s; its log: {log}") from None
        self._reader.join(HANG_S)
        rest: list[dict[str, Any]] = []
        while not self._answers.empty():
            rest.append(self._answers.get())
        return rest

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._answers.put(json.loads(line))


def similarity(recorded: Samples, played: Samples) -> tuple[float, float]:
    """How alike they are where they fit best (1 is the same), and where that is, in seconds."""
    n = 1 << (recorded.size + played.size - 1).bit_length()
    fit = np.fft.irfft(np.fft.rfft(recorded, n) * np.conj(np.fft.rfft(played, n)), n)[: recorded.size]
    at = int(np.argmax(fit))
    part = recorded[at : at + played.size]
    if part.size < 2 or not part.any():
        return 0.0, at / SAMPLE_RATE_HZ
    return float(np.corrcoef(part, played[: part.size])[0, 1]), at / SAMPLE_RATE_HZ
