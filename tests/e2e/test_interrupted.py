"""The whole application killed in the middle of a dictation: the next start offers it, and its text can be had."""

import os
import signal
from collections.abc import Iterator

import pytest

from srota_dictate.types import SAMPLE_RATE_HZ
from tests.desktop.application import Application
from tests.desktop.display import VirtualDesktop
from tests.desktop.menus import Menus
from tests.desktop.process import wait_until
from tests.desktop.speech import spoken
from tests.e2e.conftest import TALK_KEY, Desk

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

SENTENCE = "मेरा favourite festival Diwali है"


@pytest.fixture
def menus(desktop: VirtualDesktop) -> Iterator[Menus]:
    menus = Menus(desktop)
    yield menus
    menus.close()


def clipboard(desktop: VirtualDesktop) -> str:
    """What another program gets; empty while nobody owns it."""
    if not desktop.windows.selection_owner("CLIPBOARD"):
        return ""
    return desktop.run("xclip", "-selection", "clipboard", "-o", "-target", "UTF8_STRING").decode()


def kill_and_restart(desk: Desk) -> Desk:
    """End the application as a crash does, and start it anew."""
    os.kill(desk.application.process.pid, signal.SIGKILL)
    desk.application.process.wait()
    application = Application(desk.desktop, desk.microphone)
    return Desk(desk.desktop, desk.microphone, application)


def test_killed_while_speaking_and_transcribed_from_the_menu(desk: Desk, menus: Menus) -> None:
    desk.desktop.key_down(TALK_KEY)
    desk.application.wait_log("microphone open")
    desk.microphone.play(spoken(SENTENCE))
    # What was played last is on disk when another second has followed it: the microphone goes on hearing silence.
    (take,) = (desk.application.state_folder / "takes").glob("*.wav")
    n_bytes = take.stat().st_size + 2 * SAMPLE_RATE_HZ
    wait_until(lambda: take.stat().st_size > n_bytes, timeout_s=30, what="the sound on disk")
    desk = kill_and_restart(desk)
    desk.desktop.key_up(TALK_KEY)
    try:
        desk.application.wait_log("recogniser ready", timeout_s=180, after=desk.application.log().rindex("microphone"))
        # Transcribe, Play, Discard.
        menus.click_row(menus.open_submenu(menus.open_from_tray(), 1), 0, rows=3)
        desk.application.wait_log("interrupted dictations: 1 with text", timeout_s=120)
        wait_until(lambda: clipboard(desk.desktop), what="the text on the clipboard")
        assert clipboard(desk.desktop) == SENTENCE
        assert SENTENCE not in desk.application.log()
    finally:
        desk.application.close()
