"""Cut a text into tokens that know their script and where they come from: linear in its length, nothing is lost."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Final


class Script(Enum):
    """What a token is made of."""

    DEVANAGARI = "devanagari"
    LATIN = "latin"
    NUMBER = "number"  # digits of either script, with the separators between them
    MARK = "mark"  # a single character of punctuation
    OTHER = "other"  # another script, symbols, emoji: passed on as it is


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark, and the white space before it."""

    text: str = field(repr=False)  # "": a rule took it away, and its origin stays
    script: Script
    start: int  # code points of the spoken text it stands for: [start, stop), the space before it included
    stop: int
    space: str = ""  # before it
    rules: tuple[str, ...] = ()  # names of those that made it what it is, oldest first
    is_final: bool = False  # written as the person wants it: no later rule changes its letters


_APOSTROPHES: Final = "'’"
_KINDS: Final = (
    # Joiners belong to the Devanagari word they stand in. Danda, double danda and the digits are no letters.
    (Script.DEVANAGARI, r"(?:[\u0900-\u0963\u0970-\u097f\ua8e0-\ua8ff]|(?<=[\u0900-\u0963])[\u200c\u200d])+"),
    (Script.LATIN, rf"[A-Za-zÀ-ÖØ-öø-ɏ][A-Za-zÀ-ÖØ-öø-ɏ\u0300-\u036f]*(?:[{_APOSTROPHES}][A-Za-zÀ-ÖØ-öø-ɏ]+)*"),
    (Script.NUMBER, r"[0-9]+(?:[.,:][0-9]+)*|[०-९]+(?:[.,:][०-९]+)*"),
    (Script.MARK, r"""[।॥.,;:!?…'"’‘“”()\[\]{}%/\\@#&*+=_\-–—]"""),
    (Script.OTHER, r"[^\s]"),
)
_TOKEN: Final = re.compile(
    rf"(?P<space>\s*)(?:{'|'.join(f'(?P<{kind.name}>{pattern})' for kind, pattern in _KINDS)}|$)"
)


def tokenize(text: str) -> tuple[Token, ...]:
    """Tokens whose spaces and texts, put together, are `text`; their origins follow one another without a gap.

    A text that ends in white space ends in an empty token.
    """
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if match.start() == match.end():
            continue
        space = match["space"]
        if kind is None or kind == "space":
            tokens.append(Token("", Script.OTHER, match.start(), match.end(), space))
        else:
            tokens.append(Token(match[kind], Script[kind], match.start(), match.end(), space))
    return tuple(tokens)


def text_of(tokens: Iterable[Token]) -> str:
    """What the tokens say, spaces included."""
    return "".join([token.space + token.text for token in tokens])
