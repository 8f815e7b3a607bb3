"""Write what the bench found, as Markdown and as JSON."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from srota_dictate.lab.bench.report import heading, table
from tests.bench_delivery.cells import LAYOUTS
from tests.bench_delivery.kept import KeptFound
from tests.bench_delivery.latency import LatencyFound
from tests.bench_delivery.matrix import MatrixFound, Outcome
from tests.bench_delivery.takes import TakesFound

_GOAL_MS: Final = 120
_HOW: Final = """
A virtual desktop (Xvfb, openbox) with the real programs; this program's own output puts the text there. What stands in
a program is read in its own way, never through the clipboard: the Qt text edit writes it to a file, mousepad, gedit and
Writer save it, Chromium's page sends it to a server, and what is pasted into xterm comes to a program inside it.
"Exact" means: character by character the text, and every delivery confirmed.

A terminal is given one space for line breaks and tabs, which would run or complete what stands before them; there that
is what must arrive. Random texts have assigned characters of all planes, but no controls, private ones or the two line
separators.
"""


@dataclass(slots=True)
class Found:
    """What there is so far."""

    missing: list[str]  # targets and programs that aren't installed
    matrix: MatrixFound | None = None
    kept: list[KeptFound] = field(default_factory=list[KeptFound])
    latency: list[LatencyFound] = field(default_factory=list[LatencyFound])
    takes: TakesFound | None = None
    took_s: float = 0.0


def markdown(found: Found, command: str) -> str:
    parts = [heading("Delivery on X11", command, ["python-xlib"]) + f"- Took {found.took_s / 60:.0f} minutes\n", _HOW]
    if found.missing:
        parts.append(f"\nNot installed, so not tried: {', '.join(found.missing)}.\n")
    if found.matrix:
        parts.append(_matrix(found.matrix))
    if found.kept:
        parts.append(_kept(found.kept))
    if found.latency:
        parts.append(_latency(found.latency))
    if found.takes:
        parts.append(_takes(found.takes))
    return "".join(parts)


def as_json(found: Found, command: str) -> dict[str, object]:
    cells = found.matrix.outcomes if found.matrix else []
    return {
        "command": command,
        "took_s": round(found.took_s),
        "missing": found.missing,
        "cells": [
            {
                **{"target": o.cell.target, "text": o.cell.text.name, "layout": o.cell.layout},
                **{"copyq": o.cell.copyq, "slow": o.cell.slow, "deliveries": o.n_deliveries, "exact": o.is_exact},
                **{"statuses": sorted(status.value for status in o.statuses), "difference": o.difference},
            }
            for o in cells
        ],
        "remembered_by_copyq": found.matrix.n_remembered if found.matrix else None,
        "kept": [
            {
                **{"kind": k.kind, "rounds": k.n_rounds, "same": k.n_same, "delivered": k.n_delivered},
                **{"formats": k.n_formats, "bytes": k.n_bytes, "slowest_ms": round(k.slowest_s * 1000)},
            }
            for k in found.kept
        ],
        "latency": [
            {"target": each.target, "shown": each.what, "waits_ms": [round(s * 1000, 1) for s in each.waits_s]}
            for each in found.latency
        ],
        "takes": found.takes
        and {
            **{"takes": found.takes.n_takes, "delivered": found.takes.n_delivered, "stuck": found.takes.n_key_stuck},
            **{"targets": found.takes.n_targets, "exact": found.takes.n_exact},
            **{"grown_mib": round(found.takes.grown_mib, 2), "grown_files": found.takes.grown_files},
            "grown_threads": found.takes.grown_threads,
        },
    }


def _matrix(found: MatrixFound) -> str:
    outcomes = found.outcomes
    targets = list(dict.fromkeys(o.cell.target for o in outcomes))
    texts = list(dict.fromkeys(o.cell.text.name for o in sorted(outcomes, key=lambda o: targets.index(o.cell.target))))
    rows = [
        [
            target,
            *(_share([o for o in outcomes if (o.cell.target, o.cell.text.name) == (target, text)]) for text in texts),
        ]
        for target in targets
    ]
    conditions: list[tuple[str, Callable[[Outcome], bool]]] = [
        *((f"layout {layout}", lambda o, layout=layout: o.cell.layout == layout) for layout in LAYOUTS),
        ("without CopyQ", lambda o: not o.cell.copyq),
        ("with CopyQ", lambda o: o.cell.copyq),
        ("target at once", lambda o: not o.cell.slow),
        ("target stopped for 1.2 s", lambda o: o.cell.slow),
    ]
    by_condition = [[name, _share([o for o in outcomes if fits(o)])] for name, fits in conditions]
    n_deliveries = sum(o.n_deliveries for o in outcomes)
    said = f"""
