"""A long dictation, faster than it is spoken: real capture, segmenter, journal, session, history and client.

`python -m tests.e2e.long_child FOLDER MINUTES [--no-model] [--at-last-s S]` prints one JSON object. Only the sound
system is a stand-in: it plays speech as fast as the rest can take it, at most two segments ahead of the recogniser, as
a person would be, and the last S seconds in their own time. With `--no-model` the recogniser's process is a stand-in
too, which answers at once with the request's number and how many samples it was given.
"""

import argparse
import json
import platform
import re
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from srota_dictate.delivery import Delivery, DeliveryStatus, Destination, OutputMode
from srota_dictate.errors import UserFixableError
from srota_dictate.history.takes import KeptAudio
from srota_dictate.history.writer import History
from srota_dictate.recognizer.client import RecognizerClient
from srota_dictate.recorder.capture import Capture
from srota_dictate.recorder.journal import repair_journal
from srota_dictate.recorder.options import RecorderOptions, WarmMicrophone
from srota_dictate.recorder.ports import SegmenterLike
from srota_dictate.segmenter.factory import SegmenterFactory
from srota_dictate.segmenter.options import SegmenterOptions
from srota_dictate.session.controller import Ports, SessionController
from srota_dictate.session.state import State
from srota_dictate.types import (
    SAMPLE_RATE_HZ,
    Moment,
    RecognizerPhase,
    RecognizerStatus,
    Samples,
    Segment,
    SegmentKey,
    Transcript,
)
from tests.e2e.fast_sound import FastSound, Pace, Speech, is_whole, speech_of
from tests.fakes.keys import PRESS, RELEASE
from tests.fakes.recognizers import StandInRecognizer
from tests.fakes.segmenters import PassingSegmenter

_HELD_S: Final = 0.3  # the key, at least
_AHEAD_S: Final = 1.0  # of sound in the capture thread's inbox: more would be memory the program never needs
_MAX_UNANSWERED: Final = 2
_SAMPLE_EVERY_S: Final = 20.0  # of speech, between two looks at the memory
_FIRST_LOOK_S: Final = 120.0  # of speech: by then everything that is needed once is there
# The microphone opens for each dictation, and a player that waits for the recogniser isn't taken for one that has gone.
_OPTIONS: Final = RecorderOptions(warm=WarmMicrophone.NEVER, stall_timeout_s=240)


@dataclass(frozen=True, slots=True)
class Outcome:
    speech_s: float
    wall_s: float
    wait_s: float  # from the key's release to the text
    wait_10_s: float  # the same for a dictation of ten seconds
    last_segment_s: float  # what was left to recognise then
    last_segment_10_s: float
    unanswered: int  # segments without a text when the key went up
    n_segments: int
    longest_gap_s: float  # of sound between two segments
    kept_whole: bool  # the recording on disk is what was said, sample by sample
    rss_start_mb: float  # after two minutes of speech
    rss_end_mb: float
    rss_most_mb: float
    expected: str
    answers: str  # of the recogniser, in the order it was asked
    text: str
    machine: str


class CountingSegmenter(PassingSegmenter):
    """The real segmenter; says how far it is."""

    def __init__(
        self, inner: SegmenterLike, heard: Callable[[int], None], cut: Callable[[Sequence[Segment]], None]
    ) -> None:
        super().__init__(inner)
        self._heard = heard
        self._cut = cut
        self._n = 0

    def push(self, samples: Samples) -> list[Segment]:
        segments = super().push(samples)
        self._cut(segments)
        self._n += samples.size
        self._heard(self._n)
        return segments

    def finish(self) -> list[Segment]:
        segments = super().finish()
        self._cut(segments)
        return segments


