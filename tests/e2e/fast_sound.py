"""A FAKE sound system: a microphone that hears speech as fast as the program can take it, the last of it as spoken."""

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Final

import numpy as np

from srota_dictate.audio import to_int16
from srota_dictate.recorder.ports import InputDevice, SoundStream, StreamCallbacks
from srota_dictate.types import SAMPLE_RATE_HZ, Samples
from tests.desktop.speech import spoken

SENTENCES: Final = (
    "मेरा favourite festival Diwali है",
    "कल सुबह office meeting है",
    "please मुझे report भेज",
    "code review आज deadline है",
    "laptop password update चाहिए",
    "doctor appointment शुक्रवार को है",
    "यह weather बहुत अच्छा है",
    "server database download नहीं है",
    "दोस्त को message अभी भेज",
    "weekend movie ticket चाहिए",
)
_BLOCK: Final = SAMPLE_RATE_HZ // 50
_ROUND_S: Final = 60.0  # of speech, said again and again


@dataclass(frozen=True, slots=True)
class Speech:
    """`round` again and again."""

    round: Samples
    words: str
    n_rounds: int = 1

    @property
    def n_samples(self) -> int:
        return self.round.size * self.n_rounds

    def block(self, at: int) -> Samples:
        """The next block from sample `at` on; shorter at the end of a round, empty at the end."""
        start = at % self.round.size
        return self.round[start : start + _BLOCK] if at < self.n_samples else self.round[:0]


def speech_of(length_s: float) -> Speech:
    """Sentences one after another with a sixth of a second between them, and their words."""
    parts: list[Samples] = []
    words: list[str] = []
    pause = np.zeros(SAMPLE_RATE_HZ // 6, np.float32)
    n = 0
    while n < min(length_s, _ROUND_S) * SAMPLE_RATE_HZ:
        sentence = SENTENCES[len(words) % len(SENTENCES)]
        words.append(sentence)
        parts += [spoken(sentence), pause]
        n += parts[-2].size + pause.size
    n_rounds = max(1, math.ceil(length_s * SAMPLE_RATE_HZ / n))
    return Speech(np.concatenate(parts), " ".join(words * n_rounds), n_rounds)


def is_whole(path: Path, speech: Speech) -> bool:
    """Whether the recording begins with all that was said."""
    kept = np.memmap(path, "<i2", "r", offset=44)
    said = to_int16(speech.round)
    rounds = kept[: speech.n_samples]
    return rounds.size == speech.n_samples and all(
        np.array_equal(rounds[at : at + said.size], said) for at in range(0, rounds.size, said.size)
    )


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a player may speak."""

    may_go: Callable[[int], bool]
    has_heard: Callable[[int], bool]
    at_last_s: float  # so much at the end in its own time


class Player:
    """The stand-in: a microphone that hears `speech`, then silence until it is closed."""

    rate_hz = SAMPLE_RATE_HZ
    channels = 1
    latency_s = 0.0
    note = ""

    def __init__(self, speech: Speech, callbacks: StreamCallbacks, pace: Pace) -> None:
        self._speech = speech
        self._callbacks = callbacks
        self._pace = pace
        self._closed = threading.Event()
        self.spoken = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def close(self) -> None:
        self._closed.set()

    def _run(self) -> None:
        at = 0
        slow_from = self._speech.n_samples - round(self._pace.at_last_s * SAMPLE_RATE_HZ)
        silence = np.zeros(_BLOCK, np.float32)
        while not self._closed.is_set():
            block = self._speech.block(at)
            if not block.size and self._pace.has_heard(self._speech.n_samples):
                self.spoken.set()
            if at >= slow_from:
                self._closed.wait(_BLOCK / SAMPLE_RATE_HZ)  # in its own time, as is the silence when the person waits
            elif not self._pace.may_go(at):
                self._closed.wait(0.002)
                continue
            block = block if block.size else silence
            self._callbacks.on_block(block.tobytes(), False)
            at += block.size
        self._callbacks.on_finished()


class FastSound:
    """`SoundSystem` around the player."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self.speech = Speech(np.zeros(_BLOCK, np.float32), "")
        self.players: SimpleQueue[Player] = SimpleQueue()

    def warm_up(self) -> None: ...

    def open(self, name: str, callbacks: StreamCallbacks) -> SoundStream:
        player = Player(self.speech, callbacks, self._pace)
        self.players.put(player)
        return player

    def devices(self, refresh: bool) -> tuple[InputDevice, ...]:
        return (InputDevice(0, "speech from memory", "test", SAMPLE_RATE_HZ, 1, is_default=True),)
