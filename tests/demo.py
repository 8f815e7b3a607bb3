"""The main job on a machine without screen or microphone: hold the key, play a sentence, read it in an editor.

`make demo` runs it. Everything happens on a private desktop with a private sound server; the caller's own desktop,
clipboard, settings and sound are never touched.
"""

import shutil
import sys
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import soundfile  # pyright: ignore[reportMissingTypeStubs]

from tests.desktop.application import Application
from tests.desktop.display import VirtualDesktop, missing_programs
from tests.desktop.editor import Editor
from tests.desktop.microphone import VirtualMicrophone
from tests.desktop.process import wait_until

SENTENCE = "मेरा favourite festival Diwali है"
RECORDING = Path(__file__).parent / "data" / "demo_sentence.flac"  # espeak-ng, a voice the tiny model knows
PICTURE = Path("demo.png")
TALK_KEY = "Control_R"


class StageFailed(Exception):
    """One stage of the demonstration didn't do its job."""


@contextmanager
def stage(what: str) -> Generator[None]:
    """Announce a stage, time it, and name it when it fails."""
    print(f"… {what}", flush=True)
    began_s = time.perf_counter()
    try:
        yield
    except Exception as error:
        raise StageFailed(f"{what}: {error}") from error
    print(f"  done in {time.perf_counter() - began_s:.1f} s", flush=True)


def demonstrate(picture: Path) -> str:
    """Run the main job once and return the text that stands in the editor's own file."""
    with ExitStack() as cleanup:
        with stage("Programs the demonstration needs"):
            missing = [*missing_programs(), *VirtualMicrophone.missing_programs()]
            missing += [] if shutil.which("mousepad") else ["mousepad"]
            if missing:
                raise RuntimeError(f"not installed: {', '.join(missing)}; run make setup")
        with stage("A private desktop with a tray"):
            desktop = cleanup.enter_context(VirtualDesktop())
            desktop.run("xsetroot", "-solid", "#4a6572")
            print(f"  X display {desktop.name}", flush=True)
        with stage("A private microphone"):
            microphone = cleanup.enter_context(VirtualMicrophone())
        with stage("The application, with the embedded model"):
            application = Application(desktop, microphone)
            cleanup.callback(application.close)
            application.wait_ready()
        with stage("A text editor, in a process of its own"):
            editor = Editor(desktop, desktop.root / "note.txt")
            cleanup.callback(editor.close)
            print(f"  mousepad, process {editor.pid}", flush=True)
        with stage(f"Holding {TALK_KEY} while the microphone hears a recorded sentence"):
            position = len(application.log())
            desktop.key_down(TALK_KEY)
            cleanup.callback(lambda: desktop.key_up(TALK_KEY))
            application.wait_log("microphone open", after=position)
            microphone.play(RECORDING, wait=True)
            print(f"  {soundfile.info(str(RECORDING)).duration:.1f} s of speech", flush=True)
        with stage("Letting go, and waiting for the text"):
            desktop.key_up(TALK_KEY)
            released_s = time.perf_counter()
            wait_until(editor.modified, 60.0, "text in the editor")
            latency_s = time.perf_counter() - released_s
            application.wait_log(r"take \d+: delivered", after=position)
        print(f"  from release to text: {latency_s:.2f} s", flush=True)
        with stage("Reading the editor's own file"):
            text = editor.text()
            print(f"  {text}", flush=True)
            if text != SENTENCE:
                raise RuntimeError(f"the sentence was “{SENTENCE}”, the editor has “{text}”")
        with stage(f"A picture of the desktop: {picture}"):
            desktop.screenshot(picture)
        return text


def main() -> int:
    try:
        text = demonstrate(PICTURE.absolute())
    except StageFailed as failure:
        print(f"DEMO FAILED at: {failure}", file=sys.stderr)
        return 1
    print(f"DEMO OK: {text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
