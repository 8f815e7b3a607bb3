"""Turn what was heard into what is written: the one order in which the rules are applied. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import assert_never

from srota_dictate.rules.capitals import Capitals
from srota_dictate.rules.caps_lock import CapsLock
from srota_dictate.rules.choices import Profile, ScriptView, Stop
from srota_dictate.rules.command_words import shipped_commands
from srota_dictate.rules.commands import Commands, Reading, Span
from srota_dictate.rules.devanagari import Devanagari
from srota_dictate.rules.dictionary import Dictionary
from srota_dictate.rules.lexicons import Lexicons, ShippedWords
from srota_dictate.rules.literals import Literals
from srota_dictate.rules.numbers import Numbers
from srota_dictate.rules.options import RulesOptions
from srota_dictate.rules.pipeline import Change, Rule, rewritten
from srota_dictate.rules.roman import Roman
from srota_dictate.rules.spaces import Spaces
from srota_dictate.rules.stops import Stops
from srota_dictate.rules.symbols import Symbols
from srota_dictate.rules.tokens import Token, text_of, tokenize


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of speech between two pauses, as the model heard it."""

    text: str = field(repr=False)
    is_alone: bool = False  # both pauses are long enough for it to be a spoken command


@dataclass(frozen=True, slots=True)
class Written:
    """One view of a take."""

    text: str = field(repr=False)
    spoken: str = field(repr=False)  # what the origins of the tokens count in: any view leads back to it
    tokens: tuple[Token, ...] = field(repr=False)
    press_enter: bool = False  # "send" was said at the end


class Writer:
    """Holds what is loaded once: the lexicons and the commands. Safe to use from any thread."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._shipped_commands = shipped_commands()
        self._dictionary = Dictionary(lambda: ShippedWords.of(lexicons.shipped))
        self._roman = Roman(lexicons.roman)
        self._devanagari = Devanagari(lexicons.devanagari, lexicons.letters)

    def prepare(self, options: RulesOptions) -> None:
        """So that the first text doesn't wait for the rules of the person's own words."""
        self._dictionary.rules(options)

    def write(
        self,
        pieces: Sequence[Piece],
        options: RulesOptions,
        between: str = " ",
        note: Callable[[Change], None] | None = None,
    ) -> Written:
        """`between` stands between two pieces that are no commands; `note` gets what each rule changes, in order."""
        said = [piece for piece in pieces if piece.text or between != " "]
        spoken = between.join(piece.text for piece in said)
        tokens = tokenize(spoken)
        commands = Commands.of(_spans(said), self._shipped_commands, options) if options.commands else None
        reading = commands.read(tokens) if commands else Reading(())
        for rule in (*([commands] if commands else []), *self.rules(options), CapsLock(reading.capitals)):
            tokens = rewritten(rule, tokens, note)
        return Written(text_of(tokens), spoken, tokens, reading.press_enter)

    def rules(self, options: RulesOptions) -> Iterator[Rule]:
        """Those between commands and capitals by command, in their order; docs/architecture.md says why."""
        is_code = options.profile is Profile.PROGRAMMER
        is_roman = options.view is ScriptView.ROMAN
        yield from self._dictionary.rules(options)
        if is_code:
            yield Symbols()
        yield Literals(is_code)
        if options.numbers:
            yield Numbers(options.digits, options.grouping)
        match options.view:
            case ScriptView.MIXED:
                pass
            case ScriptView.ROMAN:
                yield self._roman
            case ScriptView.DEVANAGARI:
                yield self._devanagari
            case _ as never:
                assert_never(never)
        yield Spaces(is_code)
        if is_code or is_roman or options.stop is not Stop.KEEP:
            yield Stops(options.stop, is_roman=is_roman, ends_bare=is_code)
        if options.capitals:
            yield Capitals()


def _spans(pieces: Sequence[Piece]) -> tuple[Span, ...]:
    """Where each piece ends in the spoken text; the space after one belongs to the next."""
    stops = accumulate(len(piece.text) + 1 for piece in pieces)
    return tuple(Span(stop - 1, piece.is_alone) for piece, stop in zip(pieces, stops, strict=True))
