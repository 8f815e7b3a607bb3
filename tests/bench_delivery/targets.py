"""The programs that texts are delivered to. What stands in each is read in its own way, not through the clipboard."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

from tests.bench_delivery.chromium import Field, PageServer
from tests.bench_delivery.window import wait_titled
from tests.desktop.display import VirtualDesktop
from tests.desktop.editor import Editor, Terminal
from tests.desktop.process import wait_until
from tests.desktop.windows import WindowInfo

_QT_EDITOR: Final = Path(__file__).parents[1] / "output" / "programs" / "qt_editor.py"
# No tip of the day, no question about the plain text format.
_OFFICE_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Save/Document">
<prop oor:name="WarnAlienFormat" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc">
<prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Setup/Product">
<prop oor:name="ooSetupLastVersion" oor:op="fuse"><value>99.9</value></prop></item>
</oor:items>"""


class Target(Protocol):
    """A program with one text field. Keys go to it while it has the keyboard; clear and text need a Latin layout."""

    name: str
    keeps_line_breaks: bool  # terminals are given spaces instead
    process: subprocess.Popen[bytes]

    @property
    def window(self) -> WindowInfo: ...

    def clear(self) -> None: ...

    def text(self) -> str:
        """What stands in it; of a terminal, what the program inside was given."""
        ...

    def close(self) -> None: ...


def expected(target: Target, text: str) -> str:
    """What is to stand there: the text, with spaces for line breaks and tabs in a terminal."""
    return text if target.keeps_line_breaks else re.sub(" *[\n\t]+ *", " ", text)


@contextmanager
def stopped(target: Target, duration_s: float) -> Generator[None]:
    """The program, with all its processes, does nothing until `duration_s` from now."""
    os.killpg(target.process.pid, signal.SIGSTOP)
    timer = threading.Timer(duration_s, os.killpg, (target.process.pid, signal.SIGCONT))
    timer.start()
    try:
        yield
    finally:
        timer.join()


class QtEdit:
    name = "Qt text edit"
    keeps_line_breaks = True

    def __init__(self, desktop: VirtualDesktop, folder: Path) -> None:
        self._desktop, self._path = desktop, folder / "qt.txt"
        self._path.write_text("")
        self.process = desktop.start(sys.executable, str(_QT_EDITOR), str(self._path), name="qt_editor")
        self.window = desktop.windows.wait_focused(self.process.pid)

    def clear(self) -> None:
        self._desktop.tap("ctrl+a")
        self._desktop.tap("Delete")
        wait_until(lambda: not self.text(), what="the Qt text edit to be empty")

    def text(self) -> str:
        return self._path.read_bytes().decode("utf-8", errors="replace")

    def close(self) -> None:
        self._desktop.processes.end(self.process)


class GtkEditor(Editor):
    keeps_line_breaks = True

    def __init__(self, desktop: VirtualDesktop, folder: Path, name: str, *options: str) -> None:
        self.name = name
        super().__init__(desktop, folder / f"{name}.txt", command=(name, *options))


class Xterm(Terminal):
    name = "xterm"
    keeps_line_breaks = False

    def __init__(self, desktop: VirtualDesktop, folder: Path) -> None:
        super().__init__(desktop, folder / "tty.txt")

    def clear(self) -> None:
        self.path.write_bytes(b"")


class Writer:
    name = "LibreOffice Writer"
    keeps_line_breaks = True

    def __init__(self, desktop: VirtualDesktop, folder: Path) -> None:
        self._desktop, self._path = desktop, folder / "writer.txt"
        self._path.write_text("", encoding="utf-8-sig")  # with the mark it is saved as UTF-8
        profile = folder / "office" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_OFFICE_SETTINGS, encoding="utf-8")
        self.process = desktop.start(
            *("soffice", "--norestore", "--nologo", "--nolockcheck", f"-env:UserInstallation=file://{profile.parent}"),
            *("--writer", str(self._path)),
            name="soffice",
        )
        self.window = wait_titled(desktop, self._path.name, 60.0)
        wait_until(self._takes_keys, 60.0, "Writer to take keys")

    def clear(self) -> None:
        self._desktop.tap("ctrl+a")
        self._desktop.tap("Delete")
        # It does both when it comes round to them, which may be after letters that were typed later.
        wait_until(lambda: not self.text(), what="Writer to be empty")

    def text(self) -> str:
        """Saved, and read without the line break that every saved text ends with."""
        self._desktop.tap("ctrl+s")
        self._desktop.windows.settle(self.window.id)
        return self._path.read_bytes().decode("utf-8-sig", errors="replace").removesuffix("\n")

    def close(self) -> None:
        self._desktop.processes.end(self.process)

    def _takes_keys(self) -> bool:
        """Its window is there well before it listens."""
        self._desktop.tap("a")
        return bool(self.text())


PROGRAMS: Final = {
    QtEdit.name: sys.executable,
    "mousepad": "mousepad",
    "gedit": "gedit",
    "Chromium textarea": "chromium",
    "Chromium contenteditable": "chromium",
    Xterm.name: "xterm",
    Writer.name: "soffice",
}


def installed() -> list[str]:
    """The targets that can be had here."""
    return [name for name, program in PROGRAMS.items() if shutil.which(program)]


def open_target(name: str, desktop: VirtualDesktop, folder: Path, pages: PageServer) -> Target:
    """Start it; it has the keyboard then."""
    match name.split():
        case ["Qt", *_]:
            return QtEdit(desktop, folder)
        case ["mousepad"]:
            return GtkEditor(desktop, folder, "mousepad", "--disable-server")
        case ["gedit"]:
            return GtkEditor(desktop, folder, "gedit", "--standalone")
        case ["Chromium", field]:
            return Field(desktop, pages, field, folder / f"chromium-{field}")
        case ["xterm"]:
            return Xterm(desktop, folder)
        case ["LibreOffice", *_]:
            return Writer(desktop, folder)
        case _:
            raise ValueError(f"No such target: {name}")
