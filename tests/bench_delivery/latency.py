"""How long it takes from the text to its characters on the screen."""

import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from Xlib import X
from Xlib.display import Display

from srota_dictate.delivery import OutputMode
from tests.bench_delivery.bench import Bench
from tests.bench_delivery.kept import qt_owner
from tests.bench_delivery.targets import Target, Xterm
from tests.bench_delivery.window import focus
from tests.desktop.process import wait_until

_TEXT: Final = "कल meeting दस बजे hai"
_GIVE_UP_S: Final = 5.0
_POLL_S: Final = 0.001
# A blinking caret and the window's frame change little; a line of text changes more.
_CARET_PIXELS: Final = 60
_LINE_PIXELS: Final = 400

_Image: TypeAlias = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class LatencyFound:
    target: str
    what: str  # what was waited for
    waits_s: list[float]

    def percentile_ms(self, share: float) -> float:
        return float(np.percentile(self.waits_s, share)) * 1000


def run_latency(bench: Bench, name: str, n_rounds: int) -> LatencyFound:
    """Each with another program's text on the clipboard, in the layout us."""
    bench.set_layout("us")
    target = bench.target(name)
    with qt_owner(bench, "text") as own, closing(Display(bench.desktop.name)) as screen:
        if isinstance(target, Xterm):
            waits_s = [_until_told(bench, target, own) for _ in range(n_rounds)]
            return LatencyFound(name, "in the program inside", waits_s)
        line = _Line(screen, bench, target, own)
        return LatencyFound(name, "on the screen", [line.wait_s() for _ in range(n_rounds)])


def _until_told(bench: Bench, target: Xterm, own: Callable[[], None]) -> float:
    """What an xterm is given isn't shown by itself: the program inside does that."""
    target.clear()
    own()
    start_s = time.monotonic()
    delivering = _deliver(bench)
    while target.text() != _TEXT and time.monotonic() - start_s < _GIVE_UP_S:
        time.sleep(_POLL_S)
    wait_s = time.monotonic() - start_s
    delivering.join()
    return wait_s


class _Line:
    """The part of the screen in which the text's line appears, found by trying."""

    def __init__(self, screen: Display, bench: Bench, target: Target, own: Callable[[], None]) -> None:
        self._root, self._bench, self._target, self._own = screen.screen().root, bench, target, own
        whole = (0, 0, bench.desktop.width, bench.desktop.height)
        self._blank(whole)
        bench.deliver(_TEXT)  # buttons come to life with the first text
        blank = self._blank(whole)
        bench.deliver(_TEXT)
        wait_until(lambda: int((self._look(whole) != blank).sum()) > _LINE_PIXELS, what="the text on the screen")
        changed = self._settled(whole) != blank
        # The text is where most changes.
        rows = changed.sum(axis=1)
        middle = int(rows.argmax())
        top, bottom = max(0, middle - 12), min(whole[3], middle + 12)
        columns = np.flatnonzero(changed[top:bottom].any(axis=0))
        self._area = (int(columns[0]), top, int(columns[-1] - columns[0]) + 1, bottom - top)
        self._n_enough = max(_CARET_PIXELS, int(changed[top:bottom].sum()) // 2)

    def wait_s(self) -> float:
        blank = self._blank(self._area)
        self._own()
        start_s = time.monotonic()
        delivering = _deliver(self._bench)
        while time.monotonic() - start_s < _GIVE_UP_S:
            if int((self._look(self._area) != blank).sum()) >= self._n_enough:
                break
            time.sleep(_POLL_S)
        wait_s = time.monotonic() - start_s
        delivering.join()
        return wait_s

    def _blank(self, area: tuple[int, int, int, int]) -> _Image:
        focus(self._bench.desktop, self._target.window)
        self._target.clear()
        return self._settled(area)

    def _settled(self, area: tuple[int, int, int, int]) -> _Image:
        """As it looks when nothing but the caret has changed for a while."""
        image = self._look(area)
        since_s = time.monotonic()

        def quiet() -> bool:
            nonlocal image, since_s
            now = self._look(area)
            if int((now != image).sum()) > _CARET_PIXELS:
                image, since_s = now, time.monotonic()
            return time.monotonic() - since_s > 0.2

        wait_until(quiet, 20.0, "the screen to be quiet")
        return self._look(area)

    def _look(self, area: tuple[int, int, int, int]) -> _Image:
        x, y, width, height = area
        image = self._root.get_image(x, y, width, height, X.ZPixmap, 0xFFFFFFFF)
        return np.frombuffer(image.data, np.uint32).reshape(height, width)


def _deliver(bench: Bench) -> threading.Thread:
    thread = threading.Thread(target=bench.output.deliver, args=(_TEXT, OutputMode.PASTE), daemon=True)
    thread.start()
    return thread
