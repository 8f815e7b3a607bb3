"""Hotkeys of every kind, from the key to the text in a real editor; commands of a desktop's shortcuts too."""

import os
import re
import signal
from collections.abc import Iterator

import numpy as np
import pytest
from Xlib import X
from Xlib.display import Display

from srota_dictate.types import SAMPLE_RATE_HZ, Samples
from tests.desktop.application import LOADING_TIMEOUT_S, Application, run_cli
from tests.desktop.card import Card, CardButton
from tests.desktop.display import VirtualDesktop
from tests.desktop.editor import Editor
from tests.desktop.microphone import VirtualMicrophone
from tests.desktop.process import holds_for, wait_until
from tests.desktop.speech import spoken
from tests.e2e.conftest import Desk, running

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

SENTENCES = ("मेरा favourite festival Diwali है", "कल सुबह office meeting है", "code review आज deadline है")
SETTINGS = """version = 2
[hotkey]
hold = ["Mouse8"]
hold_or_tap = ["Control_R"]
cancel = ["F10"]
paste_last = ["Super+v"]
undo = ["F7"]
[recognizer]
model = "tiny"
device = "cpu"
[app]
language = "en"
"""


@pytest.fixture(scope="module")
def desk(desktop: VirtualDesktop, microphone: VirtualMicrophone) -> Iterator[Desk]:
    with running(Desk(desktop, microphone, Application(desktop, microphone, settings=SETTINGS))) as desk:
        yield desk


def speak(desk: Desk, speech: Samples, after: int) -> None:
    desk.application.wait_log("microphone open", after=after)
    desk.microphone.play(speech)


def delivered(desk: Desk, after: int) -> None:
    desk.application.wait_log(r"take \d+: delivered", after=after, timeout_s=60)


def test_a_tap_starts_and_the_next_press_stops(desk: Desk, editor: Editor) -> None:
    position = len(desk.application.log())
    desk.desktop.tap("Control_R")
    speak(desk, spoken(SENTENCES[0]), position)
    assert "recorded" not in desk.application.log()[position:]
    desk.desktop.tap("Control_R")
    delivered(desk, position)
    editor.wait_text(SENTENCES[0])


def test_the_same_key_held_speaks_while_it_is_down(desk: Desk, editor: Editor) -> None:
    desk.dictate_and_wait(spoken(SENTENCES[1]))
    editor.wait_text(SENTENCES[1])


def test_a_button_of_the_mouse(desk: Desk, editor: Editor) -> None:
    position = len(desk.application.log())
    desk.desktop.hands.button_down(8)
    speak(desk, spoken(SENTENCES[2]), position)
    desk.desktop.hands.button_up(8)
    delivered(desk, position)
    editor.wait_text(SENTENCES[2])


def test_an_own_key_cancels_and_esc_belongs_to_the_program(desk: Desk, editor: Editor) -> None:
    position = len(desk.application.log())
    desk.desktop.tap("Control_R")
    speak(desk, spoken(SENTENCES[0]), position)
    desk.desktop.tap("Escape")
    assert holds_for(lambda: "recorded" not in desk.application.log()[position:], 0.5)
    desk.desktop.tap("F10")
    desk.application.wait_log(r"take \d+: recorded", after=position)
    assert holds_for(lambda: "delivered" not in desk.application.log()[position:], 1.0)
    assert editor.text() == ""


def test_the_last_text_is_pasted_again(desk: Desk, editor: Editor) -> None:
    desk.dictate_and_wait(spoken(SENTENCES[1]))
    editor.wait_text(SENTENCES[1])
    desk.desktop.tap("super+v")
    editor.wait_text(SENTENCES[1] * 2)


def test_the_last_text_is_taken_back(desk: Desk, editor: Editor) -> None:
    desk.dictate_and_wait(spoken(SENTENCES[1]))  # to look into the editor now would be to type something: it saves
    position = len(desk.application.log())
    desk.desktop.tap("F7")
    desk.application.wait_log("taken back", after=position)
    editor.wait_text("")


