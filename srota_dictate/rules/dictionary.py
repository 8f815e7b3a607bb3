"""The rules for the person's own words, made anew only when these change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from srota_dictate.rules.fuzzy import fuzzy_rules
from srota_dictate.rules.lexicons import ShippedWords, shipped_words
from srota_dictate.rules.options import RulesOptions
from srota_dictate.rules.pipeline import Rule
from srota_dictate.rules.replacements import Replacements

_Choices: TypeAlias = tuple[tuple[str, ...], Mapping[str, str], int]


@dataclass(frozen=True, slots=True)
class _Made:
    choices: _Choices
    rules: tuple[Rule, ...]


class Dictionary:
    """Remembers the rules for the last options. Safe to use from any thread: at worst they are made twice."""

    def __init__(self, shipped: Callable[[], ShippedWords] = shipped_words) -> None:
        """`shipped` is asked once, when there are terms."""
        self._shipped = shipped
        self._made = _Made(((), {}, 0), ())

    def rules(self, options: RulesOptions) -> tuple[Rule, ...]:
        """Replacements first, then what is near a term; none where there are no words of the person's own."""
        choices = options.terms, options.replacements, options.fuzzy_distance
        made = self._made
        if made.choices != choices:
            made = self._made = _Made(choices, self._rules(options))
        return made.rules

    def _rules(self, options: RulesOptions) -> tuple[Rule, ...]:
        if not options.terms:
            return (Replacements.of(options.replacements),) if options.replacements else ()
        # Latin is English here: Hindi is written in it by a later rule.
        exact = Replacements.of(options.replacements, options.terms, self._common.english)
        return exact, *fuzzy_rules(options.terms, options.fuzzy_distance, self._common.all)

    @cached_property
    def _common(self) -> ShippedWords:
        return self._shipped()
