"""A long dictation, faster than it is spoken: real capture, segmenter, journal, session, history and tiny model.

`python -m tests.e2e.long_child FOLDER MINUTES` prints one JSON object. Only the sound system is a stand-in: it plays
speech as fast as the rest can take it, at most two segments ahead of the recogniser, as a person would be. With
`--no-model` behind it the recogniser's process is a stand-in too, which answers at once how many samples it was given.
"""

import json
import platform
import re
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Final

import numpy as np

from srota_dictate.errors import UserFixableError
from srota_dictate.history.takes import KeptAudio
from srota_dictate.history.writer import History
from srota_dictate.recognizer.client import RecognizerClient
from srota_dictate.recorder.capture import Capture
from srota_dictate.recorder.journal import repair_journal
from srota_dictate.recorder.options import RecorderOptions
from srota_dictate.recorder.ports import InputDevice, SoundStream, StreamCallbacks
from srota_dictate.segmenter.factory import SegmenterFactory
from srota_dictate.segmenter.options import SegmenterOptions
from srota_dictate.segmenter.stream import Segmenter
from srota_dictate.session.controller import Ports, SessionController
from srota_dictate.session.state import State
from srota_dictate.types import (
    SAMPLE_RATE_HZ,
    Delivery,
    DeliveryStatus,
    HotkeyEvent,
    OutputMode,
    RecognizerPhase,
    RecognizerStatus,
    Samples,
    Segment,
    Transcript,
)
from tests.desktop.speech import spoken

SENTENCES: Final = (
    "मेरा favourite festival Diwali है",
    "कल सुबह office meeting है",
    "please मुझे report भेज",
    "code review आज deadline है",
    "laptop password update चाहिए",
    "doctor appointment शुक्रवार को है",
    "यह weather बहुत अच्छा है",
    "server database download नहीं है",
    "दोस्त को message अभी भेज",
    "weekend movie ticket चाहिए",
)
_BLOCK: Final = SAMPLE_RATE_HZ // 50
_HELD_S: Final = 0.3  # the key, at least
_AHEAD_S: Final = 1.0  # of sound in the capture thread's inbox
_MAX_UNANSWERED: Final = 2
_SAMPLE_EVERY_S: Final = 20.0  # of speech, between two looks at the memory


@dataclass(frozen=True, slots=True)
class Outcome:
    speech_s: float
    wall_s: float
    wait_s: float  # from the end of recording to the text
    wait_10_s: float  # the same for a dictation of ten seconds
    unanswered: int  # segments without a text when the key went up
    rss_start_mb: float  # after the first twenty seconds of speech
    rss_most_mb: float
    expected: str
    text: str
    machine: str


class Player:
    """The stand-in: a microphone that hears `speech`, then silence until it is closed."""

    rate_hz = SAMPLE_RATE_HZ
    channels = 1
    latency_s = 0.0
    note = ""

    def __init__(self, speech: Samples, callbacks: StreamCallbacks, may_go: Callable[[int], bool]) -> None:
        self._speech = speech
        self._callbacks = callbacks
        self._may_go = may_go
        self._closed = threading.Event()
        self.spoken = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def close(self) -> None:
        self._closed.set()

    def _run(self) -> None:
        at = 0
        silence = np.zeros(_BLOCK, np.float32)
        while not self._closed.is_set():
            if not self._may_go(at):
                self._closed.wait(0.002)
                continue
            block = self._speech[at : at + _BLOCK]
            if not block.size:
                self.spoken.set()
                self._closed.wait(_BLOCK / SAMPLE_RATE_HZ)  # from here on in its own time, as the person waits
            self._callbacks.on_block((block if block.size else silence).tobytes(), False)
            at += _BLOCK
        self._callbacks.on_finished()


class FastSound:
    """`SoundSystem` around the player."""

    def __init__(self, may_go: Callable[[int], bool]) -> None:
        self._may_go = may_go
        self.speech: Samples = np.zeros(0, np.float32)
        self.players: SimpleQueue[Player] = SimpleQueue()

    def warm_up(self) -> None: ...

    def open(self, name: str, callbacks: StreamCallbacks) -> SoundStream:
        player = Player(self.speech, callbacks, self._may_go)
        self.players.put(player)
        return player

    def devices(self, refresh: bool) -> tuple[InputDevice, ...]:
        return (InputDevice(0, "speech from memory", "test", SAMPLE_RATE_HZ, 1, is_default=True),)


class CountingSegmenter:
    """The real segmenter; says how far it is."""

    def __init__(self, inner: Segmenter, heard: Callable[[int], None]) -> None:
        self._inner = inner
        self._heard = heard
        self._n = 0

    @property
    def speech_s(self) -> float:
        return self._inner.speech_s

    @property
    def speaking(self) -> bool:
        return self._inner.speaking

    def push(self, samples: Samples) -> list[Segment]:
        segments = self._inner.push(samples)
        self._n += samples.size
        self._heard(self._n)
        return segments

    def finish(self) -> list[Segment]:
        return self._inner.finish()


