"""Whatever breaks in the middle of a take: its text or its recording is there, it is said, and the next take works."""

import os
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from srota_dictate.types import Samples
from tests.desktop.application import LOADING_TIMEOUT_S, Application, run_cli
from tests.desktop.display import VirtualDesktop
from tests.desktop.editor import Editor
from tests.desktop.microphone import VirtualMicrophone
from tests.desktop.process import holds_for, wait_until
from tests.desktop.speech import spoken
from tests.e2e.conftest import TALK_KEY, Desk, running

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

SENTENCE = "मेरा favourite festival Diwali है"
NEXT = "कल सुबह office meeting है"
HEADSET = "headset"
SETTINGS = f"""version = 1
[recognizer]
model = "tiny"
device = "cpu"
[recorder]
device = "{HEADSET}"
[app]
language = "en"
"""


@pytest.fixture(scope="module")
def desk(desktop: VirtualDesktop, microphone: VirtualMicrophone) -> Iterator[Desk]:
    """The application with a microphone that was chosen by name."""
    microphone.add_device(HEADSET)
    with running(Desk(desktop, microphone, Application(desktop, microphone, SETTINGS))) as desk:
        yield desk


@pytest.fixture(autouse=True)
def no_hang(desk: Desk) -> Iterator[None]:
    """After each fault the interface answers; that the session does is shown by the take that follows the fault."""
    yield
    desk.desktop.key_up(TALK_KEY)  # a test that failed must not fail the others
    desk.application.wish("cancel")


def hold_and_say(desk: Desk, speech: Samples) -> int:
    """Press the key and speak, and don't let go; the offset in the log where this take begins."""
    position = len(desk.application.log())
    desk.desktop.key_down(TALK_KEY)
    desk.application.wait_log("microphone open", after=position)
    desk.microphone.play(speech)
    return position


def let_go(desk: Desk, position: int, editor: Editor, text: str) -> None:
    """Let the key go; the take's text stands in the editor, and nothing else."""
    desk.desktop.key_up(TALK_KEY)
    desk.application.wait_log(r"take \d+: delivered", after=position)
    editor.wait_text(text)
    editor.clear()


def assert_next_take_works(desk: Desk, editor: Editor, loading: bool = False) -> None:
    position = desk.dictate(spoken(NEXT))
    timeout = {"timeout_s": LOADING_TIMEOUT_S} if loading else {}
    desk.application.wait_log(r"take \d+: delivered", after=position, **timeout)
    editor.wait_text(NEXT)
    editor.clear()


def another_worker(desk: Desk, gone: int) -> int:
    """The recogniser process that came after one that is gone."""
    return wait_until(
        lambda: next((pid for pid in desk.application.worker_pids() if pid != gone), 0), what="another recogniser"
    )


def test_unplugged(desk: Desk, editor: Editor) -> None:
    position = hold_and_say(desk, spoken(SENTENCE))
    desk.microphone.kill_source()
    desk.application.wait_log(r"told: The microphone went away [^.]+ kept\. Plug it in", after=position)
    let_go(desk, position, editor, SENTENCE)
    desk.microphone.restore_source()
    assert_next_take_works(desk, editor)


def test_the_chosen_microphone_is_unplugged_stood_in_for_and_back(desk: Desk, editor: Editor) -> None:
    position = hold_and_say(desk, spoken(SENTENCE))
    desk.microphone.remove_device(HEADSET)
    desk.microphone.kill_source()
    desk.application.wait_log("told: The microphone went away", after=position)
    let_go(desk, position, editor, SENTENCE)
    desk.microphone.restore_source()  # now another one is there, and the chosen one isn't
    position = hold_and_say(desk, spoken(NEXT))
    desk.application.wait_log(f"told: The microphone “{HEADSET}” is not connected, so “[^”]+” is used", after=position)
    let_go(desk, position, editor, NEXT)
    desk.microphone.add_device(HEADSET)
    position = len(desk.application.log())
    assert_next_take_works(desk, editor)
    assert "told:" not in desk.application.log()[position:], "it is used again"


def test_the_sound_server_dies_and_another_one_comes(desk: Desk, editor: Editor) -> None:
    position = hold_and_say(desk, spoken(SENTENCE))
    desk.microphone.kill_server()
    # PortAudio says that the stream is over, or says nothing more.
    desk.application.wait_log("told: The microphone (went away|stopped sending)", after=position)
    let_go(desk, position, editor, SENTENCE)
    desk.microphone.restart_server()
    assert_next_take_works(desk, editor)


