"""What the output's tests share: a desktop per module, the output under test, programs around it."""

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from srota_dictate.delivery import Delivery, OutputMode
from srota_dictate.output.deliver import X11Output
from srota_dictate.output.options import OutputOptions
from tests.desktop.display import VirtualDesktop, missing_programs
from tests.desktop.editor import Editor
from tests.desktop.process import wait_until

PROGRAMS = Path(__file__).parent / "programs"


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    missing = missing_programs()
    if missing:
        pytest.skip(f"a virtual desktop needs {', '.join(missing)}")
    with VirtualDesktop() as desktop:
        yield desktop


@pytest.fixture(scope="module")
def editor(desktop: VirtualDesktop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    editor = Editor(desktop, tmp_path_factory.mktemp("editor") / "note.txt")
    yield editor
    editor.close()


@pytest.fixture
def output(desktop: VirtualDesktop) -> Iterator[X11Output]:
    output = X11Output(OutputOptions(), desktop.name)
    yield output
    output.close()


@pytest.fixture
def clipboard(desktop: VirtualDesktop) -> "Clipboard":
    return Clipboard(desktop)


class Clipboard:
    """The clipboard as other programs see it."""

    def __init__(self, desktop: VirtualDesktop) -> None:
        self._desktop = desktop

    def read(self, target: str = "UTF8_STRING", selection: str = "clipboard") -> bytes:
        """The content in one format; empty when nobody offers it."""
        argv = ["xclip", "-selection", selection, "-o", "-t", target]
        return self._desktop.run("sh", "-c", f"{' '.join(argv)} 2>/dev/null || true")

    def targets(self) -> set[str]:
        return set(self.read("TARGETS").decode().split())

    def write(self, content: bytes, target: str = "UTF8_STRING", selection: str = "clipboard") -> None:
        """Another program's content; it stays there until someone else takes the selection."""
        # xclip goes to the background and would keep our pipes open.
        command = f"xclip -selection {selection} -i -t {target} >/dev/null 2>&1"
        self._desktop.run("sh", "-c", command, stdin=content)
        wait_until(lambda: self.read(target, selection) == content, what="xclip to own the selection")


class SlowEditor:
    """A window that fetches only when told to; see programs/slow_editor.py, also for `options`."""

    def __init__(self, desktop: VirtualDesktop, folder: Path, *options: str) -> None:
        self._go, self._text, self._told = (folder / name for name in ("go", "text", "told"))
        program = str(PROGRAMS / "slow_editor.py")
        self._process = desktop.start(
            sys.executable, program, str(self._go), str(self._text), *options, name="slow_editor"
        )
        self._desktop = desktop
        if "unmanaged" not in options:
            desktop.windows.wait_focused(self._process.pid)

    @property
    def is_told(self) -> bool:
        """To paste."""
        return self._told.exists()

    @property
    def is_pasted(self) -> bool:
        return self._text.exists()

    def go(self) -> None:
        self._go.touch()

    def text(self) -> str:
        """What was pasted, once something was."""
        wait_until(lambda: self._text.exists() and self._text.read_bytes(), what="the slow editor to paste")
        return self._text.read_text(encoding="utf-8")

    def close(self) -> None:
        self._desktop.processes.end(self._process)


class Delivering:
    """A delivery under way on a thread of its own."""

    def __init__(self, output: X11Output, text: str, mode: OutputMode = OutputMode.PASTE) -> None:
        self._results: list[Delivery] = []
        self._thread = threading.Thread(target=lambda: self._results.append(output.deliver(text, mode)), daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def result(self) -> Delivery:
        self._thread.join(20)
        return self._results[0]


@pytest.fixture
def slow_editor(desktop: VirtualDesktop, tmp_path: Path) -> Iterator[SlowEditor]:
    editor = SlowEditor(desktop, tmp_path)
    yield editor
    editor.close()


@pytest.fixture
def many_formats(desktop: VirtualDesktop, tmp_path: Path) -> Callable[[int], None]:
    """Call it with the size of the largest: then a Qt program owns the clipboard with many formats."""

    def put(n_large_bytes: int) -> None:
        ready = tmp_path / "ready"
        program = str(PROGRAMS / "qt_clipboard.py")
        desktop.start(sys.executable, program, str(n_large_bytes), str(ready), name="qt_clipboard")
        wait_until(ready.exists, 20, "the Qt program to own the clipboard")

    return put
