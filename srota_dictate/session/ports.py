"""What the session needs from the world. Concrete back ends are chosen in `app/main.py` and `cli/`."""

from concurrent.futures import Future
from typing import Protocol

from srota_dictate.delivery import Delivery, Destination, OutputMode
from srota_dictate.errors import UserFixableError
from srota_dictate.rules.command_words import Command
from srota_dictate.rules.writing import Piece
from srota_dictate.session.said import WrittenText
from srota_dictate.takes import TakeTurn
from srota_dictate.types import HotkeyBinding, Moment, Samples, SegmentKey, Transcript


class Recorder(Protocol):
    """Microphone → segments. Every call returns at once; `RecorderEvent`s come from the capture thread."""

    def start(self, take_id: int) -> None: ...

    def stop(self, take_id: int) -> None:
        """End the take after its tail; everything said until then still comes as segments."""
        ...

    def resume(self, take_id: int) -> None:
        """Let a stopped take go on, which RecordingResumed confirms; does nothing when it has ended meanwhile."""
        ...

    def go_on(self, take_id: int, next_id: int) -> None:
        """Let another take go on with the sound at the next pause; `RecordingEnded.goes_on_as` says that it does.

        Nothing comes of it when the first one ends before that.
        """
        ...

    def cancel(self, take_id: int) -> None:
        """End the take now and forget its audio; RecordingEnded still comes, with no further segments."""
        ...

    def close(self) -> None: ...


class Recognizer(Protocol):
    """Segments → transcripts. Thread-safe; statuses come through the callback given at construction."""

    def load(self, model: str, device: str, precision: str) -> None:
        """Switch to a model (catalogue name, folder or Hub id); returns at once, statuses tell how it goes."""
        ...

    def warm_up(self) -> None:
        """Someone is about to speak: load the model again if it was unloaded for being idle."""
        ...

    def submit(
        self,
        samples: Samples,
        speech_s: float | None = None,
        key: SegmentKey | None = None,
        *,
        batch: bool = False,
    ) -> Future[Transcript]:
        """Recognise at most MAX_SEGMENT_S of audio, `speech_s` of it speech; first come, first served.

        The future fails with UserFixableError, or is cancelled.
        """
        ...

    @property
    def looks_ahead(self) -> bool:
        """Whether speech is worked on before it is complete."""
        ...

    def preview(self, key: SegmentKey, samples: Samples, speech_s: float, moment: Moment) -> None:
        """Look at a segment that isn't complete yet, so that it is recognised sooner; DraftHeard may follow.

        Returns at once, and is dropped where there is no time for it.
        """
        ...

    def forget_previews(self) -> None:
        """Nobody waits for what was looked at any more."""
        ...

    def cancel(self, future: Future[Transcript]) -> None:
        """Stop the work behind a future, waiting or running; the future ends as cancelled."""
        ...

    def close(self) -> None: ...


class Commands(Protocol):
    """What can be commanded, in some program at least. Answers at once, on any thread."""

    def commands_in(self, text: str) -> tuple[Command, ...]:
        """What that commands, if it stands alone; nothing where it says anything else."""
        ...

    def may_end_in_command(self, text: str) -> bool:
        """Whether all words of a command are among the last."""
        ...


class Writer(Commands, Protocol):
    """What was heard → what is written, as the options say for the program it is for. All else may take seconds."""

    def prepare(self) -> None:
        """Somebody is about to speak: have everything loaded."""
        ...

    def write(self, pieces: tuple[Piece, ...], program: str) -> WrittenText: ...

    def next_view(self, pieces: tuple[Piece, ...], program: str, shown: WrittenText) -> WrittenText | None:
        """The next script in which the text looks different from what is `shown`; None when there is none."""
        ...


class Output(Protocol):
    """Text → the window it was spoken for. All may block; `destination` may be called beside the others."""

    def destination(self) -> Destination | None:
        """Where the keyboard is now; None where nothing has it, or the platform can't tell. Never raises."""
        ...

    def deliver(
        self, text: str, mode: OutputMode, destination: Destination | None, *, press_enter: bool = False
    ) -> Delivery:
        """Put `text` into `destination`, None being wherever the keyboard is, and press Enter if asked to.

        An empty text is for the sake of Enter; a text that is held or copied is followed by none.
        What happens when the keyboard is elsewhere by now is up to the options. Raises UserFixableError when it can't
        (the text is then kept).
        """
        ...

    def undo(self) -> None:
        """Take the last text out of its window again; UserFixableError says why that can't be done."""
        ...

    def copy(self, text: str) -> None:
        """Put `text` on the clipboard and leave it there."""
        ...

    def close(self) -> None: ...


class TakeLog(Protocol):
    """Where it is written down how far each take has come, for the next start of the program."""

    def note(self, turn: TakeTurn) -> None:
        """A take has come to a new state; returns at once and never raises."""
        ...

    def forget(self, take_id: int) -> None:
        """Keep nothing of a take, neither its recording nor that there was one; returns at once and never raises."""
        ...


class Hotkey(Protocol):
    """Keys and mouse buttons that the focused program never sees. Events come from the hotkey's own thread.

    Every HotkeyPressed is followed by exactly one HotkeyReleased of its action, also when the key is let go unseen,
    bound anew or lost with its keyboard. A key that repeats while it is held is pressed once.
    """

    def bind(self, bindings: tuple[HotkeyBinding, ...]) -> tuple[UserFixableError, ...]:
        """Grab these instead of those before; why some of them can't be had, which are then left out.

        Raises UserFixableError when no key can be had any more, e.g. because the display is gone.
        """
        ...

    def check(self, key: str) -> UserFixableError | None:
        """Why a key, as the settings spell it, could not be bound now; None when it could, or is bound already."""
        ...

    def arm_cancel(self, armed: bool) -> None:
        """While recording: grab Esc, which then is HotkeyAction.CANCEL; afterwards give it back.

        Does nothing while another key is bound for that.
        """
        ...

    def close(self) -> None: ...
