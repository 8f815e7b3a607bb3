"""Choose the words of the lexicon of English in Devanagari, and spell them."""

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import islice
from typing import Final

from srota_dictate.lab.devanagari.alignment import align
from srota_dictate.rules.devanagari_sounds import in_devanagari
from srota_dictate.rules.inflections_en import inflected
from srota_dictate.rules.lexicon import word_key

_N_STEMS: Final = 12_000  # the lexicon has them all


def build(
    by_hand: Mapping[str, str], pronunciations: Mapping[str, list[list[str]]], frequent: Sequence[str], n_words: int
) -> dict[str, str]:
    """All words of `by_hand`, and the `frequent` ones that can be spelled by their sounds, until there are `n_words`.

    Forms that the rules make from a frequent word are left to them: they follow its spelling.
    """
    words = dict(by_hand)
    spelled = _spelled(by_hand, pronunciations, frequent)
    words.update(islice(spelled, max(n_words - len(words), 0)))
    return dict(sorted(words.items()))


def _spelled(
    by_hand: Mapping[str, str], pronunciations: Mapping[str, list[list[str]]], frequent: Sequence[str]
) -> Iterator[tuple[str, str]]:
    done = set(by_hand)
    stems = done | set(frequent[:_N_STEMS])
    for word in map(word_key, frequent):
        if word in done or len(word) < 2 or not (word.isascii() and word.isalpha()) or word not in pronunciations:
            continue
        done.add(word)
        sounds = align(word, pronunciations[word][0])
        if sounds is not None and not _is_form(word, stems, pronunciations):
            yield word, in_devanagari(sounds)


def _is_form(word: str, stems: Set[str], pronunciations: Mapping[str, list[list[str]]]) -> bool:
    """Whether the rules make it from another word that it begins like, in sound too ("does" isn't "do")."""

    taken: list[str] = []

    def find(stem: str) -> str | None:
        if stem not in stems:
            return None
        taken.append(stem)
        return stem

    if inflected(word, find) is None:
        return False
    return any(
        _without_stress(longer[: len(phones)]) == _without_stress(phones)
        for stem in taken
        for phones in pronunciations.get(stem, [])
        for longer in pronunciations[word]
    )


def _without_stress(phones: Sequence[str]) -> list[str]:
    return [phone.rstrip("012") for phone in phones]
