"""The program without a face, to be killed: all of it real but the window, which notes what is delivered.

Every wait ends: who has not done it in ten seconds hangs. Each segment's text is expected to be the name of its sound,
so that a text shows which segments it was made of.
"""

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from srota_dictate.delivery import Delivery, DeliveryStatus, Destination, OutputMode
from srota_dictate.errors import UserFixableError
from srota_dictate.history.takes import KeptAudio
from srota_dictate.history.writer import History
from srota_dictate.recorder.journal import repair_journal
from srota_dictate.recorder.options import RecorderOptions
from srota_dictate.segmenter.factory import SegmenterFactory
from srota_dictate.segmenter.options import SegmenterOptions
from srota_dictate.session.controller import Ports, SessionController
from srota_dictate.session.events import Event
from srota_dictate.session.ports import Recognizer
from srota_dictate.session.state import State
from srota_dictate.session.view import SessionView
from srota_dictate.types import (
    LevelMeasured,
    RecognizerStatus,
    RecordingEnded,
    RecordingFailed,
    RecordingStarted,
    Samples,
    SegmentCut,
)
from tests.desktop.process import wait_until
from tests.e2e.kills.counting import Counter, CountingCapture
from tests.e2e.kills.ledger import Ledger
from tests.fakes.keys import PRESS, RELEASE

HANG_S: Final = 10.0
_LOUD_DBFS: Final = -40.0
_LEVEL_S: Final = 0.05  # a level is for at least so much sound
_WORDS_S: Final = 0.6  # of sound that loud hold a word


class Program:
    """Takes are numbered as the session numbers them.

    What the capture and the session thread report is only noted, without a lock: a thread that is struck down here
    must not leave one locked.
    """

    def __init__(
        self,
        folder: Path,
        make_recognizer: Callable[[Callable[[RecognizerStatus], None]], Recognizer],
        name_of: Callable[[Samples], str] | None,
        recorder: RecorderOptions,
        segmenter: SegmenterOptions,
        patience_s: float = HANG_S,
    ) -> None:
        """`name_of` is the text to expect for a segment, None for any; `patience_s` for the text after the release."""
        self._name_of = name_of
        self._patience_s = patience_s
        self._newest = 0  # the take that began or failed to
        self._done = False
        self._words_s = 0.0  # heard in the newest take
        self._names: list[str] = []  # of its segments
        self._ledger = Ledger(folder / "ledger")
        kept = KeptAudio(folder / "takes")
        self._history = History(folder / "history.db", kept, lambda: 24, repair_journal, _note, lambda takes: None)
        segmenters = SegmenterFactory(segmenter)
        self.recorder = CountingCapture(self._hear, recorder, segmenters, kept.path_for, Counter(self._ledger))
        recognizer = make_recognizer(lambda status: self._session.post(status))
        ports = Ports(self.recorder, recognizer, self, None, self._history.release, self._history)
        self._session = SessionController(ports, State(), self._show, _note)
        self._history.start()
        self._session.start()
        recognizer.load("tiny", "cpu", "auto")

    def dictate(self, for_s: float) -> None:
        """Press, speak for so long, let go, wait for the end."""
        self._press()
        threading.Event().wait(for_s)
        self._release()

    def dictate_words(self) -> None:
        """A dictation that nothing disturbs, until a word was heard."""
        take_id = self._press()
        wait_until(lambda: self._words_s >= _WORDS_S, HANG_S, "the sound of a take")
        self._ledger.undisturbed(take_id)
        self._release()

    def end(self) -> None:
        self._session.close()
        self._history.close()

    # The output as the session sees it.

    def destination(self) -> None: ...

    def undo(self) -> None: ...

    def deliver(
        self, text: str, mode: OutputMode, destination: Destination | None, *, press_enter: bool = False
    ) -> Delivery:
        expected = " ".join(filter(None, self._names))
        self._ledger.delivered(self._newest, is_right=bool(text) if self._name_of is None else text == expected)
        return Delivery(DeliveryStatus.DELIVERED)

    def copy(self, text: str) -> None: ...

    def close(self) -> None: ...

    def _press(self) -> int:
        before = self._newest
        self._session.post(PRESS)
        wait_until(lambda: self._newest > before, HANG_S, "the take's beginning")
        return self._newest

    def _release(self) -> None:
        self._done = False
        self._session.post(RELEASE)
        wait_until(lambda: self._done, self._patience_s, "the take's end")

    def _hear(self, event: Event) -> None:
        """On the capture thread."""
        match event:
            case RecordingStarted(take_id) | RecordingFailed(take_id) | RecordingEnded(take_id):
                if take_id > self._newest:
                    self._words_s = 0.0
                    self._names = []
                    self._newest = take_id
            case LevelMeasured(_, rms_dbfs):
                self._words_s += _LEVEL_S if rms_dbfs > _LOUD_DBFS else 0.0
            case SegmentCut(_, segment):
                if self._name_of is not None:
                    self._names.append(self._name_of(segment.samples))
            case _:
                pass
        self._session.post(event)

    def _show(self, view: SessionView) -> None:
        """On the session thread."""
        self._done = not view.recording and not view.transcribing


def _note(notice: UserFixableError) -> None:
    """What a person would be told; stdout is the test's."""
    print(notice, file=sys.stderr)
