"""The person's own spellings, over those that are shipped: one text file, changed a line at a time.

What else stands in the file, comments and lines with a slip, stays as it is.
"""

from collections.abc import Collection, Mapping
from pathlib import Path

from platformdirs import user_config_path

from srota_dictate.errors import UserFixableError, reason_of
from srota_dictate.one_step_file import replace_file
from srota_dictate.rules.lexicon import Lexicon, entry_of, is_word, lines_of, read_lexicon, word_key


def own_words_path() -> Path:
    return user_config_path("srota-dictate", appauthor=False) / "words.tsv"


def read_own_words(path: Path) -> Lexicon:
    """The file as it stands; nobody needs to have one."""
    return read_lexicon(path) if path.exists() else Lexicon({})


def add_own_words(path: Path, words: Mapping[str, str]) -> None:
    """Each word is spelled so from now on. Raises UserFixableError where that can't be, and then changes nothing."""
    for word, spelling in words.items():
        _check(word, spelling)
    lines = [f"{word.strip()}\t{spelling.strip()}".encode() for word, spelling in words.items()]
    _write(path, [*_lines_without(path, {word_key(word.strip()) for word in words}), *lines])


def remove_own_word(path: Path, word: str) -> None:
    """Spelled as shipped again. Raises UserFixableError when the file says nothing of it, or can't be written."""
    key = word_key(word.strip())
    if key not in read_own_words(path).words:
        raise UserFixableError("That word has no spelling of your own", "See yours with: srota-dictate words list")
    _write(path, _lines_without(path, {key}))


def _check(word: str, spelling: str) -> None:
    if not is_word(word.strip()):
        raise UserFixableError(
            "A spelling is kept for a single word in Devanagari or Latin letters",
            "Give it without spaces or signs",
        )
    if not spelling.strip() or not spelling.isprintable():
        raise UserFixableError("That spelling can't be written", "Give at least one letter, on a single line")


def _lines_without(path: Path, keys: Collection[str]) -> list[bytes]:
    try:
        lines = lines_of(path)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _unusable(path, error) from error
    return [line for line in lines if _key_of(line) not in keys]


def _key_of(line: bytes) -> str | None:
    try:
        entry = entry_of(line)
    except ValueError:
        return None
    return entry[0] if entry else None


def _write(path: Path, lines: Collection[bytes]) -> None:
    try:
        replace_file(path, b"".join(line + b"\n" for line in lines))
    except OSError as error:
        raise _unusable(path, error) from error


def _unusable(path: Path, error: OSError) -> UserFixableError:
    return UserFixableError(f"{path} can't be changed ({reason_of(error)})", "Check that you may write to that folder")
