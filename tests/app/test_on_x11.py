"""The interface on a real X server with a real tray: clicked with a mouse, watched from outside."""

import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from Xlib.display import Display

from srota_dictate.app.texts_en import ENGLISH
from srota_dictate.app.texts_hi import HINDI
from tests.desktop.display import VirtualDesktop, missing_programs
from tests.desktop.process import holds_for, wait_until

pytestmark = [
    pytest.mark.skipif(bool(missing_programs()), reason=f"not installed: {missing_programs()}"),
    pytest.mark.timeout(60),
]

ROOT = Path(__file__).parents[2]


class Child:
    """The interface in its own process; `ask` gets an answer, `calls` are what it asked of the session."""

    def __init__(self, desktop: VirtualDesktop, *options: str) -> None:
        self._desktop = desktop
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.app.child", *options],
            cwd=ROOT,
            env=desktop.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.calls: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()
        assert self._answers.get(timeout=30) == "started"

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, line: str) -> str:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._answers.get(timeout=20)

    def where(self, thing: str) -> tuple[int, int]:
        """The middle of a thing that has come to rest: icons move up when the one before them leaves the tray."""
        answer = wait_until(lambda: self._resting(thing), what=thing)
        _, x, y = answer.split()
        return int(x), int(y)

    def _resting(self, thing: str) -> str:
        question = f"where {thing}"
        answer = self.ask(question)
        rests = answer.startswith("at ") and (thing != "icon" or holds_for(lambda: self.ask(question) == answer, 0.4))
        return answer if rests else ""

    def click(self, thing: str, button: int = 1) -> None:
        self._desktop.click(*self.where(thing), button)

    def wait_call(self, call: str) -> None:
        wait_until(lambda: call in self.calls, what=f"the session to be asked: {call}")

    def wait_end(self) -> int:
        return self._process.wait(20)

    def close(self) -> str:
        """End it; what it complained about."""
        if self._process.poll() is None:
            self._process.terminate()
        _, errors = self._process.communicate(timeout=20)
        return errors

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            said = line.strip()
            if said.split()[0] in ("started", "done", "at", "nowhere", "yes", "no"):
                self._answers.put(said)
            else:
                self.calls.append(said)


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop() as desktop:
        yield desktop


@pytest.fixture
def child(desktop: VirtualDesktop) -> Iterator[Child]:
    child = Child(desktop)
    yield child
    child.close()


def picture(desktop: VirtualDesktop, at: tuple[int, int], path: Path) -> QImage:
    image = QImage(str(desktop.screenshot(path)))
    return image.copy(at[0] - 10, at[1] - 10, 20, 20)


def test_a_click_opens_the_menu_and_a_model_is_picked(child: Child) -> None:
    child.click("icon")
    child.click("menu 6")
    child.click("models 1")

    child.wait_call("use_model srota-conv")
    child.wait_call("saved srota-conv paste")


def test_the_other_button_opens_it_too_and_an_output_mode_is_picked(child: Child) -> None:
    child.click("icon", 3)
    child.click("menu 7")
    child.click("outputs 2")

    child.wait_call("use_output_mode type")
    child.wait_call("saved srota type")


def test_the_middle_button_starts(child: Child) -> None:
    child.click("icon", 2)

    child.wait_call("toggle")


def test_the_menu_works_by_keyboard_and_quits(desktop: VirtualDesktop, child: Child) -> None:
    child.click("icon")
    child.where("menu")
    desktop.tap("q")

    child.wait_call("quit")
    assert child.wait_end() == 0


def test_every_state_looks_different(desktop: VirtualDesktop, child: Child, tmp_path: Path) -> None:
    child.where("icon")
    desktop.move(10, 10)
    seen: list[QImage] = []
    for state in ("idle", "loading", "recording", "transcribing", "trouble"):
        child.ask(state)

        def new() -> QImage | None:
            # Asked for anew: the tray still moves things about when an icon has just arrived.
            image = picture(desktop, child.where("icon"), tmp_path / "screen.png")
            return image if all(image != earlier for earlier in seen) else None

        image = wait_until(new, what=f"an icon for {state}")
        assert image is not None
        seen.append(image)


