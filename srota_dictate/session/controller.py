"""The session thread: one queue of events into the machine, effects out to the ports."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import Final, assert_never

from srota_dictate.errors import UserFixableError
from srota_dictate.session.chronicle import turns
from srota_dictate.session.diary import line_for
from srota_dictate.session.effects import (
    ArmCancel,
    CancelRecording,
    CancelTranscription,
    CopyText,
    Deliver,
    Effect,
    FindDestination,
    ForgetTake,
    GoOn,
    Notify,
    PasteText,
    Preview,
    ReleaseAudio,
    ReplaceLast,
    ResumeRecording,
    StartRecording,
    StopRecording,
    Transcribe,
    UndoLast,
    WarmUp,
    Write,
    WriteNextView,
)
from srota_dictate.session.events import (
    DeliveryFailed,
    DestinationFound,
    Event,
    NextViewWritten,
    SegmentCancelled,
    SegmentFailed,
    SegmentTranscribed,
    TappedOnly,
    TextWritten,
)
from srota_dictate.session.hearing import TakeHearing
from srota_dictate.session.inserter import Inserter
from srota_dictate.session.machine import step
from srota_dictate.session.notices import OUR_BUG
from srota_dictate.session.ports import Hotkey, Output, Recognizer, Recorder, TakeLog, Writer
from srota_dictate.session.ruled import HeardWriter
from srota_dictate.session.said import HeardSegment, as_heard
from srota_dictate.session.scribe import Scribe
from srota_dictate.session.state import State
from srota_dictate.session.view import SessionView, view_of
from srota_dictate.types import DraftHeard, RecordingFailed, Segment

_log = logging.getLogger(__name__)

_MIN_TAP_S: Final = 0.15  # whoever lets go sooner touched the key by accident


@dataclass(frozen=True, slots=True)
class Ports:
    """The world as a session sees it."""

    recorder: Recorder
    recognizer: Recognizer
    output: Output
    hotkey: Hotkey | None  # None where no key can be grabbed: the menu still starts and stops
    release_audio: Callable[[Path], None]  # a delivered take's recording may go, as the retention setting says
    log: TakeLog | None = None  # None where nothing is written down
    writer: Writer = field(default_factory=HeardWriter)


class SessionController:
    """Runs the machine on its own thread; `post` may be called from any thread.

    `on_view` and `on_notice` are called on the session thread and must return at once.
    """

    def __init__(
        self,
        ports: Ports,
        state: State,
        on_view: Callable[[SessionView], None],
        on_notice: Callable[[UserFixableError], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ports = ports
        self._state = state
        self._on_view = on_view
        self._on_notice = on_notice
        self._clock = clock
        self._events: SimpleQueue[tuple[float, Event] | None] = SimpleQueue()  # each with the time it was posted
        self._event_s = 0.0  # when the event at work was posted
        self._started: tuple[int, float] | None = None  # the newest take, and when its key went down
        self._scribe = Scribe(ports.writer, self.post)
        self._inserter = Inserter(ports.output, self.post, on_notice)
        # Beside the inserter: at key-down the text of the last take may be on its way into a slow window.
        self._scout = ThreadPoolExecutor(max_workers=1, thread_name_prefix="scout")
        self._hearings: dict[int, TakeHearing] = {}  # by take, touched on the session thread only
        self._thread = threading.Thread(target=self._run, name="session", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def post(self, event: Event) -> None:
        # The time is taken here: a session thread that is busy must not make a press look shorter than it was.
        self._events.put((self._clock(), event))

    def close(self) -> None:
        """Stop taking events and end the ports; a delivery under way is finished first."""
        self._events.put(None)
        if self._thread.is_alive():
            self._thread.join()
        if self._ports.hotkey is not None:
            self._ports.hotkey.close()
        self._ports.recorder.close()
        self._scout.shutdown(wait=True)
        self._scribe.close()
        self._inserter.close()
        self._ports.output.close()
        self._ports.recognizer.close()

    def _run(self) -> None:
        self._publish()
        while (posted := self._events.get()) is not None:
            self._event_s, event = posted
            if isinstance(event, DraftHeard) and (hearing := self._hearings.get(event.key[0])):
                event = hearing.whole_draft(event)
            if line := line_for(event):
                _log.info(line)
            before = self._state
            self._state, effects = step(before, event)
            if self._ports.log is not None:
                for turn in turns(before, event, self._state):
                    self._ports.log.note(turn)
            for effect in effects:
                try:
                    self._perform(effect)
                except Exception:  # noqa: BLE001 - thread border: one broken effect must not end all dictation
                    _log.exception("%s failed", type(effect).__name__)
                    self._report_failure(effect)
            self._publish()

    def _publish(self) -> None:
        self._on_view(view_of(self._state))

    def _perform(self, effect: Effect) -> None:
        ports = self._ports
        match effect:
            case StartRecording(take_id):
                if self._started is None or self._started[0] != take_id:
                    self._started = (take_id, self._event_s)
                ports.recorder.start(take_id)
            case FindDestination(take_id):
                self._scout.submit(self._find_destination, take_id)
            case StopRecording(take_id):
                if self._started is not None and self._event_s - self._started[1] < _MIN_TAP_S:
                    self.post(TappedOnly(take_id))
                else:
                    ports.recorder.stop(take_id)
            case ResumeRecording(take_id):
                ports.recorder.resume(take_id)
            case GoOn(take_id, next_id):
                ports.recorder.go_on(take_id, next_id)
            case CancelRecording(take_id):
                ports.recorder.cancel(take_id)
            case ArmCancel(armed):
                if ports.hotkey is not None:
                    ports.hotkey.arm_cancel(armed)
            case WarmUp():
                ports.recognizer.warm_up()
                self._scribe.prepare()
            case Transcribe(take_id, segment):
                self._transcribe(take_id, segment)
            case Preview(take_id, segment, moment):
                self._hearing_of(take_id).look(segment, moment)
            case CancelTranscription(take_id):
                ports.recognizer.forget_previews()
                if hearing := self._hearings.pop(take_id, None):
                    hearing.cancel()
            case Write():
                self._scribe.write(effect)
            case Deliver():
                self._inserter.deliver(effect)
            case PasteText(text, mode):
                self._inserter.paste(text, mode)
            case UndoLast():
                self._inserter.undo()
            case WriteNextView():
                self._scribe.write_next_view(effect)
            case ReplaceLast(text, mode):
                self._inserter.replace_last(text, mode)
            case CopyText(text):
                self._inserter.copy(text)
            case ReleaseAudio(audio_path):
                ports.release_audio(audio_path)
            case ForgetTake(take_id):
                if ports.log is not None:
                    ports.log.forget(take_id)
            case Notify(notice):
                _log.info("told: %s", notice)
                self._on_notice(notice)
            case _:
                assert_never(effect)

    def _transcribe(self, take_id: int, segment: Segment) -> None:
        heard = self._hearing_of(take_id).hear(segment)
        index = segment.index  # a future keeps its callbacks to the end: they must not keep the samples
        heard.add_done_callback(lambda done: self.post(_outcome(take_id, index, done)))

    def _hearing_of(self, take_id: int) -> TakeHearing:
        if take_id not in self._hearings:
            # Those of takes that have left are not needed any more.
            under_way = {take.take_id for take in self._state.takes}
            self._hearings = {each: hearing for each, hearing in self._hearings.items() if each in under_way}
            self._hearings[take_id] = TakeHearing(self._ports.recognizer, take_id, self._ports.writer)
        return self._hearings[take_id]

    def _find_destination(self, take_id: int) -> None:
        """On the scout thread."""
        destination = None
        try:
            destination = self._ports.output.destination()
        except Exception:  # noqa: BLE001 - thread border: the text goes where the keyboard is then
            _log.exception("no destination")
        self.post(DestinationFound(take_id, destination))

    def _report_failure(self, effect: Effect) -> None:
        """An effect that broke still ends in its completion event, so that no take waits for ever."""
        match effect:
            case StartRecording(take_id):
                self.post(RecordingFailed(take_id, OUR_BUG))
            case FindDestination(take_id):
                self.post(DestinationFound(take_id, None))
            case Transcribe(take_id, segment):
                self.post(SegmentFailed(take_id, segment.index, OUR_BUG))
            case Deliver(take_id):
                self.post(DeliveryFailed(take_id, OUR_BUG))
            case Write(take_id, pieces):
                self.post(TextWritten(take_id, as_heard(pieces)))
            case WriteNextView(said):
                self.post(NextViewWritten(said.take_id, None))
            case Preview():
                pass  # the text comes all the same
            case _:
                self._on_notice(OUR_BUG)


def _outcome(take_id: int, index: int, done: Future[HeardSegment]) -> Event:
    try:
        return SegmentTranscribed(take_id, index, done.result())
    except CancelledError:
        return SegmentCancelled(take_id, index)
    except UserFixableError as error:
        return SegmentFailed(take_id, index, error)
    except Exception:  # noqa: BLE001 - the future is a thread border too
        _log.exception("recognition failed")
        return SegmentFailed(take_id, index, OUR_BUG)
