"""Read lexicons: a text file with a word, a tab and its spelling on each line.

Blank lines and lines that begin with # say nothing. A bad line costs only itself, and is named.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from srota_dictate.errors import UserFixableError, reason_of
from srota_dictate.rules.tokens import Script, tokenize

_MAX_NAMED: Final = 20  # bad lines; who has more has given us another kind of file
_HINT: Final = "Write a word, a tab and its spelling there, or delete the line"


@dataclass(frozen=True, slots=True)
class Lexicon:
    words: Mapping[str, str] = field(repr=False)  # by `word_key`
    trouble: tuple[UserFixableError, ...] = ()  # lines that were left out


def word_key(word: str) -> str:
    """The form under which a word is looked up: one Unicode spelling, no capitals."""
    return unicodedata.normalize("NFC", word.casefold())


def read_lexicon(path: Path) -> Lexicon:
    """All good lines of a file; of two about the same word the later one counts. A missing file is trouble, too."""
    try:
        lines = lines_of(path)
    except OSError as error:
        trouble = UserFixableError(
            f"{path} can't be read ({reason_of(error)})", "Check that the file is there and yours"
        )
        return Lexicon({}, (trouble,))
    words: dict[str, str] = {}
    bad: list[UserFixableError] = []
    for number, line in enumerate(lines, start=1):
        try:
            entry = entry_of(line)
        except ValueError as error:
            bad.append(UserFixableError(f"Line {number} of {path} {error}", _HINT))
            continue
        if entry is not None:
            words[entry[0]] = entry[1]
    if len(bad) > _MAX_NAMED:
        n_more = len(bad) - _MAX_NAMED
        bad[_MAX_NAMED:] = [UserFixableError(f"{n_more} more lines of {path} can't be used", "Check the whole file")]
    return Lexicon(words, tuple(bad))


def lines_of(path: Path) -> list[bytes]:
    """Each for itself, because one may be no text at all. Raises OSError."""
    return path.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines()


def entry_of(line: bytes) -> tuple[str, str] | None:
    """A line's word, as its key, and spelling; None where it has none. ValueError says what is wrong with the line."""
    if not line.strip() or line.startswith(b"#"):
        return None
    try:
        columns = [column.strip() for column in line.decode().split("\t")]
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8 text") from None
    if len(columns) != 2:
        raise ValueError("doesn't consist of a word, a tab and its spelling")
    word, spelling = columns
    if not is_word(word):
        raise ValueError("doesn't begin with a single word in Devanagari or Latin letters")
    if not spelling or not spelling.isprintable():
        raise ValueError("has no spelling that could be written")
    return word_key(word), unicodedata.normalize("NFC", spelling)


def is_word(text: str) -> bool:
    """Whether it is one word where a sentence is cut into tokens; anything else would never be found."""
    return [token.script for token in tokenize(text)] in ([Script.DEVANAGARI], [Script.LATIN])
