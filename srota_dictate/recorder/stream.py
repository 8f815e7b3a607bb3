"""Open a microphone through PortAudio and hand its blocks on; nothing else happens in the audio callback."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false

import logging
from types import ModuleType
from typing import Any, Final

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
)
from srota_dictate.recorder.ports import InputDevice, SoundStream, StreamCallbacks

_log = logging.getLogger(__name__)

_BLOCK_S: Final = 0.02
_LATENCY_S: Final = 0.1  # how long the machine may be busy before a block is lost


class PortAudioStream:
    """A running RawInputStream. Made and closed on the capture thread; PortAudio's thread calls the callbacks."""

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
            self._stream.abort()
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
        except self._sounddevice.PortAudioError:
            stream.close()
            raise
        return stream


class PortAudioSystem:
    """`SoundSystem` on PortAudio. One thread owns it and every stream."""

    def warm_up(self) -> None:
        import soxr

        _log.debug("soxr %s", soxr.__version__)
        try:
            load_portaudio()
        except UserFixableError as error:
            _log.warning("no sound system yet: %s", error)  # the first take reports it to the person

    def open(self, name: str, callbacks: StreamCallbacks) -> SoundStream:
        sounddevice = load_portaudio()
        try:
            found = find_device(list_input_devices(), name)
            if not found.note:
                return PortAudioStream(sounddevice, found, callbacks)
            _log.info("looking for the chosen microphone again")
        except (UserFixableError, sounddevice.PortAudioError) as error:
            # The list is made once and goes stale when something is plugged in or the sound server restarts.
            _log.info("looking for microphones again: %s", error)
        refresh_devices()
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

    def devices(self, refresh: bool) -> tuple[InputDevice, ...]:
        if refresh:
            refresh_devices()
        return list_input_devices()
