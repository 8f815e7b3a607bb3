"""Let rules edit tokens one after another, and keep what each of them changed.

A rule sees all tokens and says which runs of them become what. It edits nothing itself, so it can't touch a token that
it doesn't list, and every token of the result knows which stretch of the spoken text it stands for.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

from srota_dictate.rules.tokens import Script, Token, text_of


class Edit(NamedTuple):
    """Tokens [first, end) become one token; first == end puts a new one before `first`.

    With text "" they are taken away, and so is the space before them unless `space` says otherwise.
    """

    first: int
    end: int
    text: str
    script: Script
    space: str | None = None  # before it; None: as before the first of them
    is_final: bool = False

    def __repr__(self) -> str:
        return f"Edit([{self.first}, {self.end}) {self.script.value})"  # what was said gets into no log


class Rule(Protocol):
    """A pure function of the tokens, linear in their number."""

    @property
    def name(self) -> str:
        """One word, for the explanation."""
        ...

    def edits(self, tokens: Sequence[Token]) -> Iterable[Edit]:
        """What is to change: in order, without overlap, and of a token that `is_final` at most the space before it."""
        ...


class Change(NamedTuple):
    """What one rule made of one stretch of the spoken text."""

    rule: str
    start: int  # code points of the spoken text
    stop: int
    before: str
    after: str

    def __repr__(self) -> str:
        return f"Change({self.rule} [{self.start}, {self.stop}))"  # what was said gets into no log


def apply(rule: Rule, tokens: Sequence[Token]) -> tuple[tuple[Token, ...], tuple[Change, ...]]:
    """The tokens after `rule`, and what it changed."""
    changes: list[Change] = []
    return rewritten(rule, tokens, changes.append), tuple(changes)


def rewritten(rule: Rule, tokens: Sequence[Token], note: Callable[[Change], None] | None = None) -> tuple[Token, ...]:
    """The tokens after `rule`; `note` hears of each change, which costs as much as making it."""
    name = rule.name
    result: list[Token] = []
    touched: dict[tuple[str, ...], tuple[str, ...]] = {}  # the same few over and over
    done = 0
    for first, end, text, script, space, is_final in rule.edits(tokens):
        if not done <= first <= end <= len(tokens):
            raise ValueError(f"rule {name}: edits overlap or are out of order")
        if first > done:
            result += tokens[done:first]
        done = end
        old = tokens[first] if end - first == 1 else _joined(tokens, first, end)
        if space is None:
            space = old.space if text else ""
        rules = touched.get(old.rules)
        if rules is None:
            rules = touched[old.rules] = (*(each for each in old.rules if each != name), name)
        result.append(Token(text, script, old.start, old.stop, space, rules, is_final))
        if note is not None:
            before, after = old.space + old.text, space + text
            if before != after:  # it may only have become final
                note(Change(name, old.start, old.stop, before, after))
    result += tokens[done:]
    return tuple(result)


def _joined(tokens: Sequence[Token], first: int, end: int) -> Token:
    """Tokens [first, end) as one; where there are none, nothing stands for nothing."""
    old = tokens[first:end]
    if not old:
        at = tokens[first].start if first < len(tokens) else tokens[-1].stop if tokens else 0
        return Token("", Script.OTHER, at, at)
    text = text_of(old)[len(old[0].space) :]
    rules = tuple(dict.fromkeys([rule for token in old for rule in token.rules]))
    return Token(text, old[0].script, old[0].start, old[-1].stop, old[0].space, rules)
