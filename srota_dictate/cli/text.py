"""`srota-dictate text`: write what was heard the way the person wants it, from standard input."""

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from srota_dictate.cli.failures import complain
from srota_dictate.rules.choices import Digits, Grouping, Profile, ScriptView, Stop

if TYPE_CHECKING:
    from srota_dictate.rules.pipeline import Change

# Bytes that are no UTF-8 go in and come out as they are.
_ENCODING = "utf-8"
_ERRORS = "surrogateescape"


def text(
    script: Annotated[ScriptView | None, typer.Option(help="Script of the text; else as in Settings.")] = None,
    profile: Annotated[Profile | None, typer.Option(help="For prose or for programs; else as in Settings.")] = None,
    stop: Annotated[Stop | None, typer.Option(help="What ends a sentence; else as in Settings.")] = None,
    numbers: Annotated[bool | None, typer.Option(help="Numbers in digits; else as in Settings.")] = None,
    digits: Annotated[Digits | None, typer.Option(help="Which digits; else as in Settings.")] = None,
    grouping: Annotated[Grouping | None, typer.Option(help="2,50,000 or 250,000; else as in Settings.")] = None,
    commands: Annotated[bool | None, typer.Option(help="Spoken commands; else as in Settings.")] = None,
    lexicon: Annotated[bool, typer.Option(help="Look words up; without, all are spelled by rule.")] = True,
    lines: Annotated[
        bool, typer.Option("--lines", help="Each line is a take of its own, written as soon as it is read.")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say below the text what each rule changed.")] = False,
) -> None:
    """Write what was heard as it would stand in a window: numbers, commands, your words, script, punctuation.

    Standard input is one take, each line of it a piece between two pauses: a line that is a spoken command is obeyed,
    and what is said before and after it becomes one line. Other lines stay lines.
    """
    from srota_dictate import settings
    from srota_dictate.rules.lexicons import load_lexicons
    from srota_dictate.rules.own_words import own_words_path
    from srota_dictate.rules.writing import Piece, Writer

    loaded = settings.load(settings.default_path())
    lexicons = load_lexicons(own_words_path())
    for trouble in (*([loaded.notice] if loaded.notice else []), *lexicons.trouble):
        complain(str(trouble))
    chosen = {
        "view": script,
        "profile": profile,
        "stop": stop,
        "numbers": numbers,
        "digits": digits,
        "grouping": grouping,
        "commands": commands,
    }
    options = loaded.settings.rules.model_copy(update={name: it for name, it in chosen.items() if it is not None})
    writer = Writer(lexicons if lexicon else lexicons.without_words())
    for pieces in _takes(lines):
        said = [Piece(piece, is_alone=bool(piece.strip())) for piece in pieces]
        changes: list[Change] = []
        written = writer.write(said, options, between="\n", note=changes.append if explain else None)
        _print([written.text, *(["", *explained(changes)] if explain else [])])
        if written.press_enter:
            complain("Here Enter would be pressed.")


def explained(changes: "Sequence[Change]") -> list[str]:
    """A table of what the rules changed, in their order; positions are code points of what was heard."""
    rows = [("rule", "before", "after", "position")]
    rows += [
        (change.rule, _visible(change.before), _visible(change.after), f"{change.start}-{change.stop}")
        for change in changes
    ]
    widths = [max(map(_n_cells, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell + " " * (width - _n_cells(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _takes(is_by_line: bool) -> Iterator[Sequence[str]]:
    if is_by_line:
        for line in sys.stdin.buffer:
            yield (_decoded(line),)
    elif lines := [_decoded(line) for line in sys.stdin.buffer]:
        yield lines


def _decoded(line: bytes) -> str:
    return line.removesuffix(b"\n").removesuffix(b"\r").decode(_ENCODING, _ERRORS)


def _print(lines: Sequence[str]) -> None:
    sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode(_ENCODING, _ERRORS))
    sys.stdout.buffer.flush()


def _visible(part: str) -> str:
    """In quotes, because a space may be all that changed."""
    return '"' + part.replace("\n", "⏎").replace("\t", "⇥") + '"'


def _n_cells(cell: str) -> int:
    """How wide a terminal shows it."""
    from unicodedata import category, east_asian_width

    return sum(
        0 if category(character) in ("Mn", "Me", "Cf") else 1 + (east_asian_width(character) in "WF")
        for character in cell
    )
