"""What the person can ask of the session."""

from typing import Protocol

from srota_dictate.delivery import OutputMode
from srota_dictate.errors import UserFixableError
from srota_dictate.settings import Settings
from srota_dictate.takes import HeldAnswer, UnfinishedTake


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

    def start_take(self) -> None:
        """Start a take unless one is being recorded."""
        ...

    def stop_take(self) -> None:
        """End the take being recorded; without one, nothing happens."""
        ...

    def paste_last(self) -> None:
        """Put the text that was delivered last where the keyboard is."""
        ...

    def undo(self) -> None:
        """Take the text that was delivered last out of its window again."""
        ...

    def next_view(self) -> None:
        """Put the next script view of the last text in its place."""
        ...

    def check_key(self, key: str) -> UserFixableError | None:
        """Why the desktop doesn't let us have a key, as the settings spell it; asks, which takes milliseconds."""
        ...

    def pause_hotkeys(self, paused: bool) -> None:
        """Let every key through to the windows, because one is being chosen; or take the hotkeys again."""
        ...

    def copy_last(self) -> None:
        """Put the text that was delivered last on the clipboard and leave it there."""
        ...

    def answer_held(self, take_id: int, answer: HeldAnswer) -> None:
        """Say what becomes of a text that stands in no window."""
        ...

    def rescue(self, takes: tuple[UnfinishedTake, ...]) -> None:
        """Transcribe interrupted dictations; their text goes to the clipboard."""
        ...

    def discard(self, takes: tuple[UnfinishedTake, ...]) -> None:
        """Delete the recordings of interrupted dictations."""
        ...

    def apply(self, settings: Settings) -> None:
        """Bring everything in line with these settings."""
        ...

    def quit(self) -> None:
        """End the session; whatever is being recorded is kept."""
        ...
