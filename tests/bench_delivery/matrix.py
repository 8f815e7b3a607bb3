"""Deliver every text to every target, and read what stands there."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from srota_dictate.delivery import DeliveryStatus
from tests.bench_delivery.bench import Bench
from tests.bench_delivery.cells import Cell
from tests.bench_delivery.copyq import CopyQ
from tests.bench_delivery.targets import Target, expected, stopped
from tests.desktop.process import wait_until

_STOPPED_S: Final = 1.2
_READ_TIMEOUT_S: Final = 20.0


@dataclass(frozen=True, slots=True)
class Outcome:
    cell: Cell
    statuses: frozenset[DeliveryStatus]  # of its deliveries
    n_deliveries: int
    difference: str = field(repr=False)  # "" when what stands in the target is what was delivered

    @property
    def is_exact(self) -> bool:
        return not self.difference and self.statuses == frozenset({DeliveryStatus.DELIVERED})


@dataclass(frozen=True, slots=True)
class MatrixFound:
    outcomes: list[Outcome]
    n_remembered: int | None  # delivered texts in CopyQ's history; None where it isn't installed


def run_matrix(bench: Bench, cells: Iterable[Cell]) -> MatrixFound:
    """A cell whose CopyQ isn't installed is to be left out by the caller."""
    outcomes: list[Outcome] = []
    copyq: CopyQ | None = None
    for cell in cells:
        if cell.copyq and copyq is None:
            copyq = CopyQ(bench.desktop)
        try:
            outcome = _try(bench, cell)
        except AssertionError as error:  # one program that hangs must not cost all that was found
            outcome = Outcome(cell, frozenset(), 0, f"not tried: {error}")
        outcomes.append(outcome)
        if not outcome.is_exact:
            statuses = ", ".join(sorted(status.value for status in outcome.statuses))
            bench.say(f"NOT EXACT {cell.target}, {cell.text.name}, {cell.layout}: {statuses}; {outcome.difference}")
    remembered = None
    if copyq is not None:
        texts = {part for outcome in outcomes for part in outcome.cell.text.parts}
        remembered = len(texts & set(copyq.history()))
        copyq.close()
    return MatrixFound(outcomes, remembered)


def _try(bench: Bench, cell: Cell) -> Outcome:
    bench.set_layout("us")
    target = bench.target(cell.target)

    def empty() -> bool:
        target.clear()
        return not target.text()

    wait_until(empty, 20.0, f"{cell.target} to be empty")
    bench.set_layout(cell.layout)
    first, *others = cell.text.parts
    if cell.slow:
        with stopped(target, _STOPPED_S):
            statuses = {bench.deliver(first).delivery.status}
    else:
        statuses = {bench.deliver(first).delivery.status}
    for part in others:
        statuses.add(bench.deliver(part).delivery.status)
    bench.set_layout("us")
    difference = _difference(target, expected(target, cell.text.whole))
    return Outcome(cell, frozenset(statuses), 1 + len(others), difference)


def _difference(target: Target, wanted: str) -> str:
    """Wait until `wanted` stands in the target; else where it differs, in code points."""
    give_up_at_s = time.monotonic() + _READ_TIMEOUT_S
    while (found := target.text()) != wanted:
        if time.monotonic() > give_up_at_s:
            at = next((i for i, (a, b) in enumerate(zip(found, wanted, strict=False)) if a != b), len(found))
            some = slice(at, at + 6)
            return f"{len(found)} characters for {len(wanted)}; at {at} {found[some]!a} for {wanted[some]!a}"
        time.sleep(0.05)
    return ""