class Rig(StandInRecognizer):
    """The program with everything real but the microphone and the window."""

    def __init__(self, folder: Path, command: list[str] | None, at_last_s: float) -> None:
        """`command` starts the recogniser's process, None for the real one."""
        folder.mkdir(exist_ok=True)
        self.n_heard = 0
        self.n_unanswered = 0
        self.text = ""
        self.asked: list[tuple[int, int]] = []  # of the recogniser: the how-manieth request, and its samples
        self._n_asked = 0
        self.answers: dict[int, str] = {}  # by the how-manieth request
        self.spans_s: list[tuple[float, float]] = []  # of the segments
        self.rss_mb: list[float] = []
        self._next_look_s = 0.0
        self._lock = threading.Lock()
        self._ready = threading.Event()
        self._trouble_with_model: UserFixableError | None = None
        self._delivered = threading.Event()
        self.sound = FastSound(Pace(self._may_go, lambda n_samples: self.n_heard >= n_samples, at_last_s))
        self.kept = kept = KeptAudio(folder / "takes")
        self._history = History(folder / "history.db", kept, lambda: 24, repair_journal, self._trouble, lambda _: None)
        self._client = RecognizerClient(self._status, idle_minutes=0, command=command)
        self._segmenters = SegmenterFactory(SegmenterOptions.model_validate({}))
        recorder = Capture(
            lambda event: self.session.post(event),
            lambda: _OPTIONS,
            lambda: CountingSegmenter(self._segmenters(), self._heard, self._cut),
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

    def dictate(self, speech: Speech) -> tuple[float, int]:
        """How long the text took after the key went up, and how many segments had none by then."""
        self.n_heard = 0
        for record in (self.asked, self.answers, self.spans_s, self.rss_mb):
            record.clear()
        self._next_look_s = min(_FIRST_LOOK_S, speech.n_samples / SAMPLE_RATE_HZ / 2)
        self._delivered.clear()
        self.sound.speech = speech
        self.session.post(PRESS)
        pressed_s = time.monotonic()
        self.sound.players.get(timeout=10).spoken.wait()
        # Ten seconds of speech take a tenth of one here, which would be a mere tap.
        threading.Event().wait(max(0.0, pressed_s + _HELD_S - time.monotonic()))
        released_s, unanswered = time.monotonic(), self.n_unanswered
        self.session.post(RELEASE)
        assert self._delivered.wait(240), "no text came"
        return time.monotonic() - released_s, unanswered

    def end(self) -> None:
        self.session.close()
        self._history.close()

    # The output and the recogniser as the session sees them.

    def destination(self) -> None: ...

    def undo(self) -> None: ...

    def deliver(
        self, text: str, mode: OutputMode, destination: Destination | None, *, press_enter: bool = False
    ) -> Delivery:
        self.text = text
        self._delivered.set()
        return Delivery(DeliveryStatus.DELIVERED)

    def copy(self, text: str) -> None: ...

    def close(self) -> None:
        self._client.close()

    def preview(self, key: SegmentKey, samples: Samples, speech_s: float, moment: Moment) -> None:
        self._client.preview(key, samples, speech_s, moment)

    def forget_previews(self) -> None:
        self._client.forget_previews()

    def answer_for(self, samples: Samples, speech_s: float | None, key: SegmentKey | None) -> Future[Transcript]:
        self._n_asked += 1
        self.asked.append((self._n_asked, samples.size))
        number = self._n_asked
        future = self._client.submit(samples, speech_s, key)
        self._count(1)
        future.add_done_callback(lambda done: self._answered(number, done))
        return future

    def _answered(self, number: int, done: Future[Transcript]) -> None:
        if not done.cancelled() and done.exception() is None:
            self.answers[number] = done.result().text
        self._count(-1)

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

    def _cut(self, segments: Sequence[Segment]) -> None:
        self.spans_s += [(segment.start_s, segment.end_s) for segment in segments]

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


def pretend(folder: Path) -> list[str]:
    """The command of a recogniser's process that has no model."""
    folder.mkdir(exist_ok=True)
    script = folder / "script.json"
    script.write_text('["obey and number"]')
    return [sys.executable, str(Path(__file__).parents[1] / "fakes" / "scripted_worker.py"), str(script)]


def measure(folder: Path, minutes: float, at_last_s: float, with_model: bool) -> Outcome:
    speech = speech_of(minutes * 60)
    ten_s = speech_of(10.0)
    rig = Rig(folder, None if with_model else pretend(folder), at_last_s)
    try:
        rig.dictate(ten_s)  # the first one warms everything up
        wait_10_s, _ = rig.dictate(ten_s)
        last_segment_10_s = rig.asked[-1][1] / SAMPLE_RATE_HZ
        began_s = time.monotonic()
        wait_s, unanswered = rig.dictate(speech)
        wall_s = time.monotonic() - began_s
        rss_end_mb = rss_mb()
    finally:
        rig.end()
    newest = max(rig.kept.folder.iterdir(), key=lambda path: path.stat().st_size)
    return Outcome(
        speech_s=speech.n_samples / SAMPLE_RATE_HZ,
        wall_s=wall_s,
        wait_s=wait_s,
        wait_10_s=wait_10_s,
        last_segment_s=rig.asked[-1][1] / SAMPLE_RATE_HZ,
        last_segment_10_s=last_segment_10_s,
        unanswered=unanswered,
        n_segments=len(rig.asked),
        longest_gap_s=max(start - end for (_, end), (start, _) in pairwise([(0.0, 0.0), *rig.spans_s])),
        kept_whole=is_whole(newest, speech),
        rss_start_mb=rig.rss_mb[0],
        rss_end_mb=rss_end_mb,
        rss_most_mb=max(*rig.rss_mb, rss_end_mb),
        expected=speech.words if with_model else " ".join(f"{number}: {size} samples" for number, size in rig.asked),
        answers=" ".join(rig.answers[number] for number, _ in rig.asked),
        text=rig.text,
        machine=f"{platform.machine()}, Python {platform.python_version()}, numpy {np.__version__}",
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("minutes", type=float)
    parser.add_argument("--no-model", action="store_true")
    parser.add_argument("--at-last-s", type=float, default=2.0)
    args = parser.parse_args()
    outcome = measure(args.folder, args.minutes, args.at_last_s, not args.no_model)
    print(json.dumps(asdict(outcome), ensure_ascii=False))


if __name__ == "__main__":
    main()
