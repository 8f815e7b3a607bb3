"""What client and worker say to each other: a framed JSON message, and for audio the raw samples after it.

Nothing is pickled, so neither side can be made to run code by what it reads.
"""

import struct
from dataclasses import dataclass, field
from typing import Annotated, Final, Literal, TypeAlias, cast

import numpy as np
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from srota_dictate.types import Moment, Samples, SegmentKey, TranscriptFlag

VERSION: Final = 1

_FRAME: Final = struct.Struct("<4sBI")  # magic, version, bytes of JSON
_MAGIC: Final = b"srot"
_STRICT: Final = ConfigDict(extra="forbid")


class ProtocolError(Exception):
    """The other side said something that isn't in this protocol; it is of another version, or broken."""


# Client → worker


@dataclass(frozen=True, slots=True)
class Load:
    """Load the one model of this worker's life."""

    __pydantic_config__ = _STRICT
    folder: str
    device: str  # "auto", "cuda", "cpu"
    precision: str  # "auto", "bf16", "f16", "f32", "int8"
    attention: str = "full"  # or "windowed"
    card_trouble: str = ""  # why the graphics card, if it was to be used, is to be left alone
    kind: Literal["load"] = "load"


@dataclass(frozen=True, slots=True)
class Transcribe:
    """Recognise the samples that follow, float32 little-endian; answered by Heard, Stopped or Refused."""

    __pydantic_config__ = _STRICT
    request: int
    n_samples: int
    speech_s: float | None = None  # how much of it is speech, None when nobody has measured
    key: SegmentKey | None = None  # of its previews, if there were any
    batch: bool = False  # nobody waits at the keyboard: several at once, and after all that somebody waits for
    context: str = field(default="", repr=False)  # what the model is told before
    kind: Literal["transcribe"] = "transcribe"


@dataclass(frozen=True, slots=True)
class Preview:
    """Look at the samples that follow while there is time: more of them will come. Answered by Drafted."""

    __pydantic_config__ = _STRICT
    key: SegmentKey
    n_samples: int
    speech_s: float
    moment: Moment
    context: str = field(default="", repr=False)
    kind: Literal["preview"] = "preview"


@dataclass(frozen=True, slots=True)
class Forget:
    """Stop looking, and keep no draft."""

    __pydantic_config__ = _STRICT
    kind: Literal["forget"] = "forget"


@dataclass(frozen=True, slots=True)
class Wake:
    """Somebody is about to speak: be quick when it comes to it."""

    __pydantic_config__ = _STRICT
    kind: Literal["wake"] = "wake"


@dataclass(frozen=True, slots=True)
class Stop:
    """Nobody waits for this request any more; it is still answered."""

    __pydantic_config__ = _STRICT
    request: int
    kind: Literal["stop"] = "stop"


@dataclass(frozen=True, slots=True)
class Ping:
    __pydantic_config__ = _STRICT
    number: int
    kind: Literal["ping"] = "ping"


@dataclass(frozen=True, slots=True)
class Shutdown:
    __pydantic_config__ = _STRICT
    kind: Literal["shutdown"] = "shutdown"


# Worker → client


@dataclass(frozen=True, slots=True)
class Loading:
    __pydantic_config__ = _STRICT
    step: str
    progress: float  # 0 … 1
    kind: Literal["loading"] = "loading"


@dataclass(frozen=True, slots=True)
class Ready:
    __pydantic_config__ = _STRICT
    device: str
    precision: str
    reason: str
    trouble: str = ""  # why it isn't the graphics card although it was to be
    kind: Literal["ready"] = "ready"


@dataclass(frozen=True, slots=True)
class LoadFailed:
    __pydantic_config__ = _STRICT
    message: str
    hint: str
    kind: Literal["load_failed"] = "load_failed"


