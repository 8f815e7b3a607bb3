"""How speech is recorded."""

from pydantic import BaseModel, ConfigDict, Field


class RecorderOptions(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    device: str = ""  # the microphone's name as listed; empty: whatever the system uses
    tail_ms: int = Field(default=250, ge=0, le=2000)  # people release the key while the last word still sounds
    max_tail_ms: int = Field(default=600, ge=0, le=5000)  # and longer, while they are still speaking
    first_block_timeout_s: float = Field(default=3.0, gt=0)  # Bluetooth needs up to 1 s to wake
    stall_timeout_s: float = Field(default=3.0, gt=0)  # a microphone this long without a block has gone
