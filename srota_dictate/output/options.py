"""What a person can choose about how text reaches a window."""

from pydantic import BaseModel, ConfigDict, Field

from srota_dictate.types import OutputMode


class OutputOptions(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: OutputMode = OutputMode.PASTE
    trailing_space: bool = False  # so that the next dictation doesn't stick to this one
    fetch_timeout_s: float = Field(default=3.0, gt=0, le=60)  # how long a window may take to fetch the text
    keys_up_timeout_s: float = Field(default=2.0, ge=0, le=60)  # how long to wait for held keys to be let go
