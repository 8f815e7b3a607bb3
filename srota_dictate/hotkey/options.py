"""What a person can choose about the talk key."""

from enum import Enum

from pydantic import BaseModel, ConfigDict


class TalkMode(Enum):
    """What pressing the talk key means; the session decides, the hotkey only reports press and release."""

    HOLD = "hold"  # speak while the key is down
    TOGGLE = "toggle"  # press to start, press again to stop


class HotkeyOptions(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    talk: str = "Control_R"  # as `chord.parse_chord` reads it
    mode: TalkMode = TalkMode.HOLD
