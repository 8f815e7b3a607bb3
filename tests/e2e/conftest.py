"""One desktop, microphone and running application for each module of end-to-end tests."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from srota_dictate.types import Samples
from tests.desktop.application import Application
from tests.desktop.display import VirtualDesktop
from tests.desktop.editor import Editor
from tests.desktop.microphone import VirtualMicrophone

TALK_KEY = "Control_R"


@dataclass(frozen=True, slots=True)
class Desk:
    """A person's desk: screen, keyboard, microphone, and the running application."""

    desktop: VirtualDesktop
    microphone: VirtualMicrophone
    application: Application

    def dictate(self, speech: Samples, key: str = TALK_KEY) -> int:
        """Hold the key, speak, let go; the offset in the log where this take begins."""
        position = len(self.application.log())
        self.desktop.key_down(key)
        try:
            self.application.wait_log("microphone open", after=position)
            self.microphone.play(speech)
        finally:
            self.desktop.key_up(key)
        return position

    def dictate_and_wait(self, speech: Samples, key: str = TALK_KEY) -> None:
        position = self.dictate(speech, key)
        self.application.wait_log(r"take \d+: delivered", after=position, timeout_s=120)


@contextmanager
def running(desk: Desk) -> Generator[Desk]:
    """The desk once its application is ready, which ends with the block."""
    try:
        desk.application.wait_ready()
        yield desk
    finally:
        desk.application.close()


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop() as desktop:
        yield desktop


@pytest.fixture(scope="module")
def microphone() -> Iterator[VirtualMicrophone]:
    with VirtualMicrophone() as microphone:
        yield microphone


@pytest.fixture(scope="module")
def desk(desktop: VirtualDesktop, microphone: VirtualMicrophone) -> Iterator[Desk]:
    """The application with the tiny model, loaded."""
    with running(Desk(desktop, microphone, Application(desktop, microphone))) as desk:
        yield desk


@pytest.fixture
def editor(desktop: VirtualDesktop, tmp_path: Path) -> Iterator[Editor]:
    editor = Editor(desktop, tmp_path / "note.txt")
    yield editor
    editor.close()
