"""Turn what was heard into what is written: the one order in which the rules are applied. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from srota_dictate.rules.options import RulesOptions
from srota_dictate.rules.pipeline import Change, Rule, apply
from srota_dictate.rules.tokens import Token, text_of, tokenize


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of speech between two pauses, as the model heard it."""

    text: str = field(repr=False)
    is_alone: bool = False  # both pauses are long enough for it to be a spoken command


@dataclass(frozen=True, slots=True)
class Written:
    """One view of a take."""

    text: str = field(repr=False)
    spoken: str = field(repr=False)  # what the origins of the tokens count in: any view leads back to it
    tokens: tuple[Token, ...] = field(repr=False)
    changes: tuple[Change, ...] = field(repr=False)
    press_enter: bool = False  # "send" was said at the end


class Writer:
    """Holds what is loaded once: the lexicons. Safe to use from any thread."""

    def write(self, pieces: Sequence[Piece], options: RulesOptions) -> Written:
        spoken = " ".join(piece.text for piece in pieces if piece.text)
        tokens = tokenize(spoken)
        changes: list[Change] = []
        for rule in self._rules(options):
            tokens, changed = apply(rule, tokens)
            changes += changed
        return Written(text_of(tokens), spoken, tokens, tuple(changes))

    def _rules(self, options: RulesOptions) -> tuple[Rule, ...]:  # noqa: ARG002 - no rule is built yet
        """In this order: commands, replacements, numbers, programmer's symbols, stops, script view, case, spacing."""
        return ()
