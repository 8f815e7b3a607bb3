"""Do what is commanded in a take: marks, lines, emoji, own snippets, taking a sentence back, capitals, Enter."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, assert_never

from srota_dictate.rules.command_words import (
    CLOSE_QUOTE,
    OPEN_QUOTE,
    Action,
    Command,
    Phrases,
    Write,
    shipped_commands,
)
from srota_dictate.rules.commanded import STOPS, Finder
from srota_dictate.rules.options import RulesOptions, ScriptView, Stop
from srota_dictate.rules.phrases import is_word, key_of
from srota_dictate.rules.pipeline import Edit
from srota_dictate.rules.tokens import Script, Token, tokenize

_MISHEARD_BETWEEN: Final = 2  # words among those of a command where it isn't heard alone
_LINE_BREAK: Final = re.compile(r"\s*\n\s*")
_ENDS: Final = frozenset(".।॥?!…")  # of a sentence
_CLOSERS: Final = frozenset("\"'”’)]}")
_OPENERS: Final = ("(", "[", "{", "“", "‘")
_MARKS: Final = STOPS | frozenset('"()-–')  # that can be commanded


@dataclass(frozen=True, slots=True)
class Span:
    """Where a piece stands in the spoken text: from the end of the one before."""

    stop: int  # code points
    is_alone: bool  # the whole piece may be a command


@dataclass(frozen=True, slots=True)
class Reading:
    """What a take commands."""

    edits: tuple[Edit, ...]
    capitals: tuple[tuple[int, int], ...] = ()  # code points of the spoken text, in order
    press_enter: bool = False


@dataclass(frozen=True, slots=True)
class Commands:
    """Commands are pieces that stand alone and say nothing else, or what follows the person's own prefix word.

    Everything else is dictation, whatever words are in it.
    """

    spans: tuple[Span, ...]
    phrases: Phrases = field(repr=False)
    options: RulesOptions
    name: str = "commands"

    @classmethod
    def of(cls, spans: tuple[Span, ...], shipped: Phrases, options: RulesOptions) -> "Commands":
        return cls(spans, _phrases(shipped, options), options)

    def edits(self, tokens: Sequence[Token]) -> Iterable[Edit]:
        return self.read(tokens).edits

    def read(self, tokens: Sequence[Token]) -> Reading:
        """All that is commanded: what the edits can't say as well."""
        return _Reader(self, tokens).read()


def commands_in(text: str, options: RulesOptions) -> tuple[Command, ...]:
    """What a piece that stands alone commands, if it is the last of its take; nothing where it says anything else."""
    tokens = tokenize(text)
    found = Finder(tokens, _phrases(shipped_commands(), options), prefix="").whole(0, len(tokens))
    return tuple(command for _, _, command in found)


def may_end_in_command(text: str, options: RulesOptions) -> bool:
    """Whether all words of a command are among the last of a text, so that it may have been said there."""
    phrases = _phrases(shipped_commands(), options)
    words = key_of(text).split(" ")[-phrases.most_words - _MISHEARD_BETWEEN :]
    if phrases.first_words.isdisjoint(words):
        return False
    commands = (key.split(" ") for key in phrases.meanings)
    return any(set(command) <= set(words[-len(command) - _MISHEARD_BETWEEN :]) for command in commands)


def _phrases(shipped: Phrases, options: RulesOptions) -> Phrases:
    """With the person's own over the shipped ones."""
    own = {key_of(phrase): _snippet(text) for said, text in options.own_commands.items() for phrase in said.split("|")}
    return Phrases.of(own).over(shipped) if own else shipped


def _snippet(text: str) -> Write:
    return Write(
        text,
        joins_left=text[:1].isspace() or text[:1] in STOPS,
        joins_right=text[-1:].isspace() or text.endswith(_OPENERS),
    )


