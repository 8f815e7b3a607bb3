"""Mend the spaces around marks: none before a comma, one after it, none inside brackets and quotes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from srota_dictate.rules.pipeline import Edit
from srota_dictate.rules.sentences import CLOSERS, DANDA
from srota_dictate.rules.tokens import Script, Token, shown

_NONE_BEFORE: Final = frozenset(",;:!?.।॥")
_NONE_BEFORE_IN_CODE: Final = frozenset(",;.।॥")  # "a ? b : c" stays
_ONE_AFTER_IN_CODE: Final = frozenset((DANDA,))
_ONE_AFTER: Final = frozenset(",;!?।॥")  # not the full stop and the colon: names and times have them inside
_IN_NUMBERS: Final = frozenset(",.:")
_REPEATED: Final = frozenset("!?")
_QUOTE: Final = '"'
_OPENERS: Final = {")": "(", "]": "[", "”": "“"}
_WORDS: Final = frozenset((Script.DEVANAGARI, Script.LATIN))
_COUNTED: Final = _WORDS | {Script.NUMBER}


@dataclass(frozen=True, slots=True)
class Spaces:
    """Touches only spaces beside marks, and only where the words there are Devanagari, Latin or numbers.

    Line breaks stay. A bracket or a quote without its partner in the same line is left alone.
    """

    is_code: bool = False
    name: str = "spaces"

    def edits(self, tokens: Sequence[Token]) -> Iterator[Edit]:
        seen = [token for token in tokens if token.text]
        wanted: dict[int, str] = {}
        if seen and seen[0] is not tokens[0] and _is_plain(seen[0]):
            wanted[0] = ""  # what stood before it was taken away
        marks: list[tuple[int, int]] = []  # where, and in which line
        line = 0
        words = _COUNTED
        for at in [at for at, token in enumerate(seen) if token.script not in words or "\n" in token.space]:
            token = seen[at]
            line += "\n" in token.space
            if token.script is Script.MARK:
                marks.append((at, line))
            elif token.text.endswith("\n"):
                line += 1
                if at + 1 < len(seen) and _is_plain(seen[at + 1]):
                    wanted[at + 1] = ""
        for at, _ in marks:
            self._around(seen, at, wanted)
        _inside_pairs(seen, marks, wanted)
        indexes = shown(tokens)
        for at in sorted(wanted):
            token = seen[at]
            if wanted[at] != token.space:
                index = indexes[at]
                yield Edit(index, index + 1, token.text, token.script, wanted[at], token.is_final)

    def _around(self, seen: Sequence[Token], at: int, wanted: dict[int, str]) -> None:
        if at == 0:
            return
        before, mark, after = seen[at - 1], seen[at], seen[at + 1] if at + 1 < len(seen) else None
        none_before = _NONE_BEFORE_IN_CODE if self.is_code else _NONE_BEFORE
        one_after = _ONE_AFTER_IN_CODE if self.is_code else _ONE_AFTER
        runs_into = mark.text in one_after and after is not None and _runs_into(before, mark, after)
        if mark.text in none_before and _is_plain(mark) and _belongs_to(before, mark, None if runs_into else after):
            wanted[at] = ""
        if runs_into:
            wanted[at + 1] = " "


def _is_plain(token: Token) -> bool:
    return token.space != "" and not token.space.strip(" \t\u00a0")


def _belongs_to(before: Token, mark: Token, after: Token | None) -> bool:
    """Whether the mark, with a space before it, ends what is before it; `after`: what it may be the beginning of."""
    if before.script is Script.OTHER:
        return False
    if after is None:
        return True
    if before.script is Script.NUMBER and after.script is Script.NUMBER and mark.text in _IN_NUMBERS:
        return False
    if after.space or after.text in CLOSERS or after.text.isspace():
        return True
    return mark.text in _REPEATED and after.text in _REPEATED  # ".py", ":)", "!=" begin with it


def _runs_into(before: Token, mark: Token, after: Token) -> bool:
    """Whether the next word follows the mark without a space that belongs there."""
    if after.space or before.script not in _COUNTED:
        return False
    return after.script in _WORDS or (
        after.script is Script.NUMBER and before.script is not Script.NUMBER and mark.text in (",", DANDA)
    )


def _inside_pairs(seen: Sequence[Token], marks: Sequence[tuple[int, int]], wanted: dict[int, str]) -> None:
    """No space behind what opens and before what closes, where both stand in the same line."""
    opened: list[int] = []
    quote: int | None = None
    line = 0
    for at, its_line in marks:
        if its_line != line:
            opened, quote, line = [], None, its_line
        text = seen[at].text
        if text == _QUOTE:
            after = seen[at + 1] if at + 1 < len(seen) else None
            if quote is not None and (after is None or after.space or after.script is Script.MARK):
                _tighten(seen, quote, at, wanted)
                quote = None
            elif at == 0 or seen[at].space or seen[at - 1].text in _OPENERS.values():
                quote = at
        elif text in _OPENERS.values():
            opened.append(at)
        elif opened and seen[opened[-1]].text == _OPENERS.get(text):
            _tighten(seen, opened.pop(), at, wanted)


def _tighten(seen: Sequence[Token], opening: int, closing: int, wanted: dict[int, str]) -> None:
    if closing - opening > 1:  # "[ ]" is a box to tick
        wanted.update((at, "") for at in (opening + 1, closing) if _is_plain(seen[at]))
