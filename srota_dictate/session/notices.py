"""What the person is told about a take that said nothing, or whose text is in doubt."""

from typing import Final

from srota_dictate.errors import UserFixableError
from srota_dictate.session.state import Take
from srota_dictate.types import RecordingEnded, TranscriptFlag

_MIN_SPEECH_S: Final = 0.1

NOTHING_SAID = UserFixableError("Nothing was heard", "Hold the key while you speak, and let go when you are done")
TOO_SHORT = UserFixableError("That was too short to be speech", "Hold the key while you speak")
SPOKEN_INTO_SECRET = UserFixableError(
    "Passwords are not written: nothing of what you said was kept", "Type it, or click into another field first"
)
NO_TEXT_YET = UserFixableError("There is no text yet that could be pasted", "Dictate something first")
ONE_VIEW = UserFixableError("The last text looks the same in every script", "Dictate another")
VIEW_COPIED = UserFixableError(
    "The last text is in no window, so its next script is on the clipboard", "Paste it where it belongs"
)
ENTER_NOT_PRESSED = "Enter was not pressed"
OUR_BUG = UserFixableError(
    "Something went wrong inside the program", "Try again; if it happens again, restart it and run srota-dictate doctor"
)
_INVENTED = UserFixableError(
    "The text repeats itself or is longer than what was said: parts of it may be invented",
    "Read it before you use it, or say that part again",
)
_CUT_OFF = UserFixableError("More was said than was written", "Read the text, and say again what is missing")


def about_silence(ended: RecordingEnded) -> UserFixableError:
    """Why a take that has ended typed nothing."""
    is_short = ended.n_segments == 0 and 0 < ended.speech_s < _MIN_SPEECH_S
    return TOO_SHORT if is_short else NOTHING_SAID


def about_doubts(take: Take) -> UserFixableError | None:
    """What to look for in a text that was delivered, or None when there is no reason to."""
    flags = {flag for piece in take.pieces if piece.heard for flag in piece.heard.transcript.flags}
    # An invented text often ends at the limit, too; then this is what matters.
    if TranscriptFlag.REPETITIVE in flags:
        return _INVENTED
    return _CUT_OFF if TranscriptFlag.TRUNCATED in flags else None


def about_card(trouble: str) -> UserFixableError:
    """Why the model runs on the processor although it was to run on the graphics card."""
    return UserFixableError(
        f"The model runs on the processor, which is slower: {trouble}",
        "Close programs that use the card or update its driver, then choose the model again; or set the device to cpu",
    )


def with_audio_kept(error: UserFixableError, ended: RecordingEnded) -> UserFixableError:
    """The error, and where the take's recording is."""
    if ended.audio_path is None:
        return error
    return UserFixableError(
        error.message, f"{error.hint}; the recording is kept: srota-dictate transcribe {ended.audio_path}"
    )
