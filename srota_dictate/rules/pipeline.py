"""Let rules edit tokens one after another, and keep what each of them changed.

A rule sees all tokens and says which runs of them become what. It edits nothing itself, so it can't touch a token that
it doesn't list, and every token of the result knows which stretch of the spoken text it stands for.
"""

from collections.abc import Iterable, Sequence
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
    name = rule.name
    result: list[Token] = []
    changes: list[Change] = []
    done = 0
    for edit in rule.edits(tokens):
        if not done <= edit.first <= edit.end <= len(tokens):
            raise ValueError(f"rule {name}: edits overlap or are out of order")
        result += tokens[done : edit.first]
        old = tokens[edit.first : edit.end]
        made = _edited(name, edit, old, tokens)
        before, after = text_of(old), made.space + made.text
        if before != after:  # it may only have become final
            changes.append(Change(name, made.start, made.stop, before, after))
        result.append(made)
        done = edit.end
    result += tokens[done:]
    return tuple(result), tuple(changes)


def _edited(name: str, edit: Edit, old: Sequence[Token], tokens: Sequence[Token]) -> Token:
    text, space = edit.text, edit.space
    if not old:
        at = tokens[edit.first].start if edit.first < len(tokens) else tokens[-1].stop if tokens else 0
        return Token(text, edit.script, at, at, space or "", (name,), edit.is_final)
    if space is None:
        space = old[0].space if text else ""
    if len(old) == 1 and name not in old[0].rules:  # as most are
        earlier = old[0].rules
    else:
        earlier = tuple(dict.fromkeys([rule for token in old for rule in token.rules if rule != name]))
    return Token(text, edit.script, old[0].start, old[-1].stop, space, (*earlier, name), edit.is_final)
