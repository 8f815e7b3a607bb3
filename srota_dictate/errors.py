"""The two kinds of trouble: what the person can mend, and a back end that went away."""

import traceback


class UserFixableError(Exception):
    """Something the person at the keyboard can mend.

    `message` says what is wrong, `hint` what to do about it; both are sentences without a final full stop.
    `str(error)` is the whole thing as one line, ready for the tray or stderr.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}. {self.hint}."


class BackendLost(Exception):
    """A helper process or device vanished while it was in use; whoever owns it decides whether to try again."""


def reason_of(error: OSError) -> str:
    """What the system says is wrong, for the middle of a sentence."""
    return error.strerror or type(error).__name__


def place_of(error: Exception) -> str:
    """Where a bug is, for the log. Its message isn't logged where it may hold what was said."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {frame.name}, {frame.filename}:{frame.lineno}"
