"""What may stand in the capture thread's inbox: commands and sound, in the order they were given."""

from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeAlias

from srota_dictate.recorder.ports import InputDevice


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


Message: TypeAlias = Start | Stop | Resume | Cancel | ListMicrophones | OptionsChanged | Close | Block | Finished
