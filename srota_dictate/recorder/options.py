"""How speech is recorded."""

from enum import Enum

from pydantic import BaseModel, ConfigDict, Field


class WarmMicrophone(Enum):
    """Whether the microphone stays open without a dictation, so that the next one begins before its key press."""

    NEVER = "never"
    AFTER_TAKE = "after_take"  # for `warm_s`
    ALWAYS = "always"


class RecorderOptions(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    device: str = ""  # the microphone's name as listed; empty: whatever the system uses
    warm: WarmMicrophone = WarmMicrophone.AFTER_TAKE
    warm_s: float = Field(default=60.0, gt=0, le=3600)
    pre_roll_ms: int = Field(default=400, ge=0, le=2000)  # people begin to speak before they press the key
    tail_ms: int = Field(default=250, ge=0, le=2000)  # people release the key while the last word still sounds
    max_tail_ms: int = Field(default=600, ge=0, le=5000)  # and longer, while they are still speaking
    max_take_minutes: float = Field(default=10.0, gt=0, le=120)  # a longer one goes on as another take
    first_block_timeout_s: float = Field(default=3.0, gt=0)  # Bluetooth needs up to 1 s to wake
    stall_timeout_s: float = Field(default=1.0, gt=0)  # a microphone this long without a block has gone
