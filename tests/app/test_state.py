"""The one thing the tray shows, for every mixture of what is going on."""

import pytest

from srota_dictate.app.state import TrayState, tray_state
from srota_dictate.errors import UserFixableError
from srota_dictate.session.view import SessionView
from srota_dictate.types import RecognizerPhase, RecognizerStatus

TROUBLE = UserFixableError("No microphone found", "Plug one in")
LOADING, READY, UNLOADED, FAILED = (
    RecognizerPhase.LOADING,
    RecognizerPhase.READY,
    RecognizerPhase.UNLOADED,
    RecognizerPhase.FAILED,
)


@pytest.mark.parametrize(
    ("phase", "recording", "transcribing", "trouble", "shown"),
    [
        (READY, False, 0, None, TrayState.IDLE),
        (UNLOADED, False, 0, None, TrayState.IDLE),
        (LOADING, False, 0, None, TrayState.LOADING),
        (LOADING, False, 2, None, TrayState.LOADING),
        (READY, False, 2, None, TrayState.TRANSCRIBING),
        (UNLOADED, False, 1, None, TrayState.TRANSCRIBING),
        (READY, True, 0, None, TrayState.RECORDING),
        (LOADING, True, 0, None, TrayState.RECORDING),
        (READY, True, 3, TROUBLE, TrayState.RECORDING),
        (FAILED, True, 0, TROUBLE, TrayState.RECORDING),
        (FAILED, False, 1, None, TrayState.TROUBLE),
        (READY, False, 0, TROUBLE, TrayState.TROUBLE),
        (READY, False, 1, TROUBLE, TrayState.TRANSCRIBING),
        (LOADING, False, 0, TROUBLE, TrayState.LOADING),
    ],
)
def test_what_the_tray_shows(
    phase: RecognizerPhase, recording: bool, transcribing: int, trouble: UserFixableError | None, shown: TrayState
) -> None:
    view = SessionView(
        RecognizerStatus(phase, "srota"), recording=recording, transcribing=transcribing, trouble=trouble
    )

    assert tray_state(view) is shown
