"""What the session shows of itself: one immutable snapshot, published at every change."""

from dataclasses import dataclass, field

from srota_dictate.errors import UserFixableError
from srota_dictate.session.state import HeldText, State
from srota_dictate.takes import UnfinishedTake
from srota_dictate.types import RecognizerStatus, VoiceDetector


@dataclass(frozen=True, slots=True)
class SessionView:
    """Everything the window, the tray or a terminal may show of the running session."""

    recognizer: RecognizerStatus
    recording: bool = False
    heard: bool = False  # while recording: the first real block came, from now on nothing said is lost
    microphone_open: bool = False  # also between takes, while it is kept ready
    level_dbfs: float | None = None  # of the last block while recording, -120 for digital silence
    preview: str = field(default="", repr=False)  # while recording: the text so far, which may still change
    transcribing: int = 0  # takes that ended and have not reached their window yet
    trouble: UserFixableError | None = None  # of the last take; gone when the next one starts
    last_text: str | None = field(default=None, repr=False)  # what was delivered last; never logged
    held: tuple[HeldText, ...] = ()  # texts that stand in no window, oldest first
    unfinished: tuple[UnfinishedTake, ...] = ()  # interrupted dictations that can be had, discarded or played
    voice_detector: VoiceDetector = VoiceDetector.FULL
    rescued: int = 0  # how often the text of such ones has been put on the clipboard


def view_of(state: State) -> SessionView:
    return SessionView(
        recognizer=state.recognizer,
        recording=state.recording is not None,
        heard=state.heard,
        microphone_open=state.microphone_open,
        level_dbfs=state.level_dbfs,
        preview=state.draft,
        transcribing=len(state.pending) + state.rescuing,
        trouble=state.trouble,
        last_text=state.last_text,
        held=state.held,
        unfinished=state.unfinished,
        voice_detector=state.voice_detector,
        rescued=state.rescued,
    )
