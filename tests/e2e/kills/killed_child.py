"""A dictating program to be killed: real microphone, segmenter, journal, session and history; stand-ins for the rest.

`python -m tests.e2e.kills.killed_child FOLDER SEED` dictates one take after another until it is killed. The recogniser
is a stand-in that answers with the name of the sound it was given: here the audio is what counts.
How far it really was stands in FOLDER/ledger.
"""

import random
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from srota_dictate.recorder.options import RecorderOptions
from srota_dictate.segmenter.options import SegmenterOptions
from srota_dictate.types import RecognizerStatus, Samples, SegmentKey, Transcript
from tests.e2e.kills.ledger import MAX_TAKES
from tests.e2e.kills.program import Program
from tests.fakes.recognizers import StandInRecognizer
from tests.fakes.scripted_worker import MOMENT_S, name_of


class NameForSegment(StandInRecognizer):
    """A recogniser that needs a moment and understands nothing."""

    def __init__(self, on_status: Callable[[RecognizerStatus], None]) -> None: ...
    def answer_for(self, samples: Samples, speech_s: float | None, key: SegmentKey | None) -> Future[Transcript]:
        future: Future[Transcript] = Future()
        transcript = Transcript(name_of(samples), 1.0, 1, MOMENT_S)

        def answer() -> None:
            if future.set_running_or_notify_cancel():
                future.set_result(transcript)

        threading.Timer(MOMENT_S, answer).start()
        return future


def main(folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    # No sound from before the key: it would make up for what is lost.
    recorder = RecorderOptions(pre_roll_ms=0)
    program = Program(folder, NameForSegment, name_of, recorder, SegmenterOptions.model_validate({}))
    print("ready", flush=True)
    for _ in range(1, MAX_TAKES):
        program.dictate(chance.uniform(0.3, 2.5))  # how long somebody speaks


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
