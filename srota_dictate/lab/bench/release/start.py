"""How long a model takes from the start of a process until it is ready, and the most memory it ever has.

Run as `python -m srota_dictate.lab.bench.release.start ARM FOLDER DEVICE PRECISION ATTENTION`: loads, answers ten
seconds of noise, and writes a line of JSON.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from srota_dictate.errors import UserFixableError
from srota_dictate.lab.bench.release.options import TOKENS_PER_S, Arm
from srota_dictate.recognizer.environment import prepare_environment

_AUDIO_S: Final = 10.0
_TIMEOUT_S: Final = 900.0
_NOT_ON_CARD: Final = 0


@dataclass(frozen=True, slots=True)
class Start:
    """One process: its imports, loading, one answer."""

    load_s: float  # from the start of the process until the model could be asked
    peak_bytes: int | None  # of the process, its answer included; None where the system doesn't tell
    peak_card_bytes: int


def measure_start(arm: Arm, folder: Path, device: str, precision: str, attention: str, cache: Path) -> Start:
    """`cache` is where prepared weights are kept. Raises UserFixableError when the process fails."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    command = [sys.executable, "-m", __name__, arm.value, str(folder), device, precision, attention]
    started_s = time.time()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=_TIMEOUT_S, check=False)
    if done.returncode != 0:
        raise UserFixableError(
            f"A process with the arm {arm.value} failed: {(done.stderr.splitlines() or ['no reason given'])[-1]}",
            hint="See that there is memory for it, or leave the arm out with --arms",
        )
    said = json.loads(done.stdout.splitlines()[-1])
    return Start(said["ready_at_s"] - started_s, said["peak_bytes"], said["peak_card_bytes"])


def _main(arm: Arm, folder: Path, device: str, precision: str, attention: str) -> None:
    prepare_environment()
    from srota_dictate.lab.bench.release.arms import FastArm, ReferenceArm

    model = (
        ReferenceArm(folder, device, precision, is_forced=True)
        if arm is Arm.REFERENCE
        else FastArm(folder, device, precision, attention, is_forced=True)
    )
    ready_at_s = time.time()
    import numpy as np
    import torch

    noise = np.random.default_rng(0).normal(0, 0.05, round(_AUDIO_S * 16_000)).astype(np.float32)
    model.answer(noise, round(_AUDIO_S * TOKENS_PER_S))
    if isinstance(model, FastArm):
        model.settle()  # its memory counts, and an interpreter that ends meanwhile crashes
    on_card = torch.cuda.max_memory_allocated() if model.choice.device == "cuda" else _NOT_ON_CARD
    print(json.dumps({"ready_at_s": ready_at_s, "peak_bytes": _peak_bytes(), "peak_card_bytes": on_card}))


def _peak_bytes() -> int | None:
    # Not by getrusage: there a process begins with the peak of the one that started it.
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), None)


if __name__ == "__main__":
    _main(Arm(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:6])
