"""Write what a bench found as Markdown: the machine, the versions, the command, tables."""

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from srota_dictate import __version__


def heading(title: str, command: str, packages: Sequence[str]) -> str:
    """The top of a report: what was measured, where and with what. No names of folders or of the machine."""
    return (
        f"# {title}\n\n"
        f"- Machine: {machine()}, {platform.system()}, Python {platform.python_version()}\n"
        f"- Versions: {versions(packages)}\n"
        f"- Command: `{command}`\n"
    )


def machine() -> str:
    """The processor and its cores."""
    return f"{_processor()}, {os.cpu_count()} cores"


def versions(packages: Sequence[str]) -> str:
    """This program's and those of the packages."""
    return ", ".join([f"srota-dictate {__version__}", *(f"{name} {version(name)}" for name in packages)])


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose first column is text and whose others are figures."""
    rule = ["---", *["---:"] * (len(columns) - 1)]
    return "".join(f"| {' | '.join(row)} |\n" for row in (columns, rule, *rows))


def percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or "unknown processor"
