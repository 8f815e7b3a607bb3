"""A dictating program to be killed: real microphone, segmenter, journal, session and history; stand-ins for the rest.

`python -m tests.e2e.killed_child FOLDER SEED` dictates one take after another until it is killed. The recogniser is a
stand-in that answers with a word a segment, the output one that notes the delivery: here the audio is what counts.
How far it really was stands in FOLDER/ledger, memory that outlives a kill.
"""

import mmap
import random
import struct
import sys
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from srota_dictate.history.takes import KeptAudio
from srota_dictate.history.writer import History
from srota_dictate.recorder.capture import Capture
from srota_dictate.recorder.journal import repair_journal
from srota_dictate.recorder.options import RecorderOptions
from srota_dictate.recorder.ports import SoundStream, StreamCallbacks
from srota_dictate.recorder.stream import PortAudioSystem
from srota_dictate.segmenter.factory import SegmenterFactory
from srota_dictate.segmenter.options import SegmenterOptions
from srota_dictate.session.controller import Ports, SessionController
from srota_dictate.session.events import Event
from srota_dictate.session.state import State
from srota_dictate.session.view import SessionView
from srota_dictate.types import (
    Delivery,
    DeliveryStatus,
    HotkeyEvent,
    OutputMode,
    RecordingEnded,
    RecordingStarted,
    Samples,
    Transcript,
)

MAX_TAKES = 64
_ENTRY = struct.Struct("dd")  # seconds of sound that arrived, whether the text was delivered


@dataclass(frozen=True, slots=True)
class Entry:
    arrived_s: float
    delivered: bool


class Ledger:
    """What happened, take by take, in a file mapped into memory: the kernel keeps it when the process is killed."""

    def __init__(self, path: Path) -> None:
        path.write_bytes(bytes(_ENTRY.size * MAX_TAKES))
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), 0)

    def arrived(self, take_id: int, seconds: float) -> None:
        struct.pack_into("d", self._memory, take_id * _ENTRY.size, seconds)

    def delivered(self, take_id: int) -> None:
        struct.pack_into("d", self._memory, take_id * _ENTRY.size + 8, 1.0)


def read_ledger(path: Path) -> dict[int, Entry]:
    """Every take whose sound had begun to arrive."""
    found = enumerate(_ENTRY.iter_unpack(path.read_bytes()))
    return {take_id: Entry(arrived_s, bool(done)) for take_id, (arrived_s, done) in found if arrived_s}


class CountingSound(PortAudioSystem):
    """The real sound system; counts what it hands over while a take is recorded, before anybody else sees it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._stream: SoundStream | None = None
        self._take_id = 0
        self._arrived_s = 0.0

    def open(self, name: str, callbacks: StreamCallbacks) -> SoundStream:
        def on_block(data: bytes, overflowed: bool) -> None:
            stream = self._stream
            if self._take_id and stream is not None:
                self._arrived_s += len(data) / 4 / stream.channels / stream.rate_hz
                self._ledger.arrived(self._take_id, self._arrived_s)
            callbacks.on_block(data, overflowed)

        self._stream = super().open(name, StreamCallbacks(on_block, callbacks.on_finished))
        return self._stream

    def count_for(self, take_id: int) -> None:
        """0 for nobody."""
        self._arrived_s = 0.0
        self._take_id = take_id


class WordForSegment:
    """A recogniser that needs a moment and understands nothing."""

    def load(self, model: str, device: str, precision: str) -> None: ...
    def warm_up(self) -> None: ...
    def close(self) -> None: ...
    def cancel(self, future: Future[Transcript]) -> None:
        future.cancel()

    def submit(self, samples: Samples, speech_s: float | None = None) -> Future[Transcript]:
        future: Future[Transcript] = Future()
        threading.Timer(0.2, lambda: future.set_result(Transcript("word", 1.0, 1, 0.2))).start()
        return future


class Program:
    """The program without a face; takes are numbered as the session numbers them."""

    def __init__(self, folder: Path) -> None:
        self._ledger = Ledger(folder / "ledger")
        self._sound = CountingSound(self._ledger)
        self.began = threading.Event()
        self.done = threading.Event()
        self._take_id = 0
        kept = KeptAudio(folder / "takes")
        history = History(folder / "history.db", kept, lambda: 24, repair_journal, print, lambda takes: None)
        segmenters = SegmenterFactory(SegmenterOptions.model_validate({}))
        options = RecorderOptions()
        recorder = Capture(self._hear, lambda: options, segmenters, kept.path_for, self._sound)
        ports = Ports(recorder, WordForSegment(), self, None, history.release, history)
        self.session = SessionController(ports, State(), self._show, print)
        history.start()
        self.session.start()

    def deliver(self, text: str, mode: OutputMode) -> Delivery:
        self._ledger.delivered(self._take_id)
        return Delivery(DeliveryStatus.DELIVERED)

    def copy(self, text: str) -> None: ...

    def close(self) -> None: ...

    def _hear(self, event: Event) -> None:
        match event:
            case RecordingStarted(take_id):
                self._take_id = take_id
                self._sound.count_for(take_id)
                self.began.set()
            case RecordingEnded():
                self._sound.count_for(0)
            case _:
                pass
        self.session.post(event)

    def _show(self, view: SessionView) -> None:
        if not view.recording and not view.transcribing:
            self.done.set()


def main(folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    program = Program(folder)
    print("ready", flush=True)
    for _ in range(1, MAX_TAKES):
        program.began.clear()
        program.session.post(HotkeyEvent.TALK_PRESSED)
        program.began.wait()
        threading.Event().wait(chance.uniform(0.3, 2.5))  # how long somebody speaks
        program.done.clear()
        program.session.post(HotkeyEvent.TALK_RELEASED)
        program.done.wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
