"""Which combinations are tried: every target with every text in every layout, the rest shared out evenly."""

from dataclasses import dataclass
from itertools import product

from tests.bench_delivery.texts import TextSet

LAYOUTS = ("us", "ru", "in(deva)", "us(dvorak)")


@dataclass(frozen=True, slots=True)
class Cell:
    """One combination, and what to deliver there."""

    target: str
    text: TextSet
    layout: str  # as setxkbmap names it: layout(variant)
    copyq: bool  # whether the clipboard history runs
    slow: bool  # whether the target is stopped for a while as the text comes


def cells(targets: list[str], texts: list[TextSet]) -> list[Cell]:
    """In an order that starts CopyQ once and changes the layout seldom.

    Every target meets every text in every layout. With or without CopyQ, slow or quick, is shared out so that every
    combination of any three of the five occurs.
    """
    found: list[Cell] = []
    for copyq, (at_layout, layout) in product((False, True), enumerate(LAYOUTS)):
        for at_target, target in enumerate(targets):
            for at_text, text in enumerate(texts):
                if (at_target + at_text + at_layout) % 2 == copyq:
                    slow = (at_target + at_text // 2 + at_layout // 2) % 2 == 1
                    found.append(Cell(target, _share(text, at_layout), layout, copyq, slow))
    return found


def _share(text: TextSet, at_layout: int) -> TextSet:
    """Of a text in many parts each layout gets its own, so that a target gets them all."""
    if len(text.parts) < len(LAYOUTS):
        return text
    return TextSet(text.name, text.parts[at_layout :: len(LAYOUTS)])
