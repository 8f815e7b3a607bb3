"""Write takes by the rules, with the options of the program they are for; rewritten where the person wants that."""

from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Final

from srota_dictate.errors import UserFixableError
from srota_dictate.rewriter.options import RewriterOptions
from srota_dictate.rewriter.rewrite import rewrite
from srota_dictate.rules.choices import ScriptView
from srota_dictate.rules.command_words import Command
from srota_dictate.rules.commands import commands_in, may_end_in_command
from srota_dictate.rules.lexicons import load_lexicons
from srota_dictate.rules.options import RulesOptions
from srota_dictate.rules.writing import Piece
from srota_dictate.rules.writing import Writer as Rules
from srota_dictate.session.said import WrittenText, as_heard

_VIEWS: Final = tuple(ScriptView)


class RuledWriter:
    """Implements `ports.Writer`; the commands from any thread, all else from one at a time."""

    def __init__(
        self,
        own_words: Path,
        options: Callable[[], RulesOptions],
        rewriter: Callable[[], RewriterOptions],
        on_trouble: Callable[[UserFixableError], None],
    ) -> None:
        """The options are asked for at every text, so that a choice counts from the next one on.

        `own_words` is the file of the person's own spellings, which is read again when it has changed.
        """
        self._own_words = own_words
        self._options = options
        self._rewriter = rewriter
        self._on_trouble = on_trouble
        self._rules: Rules | None = None
        self._read_ns: int | None = None  # what the file's time was

    def prepare(self) -> None:
        self._fresh_rules().prepare(self._options())

    def commands_in(self, text: str) -> tuple[Command, ...]:
        return commands_in(text, self._options())

    def may_end_in_command(self, text: str) -> bool:
        return may_end_in_command(text, self._options())

    def write(self, pieces: tuple[Piece, ...], program: str) -> WrittenText:
        options = self._options().for_program(program)
        written = self._fresh_rules().write(pieces, options)
        rewriting = rewrite(written.text, self._rewriter())
        return WrittenText(rewriting.text, options.view, written.press_enter, rewriting.trouble)

    def next_view(self, pieces: tuple[Piece, ...], program: str, shown: WrittenText) -> WrittenText | None:
        """Of what was heard, by the rules alone: looking at another script sends nothing anywhere."""
        rules, options = self._fresh_rules(), self._options().for_program(program)
        first = _VIEWS.index(shown.view) + 1
        for view in islice((*_VIEWS, *_VIEWS), first, first + len(_VIEWS) - 1):
            text = rules.write(pieces, options.model_copy(update={"view": view})).text
            if text != shown.text:
                return WrittenText(text, view)
        return None

    def _fresh_rules(self) -> Rules:
        changed_ns = _changed_ns(self._own_words)
        if self._rules is None or changed_ns != self._read_ns:
            self._read_ns = changed_ns
            lexicons = load_lexicons(self._own_words)
            if lexicons.trouble:
                self._on_trouble(_first_of(lexicons.trouble))
            self._rules = Rules(lexicons)
        return self._rules


def _changed_ns(file: Path) -> int | None:
    """None where there is no such file, or it can't be asked."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return None


def _first_of(trouble: tuple[UserFixableError, ...]) -> UserFixableError:
    first, *others = trouble
    more = f" (and {len(others)} more like it)" if others else ""
    return UserFixableError(first.message + more, first.hint)


class HeardWriter:
    """Implements `ports.Writer` where no rule is wanted."""

    def prepare(self) -> None: ...

    def commands_in(self, text: str) -> tuple[Command, ...]:
        del text
        return ()

    def may_end_in_command(self, text: str) -> bool:
        del text
        return False

    def write(self, pieces: tuple[Piece, ...], program: str) -> WrittenText:
        del program
        return as_heard(pieces)

    def next_view(self, pieces: tuple[Piece, ...], program: str, shown: WrittenText) -> WrittenText | None:
        del pieces, program, shown
        return None
