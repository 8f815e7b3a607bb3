"""The real application in a real Wayland session: the portal tells of the key, the text stands in a Wayland window.

The desktop behind xdg-desktop-portal is the tests' own; everything else is what a person has.
"""

from pathlib import Path

import pytest

from tests.desktop.application import Application
from tests.desktop.microphone import VirtualMicrophone
from tests.desktop.portal import TestPortal
from tests.desktop.process import wait_until
from tests.desktop.speech import spoken
from tests.desktop.wayland import WaylandSession
from tests.desktop.wayland_windows import QtEditor

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

SENTENCES = ["मेरा favourite festival Diwali है", "कल सुबह office meeting है"]


def test_hold_speak_let_go(session: WaylandSession, portal: TestPortal, tmp_path: Path) -> None:
    with VirtualMicrophone() as microphone:
        application = Application(session, microphone)
        application.wait_ready()
        wait_until(lambda: portal.noted("bound"), what="the shortcuts")
        editor = QtEditor(session, tmp_path / "editor.txt")
        session.copy(b"what was copied before")
        for sentence in SENTENCES:
            position = len(application.log())
            portal.press("hold_0")
            application.wait_log("microphone open", after=position)
            microphone.play(spoken(sentence))
            portal.release("hold_0")
            application.wait_log(r"take \d+: delivered", after=position, timeout_s=120)
        editor.wait_text("".join(SENTENCES))
        assert session.paste() == b"what was copied before"
        application.close()
        editor.close()
