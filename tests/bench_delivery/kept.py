"""Whether the clipboard holds the same bytes in the same formats before and after a delivery."""

import hashlib
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from srota_dictate.delivery import DeliveryStatus
from tests.bench_delivery.bench import Bench
from tests.bench_delivery.targets import QtEdit
from tests.bench_delivery.window import focus
from tests.desktop.process import wait_until

KINDS: Final = ("image", "html", "files", "50 MB image", "Chromium")
_OWNER: Final = Path(__file__).parent / "programs" / "clipboard_owner.py"
_TEXT: Final = "नया text 🙂 "
# Questions to the owner, whose answers are its own, and what Qt asks a clipboard manager.
_NO_CONTENT: Final = frozenset({"TARGETS", "MULTIPLE", "TIMESTAMP", "SAVE_TARGETS"})


@dataclass(frozen=True, slots=True)
class KeptFound:
    kind: str
    n_rounds: int
    n_same: int
    n_delivered: int
    n_formats: int
    n_bytes: int  # of all formats together
    slowest_s: float  # of the deliveries


def run_kept(bench: Bench, kind: str, n_rounds: int) -> KeptFound:
    """Each round another program takes the clipboard, a text is delivered, and a third reads the clipboard again.

    What the other program puts there is the same each time, so it is read before the first delivery only.
    """
    bench.set_layout("us")
    bench.target(QtEdit.name).clear()
    same = delivered = 0
    slowest_s = 0.0
    before: dict[str, tuple[int, str]] = {}
    with _chromium_owner(bench) if kind == "Chromium" else qt_owner(bench, kind) as own:
        for _ in range(n_rounds):
            own()
            bench.target(QtEdit.name)
            before = before or snapshot(bench)
            timed = bench.deliver(_TEXT)
            slowest_s = max(slowest_s, timed.wall_s)
            delivered += timed.delivery.status is DeliveryStatus.DELIVERED
            same += snapshot(bench) == before
    wait_until(lambda: bench.target(QtEdit.name).text() == _TEXT * n_rounds, what="every text to stand there")
    n_bytes = sum(size for size, _ in before.values())
    return KeptFound(kind, n_rounds, same, delivered, len(before), n_bytes, slowest_s)


def snapshot(bench: Bench) -> dict[str, tuple[int, str]]:
    """Format → size and hash of what xclip is given."""
    names = set(_read(bench, "TARGETS").decode().split()) - _NO_CONTENT
    pieces = {name: _read(bench, name) for name in sorted(names)}
    return {name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in pieces.items()}


def _read(bench: Bench, target: str) -> bytes:
    """Empty where the owner refuses."""
    command = ("xclip", "-selection", "clipboard", "-o", "-t", target)
    return subprocess.run(command, env=bench.desktop.env, capture_output=True, timeout=60, check=False).stdout


@contextmanager
def qt_owner(bench: Bench, kind: str) -> Generator[Callable[[], None]]:
    """What makes a Qt program take the clipboard anew; see programs/clipboard_owner.py for `kind`."""
    ask = bench.folder / f"own {kind}"
    process = bench.desktop.start(sys.executable, str(_OWNER), kind, str(ask), name="clipboard_owner")

    def own() -> None:
        ask.touch()
        wait_until(lambda: not ask.exists(), 20.0, "the owner to take the clipboard")

    yield own
    bench.desktop.processes.end(process)


@contextmanager
def _chromium_owner(bench: Bench) -> Generator[Callable[[], None]]:
    """A field with bold and slanted text in it, all of which is copied."""
    windows = bench.desktop.windows
    window = bench.open_field("rich").window

    def own() -> None:
        focus(bench.desktop, window)
        owner = windows.selection_owner("CLIPBOARD")
        bench.desktop.tap("ctrl+a")
        bench.desktop.tap("ctrl+c")
        wait_until(lambda: windows.selection_owner("CLIPBOARD") not in (0, owner), 20.0, "Chromium to copy")

    yield own
