"""Write the table of the Wayland benchmark."""

from collections.abc import Sequence

from tests.bench_wayland.rows import Row


def markdown(lines: Sequence[tuple[str, str, str, Row]], machine: str) -> str:
    """Each line: window, route, condition, what came of it."""
    head = f"""# Text into Wayland windows

    python -m tests.bench_wayland --markdown docs/benchmarks/wayland.md

Written by this command, on {machine}.

| window | text; keys | condition | exact | confirmed | clipboard as before | p50 | p95 |
|---|---|---|---|---|---|---|---|
"""
    return head + "".join(_line(*line) for line in lines)


def _line(window: str, route: str, condition: str, row: Row) -> str:
    shares = " | ".join(f"{count} of {row.n_texts}" for count in (row.n_exact, row.n_confirmed, row.n_kept))
    times = " | ".join("–" if value is None else f"{value:.0f} ms" for value in (row.p50_ms, row.p95_ms))
    return f"| {window} | {route} | {condition} | {shares} | {times} |\n"