## Right text, right window

{_share(outcomes)} cells exact, {n_deliveries:,} deliveries. Each target meets each text in each layout, with and
without CopyQ, at once and stopped for 1.2 s (a sample tries fewer); of the random texts each of these has its own, so
that a target meets all of them. Below: exact cells of those tried.

"""
    parts = [said, table(["", *texts], rows), "\n", table(["", "exact"], by_condition)]
    wrong = [o for o in outcomes if not o.is_exact]
    if wrong:
        parts.append("\nNot exact:\n\n")
        parts += [
            f"- {o.cell.target}, {o.cell.text.name}, {o.cell.layout}, {'with' if o.cell.copyq else 'without'} CopyQ, "
            f"{'stopped' if o.cell.slow else 'at once'}: {', '.join(sorted(s.value for s in o.statuses))}; "
            f"{o.difference or 'the text is exact'}\n"
            for o in wrong
        ]
    if found.n_remembered is not None:
        parts.append(f"\nOf the delivered texts CopyQ remembers {found.n_remembered}.\n")
    return "".join(parts)


def _share(outcomes: list[Outcome]) -> str:
    return f"{sum(o.is_exact for o in outcomes)} of {len(outcomes)}" if outcomes else "–"


def _kept(found: list[KeptFound]) -> str:
    rows = [
        [
            *(each.kind, f"{each.n_same} of {each.n_rounds}", f"{each.n_delivered} of {each.n_rounds}"),
            *(f"{each.n_formats}", f"{each.n_bytes:,}", f"{each.slowest_s * 1000:.0f}"),
        ]
        for each in found
    ]
    said = """
## The clipboard is kept

Each round another program takes the clipboard, a text is delivered to the Qt text edit, and xclip reads every format;
they must be those that it read before the first. A picture copied in Qt comes in every format that Qt can write;
Chromium's is rich text with formats of its own. The clipboard is read before the text is pasted, so large contents
delay it.

"""
    columns = ["clipboard", "same bytes", "delivered", "formats", "bytes", "slowest delivery ms"]
    return said + table(columns, rows)


def _latency(found: list[LatencyFound]) -> str:
    rows = [
        [
            each.target,
            each.what,
            f"{len(each.waits_s)}",
            *(f"{each.percentile_ms(share):.0f}" for share in (50, 95, 100)),
        ]
        for each in found
    ]
    said = f"""
## From the text to the window

From the call with the text until its line stands on the screen (xterm shows nothing by itself: until the program inside
has it). Each time another program has a text on the clipboard, which is put back. The goal is {_GOAL_MS} ms at p95 in
Qt and GTK.

"""
    return said + table(["target", "until it is", "deliveries", "p50 ms", "p95 ms", "slowest ms"], rows)


def _takes(found: TakesFound) -> str:
    return f"""
## {found.n_takes:,} takes in a row

By turns into the Qt text edit and mousepad. Delivered {found.n_delivered:,}; deliveries after which a key was down:
{found.n_key_stuck}; programs in which every text stood once and in order: {found.n_exact} of {found.n_targets}.
Since the first hundred the process grew by {found.grown_mib:.1f} MiB, {found.grown_files} files and
{found.grown_threads} threads.
"""
