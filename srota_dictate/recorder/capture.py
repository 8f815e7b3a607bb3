"""The capture thread: opens the microphone for a take, feeds the take, and ends it the right way."""

import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Final, assert_never

from srota_dictate.errors import UserFixableError
from srota_dictate.recorder.inbox import Block, Cancel, Close, Finished, ListMicrophones, Message, Start, Stop
from srota_dictate.recorder.journal import Journal
from srota_dictate.recorder.options import RecorderOptions
from srota_dictate.recorder.ports import InputDevice, SegmenterLike, SoundStream, SoundSystem, StreamCallbacks
from srota_dictate.recorder.stream import PortAudioSystem
from srota_dictate.recorder.take import Take
from srota_dictate.types import RecorderEvent, RecordingFailed

_log = logging.getLogger(__name__)

_TAIL_GRACE_S: Final = 0.5  # how much later than due the tail's last block may come
_CLOSE_TIMEOUT_S: Final = 5.0


@dataclass(slots=True)
class _Open:
    """The one open stream."""

    stream_id: int
    device: str  # as asked for, not as found
    stream: SoundStream


@dataclass(slots=True)
class _Tail:
    """What is still recorded after the release, in seconds of the take's sound."""

    quiet_from_s: float  # from here on the take ends as soon as nobody speaks
    latest_s: float


@dataclass(slots=True)
class _Active:
    take: Take
    options: RecorderOptions
    deadline_s: float  # of the clock, for the next block
    tail: _Tail | None = None


