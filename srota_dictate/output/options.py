"""What a person can choose about how text reaches a window."""

from enum import Enum

from pydantic import BaseModel, ConfigDict, Field

from srota_dictate.delivery import OutputMode


class PasteKeys(Enum):
    """The keys that make a program paste."""

    CTRL_V = "ctrl+v"
    CTRL_SHIFT_V = "ctrl+shift+v"
    SHIFT_INSERT = "shift+insert"


class ProgramOptions(BaseModel):
    """What the person says of one program, instead of what is known of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    paste_keys: PasteKeys | None = None
    terminal: bool | None = None  # a line break would run what stands before it


class MovedFocus(Enum):
    """What becomes of a text when another window has the keyboard by the time it is ready."""

    HOLD = "hold"  # ask
    FOLLOW = "follow"  # into the window that has it now
    RETURN = "return"  # back to the window it was spoken for


class OutputOptions(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: OutputMode = OutputMode.PASTE
    moved_focus: MovedFocus = MovedFocus.HOLD
    trailing_space: bool = False  # so that the next dictation doesn't stick to this one
    press_enter: bool = False  # once the window has the text
    terminal_newlines: bool = False  # line breaks stay line breaks in terminals too, and run what stands before them
    keep_out_of_history: bool = True  # ask clipboard histories not to remember what is there only to be pasted
    # By window class, as `xprop WM_CLASS` tells it; small and capital letters are the same.
    programs: dict[str, ProgramOptions] = Field(default_factory=dict)
    fetch_timeout_s: float = Field(default=3.0, gt=0, le=60)  # how long a window may take to fetch the text
    keys_up_timeout_s: float = Field(default=2.0, ge=0, le=60)  # how long to wait for held keys to be let go

    def ending(self, text: str, press_enter: bool) -> tuple[str, bool]:
        """`text` with the space that stands after each, and whether Enter is pressed; nothing is added to no text."""
        return (text + " " * self.trailing_space, press_enter or self.press_enter) if text else (text, press_enter)
