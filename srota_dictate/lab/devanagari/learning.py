"""Learn how English letters sound between their neighbours, from aligned pronunciations."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from srota_dictate.lab.devanagari.alignment import align
from srota_dictate.rules.letters_en import SILENT, WINDOWS, contexts
from srota_dictate.rules.sounds_en import Sound

_TO_THE_NEXT: Final = frozenset(("Y", "AH", "W"))  # sounds without a letter that belong with the next one


def learn(pronunciations: Mapping[str, list[list[str]]]) -> dict[str, str]:
    """The table of `rules/letters_en.py`: a context is kept where shorter ones say something else.

    Contexts seen once count, too: of words kept out, 68 % were then read without an error, and 56 % if it took three.
    """
    counts: list[defaultdict[str, Counter[str]]] = [defaultdict(Counter) for _ in WINDOWS]
    for word, (phones, *_) in pronunciations.items():
        if not (word.isascii() and word.isalpha()):
            continue
        sounds = align(word, phones)
        if sounds is None:
            continue
        for index, said in enumerate(_by_letter(word, sounds)):
            for window, context in enumerate(contexts(word, index)):
                counts[window][context][said] += 1
    table: dict[str, str] = {}
    for by_context in counts:
        for context, said in by_context.items():
            ((best, n_best),) = said.most_common(1)
            shorter = _shorter(context, table)
            if shorter is None or n_best > said[shorter]:
                table[context] = best
    return table


def _shorter(context: str, table: Mapping[str, str]) -> str | None:
    before, rest = context.split("[")
    letter, after = rest.split("]")
    for n_before, n_after in reversed(WINDOWS):
        if n_before <= len(before) and n_after <= len(after):
            found = table.get(f"{before[len(before) - n_before :]}[{letter}]{after[:n_after]}")
            if found is not None:
                return found
    return None


def _by_letter(word: str, sounds: Iterable[Sound]) -> list[str]:
    """For each letter the phones that begin with it, or that it is silent."""
    said: list[str] = []
    waiting: list[str] = []
    for sound in sounds:
        phone = sound.phone + (str(sound.stress) if sound.phone[0] in "AEIOU" else "")
        if not sound.letters:
            if sound.phone in _TO_THE_NEXT or not said:
                waiting.append(phone)
            else:
                at = max((i for i, phones in enumerate(said) if phones != SILENT), default=0)
                said[at] = phone if said[at] == SILENT else f"{said[at]} {phone}"
            continue
        said.append(" ".join((*waiting, phone)))
        said += [SILENT] * (len(sound.letters) - 1)
        waiting.clear()
    if waiting and said:
        said[-1] = " ".join((said[-1], *waiting)) if said[-1] != SILENT else " ".join(waiting)
    # Silent letters at the beginning ("knee") were skipped by the alignment.
    return [SILENT] * (len(word) - len(said)) + said