def test_muted_after_a_sentence(desk: Desk, editor: Editor) -> None:
    position = hold_and_say(desk, spoken(SENTENCE))
    desk.microphone.mute(True)
    try:
        desk.microphone.play(spoken(NEXT))
        let_go(desk, position, editor, SENTENCE)
    finally:
        desk.microphone.mute(False)
    assert_next_take_works(desk, editor)


def test_muted_from_the_start(desk: Desk, editor: Editor) -> None:
    desk.microphone.mute(True)
    try:
        position = hold_and_say(desk, spoken(SENTENCE))
        desk.desktop.key_up(TALK_KEY)
        desk.application.wait_log("told: The microphone is muted or sends silence. Unmute it", after=position)
        assert editor.text() == ""
    finally:
        desk.microphone.mute(False)
    assert_next_take_works(desk, editor)


def test_the_microphone_is_suspended(desk: Desk, editor: Editor) -> None:
    position = hold_and_say(desk, spoken(SENTENCE))
    desk.microphone.suspend(True)
    desk.application.wait_log("told: The microphone stopped sending sound", after=position)
    let_go(desk, position, editor, SENTENCE)
    desk.microphone.suspend(False)
    assert_next_take_works(desk, editor)


def test_the_machine_sleeps(desk: Desk, editor: Editor) -> None:
    position = hold_and_say(desk, spoken(SENTENCE))
    process = desk.application.process
    os.kill(process.pid, signal.SIGSTOP)
    state = Path(f"/proc/{process.pid}/stat")
    assert holds_for(lambda: state.read_text().rpartition(")")[2].split()[0] in "RSDT", 3.0)
    os.kill(process.pid, signal.SIGCONT)
    let_go(desk, position, editor, SENTENCE)
    assert_next_take_works(desk, editor)


def test_the_disk_is_full(desk: Desk, editor: Editor) -> None:
    position = hold_and_say(desk, spoken(SENTENCE))
    take = desk.application.takes()[-1]
    process = desk.application.process
    before = resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (take.stat().st_size, resource.RLIM_INFINITY))
    try:
        desk.microphone.play(spoken(NEXT))
        let_go(desk, position, editor, f"{SENTENCE} {NEXT}")
    finally:
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, before)
    desk.application.wait_log(r"told: This recording is not kept on disk \(File too large\)", after=position)
    assert not take.exists(), "half a take would pass for a whole one"
    assert_next_take_works(desk, editor)


def test_the_recogniser_stands_still(desk: Desk, editor: Editor) -> None:
    (worker,) = desk.application.worker_pids()
    os.kill(worker, signal.SIGSTOP)
    try:
        position = desk.dictate(spoken(SENTENCE))
        position = desk.application.wait_log(r"take \d+: recorded", after=position)
        desk.application.wish("cancel")  # as Esc: nobody waits for that text any more
        desk.dictate(spoken(NEXT))
        desk.application.wait_log(r"take \d+: recorded", after=position)
    finally:
        os.kill(worker, signal.SIGCONT)
    desk.application.wait_log(r"take \d+: delivered", after=position)
    editor.wait_text(NEXT)


def test_the_recogniser_dies_while_somebody_speaks(desk: Desk, editor: Editor) -> None:
    (worker,) = desk.application.worker_pids()
    position = hold_and_say(desk, spoken(SENTENCE))
    os.kill(worker, signal.SIGKILL)
    desk.application.wait_log("The recogniser process ended by itself", after=position)
    desk.desktop.key_up(TALK_KEY)
    desk.application.wait_log(r"take \d+: delivered", after=position, timeout_s=LOADING_TIMEOUT_S)
    editor.wait_text(SENTENCE)


def test_a_recogniser_that_dies_again_and_again_leaves_a_recording_to_be_transcribed(
    desk: Desk, editor: Editor
) -> None:
    (worker,) = desk.application.worker_pids()
    os.kill(worker, signal.SIGSTOP)  # so that it can't answer before it dies
    position = desk.dictate(spoken(SENTENCE))
    desk.application.wait_log(r"take \d+: recorded", after=position)
    for _ in range(2):
        os.kill(worker, signal.SIGKILL)
        worker = another_worker(desk, worker)
    os.kill(worker, signal.SIGKILL)
    desk.application.wait_log("told: The recogniser stopped .* the recording is kept", after=position)
    assert editor.text() == ""
    listed = run_cli("history", env=desk.application.env).splitlines()
    (failed,) = (line for line in listed if "\tfailed\t" in line)
    assert run_cli("history", "transcribe", failed.split("\t")[0], env=desk.application.env).strip() == SENTENCE
    assert_next_take_works(desk, editor, loading=True)
