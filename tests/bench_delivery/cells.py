"""Which combinations are tried: every target with every text, in every layout and under every condition."""

from dataclasses import dataclass
from itertools import product

from tests.bench_delivery.texts import TextSet

LAYOUTS = ("us", "ru", "in(deva)", "us(dvorak)")
_SURROUNDINGS = tuple(product((False, True), LAYOUTS, (False, True)))  # CopyQ, layout, slow


@dataclass(frozen=True, slots=True)
class Cell:
    """One combination, and what to deliver there."""

    target: str
    text: TextSet
    layout: str  # as setxkbmap names it: layout(variant)
    copyq: bool  # whether the clipboard history runs
    slow: bool  # whether the target is stopped for a while as the text comes


def cells(targets: list[str], texts: list[TextSet]) -> list[Cell]:
    """All combinations, in an order that starts CopyQ once and changes the layout seldom."""
    return [
        Cell(target, _share(text, at), layout, copyq, slow)
        for at, (copyq, layout, slow) in enumerate(_SURROUNDINGS)
        for target, text in product(targets, texts)
    ]


def _share(text: TextSet, at: int) -> TextSet:
    """Of a text in many parts each surrounding gets its own, so that a target gets them all once."""
    if len(text.parts) < len(_SURROUNDINGS):
        return text
    return TextSet(text.name, text.parts[at :: len(_SURROUNDINGS)])
