"""Write takes by the rules, with the options of the program they are for; rewritten where the person wants that."""

from collections.abc import Callable
from itertools import islice
from typing import Final

from srota_dictate.rewriter.options import RewriterOptions
from srota_dictate.rewriter.rewrite import rewrite
from srota_dictate.rules.choices import ScriptView
from srota_dictate.rules.options import RulesOptions
from srota_dictate.rules.writing import Piece
from srota_dictate.rules.writing import Writer as Rules
from srota_dictate.session.said import WrittenText, as_heard

_VIEWS: Final = tuple(ScriptView)


class RuledWriter:
    """Implements `ports.Writer`."""

    def __init__(
        self, rules: Rules, options: Callable[[], RulesOptions], rewriter: Callable[[], RewriterOptions]
    ) -> None:
        """The options are asked for at every text, so that a choice counts from the next one on."""
        self._rules = rules
        self._options = options
        self._rewriter = rewriter

    def write(self, pieces: tuple[Piece, ...], program: str) -> WrittenText:
        options = self._options().for_program(program)
        written = self._rules.write(pieces, options)
        rewriting = rewrite(written.text, self._rewriter())
        return WrittenText(rewriting.text, options.view, written.press_enter, rewriting.trouble)

    def next_view(self, pieces: tuple[Piece, ...], program: str, shown: WrittenText) -> WrittenText | None:
        """Of what was heard, by the rules alone: looking at another script sends nothing anywhere."""
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
