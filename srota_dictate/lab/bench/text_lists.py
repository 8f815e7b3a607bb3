"""The lists that writing is measured with: what is heard, and what is accepted for it.

| file | a line |
|---|---|
| roman_*.tsv | Hindi, a tab, its words in Latin letters, accepted spellings with a vertical bar between them |
| devanagari_*.tsv | an English word, a tab, accepted spellings with spaces between them; a nukta doesn't matter |
| numbers.tsv | number words, a tab, how they are written |
| commands.tsv | pieces between pauses with " | " between them, a tab, the text: \\n a new line, ⏎ the Enter key |
| not_*.txt | a sentence that stays as it is |

Lines that begin with # say nothing.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from srota_dictate.errors import UserFixableError
from srota_dictate.rules.choices import ScriptView
from srota_dictate.rules.writing import Piece, Written

_NUKTA: Final = "\u093c"
_BETWEEN_PIECES: Final = " | "
_BEFORE: Final = "अच्छा"  # a piece before what must not be taken for a command
Accepts: TypeAlias = Callable[[Written], bool]


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that is said."""

    said: str
    pieces: tuple[Piece, ...]
    accepts: Accepts


@dataclass(frozen=True, slots=True)
class WordList:
    name: str  # of the file, without its ending
    view: ScriptView
    has_lexicon: bool  # whether it matters
    cases: tuple[Case, ...]


def read_lists(folder: Path) -> tuple[WordList, ...]:
    """All that are there. Raises UserFixableError when there is none, or one can't be read."""
    kinds = (
        ("roman_*.tsv", ScriptView.ROMAN, True, _roman),
        ("devanagari_*.tsv", ScriptView.DEVANAGARI, True, _devanagari),
        ("numbers.tsv", ScriptView.MIXED, False, _number),
        ("commands.tsv", ScriptView.MIXED, False, _command),
        ("not_*.txt", ScriptView.MIXED, False, _unchanged),
    )
    lists = tuple(
        WordList(path.stem, view, has_lexicon, tuple(_cases(path, case_of)))
        for pattern, view, has_lexicon, case_of in kinds
        for path in sorted(folder.glob(pattern))
    )
    if not lists:
        raise UserFixableError(
            f"There are no lists in {folder}", "Name a folder with roman_words.tsv and the like, as tests/data has them"
        )
    return lists


def _cases(path: Path, case_of: Callable[[str, str], Case]) -> Iterator[Case]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            said, tab, accepted = line.partition("\t")
            if bool(tab) is not (path.suffix == ".tsv"):
                raise UserFixableError(f"Line {number} of {path} is none of such a list", "Correct or delete it")
            yield case_of(said, accepted)


def _roman(said: str, accepted: str) -> Case:
    words = [word.split("|") for word in accepted.lower().split()]

    def accepts(written: Written) -> bool:
        found = written.text.lower().split()  # a name may have its capital or not
        return len(found) == len(words) and all(word in spellings for word, spellings in zip(found, words, strict=True))

    return Case(said, (Piece(said),), accepts)


def _devanagari(said: str, accepted: str) -> Case:
    return Case(said, (Piece(said),), lambda written: _without_nukta(written.text) in _without_nukta(accepted).split())


def _number(said: str, accepted: str) -> Case:
    return Case(said, (Piece(said),), lambda written: written.text == accepted)


def _command(said: str, accepted: str) -> Case:
    pieces = tuple(Piece(piece, is_alone=True) for piece in said.split(_BETWEEN_PIECES))
    # How sentences begin isn't looked at here.
    return Case(said, pieces, lambda written: _with_enter(written).lower() == accepted.replace("\\n", "\n").lower())


def _unchanged(said: str, _accepted: str) -> Case:
    pieces = (Piece(_BEFORE, is_alone=True), Piece(said, is_alone=True))
    return Case(said, pieces, lambda written: _with_enter(written) == f"{_BEFORE} {said}")


def _with_enter(written: Written) -> str:
    return written.text + "⏎" * written.press_enter


def _without_nukta(text: str) -> str:
    return unicodedata.normalize("NFD", text).replace(_NUKTA, "")


def sentences(lists: Sequence[WordList]) -> str:
    """What is said in the Roman lists, as one running text."""
    return " ".join(case.said + "।" for each in lists if each.view is ScriptView.ROMAN for case in each.cases)
