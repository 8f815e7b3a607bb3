"""The one open microphone: its stream, and the last moments it heard while no take was running."""

from collections import deque
from collections.abc import Callable
from typing import Final

from srota_dictate.recorder.devices import find_device
from srota_dictate.recorder.inbox import Block, Finished
from srota_dictate.recorder.ports import SoundStream, SoundSystem, StreamCallbacks

_SAMPLE_BYTES: Final = 4


class Microphone:
    """Capture thread only. Its blocks arrive through `put`, which the sound system's own thread calls.

    Sound is remembered only when no take has it, and recalled once: nothing can belong to two takes.
    """

    def __init__(
        self, sound: SoundSystem, put: Callable[[Block | Finished], None], on_open: Callable[[bool], None]
    ) -> None:
        """`on_open` hears of every change."""
        self._sound = sound
        self._put = put
        self._on_open = on_open
        self._n_streams = 0
        self._stream: SoundStream | None = None
        self._device = ""  # as asked for, not as found
        self._remembered: deque[bytes] = deque()
        self._n_remembered = 0  # bytes

    @property
    def stream(self) -> SoundStream | None:
        return self._stream

    def is_from(self, stream_id: int) -> bool:
        """Whether that stream is the open one, not one closed before."""
        return self._stream is not None and stream_id == self._n_streams

    def is_chosen(self, device: str) -> bool:
        """Whether it is open and the one asked for, not a stand-in that gives way when the chosen one is back."""
        return self._stream is not None and self._device == device and not self._stream.note

    def is_listed(self, device: str) -> bool:
        """Whether it is there, looking anew. None may be open. Raises UserFixableError."""
        return not find_device(self._sound.devices(refresh=True), device).note

    def open(self, device: str) -> SoundStream:
        """Raises UserFixableError. No other may be open."""
        self._n_streams += 1
        stream_id, put = self._n_streams, self._put
        # The sound system's thread: hand on and return.
        callbacks = StreamCallbacks(
            on_block=lambda data, overflowed: put(Block(stream_id, data, overflowed)),
            on_finished=lambda: put(Finished(stream_id)),
        )
        stream = self._sound.open(device, callbacks)
        self._stream, self._device = stream, device
        self._on_open(True)
        return stream

    def close(self) -> None:
        """Release it, if it is open; what was remembered is forgotten."""
        stream, self._stream = self._stream, None
        self._remembered.clear()
        self._n_remembered = 0
        if stream is not None:
            try:
                stream.close()
            finally:
                self._on_open(False)

    def remember(self, data: bytes, at_most_ms: int) -> None:
        """A block that no take has."""
        limit = self._bytes_in(at_most_ms)
        self._remembered.append(data)
        self._n_remembered += len(data)
        while self._remembered and self._n_remembered - len(self._remembered[0]) >= limit:
            self._n_remembered -= len(self._remembered.popleft())

    def recall(self, at_most_ms: int) -> bytes:
        """The last sound remembered, to the sample; from now on it is a take's."""
        data = b"".join(self._remembered)
        self._remembered.clear()
        self._n_remembered = 0
        return data[max(0, len(data) - self._bytes_in(at_most_ms)) :]

    def _bytes_in(self, duration_ms: int) -> int:
        if self._stream is None:
            return 0
        return round(self._stream.rate_hz * duration_ms / 1000) * self._stream.channels * _SAMPLE_BYTES
