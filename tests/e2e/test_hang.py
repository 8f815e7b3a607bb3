"""The tests' own hang detector: an application that stands still is found out, with what its threads were doing."""

import os
import signal
from collections.abc import Callable

import pytest

from tests.desktop.application import LOADING_TIMEOUT_S, Application
from tests.desktop.display import VirtualDesktop
from tests.desktop.microphone import VirtualMicrophone

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


@pytest.mark.parametrize(("ask", "what"), [(Application.wait_log, "never said"), (Application.wish, "cancel")])
def test_a_process_that_stands_still_is_found_out(
    desktop: VirtualDesktop, microphone: VirtualMicrophone, ask: Callable[..., object], what: str
) -> None:
    application = Application(desktop, microphone)
    try:
        application.wish("cancel", LOADING_TIMEOUT_S)  # it is there, and has nothing to cancel
        os.kill(application.process.pid, signal.SIGSTOP)
        with pytest.raises(AssertionError, match="It hangs") as found_out:
            ask(application, what, timeout_s=0.5)
        stacks = str(found_out.value)
        assert "recorder/capture.py" in stacks, "the thread that records"
        assert "session/controller.py" in stacks, "the thread that decides"
        # The stacks of the other threads are read while they run, which may trip over what just changes.
        assert application.process.poll() in (-signal.SIGABRT, -signal.SIGSEGV)
    finally:
        application.close()