class Capture:
    """`session.ports.Recorder`. Calls come from any thread and return at once; events come from the capture thread.

    One inbox takes commands and blocks alike, so that a command stands exactly between the sounds it was given
    between. A start while another take is running ends that one and goes on with the same stream: the next sample
    belongs to the new take, none is lost.
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
        self._inbox: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._open: _Open | None = None
        self._active: _Active | None = None
        self._starting: int | None = None  # the take whose start is being worked on
        self._n_streams = 0
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="capture", daemon=True)
        self._thread.start()

    def start(self, take_id: int) -> None:
        self._inbox.put(Start(take_id))

    def stop(self, take_id: int) -> None:
        self._inbox.put(Stop(take_id))

    def cancel(self, take_id: int) -> None:
        self._inbox.put(Cancel(take_id))

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
        self._sound.warm_up()
        while True:
            try:
                message = self._receive()
                if isinstance(message, Close):
                    self._end()
                    break
                self._handle(message)
            except Exception:  # noqa: BLE001 - the thread must live, a bug ends one take at most
                _log.exception("the recorder failed")
                self._abandon()
        # A question is cancelled here or, when it is asked after this flag, by the one who asks.
        self._closing = True
        while not self._inbox.empty():
            message = self._inbox.get()
            if isinstance(message, ListMicrophones):
                message.answer.cancel()

    def _receive(self) -> Message | None:
        """The next message, or None when the active take has waited too long for a block."""
        if self._active is None:
            return self._inbox.get()
        try:
            # Never negative; what is already in the inbox comes first, however late it is.
            return self._inbox.get(timeout=max(0.0, self._active.deadline_s - self._clock()))
        except queue.Empty:
            return None

    def _handle(self, message: Message | None) -> None:
        match message:
            case Block(stream_id, data, overflowed):
                if self._open is not None and self._open.stream_id == stream_id:
                    self._hear(data, overflowed)
            case Start(take_id):
                self._starting = take_id
                self._begin(take_id)
                self._starting = None
            case Stop(take_id):
                self._release(take_id)
            case Cancel(take_id):
                if self._active is not None and self._active.take.take_id == take_id:
                    self._close_stream()
                    self._active.take.discard()
                    self._active = None
            case Finished(stream_id):
                if self._open is not None and self._open.stream_id == stream_id:
                    self._lost()
            case ListMicrophones(answer):
                self._answer(answer)
            case None:
                self._lost()
            case Close():
                pass
            case _:
                assert_never(message)

    def _begin(self, take_id: int) -> None:
        if self._active is not None and self._active.take.take_id == take_id:
            return
        options = self._options()
        if self._open is not None and (self._active is None or self._open.device != options.device):
            self._end()
        if self._active is not None:
            self._active.take.finish()
            self._active = None
        if self._open is None:
            try:
                self._open = self._open_stream(options.device)
            except UserFixableError as error:
                self._emit(RecordingFailed(take_id, error))
                return
        stream = self._open.stream
        take = Take(
            take_id,
            stream.rate_hz,
            stream.channels,
            self._make_segmenter(),
            Journal(self._path_for(take_id)),
            self._emit,
            stream.note,
        )
        self._active = _Active(take, options, self._clock() + options.first_block_timeout_s)

    def _open_stream(self, device: str) -> _Open:
        self._n_streams += 1
        stream_id, inbox = self._n_streams, self._inbox
        # The sound system's thread: hand on and return.
        callbacks = StreamCallbacks(
            on_block=lambda data, overflowed: inbox.put(Block(stream_id, data, overflowed)),
            on_finished=lambda: inbox.put(Finished(stream_id)),
        )
        return _Open(stream_id, device, self._sound.open(device, callbacks))

    def _hear(self, data: bytes, overflowed: bool) -> None:
        active = self._active
        if active is None:
            return
        active.take.push(data, overflowed)
        tail = active.tail
        if tail is None:
            active.deadline_s = self._clock() + active.options.stall_timeout_s
        elif active.take.heard_s >= (tail.latest_s if active.take.speaking else tail.quiet_from_s):
            self._end()

    def _release(self, take_id: int) -> None:
        active = self._active
        if active is None or self._open is None or active.take.take_id != take_id or active.tail is not None:
            return  # it has ended already, by itself or by another start
        options = active.options
        # What was said before the release is still on its way for as long as the sound system buffers it.
        released_s = active.take.heard_s + self._open.stream.latency_s
        quiet_from_s = released_s + options.tail_ms / 1000
        latest_s = max(quiet_from_s, released_s + options.max_tail_ms / 1000)
        active.tail = _Tail(quiet_from_s, latest_s)
        if active.take.has_begun:
            due_in_s = latest_s - active.take.heard_s
            active.deadline_s = self._clock() + due_in_s + _TAIL_GRACE_S

    def _lost(self) -> None:
        """The stream has ended by itself, or no block came in time."""
        active = self._active
        self._close_stream()
        if active is None:
            return
        if active.take.has_begun:
            active.take.finish(
                UserFixableError(
                    "The microphone went away while recording; what was said before is kept",
                    "Plug it in again, or pick another in Settings",
                )
            )
            self._active = None
            return
        active.take.forget()
        self._active = None
        error = UserFixableError(
            "The microphone sends nothing", "Check that it is switched on and connected, or pick another in Settings"
        )
        self._emit(RecordingFailed(active.take.take_id, error))

    def _end(self) -> None:
        """Finish the running take, if any, and release the microphone."""
        if self._active is not None:
            self._active.take.finish()
            self._active = None
        self._close_stream()

    def _close_stream(self) -> None:
        opened, self._open = self._open, None
        if opened is not None:
            opened.stream.close()

    def _abandon(self) -> None:
        """After a bug: the take under way still ends in exactly one event, and its audio stays on disk."""
        error = UserFixableError(
            "Recording stopped because of an internal error", "Try again, and report the log if it happens again"
        )
        starting, self._starting = self._starting, None
        active, self._active = self._active, None
        self._close_stream()
        if active is not None:
            active.take.end(error, is_complete=False)
        if starting is not None and (active is None or active.take.take_id != starting):
            self._emit(RecordingFailed(starting, error))

    def _answer(self, answer: Future[tuple[InputDevice, ...]]) -> None:
        if not answer.set_running_or_notify_cancel():
            return
        try:
            answer.set_result(self._sound.devices(refresh=self._open is None))
        except UserFixableError as error:
            answer.set_exception(error)
