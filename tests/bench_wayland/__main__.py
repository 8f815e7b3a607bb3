"""Measure the Wayland routes: python -m tests.bench_wayland [--quick] [--markdown FILE]"""

import argparse
import platform
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from srota_dictate.output.options import OutputOptions
from srota_dictate.output.wayland_parts import make_parts
from srota_dictate.output.wayland_route import ClipboardRoute, KeysRoute, OutputRoute
from tests.bench_wayland.report import markdown
from tests.bench_wayland.rows import Row, Target, fifty_texts, run_row
from tests.desktop.portal import TestPortal, clipboard_portal, portal_missing
from tests.desktop.process import wait_until
from tests.desktop.wayland import WaylandSession, joined_session
from tests.desktop.wayland_windows import FootTerminal, Mousepad, QtEditor

_DATA, _PROGRAMS, _PORTALS = ClipboardRoute.DATA_CONTROL, ClipboardRoute.WL_CLIPBOARD, ClipboardRoute.PORTAL
_VIRTUAL, _PORTAL = KeysRoute.VIRTUAL_KEYBOARD, KeysRoute.PORTAL


@dataclass(frozen=True, slots=True)
class _Case:
    window: str
    clipboard: ClipboardRoute
    keys: KeysRoute
    with_manager: bool = False
    stopped: bool = False


_CASES: Final = (
    _Case("Qt text edit", _DATA, _VIRTUAL),
    _Case("mousepad (GTK 3)", _DATA, _VIRTUAL),
    _Case("foot (terminal)", _DATA, _VIRTUAL),
    _Case("Qt text edit", _DATA, _VIRTUAL, with_manager=True),
    _Case("Qt text edit", _DATA, _VIRTUAL, stopped=True),
    _Case("Qt text edit", _DATA, _PORTAL),
    _Case("mousepad (GTK 3)", _DATA, _PORTAL),
    _Case("Qt text edit", _PROGRAMS, _VIRTUAL),
    _Case("mousepad (GTK 3)", _PROGRAMS, _VIRTUAL),
    _Case("Qt text edit", _PROGRAMS, _VIRTUAL, with_manager=True),
    _Case("Qt text edit", _PROGRAMS, _VIRTUAL, stopped=True),
    _Case("mousepad (GTK 3)", _PROGRAMS, _PORTAL),
    _Case("Qt text edit", _PORTALS, _PORTAL),
    _Case("mousepad (GTK 3)", _PORTALS, _PORTAL),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="ten texts instead of fifty")
    parser.add_argument("--markdown", type=Path, help="write the table there")
    chosen = parser.parse_args()
    texts = fifty_texts()[: 10 if chosen.quick else None]
    lines: list[tuple[str, str, str, Row]] = []
    for case in _CASES:
        if case.keys is _PORTAL and case.clipboard is not _PORTALS and portal_missing():
            continue
        row = _measure(case, texts)
        condition = "clipboard manager" if case.with_manager else "window stopped for 1.2 s" if case.stopped else ""
        lines.append((case.window, f"{case.clipboard.value}; {case.keys.value}", condition, row))
        print(*lines[-1], file=sys.stderr)
    report = markdown(lines, f"{platform.machine()}, Python {platform.python_version()}")
    if chosen.markdown is None:
        print(report)
    else:
        old = chosen.markdown.read_text(encoding="utf-8") if chosen.markdown.exists() else ""
        by_hand = old[old.index("\n## ") :] if "\n## " in old else ""
        chosen.markdown.write_text(report + by_hand, encoding="utf-8")


def _measure(case: _Case, texts: list[str]) -> Row:
    with joined_session() as session, _portal(session, case) as ready:
        if case.with_manager:
            session.start("wl-paste", "--watch", "cat", name="manager")
        target = _target(session, case.window)
        route = OutputRoute(case.clipboard, case.keys, "the benchmark says so")
        writer, windows = make_parts(OutputOptions(), route, session.env, session.root / "permission")
        ready()
        row = run_row(session, writer, windows, target, texts, stopped=case.stopped)
        writer.close()
        return row


@contextmanager
def _portal(session: WaylandSession, case: _Case) -> "Generator[Callable[[], object]]":
    """Wait with what it gives until keys may be pressed."""
    if case.keys is not _PORTAL:
        yield lambda: None
        return
    if case.clipboard is _PORTALS:
        with clipboard_portal(session) as started:
            yield started
        return
    portal = TestPortal(session)
    try:
        yield lambda: wait_until(lambda: portal.noted("start"), what="the permission")
    finally:
        portal.close()


def _target(session: WaylandSession, window: str) -> Target:
    path = session.root / "target.txt"
    match window.split()[0]:
        case "Qt":
            return QtEditor(session, path)
        case "mousepad":
            return Mousepad(session, path)
        case _:
            return FootTerminal(session, path)


if __name__ == "__main__":
    main()
