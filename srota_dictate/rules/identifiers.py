"""Find the words that a folder of source code has for itself: parts of its identifiers that are no ordinary words."""

import os
import re
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from srota_dictate.errors import UserFixableError
from srota_dictate.rules.terms import read_at_most

MOST_WORDS: Final = 100
_MOST_FILES: Final = 20_000
_MOST_BYTES: Final = 1_000_000  # of a file: a larger one was written by a program
_FEWEST_LETTERS: Final = 3
_FEWEST_TIMES: Final = 2
_ENDINGS: Final = """
    bash c cc clj cpp cs cxx dart elm erl ex exs f90 go gradle graphql groovy h hh hpp hs java jl js jsx kt kts lua m ml
    mm nim php pl pm proto py pyi r rb rs scala sh sol sql svelte swift tf ts tsx vb vue zig
"""
# Besides everything that begins with a dot: what others wrote, and what was built.
_SKIPPED: Final = "node_modules __pycache__ venv env vendor third_party site-packages build dist target"
# Words of programming languages and their users that no dictionary of English has.
_OF_PROGRAMMERS: Final = """
    args argv async attr attrs await bool char cls cmd config const ctx def del dict dir dst elem elif endif enum env
    err exec expr fmt foreach func goto idx impl impls img info init inline int iter kwargs lambda len lib lst max min
    mut namespace nil nonlocal noqa nullptr num obj param params pkg pre prev println printf proc ptr pub pwd readonly
    ref repr req res ret self sizeof src std stderr stdin stdout str struct sudo sys tmp tuple typedef typeof uint
    util utils val var vars vec void xml yaml
"""
_SOURCES: Final = frozenset(f".{ending}" for ending in _ENDINGS.split())
_FOREIGN: Final = frozenset(_SKIPPED.split())
_PLAIN: Final = frozenset(_OF_PROGRAMMERS.split())
# "HTTPServer" → HTTP, Server; "recognizerClient" → recognizer, Client; "snake_case" → snake, case.
_PART: Final = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")
_SUFFIXES: Final = (
    "s",
    "es",
    "ed",
    "d",
    "ing",
    "ings",
    "er",
    "ers",
    "est",
    "or",
    "ly",
    "able",
    "ies",
    "ied",
    "ier",
    "iest",
)
_NEGATED: Final = re.compile(r"n['’]t\b")  # "isn't"


def words_of(folder: Path, ordinary: Collection[str], most: int = MOST_WORDS) -> tuple[str, ...]:
    """The most frequent first, each as it is spelled most often.

    `ordinary` are words in small letters, which are left out with their plain inflections. Hidden folders, packages of
    others, binary and large files are skipped. Raises UserFixableError when there is no such word.
    """
    spellings: Counter[str] = Counter()
    for path in islice(_sources(folder), _MOST_FILES):
        spellings.update(_PART.findall(_NEGATED.sub("", _text_of(path))))
    times: Counter[str] = Counter()
    best: dict[str, str] = {}
    for spelling, n in spellings.most_common():
        word = spelling.casefold()
        times[word] += n
        best.setdefault(word, spelling)
    own = (best[word] for word, n in times.most_common() if n >= _FEWEST_TIMES and _is_own(word, ordinary))
    if not (found := tuple(islice(own, most))):
        raise UserFixableError(
            f"No words of its own were found in the source files of {folder}", "Name a folder with source code"
        )
    return found


def _is_own(word: str, ordinary: Collection[str]) -> bool:
    if len(word) < _FEWEST_LETTERS or word in _PLAIN or word in ordinary:
        return False
    for suffix in _SUFFIXES:
        stem = word.removesuffix(suffix)
        if stem == word or len(stem) < (2 if len(suffix) > 1 else 3):  # "us-ing", but no "eo-s"
            continue
        # "names", "using" of "use", "running" of "run", "copied" of "copy".
        undoubled = stem[:-1] if stem[-1] == stem[-2] else stem
        if not {stem, f"{stem}e", undoubled, f"{stem}y"}.isdisjoint(ordinary):
            return False
    return True


def _sources(folder: Path) -> Iterator[Path]:
    """In an order that doesn't depend on the file system."""
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _FOREIGN)
        yield from (Path(parent, name) for name in sorted(files) if Path(name).suffix.casefold() in _SOURCES)


def _text_of(path: Path) -> str:
    """Nothing of a file that is no source code, or can't be read."""
    try:
        data = read_at_most(path, _MOST_BYTES) if path.is_file() else None
    except OSError:
        return ""
    return "" if data is None or b"\0" in data else data.decode("utf-8", errors="replace")
