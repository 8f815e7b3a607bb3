"""What the Wayland output needs of a clipboard, whoever provides it."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from enum import Enum
from typing import Protocol, TypeAlias

Formats: TypeAlias = Mapping[str, bytes]
"""What lies on a clipboard: the same thing in several formats, by MIME type. Never logged."""


class Fetch(Enum):
    """What became of a text that was lent to the clipboard."""

    FETCHED = "fetched"
    NOT_FETCHED = "not fetched"
    UNKNOWN = "unknown"  # nothing was heard of a fetch, and this clipboard may not hear of any
    TAKEN = "taken"  # another program put something else there


class Loan(Protocol):
    """A text on the clipboard. At the end of its `with` block what was there before is put back."""

    def expect(self) -> None:
        """The paste keys follow: from now on a fetch is the window's, not a clipboard manager's."""
        ...

    def wait_fetched(self, timeout_s: float) -> Fetch: ...

    def keep(self) -> None:
        """The text stays on the clipboard after all."""
        ...


class Clipboard(Protocol):
    """Thread-safe. Every call may raise UserFixableError."""

    def lend(self, text: str, markers: Formats) -> AbstractContextManager[Loan]:
        """Put text on the clipboard for a while; `markers` beside it, where this clipboard has room for them."""
        ...

    def copy(self, text: str) -> None:
        """Put text on the clipboard and leave it there."""
        ...

    def close(self) -> None: ...
