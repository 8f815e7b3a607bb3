"""Measure which keys take a pasted text back: python -m tests.bench_delivery.undo [--markdown FILE]"""

import argparse
import sys
from dataclasses import dataclass
from enum import Enum
from itertools import product
from pathlib import Path
from typing import Final, assert_never

from PySide6.QtCore import QTextBoundaryFinder

from srota_dictate.delivery import DeliveryStatus
from srota_dictate.errors import UserFixableError
from srota_dictate.lab.bench.report import heading, table
from tests.bench_delivery.bench import Bench
from tests.bench_delivery.targets import Target, installed
from tests.desktop.process import wait_until

_BEFORE: Final = "ab"  # not a space at its end: in Chromium that would be another character
_TEXTS: Final = (
    "मुझे कल meeting में जाना है क्षत्रिय ज़रूर",
    "ok 👩‍💻🎉 नमस्ते",
    "plain words, here.",
)
_PATIENCE_S: Final = 2.0
_HOW: Final = f"""
A virtual desktop with the real programs. Each already has “{_BEFORE}” in it, typed; once more with half of that marked,
so that the text replaces it. {len(_TEXTS)} texts are delivered (Hinglish, emoji and Hindi, plain Latin), so a cell is
of {2 * len(_TEXTS)}, without the marked ones of {len(_TEXTS)}. “Exact” means that what stood there before stands there
again, character by character; in xterm, that the program inside it was given nothing more. Backspace can't bring back
what was marked and is measured without.
"""


class Way(Enum):
    OURS = "as the program does it"
    CTRL_Z = "Ctrl+Z"
    CHARACTERS = "Backspace a character as people count them"
    POINTS = "Backspace a code point"


@dataclass(slots=True)
class Tally:
    n_exact: int = 0
    n_refused: int = 0
    n_tried: int = 0

    def __str__(self) -> str:
        return "refused" if self.n_refused == self.n_tried else f"{self.n_exact} of {self.n_tried} exact"


def run_undo(bench: Bench, targets: list[str]) -> dict[tuple[str, Way], Tally]:
    found: dict[tuple[str, Way], Tally] = {}
    for name, way in product(targets, Way):
        tally = found[name, way] = Tally()
        for text, is_marked in product(_TEXTS, (False, True)):
            if not is_marked or way in (Way.OURS, Way.CTRL_Z):
                _try(bench, bench.target(name), way, text, tally, is_marked=is_marked)
        bench.say(f"{name}, {way.value}: {tally}")
    return found


def _try(bench: Bench, target: Target, way: Way, text: str, tally: Tally, *, is_marked: bool) -> None:
    desktop = bench.desktop
    target.clear()
    for key in _BEFORE:
        desktop.tap(key)
    wait_until(lambda: target.text() == _BEFORE, what="what stands there before")
    for _ in range(is_marked):
        desktop.tap("shift+Left")
    assert bench.deliver(text).delivery.status is DeliveryStatus.DELIVERED
    tally.n_tried += 1
    match way:
        case Way.OURS:
            try:
                bench.output.undo()
            except UserFixableError:
                tally.n_refused += 1
                return
        case Way.CTRL_Z:
            desktop.tap("ctrl+z")
        case Way.CHARACTERS | Way.POINTS:
            for _ in range(_n_characters(text) if way is Way.CHARACTERS else len(text)):
                desktop.tap("BackSpace")
        case _ as never:
            assert_never(never)
    try:
        wait_until(lambda: target.text() == _BEFORE, _PATIENCE_S)
    except AssertionError:
        return
    tally.n_exact += 1


def _n_characters(text: str) -> int:
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, text)
    n = 0
    while finder.toNextBoundary() >= 0:
        n += 1
    return n


def _markdown(found: dict[tuple[str, Way], Tally], command: str) -> str:
    names = list(dict.fromkeys(name for name, _ in found))
    rows = [[name, *(str(found[name, way]) for way in Way)] for name in names]
    top = heading("Taking a text back on X11", command, ["python-xlib"])
    return f"{top}{_HOW}\n{table(['program', *(way.value for way in Way)], rows)}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench_delivery.undo", description=__doc__)
    parser.add_argument("--markdown", type=Path, help="write the report here instead of to standard output")
    parser.add_argument("--targets", nargs="+", default=installed(), help="only these programs")
    asked = parser.parse_args()
    with Bench(lambda line: print(line, file=sys.stderr, flush=True)) as bench:
        found = run_undo(bench, asked.targets)
    report = _markdown(found, " ".join(["python -m tests.bench_delivery.undo", *sys.argv[1:]]))
    if asked.markdown:
        asked.markdown.write_text(report, encoding="utf-8")
    else:
        print(report)
    return 0


if __name__ == "__main__":
    sys.exit(main())
