"""The capture thread: opens the microphone for a take, feeds the take, and ends it the right way."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Final, assert_never

from srota_dictate.errors import UserFixableError
from srota_dictate.recorder.active import Active
from srota_dictate.recorder.inbox import (
    Block,
    Cancel,
    Close,
    Finished,
    GoOn,
    Inbox,
    ListMicrophones,
    Message,
    OptionsChanged,
    Resume,
    Start,
    Stop,
    WarmUp,
)
from srota_dictate.recorder.journal import Journal
from srota_dictate.recorder.microphone import Microphone
from srota_dictate.recorder.options import RecorderOptions
from srota_dictate.recorder.ports import InputDevice, SegmenterLike, SoundStream, SoundSystem
from srota_dictate.recorder.standby import Standby
from srota_dictate.recorder.stream import PortAudioSystem
from srota_dictate.recorder.take import Take
from srota_dictate.recorder.troubles import FELL_SILENT, OUR_BUG, SENDS_NOTHING, WENT_AWAY
from srota_dictate.types import LengthReached, MicrophoneOpen, RecorderEvent, RecordingFailed, RecordingResumed

_log = logging.getLogger(__name__)

_CLOSE_TIMEOUT_S: Final = 5.0


class Capture:
    """`session.ports.Recorder`. Calls come from any thread and return at once; events come from the capture thread.

    One inbox takes commands and blocks alike, so that a command stands exactly between the sounds it was given
    between: the sample before it belongs to one take, to the pre-roll or to nobody, the sample after it to the next.
    """

    def __init__(
        self,
        on_event: Callable[[RecorderEvent], None],
        options: Callable[[], RecorderOptions],
        make_segmenter: Callable[[], SegmenterLike],
        path_for: Callable[[int], Path],
        sound: SoundSystem | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`options` and `make_segmenter` are asked at each start; `path_for` says where a take's audio is kept."""
        self._emit = on_event
        self._options = options
        self._make_segmenter = make_segmenter
        self._path_for = path_for
        self._sound: SoundSystem = PortAudioSystem() if sound is None else sound
        self._clock = clock
        self._inbox = Inbox()
        self._microphone = Microphone(self._sound, self._inbox.put, lambda is_open: on_event(MicrophoneOpen(is_open)))
        self._active: Active | None = None
        self._standby = Standby(self._microphone, options, clock)
        self._fault: BaseException | None = None  # of ours, and not cleared up yet
        self._closing = False
        self._inbox.put(WarmUp())
        self._thread = threading.Thread(target=self._run, name="capture", daemon=True)
        self._thread.start()

    def start(self, take_id: int) -> None:
        self._inbox.put(Start(take_id))

    def stop(self, take_id: int) -> None:
        self._inbox.put(Stop(take_id))

    def resume(self, take_id: int) -> None:
        """Let a take that was stopped go on: RecordingResumed comes, unless its RecordingEnded was on the way."""
        self._inbox.put(Resume(take_id))

    def go_on(self, take_id: int, next_id: int) -> None:
        """Let another take go on with the sound at the next pause; the first one's RecordingEnded says that it does."""
        self._inbox.put(GoOn(take_id, next_id))

    def cancel(self, take_id: int) -> None:
        self._inbox.put(Cancel(take_id))

    def options_changed(self) -> None:
        """Ask for the options now, not only at the next take: the microphone may have to be opened or released."""
        self._inbox.put(OptionsChanged())

    def microphones(self) -> Future[tuple[InputDevice, ...]]:
        """What can be chosen now, the default first; looked up anew unless a take is running.

        Fails with UserFixableError; cancelled when the recorder is closed.
        """
        answer: Future[tuple[InputDevice, ...]] = Future()
        self._inbox.put(ListMicrophones(answer))
        if self._closing:
            answer.cancel()
        return answer

    def close(self) -> None:
        """End a running take, with all its events, and the thread."""
        self._inbox.put(Close())
        self._thread.join(_CLOSE_TIMEOUT_S)

    # Everything below runs on the capture thread, except the stream's callbacks.

    def _run(self) -> None:
        while not self._closing:
            try:
                self._serve()
            except BaseException as fault:  # noqa: BLE001 - the thread must live: a fault ends one take at most
                self._fault = fault
        # A question is cancelled here or, when it is asked after this flag, by the one who asks.
        for message in self._inbox.drain():
            if isinstance(message, ListMicrophones):
                message.answer.cancel()

    def _serve(self) -> None:
        """Handle messages until Close, after clearing up what went wrong before."""
        if self._fault is not None:
            self._abandon()
        while not self._closing:
            deadline_s = self._standby.deadline_s if self._active is None else self._active.deadline_s
            timeout_s = None if deadline_s is None else max(0.0, deadline_s - self._clock())
            self._handle(self._inbox.take(timeout_s))
            self._inbox.in_hand = None

    def _handle(self, message: Message | None) -> None:
        match message:
            case Block(stream_id, data, overflowed):
                if self._microphone.is_from(stream_id):
                    self._hear(data, overflowed)
            case Start(take_id):
                self._begin(take_id)
            case Stop(take_id):
                self._release(take_id)
            case Resume(take_id):
                self._resume(take_id)
            case GoOn(take_id, next_id):
                if self._active is not None and self._active.take.take_id == take_id:
                    self._active.successor = next_id
            case Cancel(take_id):
                if self._active is not None and self._active.take.take_id == take_id:
                    self._active.take.discard()
                    self._active = None
                    self._standby.begin()
            case Finished(stream_id):
                if self._microphone.is_from(stream_id):
                    self._lost(WENT_AWAY)
            case None if self._active is None:
                self._standby.overdue()
            case None:
                self._lost(FELL_SILENT)
            case ListMicrophones(answer):
                self._answer(answer)
            case WarmUp():
                self._sound.warm_up()
            case OptionsChanged():
                if self._active is None:  # a running take keeps the options it began with
                    self._standby.reconsider()
            case Close():
                self._finish()
                self._microphone.close()
                self._closing = True
            case _:
                assert_never(message)

    def _begin(self, take_id: int) -> None:
        active = self._active
        if active is not None and active.take.take_id == take_id:
            return
        options = self._options()
        self._finish()
        self._standby.end()
        microphone = self._microphone
        if microphone.stream is not None and not microphone.is_chosen(options.device):
            microphone.close()
        try:
            stream = microphone.stream or microphone.open(options.device)
        except UserFixableError as error:
            self._emit(RecordingFailed(take_id, error))
            self._standby.release()
            return
        take = self._new_take(take_id, stream)
        self._active = Active(take, options, self._clock() + options.first_block_timeout_s)
        pre_roll = microphone.recall(options.pre_roll_ms)
        if pre_roll:
            self._active.hear(pre_roll, overflowed=False, now_s=self._clock())

    def _new_take(self, take_id: int, stream: SoundStream) -> Take:
        return Take(
            take_id,
            stream.rate_hz,
            stream.channels,
            self._make_segmenter(),
            Journal(self._path_for(take_id)),
            self._emit,
            stream.note,
        )

    def _hear(self, data: bytes, overflowed: bool) -> None:
        active = self._active
        if active is None:
            self._standby.hear(data)
            return
        active.hear(data, overflowed, self._clock())
        if active.is_over:
            self._finish()
            self._standby.begin()
        elif active.asks_for_successor:
            self._emit(LengthReached(active.take.take_id))
        elif active.hands_over:
            self._hand_over(active)

    def _hand_over(self, active: Active) -> None:
        """Another take goes on with the sound, to the sample."""
        stream, next_id = self._microphone.stream, active.successor
        assert stream is not None
        assert next_id is not None
        options = self._options()
        successor = Active(self._new_take(next_id, stream), options, self._clock() + options.stall_timeout_s)
        active.take.finish(goes_on_as=next_id)
        self._active = successor
        successor.hear(active.shared, overflowed=False, now_s=self._clock())

    def _release(self, take_id: int) -> None:
        active, stream = self._active, self._microphone.stream
        if active is None or stream is None or active.take.take_id != take_id or active.is_ending:
            return  # it has ended already, by itself or by another start
        active.release(stream.latency_s, self._clock())

    def _resume(self, take_id: int) -> None:
        active = self._active
        if active is None or active.take.take_id != take_id:
            return  # its end has been said; the session begins another take then
        active.resume(self._clock())
        self._emit(RecordingResumed(take_id))

    def _lost(self, trouble: UserFixableError) -> None:
        """The stream has ended by itself, or no block came in time."""
        active = self._active
        self._standby.release()
        if active is None:
            return
        if active.take.has_begun:
            active.take.finish(trouble)
        else:
            active.take.break_off(SENDS_NOTHING)
        self._active = None

    def _finish(self) -> None:
        """Finish the running take, if any."""
        if self._active is not None:
            self._active.take.finish()
            self._active = None

    def _abandon(self) -> None:
        """After a fault: what was asked for still ends in exactly one event, and the take's audio stays on disk."""
        fault, self._fault = self._fault, None
        active, self._active = self._active, None
        message, self._inbox.in_hand = self._inbox.in_hand, None
        if active is not None:
            active.take.break_off(OUR_BUG)
        match message:
            case Start(take_id) if active is None:
                self._emit(RecordingFailed(take_id, OUR_BUG))
            case (Start() | Close()) as unanswered if active is None or unanswered != Start(active.take.take_id):
                self._inbox.put_back(unanswered)  # what failed was the take before
            case ListMicrophones(answer) if not answer.done():
                answer.set_exception(OUR_BUG)
            case _:
                pass
        _log.error("the recorder failed", exc_info=fault)
        self._standby.release()

    def _answer(self, answer: Future[tuple[InputDevice, ...]]) -> None:
        if not answer.set_running_or_notify_cancel():
            return
        sound = self._sound
        try:
            answer.set_result(sound.devices(refresh=False) if self._active else self._standby.list_devices(sound))
        except UserFixableError as error:
            answer.set_exception(error)
