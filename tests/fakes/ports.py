"""Fakes of the session's ports that note what they were asked and answer when the test says so."""

from collections.abc import Callable
from concurrent.futures import Future

import numpy as np

from srota_dictate.delivery import Delivery, DeliveryStatus, Destination, OutputMode
from srota_dictate.errors import UserFixableError
from srota_dictate.session.events import Event
from srota_dictate.types import (
    CutKind,
    HotkeyBinding,
    Moment,
    RecordingEnded,
    RecordingStarted,
    Samples,
    Segment,
    SegmentCut,
    SegmentKey,
    Transcript,
)
from tests.fakes.recognizers import StandInRecognizer


class FakeRecorder:
    """A take is one segment of silence, sent when it is stopped."""

    def __init__(self) -> None:
        self.post: Callable[[Event], None] = lambda event: None
        self.calls: list[tuple[str, int]] = []

    def start(self, take_id: int) -> None:
        self.calls.append(("start", take_id))
        self.post(RecordingStarted(take_id))

    def stop(self, take_id: int) -> None:
        self.calls.append(("stop", take_id))
        self.post(SegmentCut(take_id, Segment(0, np.zeros(16000, np.float32), 0.0, 1.0, 0.8, CutKind.END)))
        self.post(RecordingEnded(take_id, 1, 1.0, 0.8))

    def resume(self, take_id: int) -> None:
        self.calls.append(("resume", take_id))  # always too late: stopping ended it

    def go_on(self, take_id: int, next_id: int) -> None:
        self.calls.append(("go_on", take_id))

    def cancel(self, take_id: int) -> None:
        self.calls.append(("cancel", take_id))
        self.post(RecordingEnded(take_id, 0, 1.0, 0.8))

    def close(self) -> None:
        self.calls.append(("close", 0))


class FakeRecognizer(StandInRecognizer):
    """Futures stay open until the test sets their result."""

    def __init__(self) -> None:
        self.futures: list[Future[Transcript]] = []
        self.looks: list[tuple[SegmentKey, Moment]] = []
        self.warm_ups = 0
        self.closed = False

    def warm_up(self) -> None:
        self.warm_ups += 1

    def answer_for(self, samples: Samples, speech_s: float | None, key: SegmentKey | None) -> Future[Transcript]:
        future: Future[Transcript] = Future()
        self.futures.append(future)
        return future

    def preview(self, key: SegmentKey, samples: Samples, speech_s: float, moment: Moment) -> None:
        self.looks.append((key, moment))

    def forget_previews(self) -> None:
        self.looks.clear()

    def close(self) -> None:
        self.closed = True

    def answer(self, index: int, text: str) -> None:
        self.futures[index].set_result(Transcript(text, 1.0, 5, 0.1))


class FakeOutput:
    """Collects what was delivered; `fail` is raised instead, once, when set."""

    def __init__(self) -> None:
        self.delivered: list[tuple[str, OutputMode]] = []
        self.window: Destination | None = None
        self.meant_for: list[Destination | None] = []  # for each text delivered
        self.undone = 0
        self.entered = 0  # how often Enter was pressed behind a text
        self.status = DeliveryStatus.DELIVERED
        self.copied: list[str] = []
        self.fail: Exception | None = None

    def destination(self) -> Destination | None:
        return self.window

    def undo(self) -> None:
        if self.fail is not None:
            fail, self.fail = self.fail, None
            raise fail
        self.undone += 1

    def deliver(
        self, text: str, mode: OutputMode, destination: Destination | None, *, press_enter: bool = False
    ) -> Delivery:
        if self.fail is not None:
            fail, self.fail = self.fail, None
            raise fail
        self.delivered.append((text, mode))
        self.meant_for.append(destination)
        self.entered += press_enter
        return Delivery(self.status, "" if self.status is DeliveryStatus.DELIVERED else "why not")

    def copy(self, text: str) -> None:
        self.copied.append(text)

    def close(self) -> None: ...


class FakeHotkey:
    """A key nobody presses."""

    def __init__(self) -> None:
        self.armed = False
        self.closed = False

    def bind(self, bindings: tuple[HotkeyBinding, ...]) -> tuple[UserFixableError, ...]:
        return ()

    def check(self, key: str) -> UserFixableError | None:
        return None

    def arm_cancel(self, armed: bool) -> None:
        self.armed = armed

    def close(self) -> None:
        self.closed = True
