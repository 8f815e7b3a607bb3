"""Write Hindi in Latin letters: each word as the lexicon spells it, else by rule; always the same way."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from srota_dictate.rules.lexicon import word_key
from srota_dictate.rules.pipeline import Edit
from srota_dictate.rules.roman_letters import spell_by_rule
from srota_dictate.rules.tokens import Script, Token

_MAX_REMEMBERED: Final = 50_000
# हिन्दी and हिंदी, माँ and मां are the same word; joiners and the sign of abbreviation say nothing.
_SAME_SIGN: Final = str.maketrans({"ँ": "ं", "\u200c": None, "\u200d": None, "॰": None})
_NASAL_LETTER: Final = re.compile("ङ्(?=[कखगघ])|ञ्(?=[चछजझ])|ण्(?=[टठडढ])|न्(?=[तथदध])|म्(?=[पफबभ])")
# Dots that many leave out: ज्यादा is ज़्यादा. Those of ड़ and ढ़ nobody does.
_DOT: Final = re.compile("(?<=[कखगजफ])़")
_PLURALS: Final = (("ों", "on"), ("ें", "en"))


@dataclass(frozen=True, slots=True)
class Roman:
    """Made once for many texts: it remembers how words are spelled."""

    lexicon: Mapping[str, str] = field(repr=False)  # by `word_key`
    name: str = "roman"
    _known: dict[str, str] = field(init=False, repr=False, compare=False, default_factory=dict[str, str])
    _remembered: dict[str, str] = field(init=False, repr=False, compare=False, default_factory=dict[str, str])

    def __post_init__(self) -> None:
        dotted = {_same_signs(word): spelling for word, spelling in self.lexicon.items()}
        self._known.update({_without_dots(word): spelling for word, spelling in dotted.items()})
        self._known.update(dotted)

    def edits(self, tokens: Sequence[Token]) -> Iterator[Edit]:
        remembered = self._remembered
        for i, token in enumerate(tokens):
            if token.script is Script.DEVANAGARI and not token.is_final:
                word = token.text
                spelling = remembered.get(word) or self.spell(word)
                if spelling != word:
                    yield Edit(i, i + 1, spelling, Script.LATIN)

    def spell(self, word: str) -> str:
        """One word in Devanagari; what has no letter of its own, "" among it, stays as it is."""
        dotted = _same_signs(word)
        spelling = self._look_up(dotted) or self._plural(dotted) or spell_by_rule(word)
        if len(self._remembered) >= _MAX_REMEMBERED:
            self._remembered.clear()
        self._remembered[word] = spelling
        return spelling

    def _look_up(self, dotted: str) -> str | None:
        return self._known.get(dotted) or self._known.get(_without_dots(dotted))

    def _plural(self, dotted: str) -> str | None:
        """बाज़ारों as बाज़ार is spelled, where that isn't by rule; else the rules know better how the two differ."""
        for ending, spelled in _PLURALS:
            stem = dotted.removesuffix(ending)
            if stem != dotted and (spelling := self._look_up(stem)) and spelling != spell_by_rule(stem):
                return spelling + spelled
        return None


def common_form(word: str) -> str:
    """The same for all the ways in which a word is written in Devanagari."""
    return _without_dots(_same_signs(word))


def _same_signs(word: str) -> str:
    return _NASAL_LETTER.sub("ं", word_key(word).translate(_SAME_SIGN))


def _without_dots(word: str) -> str:
    return _DOT.sub("", word)
