"""What a person can set about the recogniser."""

from enum import Enum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class WorkAhead(Enum):
    """When speech is worked on before the key is released. The text is the same, it only comes sooner."""

    OFF = "off"
    PAUSES = "pauses"  # only while nobody speaks
    AUTO = "auto"  # in between as well, as far as the machine has the time and isn't on battery


class RecognizerOptions(BaseModel):
    """Which model hears the speech, where it runs, and how long it stays in memory."""

    model_config = ConfigDict(frozen=True)

    model: str = Field(default="srota", min_length=1)
    """A name from the catalogue, a folder, or a Hub id such as "Qwen/Qwen3-ASR-0.6B"."""

    device: Literal["auto", "cuda", "cpu"] = "auto"

    precision: Literal["auto", "bf16", "f16", "f32", "int8"] = "auto"

    attention: Literal["full", "windowed"] = "full"
    """What the encoder's layers see: the whole segment, as in the published scores, or 8 s of it, as trained."""

    work_ahead: WorkAhead = WorkAhead.AUTO

    idle_minutes: int = Field(default=15, ge=0)
    """Give the model's memory back after this long without work; 0 keeps it for ever."""