def test_a_lock_that_wants_the_keyboard_while_the_key_is_held(desk: Desk, editor: Editor) -> None:
    lock = Display(desk.desktop.name)

    def grabbed() -> bool:
        status = lock.screen().root.grab_keyboard(False, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime)
        return status == X.GrabSuccess

    position = len(desk.application.log())
    desk.desktop.key_down("Control_R")
    speak(desk, spoken(SENTENCES[0]), position)
    assert not grabbed()
    (worker,) = desk.application.worker_pids()
    os.kill(worker, signal.SIGSTOP)  # so that the lock is there before the text
    try:
        desk.desktop.key_up("Control_R")
        wait_until(grabbed, what="the lock")
    finally:
        os.kill(worker, signal.SIGCONT)
    desk.application.wait_log(r"take \d+: recorded", after=position)  # the release arrived all the same
    desk.application.wait_log(r"take \d+: held", after=position)
    lock.ungrab_keyboard(X.CurrentTime)
    lock.sync()
    lock.close()
    card = Card(desk.desktop)
    card.wait_shown()
    card.click(CardButton.PASTE)
    delivered(desk, position)
    editor.wait_text(SENTENCES[0])
    card.wait_gone()


def test_shortcuts_of_the_desktop(desk: Desk, editor: Editor) -> None:
    position = len(desk.application.log())
    run_cli("press", env=desk.application.env)
    speak(desk, spoken(SENTENCES[2]), position)
    run_cli("press", env=desk.application.env)  # a shortcut that repeats
    run_cli("release", env=desk.application.env)
    delivered(desk, position)
    editor.wait_text(SENTENCES[2])
    run_cli("paste-last", env=desk.application.env)
    editor.wait_text(SENTENCES[2] * 2)
    editor.clear()

    position = len(desk.application.log())
    run_cli("toggle", env=desk.application.env)
    speak(desk, spoken(SENTENCES[0]), position)
    run_cli("cancel", env=desk.application.env)
    desk.application.wait_log(r"take \d+: recorded", after=position)
    assert holds_for(lambda: "delivered" not in desk.application.log()[position:], 0.5)
    assert editor.text() == ""


@pytest.fixture
def brief_desk(desk: Desk) -> Iterator[Desk]:
    """Where a take may last for two seconds only. Last of this module: the other application has ended then."""
    desk.application.close()
    position = len(desk.application.log())
    settings = f"{SETTINGS}[recorder]\nmax_take_minutes = {2 / 60}\n"
    application = Application(desk.desktop, desk.microphone, settings=settings)
    try:
        application.wait_log("recogniser ready", after=position, timeout_s=LOADING_TIMEOUT_S)
        yield Desk(desk.desktop, desk.microphone, application)
    finally:
        application.close()


def test_what_is_too_long_for_one_take_arrives_whole_in_several(brief_desk: Desk, editor: Editor) -> None:
    pause = np.zeros(round(0.7 * SAMPLE_RATE_HZ), np.float32)
    speech = np.concatenate([part for sentence in SENTENCES for part in (spoken(sentence), pause)])
    position = len(brief_desk.application.log())
    brief_desk.desktop.tap("Control_R")
    speak(brief_desk, speech, position)
    brief_desk.desktop.tap("Control_R")
    wait_until(lambda: not is_busy(brief_desk, position), 60, what="every text")
    assert "long enough" in brief_desk.application.log()[position:]
    assert editor.text() == " ".join(SENTENCES)


def is_busy(desk: Desk, position: int) -> bool:
    """Whether a take is being recorded, or has something in it that isn't delivered yet."""
    log = desk.application.log()[position:]
    recorded = [int(n) for n in re.findall(r"recorded .* (\d+) segments", log)]
    return len(recorded) < log.count(": microphone open") or log.count(": delivered") < sum(map(bool, recorded))
