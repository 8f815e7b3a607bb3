"""One row of the table: fifty texts by one route into one window, read back without the clipboard."""

import random
import signal
import statistics
import threading
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from srota_dictate.delivery import Delivery, DeliveryStatus, Destination, OutputMode
from srota_dictate.output.programs import for_terminal
from srota_dictate.output.wayland import WaylandWriter
from srota_dictate.output.wayland_windows import UntoldWindows, WaylandWindows
from tests.desktop.sample_texts import SAMPLE_TEXTS
from tests.desktop.wayland import WaylandSession

BEFORE: Final = b"what was copied before"
STOPPED_S: Final = 1.2
_N_TEXTS: Final = 50
_N_LONG: Final = 100_000
_SEED: Final = 5
_NOT_TEXT: Final = frozenset({"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})
_SLOWEST_S: Final = 20.0


class Target(Protocol):
    """A window that text goes into."""

    is_terminal: bool
    tells_at_once: bool  # what it holds; else reading it takes a while, and says nothing about when it arrived

    def clear(self) -> None: ...

    def text(self) -> str: ...

    def signal(self, number: signal.Signals) -> None: ...


@dataclass(frozen=True, slots=True)
class Row:
    """What came of it."""

    n_texts: int
    n_exact: int
    n_confirmed: int
    n_kept: int  # how often the clipboard was as before
    p50_ms: float | None  # from the call until the text stands in the window; None where reading it takes a while
    p95_ms: float | None


def fifty_texts() -> list[str]:
    """What is hard to carry, a long one, and assigned characters of all planes at random."""
    dice = random.Random(_SEED)
    long = "".join(f"{number}. {SAMPLE_TEXTS[0]}\n" for number in range(_N_LONG))[:_N_LONG]
    known = [*SAMPLE_TEXTS, long]
    return known + [_random_text(dice) for _ in range(_N_TEXTS - len(known))]


def run_row(
    session: WaylandSession,
    writer: WaylandWriter,
    windows: WaylandWindows | UntoldWindows,
    target: Target,
    texts: Sequence[str],
    *,
    stopped: bool = False,
) -> Row:
    """`stopped`: the window handles nothing for STOPPED_S while the keys arrive."""
    delays_s: list[float] = []
    n_exact = n_confirmed = n_kept = 0
    for text in texts:
        expected = for_terminal(text, keep_newlines=False) if target.is_terminal else text
        target.clear()
        session.copy(BEFORE)
        if stopped:
            target.signal(signal.SIGSTOP)
            threading.Timer(STOPPED_S, target.signal, [signal.SIGCONT]).start()
        started_s = time.monotonic()
        delivery: list[Delivery] = []
        destination = windows.focused()
        worker = threading.Thread(
            target=_deliver, args=(writer, text, destination, delivery.append), name="delivery", daemon=True
        )
        worker.start()
        if not target.tells_at_once:  # to read it keys are pressed, which must not mix with the paste keys
            worker.join()
        n_exact += _arrives(target, expected, started_s + _SLOWEST_S)
        delays_s.append(time.monotonic() - started_s)
        worker.join()
        n_confirmed += delivery[0].status is DeliveryStatus.DELIVERED
        n_kept += session.paste() == BEFORE
    cuts = statistics.quantiles(delays_s, n=20) if target.tells_at_once else None
    p50_ms, p95_ms = (cuts[9] * 1000, cuts[18] * 1000) if cuts else (None, None)
    return Row(len(texts), n_exact, n_confirmed, n_kept, p50_ms, p95_ms)


def _deliver(
    writer: WaylandWriter, text: str, destination: Destination | None, tell: Callable[[Delivery], None]
) -> None:
    tell(writer.deliver(text, OutputMode.PASTE, destination))


def _arrives(target: Target, expected: str, give_up_at_s: float) -> bool:
    while (seen := target.text()) != expected:
        if time.monotonic() > give_up_at_s or len(seen) > len(expected):
            return False
        time.sleep(0.002)
    return True


def _random_text(dice: random.Random) -> str:
    characters: list[str] = []
    while len(characters) < 40:
        candidate = chr(
            dice.choice((dice.randrange(0x20, 0x250), dice.randrange(0x900, 0xE00), dice.randrange(0x30000)))
        )
        if unicodedata.category(candidate) not in _NOT_TEXT:
            characters.append(candidate)
    return "".join(characters)
