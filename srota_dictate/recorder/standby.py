"""Keep the microphone open between takes, as long as the person chose, so that a take can begin before its key."""

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from srota_dictate.errors import UserFixableError
from srota_dictate.recorder.microphone import Microphone
from srota_dictate.recorder.options import RecorderOptions, WarmMicrophone
from srota_dictate.recorder.ports import InputDevice, SoundSystem

_log = logging.getLogger(__name__)

_FIRST_PAUSE_S: Final = 0.5
_LONGEST_PAUSE_S: Final = 5.0  # each try lists all microphones anew, which takes tens of milliseconds


@dataclass(slots=True)
class _Watch:
    """The microphone is open and no take has it."""

    options: RecorderOptions
    until_s: float  # of the clock
    deadline_s: float  # of the clock, for the next block


class Standby:
    """What happens to the microphone while no take is running. Capture thread only."""

    def __init__(
        self, microphone: Microphone, options: Callable[[], RecorderOptions], clock: Callable[[], float]
    ) -> None:
        self._microphone = microphone
        self._options = options
        self._clock = clock
        self._watch: _Watch | None = None
        self._retry_at_s: float | None = None  # of the clock: it should be open and isn't
        self._pause_s = _FIRST_PAUSE_S

    @property
    def deadline_s(self) -> float | None:
        """When to call `overdue`, on the clock, unless a block comes before; None when nothing is waited for."""
        return self._watch.deadline_s if self._watch is not None else self._retry_at_s

    def overdue(self) -> None:
        """The deadline is over: the open microphone has fallen silent, or the one that went away may be back."""
        if self._watch is not None:
            self.release()
            return
        options = self._options()
        try:
            # A stand-in isn't kept ready, so it isn't opened either.
            is_there = options.warm is WarmMicrophone.ALWAYS and self._microphone.is_listed(options.device)
            if is_there:
                self._microphone.open(options.device)
        except UserFixableError as error:
            _log.info("the microphone can't be kept ready yet: %s", error)
        if self._microphone.stream is not None:
            self.begin()
        else:
            self.release()

    def begin(self) -> None:
        """A take is over: keep the microphone as long as was chosen, or release it."""
        options = self._options()
        # A stand-in for the chosen microphone is released at once, so that the next press looks for the chosen one.
        if options.warm is WarmMicrophone.NEVER or not self._microphone.is_chosen(options.device):
            self.release()
            return
        now_s = self._clock()
        until_s = math.inf if options.warm is WarmMicrophone.ALWAYS else now_s + options.warm_s
        self._retry_at_s = None
        self._watch = _Watch(options, until_s, now_s + options.first_block_timeout_s)

    def end(self) -> None:
        """A take begins: the microphone is the take's, open or not."""
        self._watch = self._retry_at_s = None

    def release(self) -> None:
        """Close the microphone, also because it has gone. One that is always to be ready is tried again by and by."""
        self._watch = self._retry_at_s = None
        self._microphone.close()
        if self._options().warm is WarmMicrophone.ALWAYS:
            self._retry_at_s = self._clock() + self._pause_s
            self._pause_s = min(2 * self._pause_s, _LONGEST_PAUSE_S)

    def hear(self, data: bytes) -> None:
        """A block that no take has."""
        watch = self._watch
        if watch is None:
            return
        now_s = self._clock()
        if now_s >= watch.until_s:
            self.release()
            return
        watch.deadline_s = now_s + watch.options.stall_timeout_s
        self._pause_s = _FIRST_PAUSE_S
        self._microphone.remember(data, watch.options.pre_roll_ms)

    def reconsider(self) -> None:
        """The options may be others now."""
        options = self._options()
        if not self._microphone.is_chosen(options.device):
            self.release()
            self._pause_s = _FIRST_PAUSE_S
        if options.warm is WarmMicrophone.ALWAYS and self._microphone.stream is None:
            self._open(options.device)
        if self._microphone.stream is not None:
            self.begin()

    def list_devices(self, sound: SoundSystem) -> tuple[InputDevice, ...]:
        """Look for microphones anew, which ends an open stream: it is opened again. Raises UserFixableError."""
        watch = self._watch
        self.release()
        try:
            return sound.devices(refresh=True)
        finally:
            if watch is not None and self._open(watch.options.device):
                watch.deadline_s = self._clock() + watch.options.first_block_timeout_s
                self._watch, self._retry_at_s = watch, None

    def _open(self, device: str) -> bool:
        try:
            self._microphone.open(device)
        except UserFixableError as error:
            _log.warning("the microphone can't be kept ready: %s", error)  # the next take tells the person
            return False
        return True
