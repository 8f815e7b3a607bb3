"""Measure delivery on X11: python -m tests.bench_delivery [--quick] [--markdown FILE] [--json FILE]"""

import argparse
import json
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.bench_delivery.bench import Bench
from tests.bench_delivery.cells import cells
from tests.bench_delivery.kept import KINDS, run_kept
from tests.bench_delivery.latency import run_latency
from tests.bench_delivery.matrix import run_matrix
from tests.bench_delivery.report import Found, as_json, markdown
from tests.bench_delivery.takes import run_takes
from tests.bench_delivery.targets import PROGRAMS, installed
from tests.bench_delivery.texts import text_sets


@dataclass(frozen=True, slots=True)
class Size:
    n_kept: int  # rounds a kind of content
    n_latency: int  # deliveries a target
    n_takes: int


_WHOLE: Final = Size(n_kept=100, n_latency=30, n_takes=1000)
_SAMPLE: Final = Size(n_kept=5, n_latency=8, n_takes=50)


def measure(targets: list[str], *, quick: bool, say: Callable[[str], None], keep: Callable[[Found], None]) -> None:
    """All parts; those that need a program which isn't installed are left out. `keep` is given what there is so far."""
    size = _SAMPLE if quick else _WHOLE
    has_copyq = shutil.which("copyq") is not None
    found = Found([name for name in PROGRAMS if name not in targets] + ([] if has_copyq else ["CopyQ"]))
    started_s = time.monotonic()
    with Bench(say) as bench:
        # Before the others are open: they would be busy beside it.
        for name in targets:
            found.latency.append(run_latency(bench, name, size.n_latency))
            say(f"latency {name}: p95 {found.latency[-1].percentile_ms(95):.0f} ms")
        found.takes = run_takes(bench, size.n_takes)
        say(f"takes: {found.takes}")
        keep(found)
        for kind in KINDS:
            if kind != "Chromium" or shutil.which("chromium"):
                found.kept.append(run_kept(bench, kind, size.n_kept))
                say(f"kept: {found.kept[-1]}")
        keep(found)
        tried = [cell for cell in cells(targets, text_sets(quick=quick)) if has_copyq or not cell.copyq]
        if quick:
            sample = (("us", False, False), ("ru", True, True))
            tried = [cell for cell in tried if (cell.layout, cell.copyq, cell.slow) in sample]
        found.matrix = run_matrix(bench, tried)
    found.took_s = time.monotonic() - started_s
    keep(found)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench_delivery", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a sample of everything, in a few minutes")
    parser.add_argument("--markdown", type=Path, help="write the report here instead of to standard output")
    parser.add_argument("--json", type=Path, help="write the figures here")
    asked = parser.parse_args()
    command = " ".join(["python -m tests.bench_delivery", *sys.argv[1:]])
    report = ""

    def keep(found: Found) -> None:
        """A run that is broken off still has figures."""
        nonlocal report
        report = markdown(found, command)
        if asked.markdown:
            asked.markdown.write_text(report, encoding="utf-8")
        if asked.json:
            lines = json.dumps(as_json(found, command)).replace("}, {", "},\n{")
            asked.json.write_text(f"{lines}\n", encoding="utf-8")

    measure(installed(), quick=asked.quick, say=lambda line: print(line, file=sys.stderr, flush=True), keep=keep)
    if not asked.markdown:
        print(report)
    return 0


if __name__ == "__main__":
    sys.exit(main())
