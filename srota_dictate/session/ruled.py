"""Write takes by the rules, each with the options of the program it is for."""

from collections.abc import Callable
from itertools import islice
from typing import Final

from srota_dictate.rules.options import RulesOptions, ScriptView
from srota_dictate.rules.writing import Piece
from srota_dictate.rules.writing import Writer as Rules
from srota_dictate.session.said import WrittenText, as_heard

_VIEWS: Final = tuple(ScriptView)


class RuledWriter:
    """Implements `ports.Writer`."""

    def __init__(self, rules: Rules, options: Callable[[], RulesOptions]) -> None:
        """`options` is asked at every text, so that a choice counts from the next one on."""
        self._rules = rules
        self._options = options

    def write(self, pieces: tuple[Piece, ...], program: str) -> WrittenText:
        options = self._options().for_program(program)
        written = self._rules.write(pieces, options)
        return WrittenText(written.text, options.view, written.press_enter)

    def next_view(self, pieces: tuple[Piece, ...], program: str, shown: WrittenText) -> WrittenText | None:
        options = self._options().for_program(program)
        first = _VIEWS.index(shown.view) + 1
        for view in islice((*_VIEWS, *_VIEWS), first, first + len(_VIEWS) - 1):
            text = self._rules.write(pieces, options.model_copy(update={"view": view})).text
            if text != shown.text:
                return WrittenText(text, view)
        return None


class HeardWriter:
    """Implements `ports.Writer` where no rule is wanted."""

    def write(self, pieces: tuple[Piece, ...], program: str) -> WrittenText:
        del program
        return as_heard(pieces)

    def next_view(self, pieces: tuple[Piece, ...], program: str, shown: WrittenText) -> WrittenText | None:
        del pieces, program, shown
        return None
