"""Let rules edit tokens one after another, and keep what each of them changed.

A rule sees all tokens and says which runs of them become what. It edits nothing itself, so it can't touch a token that
it doesn't list, and every token of the result knows which stretch of the spoken text it stands for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from srota_dictate.rules.tokens import Script, Token, text_of


@dataclass(frozen=True, slots=True)
class Edit:
    """Tokens [first, end) become one token; first == end puts a new one before `first`."""

    first: int
    end: int
    text: str = field(repr=False)
    script: Script
    space: str | None = None  # before it; None: as before the first of them
    is_final: bool = False


class Rule(Protocol):
    """A pure function of the tokens, linear in their number."""

    @property
    def name(self) -> str:
        """One word, for the explanation."""
        ...

    def edits(self, tokens: Sequence[Token]) -> Iterable[Edit]:
        """What is to change: in order, without overlap, and nothing where a token `is_final` already."""
        ...


@dataclass(frozen=True, slots=True)
class Change:
    """What one rule made of one stretch of the spoken text."""

    rule: str
    start: int  # code points of the spoken text
    stop: int
    before: str = field(repr=False)
    after: str = field(repr=False)


def apply(rule: Rule, tokens: Sequence[Token]) -> tuple[tuple[Token, ...], tuple[Change, ...]]:
    """The tokens after `rule`, and what it changed."""
    result: list[Token] = []
    changes: list[Change] = []
    done = 0
    for edit in rule.edits(tokens):
        if not done <= edit.first <= edit.end <= len(tokens):
            raise ValueError(f"rule {rule.name}: edits overlap or are out of order")
        result += tokens[done : edit.first]
        made = _edited(rule.name, edit, tokens)
        old = tokens[edit.first : edit.end]
        changes.append(Change(rule.name, made.start, made.stop, text_of(old), made.space + made.text))
        result.append(made)
        done = edit.end
    result += tokens[done:]
    return tuple(result), tuple(changes)


def _edited(name: str, edit: Edit, tokens: Sequence[Token]) -> Token:
    old = tokens[edit.first : edit.end]
    if not old:
        at = tokens[edit.first].start if edit.first < len(tokens) else tokens[-1].stop if tokens else 0
        return Token(edit.text, edit.script, at, at, edit.space or "", (name,), edit.is_final)
    earlier = dict.fromkeys(rule for token in old for rule in token.rules)
    space = old[0].space if edit.space is None else edit.space
    rules = (*(rule for rule in earlier if rule != name), name)
    return Token(edit.text, edit.script, old[0].start, old[-1].stop, space, rules, edit.is_final)
