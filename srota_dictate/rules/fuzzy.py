"""Take a word for one of the person's terms when it is only a few letters away from it.

Two words are at most n letters apart only if something is the same in both when up to n letters are taken out of each:
that is looked up, so neither the time for a word nor that for a text depends on how many terms there are.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from srota_dictate.rules.lexicon import word_key
from srota_dictate.rules.pipeline import Edit
from srota_dictate.rules.replacements import script_of
from srota_dictate.rules.sounds import sound_of
from srota_dictate.rules.tokens import Script, Token, tokenize

_FEWEST_LETTERS: Final = 5
_MOST_LETTERS: Final = 30  # a longer one is no word
_LETTERS_PER_DIFFERENCE: Final = 4  # "Docker" and "locked" are two letters apart, and nothing alike
# A sound says less than a letter: by four of them "पढ़ाई" is "Priya".
_FEWEST_SOUNDS: Final = 5
_SOUNDS_PER_DIFFERENCE: Final = 6
_WORDS: Final = (Script.LATIN, Script.DEVANAGARI)


@dataclass(frozen=True, slots=True)
class _Index:
    """Finds the keys that are up to `distance` letters from another."""

    terms: Mapping[str, str]  # by key
    distance: int
    keys: Mapping[str, tuple[str, ...]]  # by what is left of them with up to `distance` letters taken out

    @staticmethod
    def of(terms: Mapping[str, str], distance: int) -> "_Index":
        keys: dict[str, tuple[str, ...]] = {}
        for key in terms:
            for rest in _rests(key, distance):
                keys[rest] = (*keys.get(rest, ()), key)
        return _Index(terms, distance, keys)

    def near(self, key: str) -> Iterator[tuple[int, str]]:
        """Distances and terms."""
        for candidate in {found for rest in _rests(key, self.distance) for found in self.keys.get(rest, ())}:
            if (distance := n_differences(key, candidate)) <= self.distance:
                yield distance, self.terms[candidate]


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words that are exactly `distance` letters from one term, and no nearer to another."""

    distance: int
    by_letters: Mapping[Script, _Index]  # by script of the word that is heard: terms of the same script
    by_sound: Mapping[Script, _Index]  # terms of the other one
    common: Collection[str]  # in small letters: nobody means a term by these

    @property
    def name(self) -> str:
        return f"fuzzy-{self.distance}"

    def edits(self, tokens: Sequence[Token]) -> Iterable[Edit]:
        found: dict[str, str | None] = {}
        for i, token in enumerate(tokens):
            text = token.text
            if token.is_final or not _FEWEST_LETTERS <= len(text) <= _MOST_LETTERS:
                continue
            if text not in found:
                found[text] = self._term_for(text, token.script)
            if (term := found[text]) is not None:
                yield Edit(i, i + 1, term, script_of(term), is_final=True)

    def _term_for(self, word: str, script: Script) -> str | None:
        if script not in _WORDS or len(word) < _LETTERS_PER_DIFFERENCE * self.distance:
            return None
        letters = word_key(word)
        if letters in self.common:
            return None
        near: list[tuple[int, str]] = []
        if index := self.by_letters.get(script):
            near += index.near(letters)
        if index := self.by_sound.get(script):
            sound = sound_of(word)
            if len(sound) >= max(_FEWEST_SOUNDS, _SOUNDS_PER_DIFFERENCE * self.distance):
                near += index.near(sound)
        nearest = min((distance for distance, _ in near), default=None)
        terms = {term for distance, term in near if distance == nearest}
        return terms.pop() if nearest == self.distance and len(terms) == 1 else None


def fuzzy_rules(terms: Iterable[str], distance: int, common: Collection[str]) -> tuple[Fuzzy, ...]:
    """One for each distance, the nearest first, so that the explanation shows it; none for distance 0.

    `common` are the words, in small letters, that are what they are. Terms of several words and short ones are left
    aside.
    """
    if not distance:
        return ()
    letters: dict[Script, dict[str, str]] = {}
    sounds: dict[Script, dict[str, str]] = {}
    for term in terms:
        tokens = tokenize(term)
        if len(tokens) != 1 or tokens[0].script not in _WORDS or not _FEWEST_LETTERS <= len(term) <= _MOST_LETTERS:
            continue
        script = tokens[0].script
        letters.setdefault(script, {}).setdefault(word_key(term), term)
        other = Script.LATIN if script is Script.DEVANAGARI else Script.DEVANAGARI
        sounds.setdefault(other, {}).setdefault(sound_of(term), term)
    return tuple(Fuzzy(n, _indexed(letters, n), _indexed(sounds, n), common) for n in range(distance + 1))


def n_differences(one: str, other: str) -> int:
    """Damerau-Levenshtein distance (optimal string alignment): letters put in, left out, changed, or swapped."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, facing in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != facing))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == facing:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _indexed(terms: Mapping[Script, Mapping[str, str]], distance: int) -> Mapping[Script, _Index]:
    return {script: _Index.of(known, distance) for script, known in terms.items()}


def _rests(key: str, distance: int) -> set[str]:
    """What is left with up to `distance` letters taken out."""
    rests = newest = {key}
    for _ in range(distance):
        newest = {rest[:i] + rest[i + 1 :] for rest in newest for i in range(len(rest))}
        rests = rests | newest
    return rests
