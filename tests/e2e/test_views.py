"""What was said, in the script of each window; the last text in another script; a command between pauses."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.desktop.application import Application, run_cli
from tests.desktop.display import VirtualDesktop
from tests.desktop.editor import Editor, Terminal
from tests.desktop.microphone import VirtualMicrophone
from tests.desktop.speech import spoken, spoken_with_pauses
from tests.e2e.conftest import Desk, running

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

MIXED = "मेरा favourite festival Diwali है"
ROMAN = "mera favourite festival Diwali hai"
DEVANAGARI = "मेरा फ़ेवरेट फ़ेस्टिवल दिवाली है"
NEXT_VIEW = "F7"
ADDRESS = "12, MG Road\nBengaluru"
SETTINGS = """version = 2
[hotkey]
hold = ["Control_R"]
next_view = ["F7"]
[recognizer]
model = "tiny"
device = "cpu"
[rules]
capitals = false
[rules.own_commands]
"office meeting" = '''
12, MG Road
Bengaluru'''
[rules.programs]
xterm = { view = "roman" }
[app]
language = "en"
"""


@pytest.fixture(scope="module")
def desk(desktop: VirtualDesktop, microphone: VirtualMicrophone) -> Iterator[Desk]:
    with running(Desk(desktop, microphone, Application(desktop, microphone, SETTINGS))) as desk:
        yield desk


@pytest.fixture
def terminal(desktop: VirtualDesktop, tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(desktop, tmp_path / "tty.txt")
    yield terminal
    terminal.close()


def flip(desk: Desk) -> None:
    position = len(desk.application.log())
    desk.desktop.tap(NEXT_VIEW)
    desk.application.wait_log("the last text was replaced", after=position)


def test_one_sentence_is_roman_in_one_window_and_in_another_goes_through_the_scripts(
    desk: Desk, editor: Editor, terminal: Terminal
) -> None:
    desk.dictate_and_wait(spoken(MIXED))
    terminal.wait_text(ROMAN)
    editor.focus()
    desk.dictate_and_wait(spoken(MIXED))
    for _ in range(3):  # to look into the editor in between would be to type something: it saves
        flip(desk)
    editor.wait_text(MIXED)


def test_after_something_was_typed_the_next_script_is_on_the_clipboard(desk: Desk, editor: Editor) -> None:
    desk.dictate_and_wait(spoken(MIXED))
    flip(desk)
    flip(desk)
    desk.desktop.tap("x")
    position = len(desk.application.log())
    run_cli("next-view", env=desk.application.env)
    desk.application.wait_log("told: Something was typed or clicked.* is on the clipboard", after=position)
    assert desk.desktop.run("xclip", "-selection", "clipboard", "-o").decode() == MIXED
    editor.wait_text(f"{DEVANAGARI}x")


def test_a_command_between_pauses_is_obeyed(desk: Desk, editor: Editor) -> None:
    # The words of the command are in the sentence after it as well, where they are nothing but words.
    position = len(desk.application.log())
    desk.dictate_and_wait(spoken_with_pauses([MIXED, "office meeting", "कल सुबह office meeting है"], pause_s=0.7))
    editor.wait_text(f"{MIXED} {ADDRESS} कल सुबह office meeting है")
    log = desk.application.log()[position:]
    assert "1 segments" in log
    assert "1 short pieces apart" in log


def test_a_command_is_obeyed_that_was_said_just_before_the_key_went_up(desk: Desk, editor: Editor) -> None:
    sentence_and_pause = spoken_with_pauses([MIXED], pause_s=0.7)
    desk.dictate_and_wait(np.concatenate([sentence_and_pause, spoken("office meeting")]))
    editor.wait_text(f"{MIXED} {ADDRESS}")
