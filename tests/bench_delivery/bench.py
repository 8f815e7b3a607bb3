"""What every part of the bench uses: a desktop, the output under test, the targets."""

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from srota_dictate.delivery import Delivery, OutputMode
from srota_dictate.output.deliver import X11Output
from srota_dictate.output.options import OutputOptions
from tests.bench_delivery.chromium import Field, PageServer
from tests.bench_delivery.targets import Target, open_target
from tests.bench_delivery.window import focus
from tests.desktop.display import VirtualDesktop


@dataclass(frozen=True, slots=True)
class Timed:
    delivery: Delivery
    wall_s: float


class Bench:
    """Use as a context; targets are started when first asked for."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.desktop = VirtualDesktop()
        self.folder = Path(tempfile.mkdtemp(dir=self.desktop.root))
        self.pages = PageServer()
        self.output = X11Output(OutputOptions(), self.desktop.name)
        self._targets: dict[str, Target] = {}
        self._fields: dict[str, Field] = {}
        self._layout = "us"

    def __enter__(self) -> "Bench":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.output.close()
        for target in (*self._targets.values(), *self._fields.values()):
            target.close()
        self.pages.close()
        self.desktop.close()

    def target(self, name: str) -> Target:
        """Start it if it isn't yet, and give it the keyboard."""
        if name not in self._targets:
            self._targets[name] = open_target(name, self.desktop, self.folder, self.pages)
        target = self._targets[name]
        focus(self.desktop, target.window)
        return target

    def set_layout(self, layout: str) -> None:
        """`layout` as "us" or "in(deva)"."""
        if layout != self._layout:
            self.desktop.run("setxkbmap", *layout_arguments(layout))
            self._layout = layout

    def deliver(self, text: str) -> Timed:
        start_s = time.monotonic()
        delivery = self.output.deliver(text, OutputMode.PASTE)
        return Timed(delivery, time.monotonic() - start_s)

    def open_field(self, name: str) -> Field:
        """A field of Chromium that isn't a target."""
        if name not in self._fields:
            self._fields[name] = Field(self.desktop, self.pages, name, self.folder / f"chromium-{name}")
        return self._fields[name]


def layout_arguments(layout: str) -> list[str]:
    """setxkbmap's words for a layout with or without its variant in brackets."""
    name, _, variant = layout.rstrip(")").partition("(")
    return ["-layout", name, "-variant", variant, "-option", ""]