def test_a_light_voice_detector_is_a_line_of_the_menu(child: Child) -> None:
    child.ask("substitute")
    child.click("icon")
    child.click("menu 1")  # right below the state
    child.where("start")  # it opens the window, which has the whole sentence

    child.ask("idle")
    child.click("icon")
    child.click("menu 1")
    child.wait_call("toggle")


def test_neither_state_nor_notice_takes_the_keyboard(desktop: VirtualDesktop, child: Child, tmp_path: Path) -> None:
    child.where("icon")
    writing = desktop.start("xterm")
    desktop.windows.wait_focused(writing.pid)

    for state in ("recording", "transcribing", "trouble", "notice", "idle"):
        child.ask(state)

    assert holds_for(lambda: desktop.windows.has_focus(writing.pid), 0.3)
    desktop.processes.end(writing)


def test_the_window_without_a_tray_leaves_the_keyboard_even_when_clicked(desktop: VirtualDesktop) -> None:
    writing = desktop.start("xterm")
    desktop.windows.wait_focused(writing.pid)
    child = Child(desktop, "--no-tray")
    wait_until(lambda: child.pid in [window.pid for window in desktop.windows.listed()], what="the window")

    child.click("start")
    child.wait_call("toggle")

    assert holds_for(lambda: desktop.windows.has_focus(writing.pid), 0.3)
    child.ask("window")  # but asked for, it comes with the keyboard
    desktop.windows.wait_focused(child.pid)
    child.close()
    desktop.processes.end(writing)


@pytest.mark.parametrize("options", [(), ("--dark", "--language", "hi"), ("--no-tray",)])
def test_the_card_leaves_the_keyboard_even_when_clicked(desktop: VirtualDesktop, options: tuple[str, ...]) -> None:
    child = Child(desktop, *options)
    writing = desktop.start("xterm")
    desktop.windows.wait_focused(writing.pid)
    child.ask("held")
    titles = {ENGLISH.held_title, HINDI.held_title}
    wait_until(lambda: titles & {window.title for window in desktop.windows.listed()}, what="the card")
    for button in ("paste", "copy", "discard"):
        child.click(button)
        child.wait_call(f"answer_held 1 {button}")
    assert holds_for(lambda: desktop.windows.has_focus(writing.pid), 0.3)
    child.ask("idle")
    assert child.ask("where paste") == "nowhere"
    child.close()
    desktop.processes.end(writing)


def test_a_tray_that_dies_gives_way_to_the_window_until_it_is_back(desktop: VirtualDesktop, child: Child) -> None:
    child.where("icon")
    display = Display(desktop.name)
    display.create_resource_object("window", desktop.windows.selection_owner("_NET_SYSTEM_TRAY_S0")).kill_client()
    display.sync()
    display.close()
    child.where("start")

    desktop.start("trayer", "--edge", "bottom", "--align", "right", "--widthtype", "request", "--height", "28")
    child.where("icon")
    assert child.ask("where start") == "nowhere"
    child.click("icon")
    child.where("menu")


@pytest.mark.parametrize("language", ["en", "hi"])
def test_the_talk_key_is_chosen_on_a_real_keyboard(desktop: VirtualDesktop, language: str) -> None:
    child = Child(desktop, "--language", language)
    child.ask("settings")
    desktop.windows.wait_focused(child.pid)
    desktop.tap("alt+k")
    wait_until(lambda: child.ask("listening") == "yes", what="the key to be listened for")
    desktop.tap("Shift_R")
    wait_until(lambda: child.ask("listening") == "no", what="the key to be taken")
    desktop.tap("Return")  # OK is the default

    child.wait_call("hold Shift_R")
    child.close()


def test_it_complains_about_nothing(desktop: VirtualDesktop) -> None:
    child = Child(desktop, "--language", "hi")
    child.where("icon")
    for line in ("recording", "trouble", "notice", "settings 1", "window"):
        child.ask(line)
    child.click("icon")
    child.where("menu")

    complaints = [line for line in child.close().splitlines() if "host portal" not in line]
    assert complaints == []
