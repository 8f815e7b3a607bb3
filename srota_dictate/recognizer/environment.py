"""What the model's libraries read from the environment, once, when they are first imported."""

import os
from typing import Final

_QUIET_AND_OFFLINE: Final = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "false",
}
# Between two products OpenMP's threads turn in circles for milliseconds. Where other programs need the processor too,
# they take it from the one thread they wait for: a token took 1.4 s instead of 0.1 s. This is some microseconds.
_SHORT_SPIN: Final = {"GOMP_SPINCOUNT": "10000"}


def prepare_environment() -> None:
    """For a process that is about to import PyTorch; what the person has set about its threads stays."""
    os.environ.update(_QUIET_AND_OFFLINE)
    for name, value in _SHORT_SPIN.items():
        os.environ.setdefault(name, value)
