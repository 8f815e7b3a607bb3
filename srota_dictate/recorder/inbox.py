"""The capture thread's inbox: commands and sound, in the order they were given."""

import queue
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeAlias

from srota_dictate.recorder.ports import InputDevice


@dataclass(frozen=True, slots=True)
class WarmUp:
    """Do now what would delay the first take."""


@dataclass(frozen=True, slots=True)
class Start:
    take_id: int


@dataclass(frozen=True, slots=True)
class Stop:
    take_id: int


@dataclass(frozen=True, slots=True)
class Resume:
    """The key is down again: the take goes on if it hasn't ended yet."""

    take_id: int


@dataclass(frozen=True, slots=True)
class GoOn:
    """When the take is long enough, the other one takes its place."""

    take_id: int
    next_id: int


@dataclass(frozen=True, slots=True)
class Cancel:
    take_id: int


@dataclass(frozen=True, slots=True)
class ListMicrophones:
    answer: Future[tuple[InputDevice, ...]]


@dataclass(frozen=True, slots=True)
class OptionsChanged:
    """Whether the microphone is kept ready, and which one, may have been chosen anew."""


@dataclass(frozen=True, slots=True)
class Close:
    pass


@dataclass(frozen=True, slots=True)
class Block:
    stream_id: int
    data: bytes
    overflowed: bool


@dataclass(frozen=True, slots=True)
class Finished:
    stream_id: int


Message: TypeAlias = (
    WarmUp | Start | Stop | Resume | GoOn | Cancel | ListMicrophones | OptionsChanged | Close | Block | Finished
)


class Inbox:
    """Any thread puts, one takes. A message in hand is known until it is done, whatever is raised meanwhile."""

    def __init__(self) -> None:
        self.in_hand: Message | None = None
        self._waiting: deque[Message] = deque()
        self._bell: queue.SimpleQueue[None] = queue.SimpleQueue()

    def put(self, message: Message) -> None:
        self._waiting.append(message)
        self._bell.put(None)

    def put_back(self, message: Message) -> None:
        """To be taken next."""
        self._waiting.appendleft(message)

    def take(self, timeout_s: float | None) -> Message | None:
        """The next message, which is in hand now; None when none came in time. What is there already comes first."""
        while not self._waiting:
            try:
                self._bell.get(timeout=timeout_s)
            except queue.Empty:
                return None
        # What another thread raises here comes after a call, not between these two: no message is in neither place.
        self.in_hand = self._waiting[0]
        self._waiting.popleft()
        return self.in_hand

    def drain(self) -> list[Message]:
        """What nobody will take any more."""
        rest: list[Message] = []
        while self._waiting:
            rest.append(self._waiting.popleft())
        return rest
