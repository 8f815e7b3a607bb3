"""The person's own names and terms: read from a file, added to and removed from the options."""

import codecs
import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from srota_dictate.errors import UserFixableError, reason_of
from srota_dictate.rules.options import RulesOptions

MOST_TERMS: Final = 5_000
_MOST_BYTES: Final = 5_000_000
_MOST_CHARACTERS: Final = 60  # of a term
_MOST_NAMED: Final = 10  # lines, in one notice
_TABLES: Final = {".csv": ",", ".tsv": "\t"}
_HEADINGS: Final = frozenset({"term", "terms", "pattern", "heard"})


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file holds that can be used."""

    terms: tuple[str, ...] = field(repr=False)
    replacements: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    notices: tuple[UserFixableError, ...] = ()  # about what was left aside


def read_terms(path: Path) -> Imported:
    """A text file of one term a line; or a .csv or .tsv file of terms, or of what is heard and what is written for it.

    Lines that can't be used are named, the others count. Raises UserFixableError for a file that can't be read, is
    larger than 5 MB, is no text, or has nothing in it.
    """
    lines = _text_of(path).splitlines()
    bad = [number for number, line in enumerate(lines, 1) if "\ufffd" in line]
    good = ["" if "\ufffd" in line else line for line in lines]
    delimiter = _TABLES.get(path.suffix.casefold())
    rows = _rows(path, good, delimiter) if delimiter else ((n, [line]) for n, line in enumerate(good, 1))
    terms: list[str] = []
    replacements: dict[str, str] = {}
    for number, row in rows:
        cells = [" ".join(cell.split()) for cell in row]
        term, written = (cells[0], cells[1] if len(cells) > 1 else "") if cells else ("", "")
        if not term and not written:
            continue
        if not is_term(written or term) or (written and not term):
            bad.append(number)
            continue
        terms.append(written or term)
        if written and written != term:
            replacements[term] = written
    if not terms:
        raise UserFixableError(f"There is no term in {path}", "Write one on each line")
    return Imported(tuple(dict.fromkeys(terms)), replacements, _notices(path, bad))


def is_term(text: str) -> bool:
    """Whether it can be a term: some letters or digits, not too many, and nothing that can't be written."""
    return len(text) <= _MOST_CHARACTERS and any(map(str.isalnum, text)) and text.isprintable()


def with_terms(options: RulesOptions, terms: Iterable[str], replacements: Mapping[str, str]) -> RulesOptions:
    """With more of them; what the options say already stays as it is there. Raises UserFixableError for too many."""
    known = {term.casefold() for term in options.terms}
    new: dict[str, str] = {}
    for term in terms:
        if term.casefold() not in known:
            new.setdefault(term.casefold(), term)
    all_terms = (*options.terms, *new.values())
    if len(all_terms) > MOST_TERMS:
        raise UserFixableError(
            f"That would be {len(all_terms):,} terms, and {MOST_TERMS:,} is the most", "Import fewer, or remove some"
        )
    return options.model_copy(
        update={"terms": all_terms, "replacements": {**replacements, **options.replacements}},
    )


def without_terms(options: RulesOptions, terms: Sequence[str]) -> RulesOptions:
    """Without these, however their letters are capitalised. Raises UserFixableError when one isn't there."""
    leaving = {term.casefold() for term in terms}
    known = {term.casefold() for term in options.terms}
    if missing := next((term for term in terms if term.casefold() not in known), None):
        raise UserFixableError(f'There is no term "{missing}"', "See them all with: srota-dictate terms list")
    kept = tuple(term for term in options.terms if term.casefold() not in leaving)
    return options.model_copy(update={"terms": kept})


def read_at_most(path: Path, most_bytes: int) -> bytes | None:
    """What a file holds, None when that is more. Raises OSError."""
    with path.open("rb") as file:
        data = file.read(most_bytes + 1)
    return data if len(data) <= most_bytes else None


def _text_of(path: Path) -> str:
    """With U+FFFD for what is no text."""
    try:
        if not path.is_file():
            raise UserFixableError(f"{path} is no file", "Name a text file, a .csv file or a folder")
        data = read_at_most(path, _MOST_BYTES)
    except OSError as error:
        raise UserFixableError(
            f"{path} can't be read ({reason_of(error)})", "Check its name and that you may read it"
        ) from None
    if data is None:
        raise UserFixableError(f"{path} is larger than {_MOST_BYTES // 1_000_000} MB", "Import a list of terms")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # a spreadsheet's "Unicode text"
        return data.decode("utf-16", errors="replace")
    if b"\0" in data:
        raise UserFixableError(f"{path} is no text", "Save the list as text or CSV, in UTF-8")
    return data.decode("utf-8-sig", errors="replace")


def _rows(path: Path, lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    # In half of the world's countries a spreadsheet's CSV has semicolons.
    if delimiter == "," and not any("," in line for line in lines) and any(";" in line for line in lines):
        delimiter = ";"
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    is_first = True
    try:
        for row in reader:
            if not is_first or not row or row[0].strip().casefold() not in _HEADINGS:
                yield reader.line_num, row
            is_first = is_first and not row
    except csv.Error as error:
        raise UserFixableError(
            f"Line {reader.line_num} of {path} can't be understood ({error})", "Correct it, nothing was imported"
        ) from None


def _notices(path: Path, bad: Sequence[int]) -> tuple[UserFixableError, ...]:
    if not bad:
        return ()
    named = ", ".join(str(number) for number in sorted(bad)[:_MOST_NAMED])
    more = f" and {len(bad) - _MOST_NAMED} more" if len(bad) > _MOST_NAMED else ""
    message = f"Left aside in {path}: line {named}{more}"
    return (UserFixableError(message, f"A term is text in UTF-8, of at most {_MOST_CHARACTERS} characters"),)
