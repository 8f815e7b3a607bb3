"""Open a microphone through PortAudio and hand its blocks on; nothing else happens in the audio callback."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false, reportPrivateUsage=false

import atexit
import contextlib
import ctypes
import logging
import os
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any, Final, TypeVar

from srota_dictate.errors import UserFixableError
from srota_dictate.recorder.devices import (
    INVALID_CHANNEL_COUNT,
    DeviceFound,
    error_code,
    explain_open_failure,
    find_device,
    list_input_devices,
    load_portaudio,
    refresh_devices,
    sound_does_not_answer,
)
from srota_dictate.recorder.ports import InputDevice, SoundStream, StreamCallbacks
from srota_dictate.recorder.sound_thread import SoundThread

_log = logging.getLogger(__name__)

_BLOCK_S: Final = 0.02
_LATENCY_S: Final = 0.1  # how long the machine may be busy before a block is lost
_OPEN_TIMEOUT_S: Final = 5.0  # Bluetooth needs 1
_CLOSE_TIMEOUT_S: Final = 2.0

_T = TypeVar("_T")


class PortAudioStream:
    """A running RawInputStream. Made and closed on the sound thread; PortAudio's own calls the callbacks."""

    def __init__(self, sounddevice: ModuleType, found: DeviceFound, callbacks: StreamCallbacks) -> None:
        self.rate_hz = found.device.rate_hz
        self.note = found.note
        self._sounddevice = sounddevice
        self._late_s = 0.0  # written by PortAudio's thread: how old the newest block's first sample was
        try:
            self.channels = 1
            self._stream: Any = self._open(found, callbacks)
        except sounddevice.PortAudioError as error:
            if error_code(error) != INVALID_CHANNEL_COUNT:
                raise
            # Some drivers record only all of a device's channels.
            self.channels = found.device.channels
            self._stream = self._open(found, callbacks)

    @property
    def latency_s(self) -> float:
        # The stream's own figure is the size of its buffer, three times what a block really waits in it; but not
        # every driver dates its blocks.
        longest_s = float(self._stream.latency)
        return self._late_s if 0 < self._late_s < longest_s else longest_s

    def close(self) -> None:
        try:
            try:
                self._stream.abort()
            finally:
                self._stream.close()
        except self._sounddevice.PortAudioError as error:
            _log.warning("the microphone did not close cleanly: %s", error)

    def _open(self, found: DeviceFound, callbacks: StreamCallbacks) -> Any:
        def on_audio(data: Any, _n_frames: int, dates: Any, status: Any) -> None:
            self._late_s = dates.currentTime - dates.inputBufferAdcTime
            callbacks.on_block(bytes(data), bool(status.input_overflow))

        stream = self._sounddevice.RawInputStream(
            device=found.device.index,
            samplerate=self.rate_hz,
            channels=self.channels,
            dtype="float32",
            blocksize=round(self.rate_hz * _BLOCK_S),
            latency=_LATENCY_S,
            callback=on_audio,
            finished_callback=callbacks.on_finished,
        )
        try:
            stream.start()
        except BaseException:
            # Whatever was raised here: PortAudio's thread must not go on calling what nobody holds any more.
            stream.close()
            raise
        return stream


class PortAudioSystem:
    """`SoundSystem` on PortAudio, whose calls may hang: on Linux its stream can spin when the sound server restarts."""

    def __init__(self) -> None:
        self._thread = SoundThread()
        self._is_stuck = False  # a call never returned

    def warm_up(self) -> None:
        import soxr

        _log.debug("soxr %s", soxr.__version__)
        try:
            self._call(load_portaudio, _OPEN_TIMEOUT_S)
        except UserFixableError as error:
            _log.warning("no sound system yet: %s", error)  # the first take reports it to the person

    def open(self, name: str, callbacks: StreamCallbacks) -> SoundStream:
        stream = self._call(lambda: self._open(name, callbacks), _OPEN_TIMEOUT_S, undo=PortAudioStream.close)
        return _OpenStream(stream, lambda: self._close(stream))

    def devices(self, refresh: bool) -> tuple[InputDevice, ...]:
        def look() -> tuple[InputDevice, ...]:
            if refresh:
                self._refresh()
            return list_input_devices()

        return self._call(look, _OPEN_TIMEOUT_S)

    def _call(self, work: Callable[[], _T], timeout_s: float, undo: Callable[[_T], object] = lambda _: None) -> _T:
        try:
            return self._thread.call(work, timeout_s, undo)
        except TimeoutError:
            self._leave_thread()
            raise sound_does_not_answer() from None

    def _close(self, stream: PortAudioStream) -> None:
        try:
            self._call(stream.close, _CLOSE_TIMEOUT_S)
        except UserFixableError as error:
            _log.warning("the microphone did not close: %s", error)

    def _leave_thread(self) -> None:
        """Go on without the thread that hangs, and without what would wait for its stream."""
        _log.error("PortAudio hangs and is left behind; new microphones are found after a restart of the program")
        self._thread = SoundThread()
        if self._is_stuck:
            return
        self._is_stuck = True
        if sounddevice := sys.modules.get("sounddevice"):
            atexit.unregister(sounddevice._exit_handler)  # it would never come to its end
            with contextlib.suppress(OSError):
                ctypes.CDLL(sounddevice._libname)  # so that the library isn't unloaded under a stream that spins
        # A stream that spins complains without end, which would fill the disk with whatever keeps stderr.
        with contextlib.suppress(OSError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 2)
            os.close(nowhere)

    # Everything below runs on the sound thread.

    def _refresh(self) -> None:
        if not self._is_stuck:  # it ends every stream first, and one of them never ends
            refresh_devices()

    def _open(self, name: str, callbacks: StreamCallbacks) -> PortAudioStream:
        sounddevice = load_portaudio()
        try:
            found = find_device(list_input_devices(), name)
            if not found.note:
                return PortAudioStream(sounddevice, found, callbacks)
            _log.info("looking for the chosen microphone again")
        except (UserFixableError, sounddevice.PortAudioError) as error:
            # The list is made once and goes stale when something is plugged in or the sound server restarts.
            _log.info("looking for microphones again: %s", error)
        self._refresh()
        devices = list_input_devices()
        found = find_device(devices, name)
        try:
            return PortAudioStream(sounddevice, found, callbacks)
        except sounddevice.PortAudioError as error:
            _log.warning("the microphone can't be opened: %s", error)
            trouble = explain_open_failure(error_code(error), found.device.name)
            default = devices[0]
            if found.device == default:
                raise trouble from error
        note = f"{trouble.message}, so “{default.name}” is used"
        try:
            return PortAudioStream(sounddevice, DeviceFound(default, note), callbacks)
        except sounddevice.PortAudioError as error:
            _log.warning("nor can the system's own: %s", error)
            raise trouble from error


class _OpenStream:
    """`SoundStream`: one that PortAudio keeps running."""

    def __init__(self, inner: PortAudioStream, close: Callable[[], None]) -> None:
        self._inner = inner
        self.close = close
        self.rate_hz = inner.rate_hz
        self.channels = inner.channels
        self.note = inner.note

    @property
    def latency_s(self) -> float:
        return self._inner.latency_s