class Rig:
    """The program with everything real but the microphone and the window."""

    def __init__(self, folder: Path, command: list[str] | None) -> None:
        """`command` starts the recogniser's process, None for the real one."""
        folder.mkdir(exist_ok=True)
        self.n_heard = 0
        self.n_unanswered = 0
        self.text = ""
        self.rss_mb: list[float] = []
        self._next_look_s = _SAMPLE_EVERY_S
        self._lock = threading.Lock()
        self._ready = threading.Event()
        self._trouble_with_model: UserFixableError | None = None
        self._delivered = threading.Event()
        self.sound = FastSound(self._may_go)
        kept = KeptAudio(folder / "takes")
        self._history = History(folder / "history.db", kept, lambda: 24, repair_journal, self._trouble, lambda _: None)
        self._client = RecognizerClient(self._status, idle_minutes=0, command=command)
        self._segmenters = SegmenterFactory(SegmenterOptions.model_validate({}))
        recorder = Capture(
            lambda event: self.session.post(event),
            RecorderOptions,
            lambda: CountingSegmenter(self._segmenters(), self._heard),
            kept.path_for,
            self.sound,
        )
        ports = Ports(recorder, self, self, None, self._history.release, self._history)
        self.session = SessionController(ports, State(), lambda view: None, self._trouble)
        self._history.start()
        self._client.load("tiny", "cpu")
        assert self._ready.wait(240), "the tiny model was never ready"
        assert self._trouble_with_model is None, self._trouble_with_model
        self.session.start()

    def dictate(self, speech: Samples) -> tuple[float, int]:
        """How long the text took after the key went up, and how many segments had none by then."""
        self.n_heard = 0
        self._delivered.clear()
        self.sound.speech = speech
        self.session.post(HotkeyEvent.TALK_PRESSED)
        pressed_s = time.monotonic()
        self.sound.players.get().spoken.wait()
        # Ten seconds of speech take a tenth of one here, which would be a mere tap.
        threading.Event().wait(max(0.0, pressed_s + _HELD_S - time.monotonic()))
        released_s, unanswered = time.monotonic(), self.n_unanswered
        self.session.post(HotkeyEvent.TALK_RELEASED)
        assert self._delivered.wait(240), "no text came"
        return time.monotonic() - released_s, unanswered

    def end(self) -> None:
        self.session.close()
        self._history.close()

    # The output and the recogniser as the session sees them.

    def deliver(self, text: str, mode: OutputMode) -> Delivery:
        self.text = text
        self._delivered.set()
        return Delivery(DeliveryStatus.DELIVERED)

    def copy(self, text: str) -> None: ...

    def close(self) -> None:
        self._client.close()

    def load(self, model: str, device: str, precision: str) -> None: ...

    def warm_up(self) -> None: ...

    def cancel(self, future: Future[Transcript]) -> None:
        future.cancel()

    def submit(self, samples: Samples, speech_s: float | None = None) -> Future[Transcript]:
        future = self._client.submit(samples, speech_s)
        self._count(1)
        future.add_done_callback(lambda _: self._count(-1))
        return future

    def _count(self, by: int) -> None:
        with self._lock:
            self.n_unanswered += by

    def _may_go(self, at: int) -> bool:
        return at - self.n_heard < _AHEAD_S * SAMPLE_RATE_HZ and self.n_unanswered < _MAX_UNANSWERED

    def _heard(self, n_samples: int) -> None:
        self.n_heard = n_samples
        if n_samples / SAMPLE_RATE_HZ >= self._next_look_s:
            self._next_look_s += _SAMPLE_EVERY_S
            self.rss_mb.append(rss_mb())

    def _status(self, status: RecognizerStatus) -> None:
        if status.phase in (RecognizerPhase.READY, RecognizerPhase.FAILED):
            self._trouble_with_model = status.error
            self._ready.set()

    def _trouble(self, trouble: UserFixableError) -> None:
        print(trouble, file=sys.stderr)


def rss_mb() -> float:
    """What this process has in memory, its children not counted."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    (kib,) = re.findall(r"VmRSS:\s+(\d+)", status)
    return int(kib) / 1024


def speech_of(length_s: float) -> tuple[Samples, str]:
    """Sentences one after another with a sixth of a second between them, and their words."""
    parts: list[Samples] = []
    words: list[str] = []
    pause = np.zeros(SAMPLE_RATE_HZ // 6, np.float32)
    n = 0
    while n < length_s * SAMPLE_RATE_HZ:
        sentence = SENTENCES[len(words) % len(SENTENCES)]
        words.append(sentence)
        parts += [spoken(sentence), pause]
        n += parts[-2].size + pause.size
    return np.concatenate(parts), " ".join(words)


def pretend(folder: Path) -> list[str]:
    """The command of a recogniser's process that has no model."""
    folder.mkdir(exist_ok=True)
    script = folder / "script.json"
    script.write_text('["obey"]')
    return [sys.executable, str(Path(__file__).parents[1] / "fakes" / "scripted_worker.py"), str(script)]


def measure(folder: Path, minutes: float, command: list[str] | None = None) -> Outcome:
    speech, expected = speech_of(minutes * 60)
    ten_s, _ = speech_of(10.0)
    rig = Rig(folder, command)
    try:
        rig.dictate(ten_s)  # the first one warms everything up
        wait_10_s, _ = rig.dictate(ten_s)
        began_s = time.monotonic()
        wait_s, unanswered = rig.dictate(speech)
        wall_s = time.monotonic() - began_s
    finally:
        rig.end()
    memory = rig.rss_mb
    versions = f"{platform.machine()}, Python {platform.python_version()}, numpy {np.__version__}"
    return Outcome(
        *(speech.size / SAMPLE_RATE_HZ, wall_s, wait_s, wait_10_s, unanswered, memory[0], max(memory)),
        expected,
        rig.text,
        versions,
    )


if __name__ == "__main__":
    into, length = Path(sys.argv[1]), float(sys.argv[2])
    stand_in = pretend(into) if "--no-model" in sys.argv else None
    print(json.dumps(asdict(measure(into, length, stand_in)), ensure_ascii=False))
