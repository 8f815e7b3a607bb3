"""How speech is found and cut."""

from enum import Enum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from srota_dictate.types import MAX_SEGMENT_S


class VoiceBackend(Enum):
    """Who tells speech from noise."""

    SILERO = "silero"  # a small neural network: right in noise, silent on typing
    WEBRTC = "webrtc"  # lighter and cruder, works without onnxruntime


class SegmenterOptions(BaseModel):
    """Defaults were measured on read and spontaneous Hindi and English; the validator keeps them consistent."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    backend: VoiceBackend = VoiceBackend.SILERO
    speech_on: float = Field(default=0.5, gt=0, lt=1)  # probability at which speech begins
    speech_off: float = Field(default=0.35, gt=0, lt=1)  # probability under which it has ended
    max_s: float = Field(default=28.0, gt=0, le=MAX_SEGMENT_S)  # at this length a chunk is cut
    search_s: float = Field(default=12.0, gt=0)  # how far back from there a pause is looked for
    pause_s: float = Field(default=0.1, gt=0)  # the shortest silence that counts as a pause
    early_s: float = Field(default=15.0, gt=0)  # from this length on …
    early_pause_s: float = Field(default=0.7, gt=0)  # … a pause this long ends the chunk at once
    overlap_min_s: float = Field(default=0.8, ge=0)  # repeated by the next segment after a cut in the middle of speech
    overlap_max_s: float = Field(default=1.0, ge=0)
    pad_before_s: float = Field(default=0.25, ge=0)  # silence kept before speech: onsets are heard up to 117 ms late
    pad_after_s: float = Field(default=0.4, ge=0)  # and after it: ends are heard up to 170 ms early
    min_tail_s: float = Field(default=1.0, ge=0)  # a last chunk with less speech joins the one before
    # For spoken commands: what is no longer than alone_s between pauses is heard alone as well. Half a second is heard
    # as 0.38 to 0.58 s, since the end of a word is heard late.
    alone_pause_s: float = Field(default=0.38, gt=0)
    alone_s: float = Field(default=2.0, ge=0)
    min_speech_s: float = Field(default=0.09, ge=0)  # less speech than this in a chunk is a click, not a word

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.speech_off > self.speech_on:
            raise ValueError("speech_off must not exceed speech_on")
        if self.overlap_min_s > self.overlap_max_s:
            raise ValueError("overlap_min_s must not exceed overlap_max_s")
        if self.search_s + self.overlap_max_s >= self.max_s:
            raise ValueError("search_s and overlap_max_s together must stay below max_s, or a cut would not advance")
        if self.pad_after_s > self.early_pause_s:
            raise ValueError("pad_after_s must not exceed early_pause_s")
        return self
