"""A thousand deliveries in a row: no key stuck, no text lost or twice, nothing that grows."""

import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from srota_dictate.delivery import DeliveryStatus
from tests.bench_delivery.bench import Bench
from tests.bench_delivery.targets import QtEdit
from tests.desktop.process import wait_until

_TARGETS: Final = (QtEdit.name, "mousepad")
_SETTLED_AFTER: Final = 100  # deliveries; what is made once is made by then


@dataclass(frozen=True, slots=True)
class TakesFound:
    n_takes: int
    n_delivered: int
    n_key_stuck: int  # deliveries after which a key was down
    n_exact: int  # targets, in which every text stood once and in order
    n_targets: int
    grown_mib: float  # memory of this process since the first hundred
    grown_files: int
    grown_threads: int


def run_takes(bench: Bench, n_takes: int) -> TakesFound:
    """By turns into two programs, a tenth of the takes at a time."""
    bench.set_layout("us")
    texts: dict[str, str] = {}
    for name in _TARGETS:
        bench.target(name).clear()
        texts[name] = ""
    delivered = stuck = 0
    settled = _size()
    for number in range(n_takes):
        name = _TARGETS[number * 10 // n_takes % 2]
        bench.target(name)
        text = f"{number}. नमस्ते world 🙂 "
        delivered += bench.deliver(text).delivery.status is DeliveryStatus.DELIVERED
        stuck += bench.desktop.hands.any_down()
        texts[name] += text
        if number == min(_SETTLED_AFTER, n_takes // 2):
            settled = _size()
    end = _size()
    exact = 0
    for name, text in texts.items():
        target = bench.target(name)
        try:
            wait_until(lambda target=target, text=text: target.text() == text)
        except AssertionError:
            bench.say(f"NOT EXACT after {n_takes} takes: {name}")
        else:
            exact += 1
    grown = [after - before for after, before in zip(end, settled, strict=True)]
    return TakesFound(n_takes, delivered, stuck, exact, len(texts), grown[0] / 2**20, grown[1], grown[2])


def _size() -> tuple[int, int, int]:
    """Memory in bytes, open files, threads."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE"), len(list(Path("/proc/self/fd").iterdir())), threading.active_count()
