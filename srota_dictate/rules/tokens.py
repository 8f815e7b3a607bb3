"""Cut a text into tokens that know their script and where they come from: linear in its length, nothing is lost."""

import re
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Final, NamedTuple


class Script(Enum):
    """What a token is made of."""

    DEVANAGARI = "devanagari"
    LATIN = "latin"
    NUMBER = "number"  # digits of either script, with the separators between them
    MARK = "mark"  # a single character of punctuation
    OTHER = "other"  # another script, symbols, emoji: passed on as it is


class Token(NamedTuple):
    """A word, a number or a mark, and the white space before it.

    A tuple, because a megabyte has two hundred thousand of them and a frozen dataclass takes twice as long to make.
    """

    text: str  # "": a rule took it away, and its origin stays
    script: Script
    start: int  # code points of the spoken text it stands for: [start, stop), the space before it included
    stop: int
    space: str = ""  # before it
    rules: tuple[str, ...] = ()  # names of those that made it what it is, oldest first
    is_final: bool = False  # written as it should be: later rules change at most the space before it

    def __repr__(self) -> str:
        return f"Token({self.script.value} [{self.start}, {self.stop}))"  # what was said gets into no log


_APOSTROPHES: Final = "'’"
_KINDS: Final = (
    # Joiners belong to the Devanagari word they stand in. Danda, double danda and the digits are no letters.
    (Script.DEVANAGARI, r"(?:[\u0900-\u0963\u0970-\u097f\ua8e0-\ua8ff]|(?<=[\u0900-\u0963])[\u200c\u200d])+"),
    (Script.LATIN, rf"[A-Za-zÀ-ÖØ-öø-ɏ][A-Za-zÀ-ÖØ-öø-ɏ\u0300-\u036f]*(?:[{_APOSTROPHES}][A-Za-zÀ-ÖØ-öø-ɏ]+)*"),
    (Script.NUMBER, r"[0-9]+(?:[.,:][0-9]+)*|[०-९]+(?:[.,:][०-९]+)*"),
    (Script.MARK, r"""[।॥.,;:!?…'"’‘“”()\[\]{}%/\\@#&*+=_\-–—]"""),
    (Script.OTHER, r"[^\s]"),
)
_TOKEN: Final = re.compile(rf"(\s*)(?:{'|'.join(f'({pattern})' for _, pattern in _KINDS)}|$)")
_SCRIPTS: Final = tuple(kind for kind, _ in _KINDS)
_FIRST_KIND: Final = 2  # group 1 is the white space


def tokenize(text: str) -> tuple[Token, ...]:
    """Tokens whose spaces and texts, put together, are `text`; their origins follow one another without a gap.

    A text that ends in white space ends in an empty token.
    """
    tokens: list[Token] = []
    start = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastindex or 0
        stop = match.end()
        if kind >= _FIRST_KIND:
            tokens.append(Token(match[kind], _SCRIPTS[kind - _FIRST_KIND], start, stop, match[1]))
        elif stop > start:
            tokens.append(Token("", Script.OTHER, start, stop, match[1]))
        start = stop
    return tuple(tokens)


def text_of(tokens: Iterable[Token]) -> str:
    """What the tokens say, spaces included."""
    return "".join([token.space + token.text for token in tokens])


def shown(tokens: Sequence[Token]) -> list[int]:
    """Where the tokens are that weren't taken away."""
    return [index for index, token in enumerate(tokens) if token.text]
