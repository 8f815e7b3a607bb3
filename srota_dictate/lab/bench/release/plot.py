"""Draw the wait against the length of the speech, a line an arm, as an SVG file of its own making."""

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

_WIDTH, _HEIGHT = 720, 440
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 190, 40, 52
_COLOURS: Final = ("#5b5b5b", "#a06a2c", "#2c6fb0", "#2f8f5b", "#a33b6f")
_FONT: Final = 'font-family="sans-serif" font-size="12"'


def draw(title: str, lines: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Seconds of speech across, seconds of waiting up, both in powers of ten; each line has a name and its points.

    Raises ValueError when there is no point.
    """
    points = [point for line in lines.values() for point in line]
    if not points:
        raise ValueError("nothing to draw")
    across = _Scale([x for x, _ in points], _LEFT, _WIDTH - _RIGHT)
    up = _Scale([y for _, y in points], _HEIGHT - _BOTTOM, _TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        _text(_LEFT, 22, title, weight="bold"),
        _text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 14, "speech, s", anchor="middle"),
        f'<g transform="rotate(-90 16 {_HEIGHT / 2})">',
        _text(16, _HEIGHT / 2, "wait for the text, s", anchor="middle"),
        "</g>",
    ]
    for y in up.ticks():
        at = up(y)
        parts.append(f'<path d="M{_LEFT} {at:.1f}H{_WIDTH - _RIGHT}" stroke="#ddd"/>')
        parts.append(_text(_LEFT - 6, at + 4, f"{y:g}", anchor="end"))
    for x in sorted({x for x, _ in points}):
        at = across(x)
        parts.append(f'<path d="M{at:.1f} {_TOP}V{_HEIGHT - _BOTTOM}" stroke="#eee"/>')
        parts.append(_text(at, _HEIGHT - _BOTTOM + 18, f"{x:g}", anchor="middle"))
    for number, (name, line) in enumerate(lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        placed = [(across(x), up(y)) for x, y in sorted(line)]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in placed)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in placed]
        parts.append(_text(_WIDTH - _RIGHT + 12, _TOP + 14 + 20 * number, name, colour=colour))
    return "\n".join([*parts, "</svg>\n"])


class _Scale:
    """A logarithmic axis from `first` to `last`, in pixels."""

    def __init__(self, values: Sequence[float], first: float, last: float) -> None:
        self._low = min(values) / 1.2
        self._high = max(values) * 1.2
        self._first, self._last = first, last

    def __call__(self, value: float) -> float:
        share = math.log(value / self._low) / math.log(self._high / self._low)
        return self._first + share * (self._last - self._first)

    def ticks(self) -> list[float]:
        powers = range(math.floor(math.log10(self._low)), math.ceil(math.log10(self._high)) + 1)
        marks = (digit * 10.0**power for power in powers for digit in (1, 2, 5))
        return [mark for mark in marks if self._low <= mark <= self._high]


def _text(x: float, y: float, text: str, *, anchor: str = "start", weight: str = "normal", colour: str = "#222") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" {_FONT} text-anchor="{anchor}" font-weight="{weight}" fill="{colour}">'
        f"{escape(text)}</text>"
    )