@dataclass(slots=True)
class _Reader:
    """Goes through one take's tokens once."""

    commands: Commands
    tokens: Sequence[Token]
    edits: list[Edit] = field(default_factory=list[Edit])
    capitals: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    press_enter: bool = False
    breaks: set[int] = field(default_factory=set[int])  # tokens before which a short piece begins or ends
    is_joined: bool = False  # no space before what comes next
    is_after_command: bool = False  # what comes next goes on where the command left off
    is_quoted: bool = False
    next_in_caps: bool = False
    caps_from: int | None = None

    def read(self) -> Reading:
        found = Finder(self.tokens, self.commands.phrases, self.commands.options.command_prefix)
        at = 0
        for span in self.commands.spans:
            end = self._end_of(span, at)
            commanded = found.whole(at, end) if span.is_alone else ()
            for first, stop, command in commanded:
                self._obey(command, first, stop)
            if not commanded:
                if span.is_alone and not self._follows_command(at):
                    self.breaks.add(at)
                for first, stop, command in found.prefixed(at, end):
                    self._dictation(at, first)
                    self._obey(command, first, stop)
                    at = stop
                self._dictation(at, end)
                if span.is_alone:
                    self.breaks.add(end)
            at = end
        if self.caps_from is not None:
            self.capitals.append((self.caps_from, self.tokens[-1].stop))
        return Reading(tuple(self.edits), tuple(self.capitals), self.press_enter)

    def _end_of(self, span: Span, at: int) -> int:
        tokens, n_tokens, stop = self.tokens, len(self.tokens), span.stop
        while at < n_tokens and tokens[at].stop <= stop:
            at += 1
        return at

    def _dictation(self, first: int, end: int) -> None:
        """Tokens [first, end) are what they are; the first of them may follow a command."""
        for at in range(first, end):
            if not (self.is_after_command or self.next_in_caps):
                return
            token = self.tokens[at]
            if not token.text:
                continue
            if self.is_after_command:
                space = self._space(at)
                self.is_joined = self.is_after_command = False
                if space != token.space and not token.is_final:
                    self.edits.append(Edit(at, at + 1, token.text, token.script, space))
            if self.next_in_caps and is_word(token):
                self.next_in_caps = False
                if self.caps_from is None:
                    self.capitals.append((token.start, token.stop))

    def _obey(self, command: Command, first: int, end: int) -> None:
        self.is_after_command = True
        match command:
            case Write(text=""):
                self._erase(first, end)
            case Write():
                self._write(command, first, end)
            case Action.FULL_STOP | Action.DANDA:
                mark = self._sentence_end(first, command)
                self._write(Write(mark, joins_left=True, replaces_stop=True), first, end)
            case Action.QUOTE:
                self._write(CLOSE_QUOTE if self.is_quoted else OPEN_QUOTE, first, end)
            case Action.BULLET:
                line = "" if not self._space(first) else "\n"
                self._write(Write(f"{line}• ", joins_left=True, joins_right=True), first, end)
            case Action.SCRATCH:
                self._scratch(first, end)
            case Action.CAPS_ON:
                self._erase(first, end)
                if self.caps_from is None:
                    self.caps_from = self.tokens[end - 1].stop
            case Action.CAPS_OFF:
                self._erase(first, end)
                if self.caps_from is not None:
                    self.capitals.append((self.caps_from, self.tokens[first].start))
                    self.caps_from = None
            case Action.ALL_CAPS:
                self._erase(first, end)
                self.next_in_caps = True
            case Action.SEND:
                self._erase(first, end)
                self.press_enter = True
            case _:
                assert_never(command)

    def _write(self, write: Write, first: int, end: int) -> None:
        space = "" if write.joins_left else self._space(first)
        self.breaks.discard(first)  # a sentence goes on with what is written into it, or shows its end by it
        before = self.tokens[first - 1] if first and not self._follows_command(first) else None
        if write.replaces_stop and before and before.text in STOPS and not before.is_final:
            first -= 1
        script = Script.MARK if write.text in _MARKS else Script.OTHER
        self.edits.append(Edit(first, end, write.text, script, space, is_final=True))
        self.is_joined = write.joins_right
        if write is OPEN_QUOTE or write is CLOSE_QUOTE:
            self.is_quoted = write is OPEN_QUOTE

    def _erase(self, first: int, end: int) -> None:
        self.is_joined = not self._space(first)
        self.edits.append(Edit(first, end, "", Script.OTHER, space="", is_final=True))

    def _scratch(self, first: int, end: int) -> None:
        """Take back the sentence before `first`, and what was commanded in it."""
        start = self._sentence_start(first)
        self.is_joined = self.is_joined and start == first
        while self.edits and self.edits[-1].first >= start:
            gone = self.edits.pop()
            if gone.first == start:
                self.is_joined = gone.space == ""
        self._erase(start, end)

    def _sentence_start(self, at: int) -> int:
        """The first token of the last sentence before `at`.

        A sentence ends at a stop, at a new line and at the border of a short piece, which has no stop where the model
        left it out.
        """
        tokens, n_edits = self.tokens, len(self.edits)
        has_words = False
        while at > 0:
            if n_edits and self.edits[n_edits - 1].end == at:
                n_edits -= 1
                edit = self.edits[n_edits]
                first, text = edit.first, edit.text
                is_end = edit.is_final and (text in _ENDS or "\n" in text)
            else:
                first, text = at - 1, tokens[at - 1].text
                is_end = text in _ENDS and bool(tokens[at].space or at in self.breaks)
                is_end = is_end or (text in _CLOSERS and at > 1 and tokens[at - 2].text in _ENDS)
            if is_end and has_words:
                return at
            has_words = has_words or not (is_end or not text or text in STOPS)
            at = first
            if has_words and at in self.breaks:
                return at
        return 0

    def _sentence_end(self, first: int, said: Action) -> str:
        """A danda or a full stop, as the view and the person have it, else as it was said."""
        options = self.commands.options
        match options.stop:
            case Stop.KEEP:
                return "।" if said is Action.DANDA and options.view is not ScriptView.ROMAN else "."
            case Stop.BY_SCRIPT:
                return "." if self._last_letters(first) is Script.LATIN else "।"
            case Stop.DANDA:
                return "।"
            case Stop.FULL_STOP:
                return "."
            case _:
                assert_never(options.stop)

    def _last_letters(self, at: int) -> Script | None:
        scripts = (self.tokens[i].script for i in range(at - 1, -1, -1))
        return next((script for script in scripts if script in (Script.DEVANAGARI, Script.LATIN)), None)

    def _space(self, at: int) -> str:
        """What stands before that token by now. A line break between two pieces is none in the text of a command."""
        space = self.tokens[at].space
        return "" if self.is_joined else _LINE_BREAK.sub(" ", space) if "\n" in space else space

    def _follows_command(self, at: int) -> bool:
        return bool(self.edits) and self.edits[-1].end == at
