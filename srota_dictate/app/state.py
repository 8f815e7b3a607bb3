"""What the tray shows, derived from the session's snapshot."""

from enum import Enum

from srota_dictate.session.view import SessionView
from srota_dictate.types import RecognizerPhase


class TrayState(Enum):
    """One of these at a time; each has its own icon, named by its value."""

    IDLE = "idle"
    LOADING = "loading"
    RECORDING = "recording"
    TRANSCRIBING = "transcribing"
    TROUBLE = "trouble"


def microphone_is_ready(view: SessionView) -> bool:
    """Whether the microphone is open though nobody dictates, which must be seen too."""
    return view.microphone_open and not view.recording


def tray_state(view: SessionView) -> TrayState:
    """The one thing worth knowing now.

    An open microphone comes before everything. A take that waits for the model shows as loading: that is
    what it waits for. The trouble of an earlier take steps back while later takes are being worked on.
    """
    if view.recording:
        return TrayState.RECORDING
    match view.recognizer.phase:
        case RecognizerPhase.FAILED:
            return TrayState.TROUBLE
        case RecognizerPhase.LOADING:
            return TrayState.LOADING
        case RecognizerPhase.READY | RecognizerPhase.UNLOADED:
            pass
    if view.transcribing > 0:
        return TrayState.TRANSCRIBING
    return TrayState.TROUBLE if view.trouble is not None else TrayState.IDLE
