"""Tell the model of the person's terms, and notice when it says them back instead of what it heard."""

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

_HEADING: Final = "Technical terms"
_BETWEEN: Final = ", "
# Reading them takes 2.5 ms a token on two slow cores, and once: what comes next begins with the same ones.
_MOST_CHARACTERS: Final = 800
# With less to listen to than a short word has, a model falls back on what it was told.
_LEAST_SPEECH_S: Final = 0.5
_LEAK_TERMS: Final = 3  # said one after the other in the order of the list


def context_of(terms: Iterable[str], most: int) -> str:
    """E.g. "Technical terms: Srota, GitHub": the first `most` terms that fit; "" for none.

    A term with a comma or a special token would be something else in there than a term.
    """
    told: list[str] = []
    length = len(_HEADING) + 1
    for term in islice((term for term in terms if _can_be_told(term)), most):
        length += len(_BETWEEN) + len(term)
        if length > _MOST_CHARACTERS:
            break
        told.append(term)
    return f"{_HEADING}: {_BETWEEN.join(told)}" if told else ""


def context_for(context: str, speech_s: float) -> str:
    """What the model is told of it about so much speech."""
    return context if speech_s >= _LEAST_SPEECH_S else ""


def is_leak(text: str, context: str) -> bool:
    """Whether `text` can be the context and not what was said: its heading, or its terms as they follow each other.

    Somebody may have said just that; without the context the model hears it then as well.
    """
    if not context:
        return False
    said = _spaced(text)
    if _spaced(_HEADING) in said:
        return True
    terms = [_spaced(term) for term in context.removeprefix(f"{_HEADING}: ").split(_BETWEEN)]
    if len(terms) > 1 and said.strip() and said == _run(terms):
        return True
    runs = (_run(terms[first : first + _LEAK_TERMS]) for first in range(len(terms) - _LEAK_TERMS + 1))
    return any(run in said for run in runs)


def _can_be_told(term: str) -> bool:
    return bool(_spaced(term).strip()) and term.isprintable() and not set(term) & set(",<>")


def _run(terms: Sequence[str]) -> str:
    return f" {' '.join(term.strip() for term in terms)} "


def _spaced(text: str) -> str:
    """Its words in small letters, with a space around each."""
    kept = (" " if unicodedata.category(c)[0] in "PS" else c for c in text.casefold())
    return f" {' '.join(''.join(kept).split())} "