@dataclass(frozen=True, slots=True)
class Heard:
    __pydantic_config__ = _STRICT
    request: int
    text: str
    n_tokens: int
    elapsed_s: float
    flags: tuple[TranscriptFlag, ...] = ()
    ahead_s: float = 0.0  # worked on it before, while it was being spoken
    kind: Literal["heard"] = "heard"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A preview is over, finished or not."""

    __pydantic_config__ = _STRICT
    key: SegmentKey
    text: str = field(default="", repr=False)  # empty when there was no time
    kind: Literal["drafted"] = "drafted"


@dataclass(frozen=True, slots=True)
class Stopped:
    __pydantic_config__ = _STRICT
    request: int
    kind: Literal["stopped"] = "stopped"


@dataclass(frozen=True, slots=True)
class Refused:
    """This request can't be answered; the next one may."""

    __pydantic_config__ = _STRICT
    request: int
    message: str
    hint: str
    kind: Literal["refused"] = "refused"


@dataclass(frozen=True, slots=True)
class Pong:
    __pydantic_config__ = _STRICT
    number: int
    kind: Literal["pong"] = "pong"


Request: TypeAlias = Load | Transcribe | Preview | Forget | Wake | Stop | Ping | Shutdown
Reply: TypeAlias = Loading | Ready | LoadFailed | Heard | Drafted | Stopped | Refused | Pong

_ANY: Final[TypeAdapter[Request | Reply]] = TypeAdapter(Request | Reply)
_REQUESTS: Final[TypeAdapter[Request]] = TypeAdapter(Annotated[Request, Field(discriminator="kind")])
_REPLIES: Final[TypeAdapter[Reply]] = TypeAdapter(Annotated[Reply, Field(discriminator="kind")])


def encode(message: Request | Reply, samples: Samples | None = None) -> bytes:
    """One frame; `samples` only with Transcribe and Preview."""
    header = _ANY.dump_json(message)
    audio = b"" if samples is None else samples.astype("<f4", copy=False).tobytes()
    return _FRAME.pack(_MAGIC, VERSION, len(header)) + header + audio


def decode_request(frame: bytes) -> tuple[Request, Samples | None]:
    """A message to the worker, and the audio that belongs to it. Raises ProtocolError."""
    header, audio = _split(frame)
    try:
        request = _REQUESTS.validate_json(header, strict=True)
    except ValidationError as error:
        raise ProtocolError(_explain(error)) from None
    if isinstance(request, Transcribe | Preview):
        if len(audio) != 4 * request.n_samples:
            raise ProtocolError(f"{request.n_samples} samples were announced, {len(audio)} bytes came")
        return request, np.frombuffer(audio, dtype="<f4").astype(np.float32)
    if audio:
        raise ProtocolError(f"{len(audio)} bytes follow a message that has no audio")
    return request, None


def decode_reply(frame: bytes) -> Reply:
    """A message from the worker. Raises ProtocolError."""
    header, rest = _split(frame)
    if rest:
        raise ProtocolError(f"{len(rest)} bytes follow the message")
    try:
        return _REPLIES.validate_json(header, strict=True)
    except ValidationError as error:
        raise ProtocolError(_explain(error)) from None


def _split(frame: bytes) -> tuple[bytes, bytes]:
    if len(frame) < _FRAME.size:
        raise ProtocolError(f"a frame of {len(frame)} bytes is too short")
    magic, version, header_bytes = cast("tuple[bytes, int, int]", _FRAME.unpack_from(frame))
    if magic != _MAGIC:
        raise ProtocolError("this is no frame of the recogniser's protocol")
    if version != VERSION:
        raise ProtocolError(f"the other side speaks version {version}, this one {VERSION}")
    end = _FRAME.size + header_bytes
    if end > len(frame):
        raise ProtocolError(f"a header of {header_bytes} bytes was announced, {len(frame) - _FRAME.size} came")
    return frame[_FRAME.size : end], frame[end:]


def _explain(error: ValidationError) -> str:
    """Where a message is wrong, without what it says: it may hold somebody's words."""
    places = (f"{'.'.join(str(part) for part in item['loc']) or 'message'}: {item['type']}" for item in error.errors())
    return "; ".join(places)
