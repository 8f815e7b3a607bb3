"""A dictating program of which one part is killed again and again, at random moments of its dictations.

`python -m tests.e2e.kills.struck_child FOLDER SEED PART N` kills the PART N times, each in a dictation of its own,
which is followed by an undisturbed one. A part of the program is killed here; for the sound server, which is none, it
prints "strike" and waits for a line that says that the server runs again. Ends with 0 when nothing hung.
"""

import ctypes
import faulthandler
import os
import random
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Final, assert_never

from srota_dictate.recognizer.client import RecognizerClient
from srota_dictate.recorder.options import RecorderOptions, WarmMicrophone
from srota_dictate.segmenter.options import SegmenterOptions
from tests.desktop.process import wait_until
from tests.e2e.kills.killed_child import NameForSegment
from tests.e2e.kills.program import HANG_S, Program
from tests.fakes import scripted_worker

_LEAD_S: Final = 0.3  # before the press, it may be struck as well
_AFTER_S: Final = 1.0  # and after the release: the tail, the last segment, the delivery
_LOADING_S: Final = 120.0  # a real model that has to be loaded anew, where others work too
# Short segments, so that some are being recognised, and some wait for it, while the person goes on.
_SEGMENTER: Final = SegmenterOptions(
    max_s=2.0, search_s=1.0, early_s=0.8, early_pause_s=0.4, min_tail_s=0.3, overlap_min_s=0.2, overlap_max_s=0.3
)


class Part(Enum):
    RECOGNISER = "recogniser"  # a stand-in for the model in the real process's place
    MODEL = "model"  # the real one, with the tiny model
    RECORDER = "recorder"
    SOUND_SERVER = "sound-server"


class Strike(threading.Thread):
    """One blow, some time from now."""

    def __init__(self, strike: Callable[[], None], in_s: float) -> None:
        super().__init__(daemon=True)
        self._strike = strike
        self._in_s = in_s
        self._error: BaseException | None = None
        self.start()

    def run(self) -> None:
        threading.Event().wait(self._in_s)
        try:
            self._strike()
        except Exception as error:  # noqa: BLE001 - thread border, `finish` raises it
            self._error = error

    def finish(self) -> None:
        self.join(_LEAD_S + _AFTER_S + HANG_S)
        assert not self.is_alive(), "the strike hangs"
        if self._error is not None:
            raise self._error


def recognizer_pids() -> list[int]:
    """This process's children: it starts nothing but recognisers."""
    tasks = Path("/proc/self/task").iterdir()
    return [int(pid) for task in tasks for pid in (task / "children").read_text().split()]


def strike_recognizer() -> None:
    pid = wait_until(recognizer_pids, HANG_S, "a recogniser to kill")[-1]
    os.kill(pid, signal.SIGKILL)


def strike_recorder(program: Program) -> None:
    """Raise what no handler of errors expects, wherever the capture thread is."""
    landed = threading.Event()

    class Struck(SystemExit):
        def __init__(self) -> None:
            super().__init__()
            landed.set()

    (thread,) = (thread for thread in threading.enumerate() if thread.name == "capture")
    number = ctypes.c_ulong(thread.ident or 0)
    assert ctypes.pythonapi.PyThreadState_SetAsyncExc(number, ctypes.py_object(Struck)) == 1
    if not landed.wait(_LEAD_S + _AFTER_S):
        program.recorder.options_changed()  # a thread that sleeps is struck when it wakes
    assert landed.wait(HANG_S), "the recorder was not struck"


def strike_sound_server() -> None:
    print("strike", flush=True)
    assert sys.stdin.readline(), "nobody started the sound server again"


def make_program(folder: Path, part: Part, seed: int) -> tuple[Program, Callable[[], None]]:
    """The program and what kills its part."""
    warm = WarmMicrophone.AFTER_TAKE if seed % 2 else WarmMicrophone.NEVER
    # No sound from before the key: it would make up for what is lost.
    recorder = RecorderOptions(pre_roll_ms=0, warm=warm)
    match part:
        case Part.RECOGNISER | Part.MODEL:
            script = folder / "script.json"
            script.write_text('["take time"]')
            fake = [sys.executable, scripted_worker.__file__, str(script)]
            command = fake if part is Part.RECOGNISER else None
            client = partial(RecognizerClient, idle_minutes=0, command=command)
            if part is Part.RECOGNISER:
                program = Program(folder, client, scripted_worker.name_of, recorder, _SEGMENTER)
            else:
                program = Program(folder, client, None, recorder, _SEGMENTER, _LOADING_S)
            return program, strike_recognizer
        case Part.RECORDER:
            program = Program(folder, NameForSegment, scripted_worker.name_of, recorder, _SEGMENTER)
            return program, lambda: strike_recorder(program)
        case Part.SOUND_SERVER:
            program = Program(folder, NameForSegment, scripted_worker.name_of, recorder, _SEGMENTER)
            return program, strike_sound_server
        case _:
            assert_never(part)


def main(folder: Path, seed: int, part: Part, n_strikes: int) -> None:
    chance = random.Random(seed)
    program, strike = make_program(folder, part, seed)
    program.dictate_words()
    for _ in range(n_strikes):
        spoken_s = chance.uniform(0.3, 2.5)
        blow = Strike(strike, chance.uniform(0.0, _LEAD_S + spoken_s + _AFTER_S))
        threading.Event().wait(_LEAD_S)
        program.dictate(spoken_s)
        blow.finish()
        program.dictate_words()
    program.end()


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), int(sys.argv[2]), Part(sys.argv[3]), int(sys.argv[4]))
    except BaseException:  # noqa: BLE001 - process border: a part that hangs must not keep the process
        traceback.print_exc()
        faulthandler.dump_traceback()
        os._exit(1)
