"""Write English in Devanagari: from the lexicon, by its parts, letter by letter, or as it sounds.

Hindi and other scripts stay as they are. Addresses, file names, identifiers and code are final tokens by the time this
rule sees them (`rules/literals.py`), so it need not tell them from words; what else is in Latin letters is a word.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from srota_dictate.rules.acronyms import has_vowel, is_spelled_out, letter_names
from srota_dictate.rules.devanagari_sounds import in_devanagari
from srota_dictate.rules.inflections_en import derived, inflected, with_s
from srota_dictate.rules.letters_en import Letters
from srota_dictate.rules.pipeline import Edit
from srota_dictate.rules.tokens import Script, Token

_MAX_REMEMBERED: Final = 50_000
_LONGEST_WORD: Final = 40  # letters; what is longer is no word
_ORDINALS: Final = {"1st": "फ़र्स्ट", "2nd": "सेकंड", "3rd": "थर्ड"}
_AT_A_NUMBER: Final = {"st": "वाँ", "nd": "वाँ", "rd": "वाँ", "th": "वाँ", "s": "ज़"}
_TIMES_OF_DAY: Final = {"am": "एएम", "pm": "पीएम"}
_ACRONYM: Final = re.compile("([A-Z]{2,})('?s)?")
_PARTS: Final = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+(?:'[a-z]+)*|[A-Z]")
_PLAIN: Final = str.maketrans(
    {"’": "'", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "œ": "e", "Œ": "E", "ß": "ss", "ł": "l", "Ł": "L", "đ": "d",
     "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i"}
)  # fmt: skip
_OTHER: Final = re.compile("[^A-Za-z']+")


@dataclass(frozen=True, slots=True)
class Devanagari:
    """Made once for many texts: it remembers how words are written."""

    lexicon: Mapping[str, str] = field(repr=False)  # English words, by `word_key`
    letters: Letters = field(repr=False)
    name: str = "devanagari"
    _remembered: dict[str, str] = field(init=False, repr=False, compare=False, default_factory=dict[str, str])

    def edits(self, tokens: Sequence[Token]) -> Iterator[Edit]:
        remembered = self._remembered
        for i, token in enumerate(tokens):
            word = token.text
            if token.script is not Script.LATIN or token.is_final or not 0 < len(word) <= _LONGEST_WORD:
                continue
            if i and tokens[i - 1].script is Script.NUMBER:
                edit = _after_number(tokens, i)
                if edit is not None:
                    yield edit
                    continue
            spelling = remembered.get(word) or self.spell(word)
            if spelling != word:
                yield Edit(i, i + 1, spelling, Script.DEVANAGARI)

    def spell(self, word: str) -> str:
        """One word in Latin letters; itself where none of them is known."""
        spelling = self._spelling(word) or word
        if len(self._remembered) >= _MAX_REMEMBERED:
            self._remembered.clear()
        self._remembered[word] = spelling
        return spelling

    def _spelling(self, word: str) -> str:
        plain = word if word.isascii() else unicodedata.normalize("NFKD", word.translate(_PLAIN))
        plain = _OTHER.sub("", plain)
        if len(plain) == 1:
            return "अ" if plain == "a" else letter_names(plain.lower())
        acronym = _ACRONYM.fullmatch(plain)
        if acronym is not None:
            letters, ending = acronym[1].lower(), acronym[2]
            if is_spelled_out(letters, is_known=self._find(letters) is not None):
                return with_s(letter_names(letters)) if ending else letter_names(letters)
        small = plain.lower()
        if small in self.lexicon or plain[1:].islower() or plain.isupper():
            return self._word(small)
        return "".join([self._part(part) for part in _PARTS.findall(plain)])

    def _part(self, part: str) -> str:
        """Of a word with capitals inside."""
        if part.isupper() and (len(part) == 1 or is_spelled_out(part.lower(), is_known=part.lower() in self.lexicon)):
            return letter_names(part.lower())
        return self._word(part.lower()) if len(part) > 1 else letter_names(part)

    def _word(self, word: str) -> str:
        """In small letters."""
        spelling = self._find(word) or derived(word, self._find)
        if spelling is not None:
            return spelling
        owner, apostrophe, ending = word.partition("'")
        if apostrophe:
            spelling = self._word(owner) if owner else ""
            return with_s(spelling) if spelling and ending == "s" else spelling + (self._word(ending) if ending else "")
        return (in_devanagari(self.letters.read(word)) if has_vowel(word) else "") or letter_names(word)

    def _find(self, word: str) -> str | None:
        return self.lexicon.get(word) or inflected(word, self._find)


def _after_number(tokens: Sequence[Token], at: int) -> Edit | None:
    """What is said otherwise behind a number: "3rd", "90s", "5 pm"."""
    number, word = tokens[at - 1], tokens[at].text
    is_glued = not tokens[at].space
    ordinal = _ORDINALS.get(number.text + word) if is_glued else None
    if ordinal is not None and not number.is_final and (at == 1 or number.space):
        return Edit(at - 1, at + 1, ordinal, Script.DEVANAGARI)
    spelling = (_AT_A_NUMBER.get(word) if is_glued else None) or _TIMES_OF_DAY.get(word)
    return None if spelling is None else Edit(at, at + 1, spelling, Script.DEVANAGARI)
