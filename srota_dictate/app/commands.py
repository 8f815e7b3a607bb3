"""What the person can ask of the session."""

from typing import Protocol

from srota_dictate.settings import Settings
from srota_dictate.types import OutputMode, UnfinishedTake


class Commands(Protocol):
    """Called on the Qt main thread. Every call returns at once and raises nothing: what came of it,
    trouble included, arrives as the next `SessionView`."""

    def toggle(self) -> None:
        """Start a take, or end the one being recorded."""
        ...

    def cancel(self) -> None:
        """Forget the take being recorded; without one, nothing happens."""
        ...

    def use_model(self, model: str) -> None:
        """Load another model: a name in the catalogue, a folder or a Hub id."""
        ...

    def use_output_mode(self, mode: OutputMode) -> None: ...

    def copy_last(self) -> None:
        """Put the text that was delivered last on the clipboard and leave it there."""
        ...

    def rescue(self, takes: tuple[UnfinishedTake, ...]) -> None:
        """Transcribe interrupted dictations; their text goes to the clipboard."""
        ...

    def discard(self, takes: tuple[UnfinishedTake, ...]) -> None:
        """Delete the recordings of interrupted dictations."""
        ...

    def apply(self, settings: Settings) -> None:
        """Bring everything in line with these settings, which are saved already."""
        ...

    def quit(self) -> None:
        """End the session; whatever is being recorded is kept."""
        ...
