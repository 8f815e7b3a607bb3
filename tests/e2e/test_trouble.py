"""What goes wrong on a real desk: one sentence with a remedy, nothing lost, and the next take works."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from Xlib import XK, X
from Xlib.display import Display

from tests.desktop.application import LOADING_TIMEOUT_S, Application
from tests.desktop.display import VirtualDesktop
from tests.desktop.editor import Editor
from tests.desktop.microphone import VirtualMicrophone
from tests.desktop.process import wait_until
from tests.desktop.speech import spoken
from tests.e2e.conftest import TALK_KEY, Desk, running

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

SENTENCE = "मेरा favourite festival Diwali है"


def start_in_vain(env: Mapping[str, str]) -> str:
    """Start the application where it can't run; what it says on stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "srota_dictate"], env=dict(env), capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert done.stdout == b""
    return done.stderr.decode().strip()


def test_without_a_display_it_says_so_in_one_line(desktop: VirtualDesktop) -> None:
    nowhere = {name: value for name, value in desktop.env.items() if name != "DISPLAY"}
    said = start_in_vain(nowhere)
    assert said.startswith("There is no display. Start srota-dictate from a graphical session")
    assert "\n" not in said
    said = start_in_vain({**nowhere, "DISPLAY": ":987"})  # nobody is there
    assert said.startswith("The display can't be reached. Start srota-dictate from a graphical session")
    assert "\n" not in said


@pytest.fixture(scope="module")
def desk(desktop: VirtualDesktop, microphone: VirtualMicrophone) -> Iterator[Desk]:
    """The application started on a bad day: its key is taken by another program."""
    thief = Display(desktop.name)
    code = thief.keysym_to_keycode(XK.string_to_keysym(TALK_KEY))
    thief.screen().root.grab_key(code, X.AnyModifier, True, X.GrabModeAsync, X.GrabModeAsync)
    thief.sync()
    with closing(thief), running(Desk(desktop, microphone, Application(desktop, microphone))) as desk:
        yield desk


def test_a_key_that_another_program_holds_is_said_and_another_can_be_chosen(desk: Desk, editor: Editor) -> None:
    desk.application.wait_log(r"told: Another program already uses Right Ctrl.*Choose another key")
    subprocess.run(
        [sys.executable, "-m", "srota_dictate"], env=desk.application.env, capture_output=True, timeout=60, check=True
    )
    desk.desktop.windows.wait_focused(desk.application.process.pid)
    desk.desktop.tap("alt+k")
    desk.desktop.tap("space")
    desk.desktop.tap("F9")
    desk.desktop.tap("Return")
    wait_until(lambda: "F9" in desk.application.settings_path.read_text(encoding="utf-8"), what="the saved key")
    editor.focus()
    desk.dictate_and_wait(spoken(SENTENCE), key="F9")
    editor.wait_text(SENTENCE)


def test_a_microphone_that_is_gone_is_said_and_works_again_when_it_is_back(desk: Desk, editor: Editor) -> None:
    desk.microphone.kill_source()
    position = len(desk.application.log())
    desk.desktop.key_down("F9")
    desk.application.wait_log(r"take \d+: not recorded: [^.]+\. [^.]+\.", after=position)
    desk.desktop.key_up("F9")
    assert editor.text() == ""
    desk.microphone.restore_source()
    desk.dictate_and_wait(spoken(SENTENCE), key="F9")
    editor.wait_text(SENTENCE)


def test_it_ends_when_told_to_and_leaves_no_process(desk: Desk) -> None:
    workers = desk.application.worker_pids()
    assert workers
    desk.application.process.terminate()
    assert desk.application.process.wait(20) == 0
    assert "Traceback" not in desk.application.output()
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers), what="the recogniser's end")


def test_a_settings_file_that_makes_no_sense_is_set_aside(
    desktop: VirtualDesktop, microphone: VirtualMicrophone
) -> None:
    application = Application(desktop, microphone, settings="this is = not [ TOML")
    try:
        application.wait_log("told: The settings file could not be understood", timeout_s=LOADING_TIMEOUT_S)
        (aside,) = application.settings_path.parent.glob("settings.toml.broken-*")
        assert aside.read_text(encoding="utf-8") == "this is = not [ TOML"
    finally:
        application.close()
