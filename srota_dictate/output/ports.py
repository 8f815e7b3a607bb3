"""What the rules of `right_window` need of a platform."""

from typing import Protocol

from srota_dictate.delivery import Delivery, Destination, OutputMode
from srota_dictate.output.options import OutputOptions


class Windows(Protocol):
    """The desktop's windows. From any thread; nothing takes longer than a second, or raises."""

    def focused(self) -> Destination | None:
        """Which window has the keyboard; None for none, for this program's own, and where nobody tells."""
        ...

    def activate(self, destination: Destination) -> bool:
        """Give a window the keyboard; False when it is closed, or doesn't get it."""
        ...

    def close(self) -> None: ...


class Fields(Protocol):
    """The field that has the keyboard, as far as programs tell. From any thread; never raises."""

    def is_secret(self) -> bool | None:
        """Whether it hides what is typed, as password fields do; None: its program doesn't tell."""
        ...

    def close(self) -> None: ...


class ScreenLock(Protocol):
    """Whether a lock screen stands between the person and their windows. From any thread; never raises."""

    def is_locked(self) -> bool: ...

    def close(self) -> None: ...


class Writer(Protocol):
    """Puts text into windows. Thread-safe; `deliver` and `undo` block."""

    def set_options(self, options: OutputOptions) -> None:
        """From the next delivery on."""
        ...

    def deliver(
        self, text: str, mode: OutputMode, destination: Destination | None, *, press_enter: bool = False
    ) -> Delivery:
        """Into `destination`, or hold the text when another window has the keyboard; None: whoever has it.

        Once the window has it, Enter is pressed where that is asked for, here or by the options; text may be "" then.

        Raises UserFixableError.
        """
        ...

    def undo(self) -> None:
        """Take the last text out again; UserFixableError says why that can't be done."""
        ...

    def copy(self, text: str) -> None:
        """Put text on the clipboard and leave it there. Raises UserFixableError."""
        ...

    def close(self) -> None: ...
