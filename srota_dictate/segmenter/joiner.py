"""Join the transcripts of consecutive segments into one text: pure."""

import difflib
import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from srota_dictate.types import CutKind

_STOPS: Final = ".,?!;:।॥…"
_NO_SPACE_BEFORE: Final = _STOPS + ")]}%"
_WORDS_PER_S: Final = 4  # fast speech; bounds how many words an overlap can repeat
_CLEAR_LETTERS: Final = 4  # a single word must have this many to prove that it was said once
_ALIKE: Final = 0.8  # difflib ratio from which two longer words are one, heard twice


@dataclass(frozen=True, slots=True)
class SegmentText:
    """What was recognised in one segment, and how that segment was cut."""

    text: str = field(repr=False)
    kind: CutKind  # why it ended
    overlap_s: float = 0.0  # how much of its start repeats the end of the segment before
    is_alone: bool = False  # a short piece between pauses


def join_runs(pieces: Sequence[SegmentText]) -> Iterator[tuple[str, bool]]:
    """The texts of short pieces as they are, of all between them as one each; and which of the two it is."""
    for is_alone, run in groupby(pieces, lambda piece: piece.is_alone):
        if is_alone:
            yield from ((piece.text, True) for piece in run)
        else:
            yield join_segments(list(run)), False


def join_segments(pieces: Sequence[SegmentText]) -> str:
    """One line of text, single spaces, stops attached to the word before them. Never changes case or spelling.

    Words heard twice in an overlap are removed only on a clear match; in doubt both stay: a word too many is seen and
    deleted, a word too few is lost.
    """
    whole: list[str] = []
    n_last = 0  # words that came from the piece before: only they can be repeated
    for piece in pieces:
        words = piece.text.split()
        if piece.overlap_s > 0 and n_last:
            before = len(whole)
            whole, words = _merge_overlap(whole, words, n_last, piece.overlap_s)
            n_last -= before - len(whole)
        if whole and words:
            words = _attach_stops(whole, words)
        whole += words
        n_last = len(words) if piece.text.split() else 0
    return " ".join(whole)


def _attach_stops(whole: list[str], words: list[str]) -> list[str]:
    """Move stops at the start of `words` to the end of `whole`, unless it already has one; what is left of `words`."""
    first = words[0]
    bare = first.lstrip(_NO_SPACE_BEFORE)
    leading = first[: len(first) - len(bare)]
    # ".5" and ":)" are words of their own, a lone stop or a stop before a letter is not.
    if not leading or (bare and not bare[0].isalpha()):
        return words
    if whole[-1][-1] not in _STOPS:
        whole[-1] += leading
    return [bare, *words[1:]] if bare else words[1:]


def _merge_overlap(left: list[str], right: list[str], n_last: int, overlap_s: float) -> tuple[list[str], list[str]]:
    """Both sides of a seam without what they say twice; unchanged when there is no clear match."""
    most = min(n_last, len(right), math.ceil(overlap_s * _WORDS_PER_S) + 1)
    for n_words in range(most, 0, -1):
        if _is_clear(left[-n_words:], right[:n_words]):
            last = _better(left[-1], right[n_words - 1])
            return [*left[:-1], last], right[n_words:]
    return left, right


def _is_clear(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether `right` repeats `left`. The cut may have broken left's last word and right's first."""
    n_letters = n_whole = 0
    last = len(left) - 1
    for i, (a, b) in enumerate(zip(map(_letters, left), map(_letters, right), strict=True)):
        is_broken = (i == last and b.startswith(a)) or (i == 0 and a.endswith(b))
        if not a or not b or not (a == b or is_broken or _sound_alike(a, b)):
            return False
        n_whole += a == b
        n_letters += min(len(a), len(b))
    return n_whole >= 2 or n_letters >= _CLEAR_LETTERS


def _sound_alike(a: str, b: str) -> bool:
    if min(len(a), len(b)) < _CLEAR_LETTERS:
        return False
    return difflib.SequenceMatcher(None, a, b).ratio() >= _ALIKE


def _better(left: str, right: str) -> str:
    """The last shared word: the right copy is whole where the left one is broken off, and knows what follows."""
    a, b = _letters(left), _letters(right)
    if a != b:
        return right
    # Equal letters: left's case, since it stands in its sentence, but right's stops: left's came from the cut.
    core = left.rstrip(_STOPS)
    return core + right[len(right.rstrip(_STOPS)) :]


def _letters(word: str) -> str:
    """What makes two words the same: letters, digits and vowel signs, without case."""
    folded = unicodedata.normalize("NFC", word).casefold()
    return "".join(c for c in folded if c.isalnum() or unicodedata.category(c) in ("Mn", "Mc"))
