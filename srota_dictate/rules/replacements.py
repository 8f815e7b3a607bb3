"""Write the person's own spellings: whole words, exactly as given, in whichever script they were heard.

Patterns are literal, never regular expressions: they are cut into tokens as the text is, and all of them are looked up
at once, so the time depends on the text alone.
"""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from srota_dictate.errors import UserFixableError
from srota_dictate.rules.pipeline import Edit
from srota_dictate.rules.tokens import Script, Token, tokenize

_BETWEEN_PATTERNS: Final = "|"
_MOST_TOKENS: Final = 20  # of a pattern: this is how far is looked from any word on
_MARKS_OF_WORDS: Final = "_"
_FEWEST_LETTERS: Final = 3  # of a term: "IT" and "US" are too often something else


@dataclass(slots=True)
class _Node:
    """Where one gets by reading a pattern token by token."""

    nexts: dict[str, "_Node"] = field(default_factory=dict[str, "_Node"], repr=False)
    written: str | None = field(default=None, repr=False)  # for the pattern that ends here


@dataclass(frozen=True, slots=True)
class Replacements:
    """The longest pattern wins. What was written is final: no pattern is looked for in it again."""

    any_case: _Node  # patterns in small letters
    exact_case: _Node  # those with a capital
    trouble: tuple[UserFixableError, ...] = ()  # patterns that are left aside
    name: str = "replacements"

    @staticmethod
    def of(
        replacements: Mapping[str, str], terms: Iterable[str] = (), common: Collection[str] = frozenset()
    ) -> "Replacements":
        """From the settings, e.g. {"सरोटा|srota": "Srota"}; of a pattern that is there twice the first counts.

        `terms` are written as they are there, however their letters were capitalised, unless that could mean one of the
        `common` words, which are in small letters.
        """
        any_case, exact_case = _Node(), _Node()
        trouble: list[UserFixableError] = []
        for patterns, written in replacements.items():
            for pattern in patterns.split(_BETWEEN_PATTERNS):
                tokens = tokenize(pattern.strip())
                if not tokens or len(tokens) > _MOST_TOKENS:
                    trouble.append(_explain(patterns, written, is_empty=not tokens))
                elif any(map(str.isupper, pattern)):
                    _put(exact_case, tokens, _exact, written)
                else:
                    _put(any_case, tokens, _folded, written)
        for term in terms:
            if len(term) >= _FEWEST_LETTERS and _folded(term) not in common:
                _put(any_case, tokenize(term)[:_MOST_TOKENS], _folded, term)
        return Replacements(any_case, exact_case, tuple(trouble))

    def edits(self, tokens: Sequence[Token]) -> Iterable[Edit]:
        heads = {text for text in {token.text for token in tokens} if self._may_begin(text)}
        if not heads:
            return
        done = 0
        for first, token in enumerate(tokens):
            if first < done or token.text not in heads or token.is_final or _is_in_word(tokens, first):
                continue
            if found := max(self._found(tokens, first), default=None, key=lambda found: found[0]):
                done, written = found
                # What is taken away takes its space along.
                yield Edit(first, done, written, script_of(written), None if written else "", is_final=True)

    def _may_begin(self, text: str) -> bool:
        return _folded(text) in self.any_case.nexts or _exact(text) in self.exact_case.nexts

    def _found(self, tokens: Sequence[Token], first: int) -> Iterator[tuple[int, str]]:
        """Where patterns end that begin here, and what is written for them; exact ones first, for `max`."""
        yield from _walk(self.exact_case, tokens, first, _exact)
        yield from _walk(self.any_case, tokens, first, _folded)


def script_of(text: str) -> Script:
    """The script of its first word."""
    scripts = [token.script for token in tokenize(text)]
    words = (script for script in scripts if script in (Script.DEVANAGARI, Script.LATIN, Script.NUMBER))
    return next(words, scripts[0] if scripts else Script.OTHER)


def _walk(node: _Node, tokens: Sequence[Token], first: int, key_of: Callable[[str], str]) -> Iterator[tuple[int, str]]:
    for at in range(first, min(first + _MOST_TOKENS, len(tokens))):
        token = tokens[at]
        following = node.nexts.get(_step(token, key_of, is_first=at == first))
        if following is None or token.is_final:
            return
        node = following
        if node.written is not None and not _is_in_word(tokens, at + 1):
            yield at + 1, node.written


def _put(node: _Node, pattern: Sequence[Token], key_of: Callable[[str], str], written: str) -> None:
    for i, token in enumerate(pattern):
        node = node.nexts.setdefault(_step(token, key_of, is_first=i == 0), _Node())
    if node.written is None:
        node.written = unicodedata.normalize("NFC", written)


def _step(token: Token, key_of: Callable[[str], str], *, is_first: bool) -> str:
    """What has to be the same of one token: its text, and whether it stands apart from the one before."""
    return f" {key_of(token.text)}" if token.space and not is_first else key_of(token.text)


def _exact(text: str) -> str:
    if text.isascii():
        return text
    # Two ways to write a nukta, joiners that only change a letter's shape, two apostrophes.
    return unicodedata.normalize("NFC", text).replace("\u200c", "").replace("\u200d", "").replace("’", "'")


def _folded(text: str) -> str:
    return _exact(text).casefold()


def _is_in_word(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word goes on from the token before this one to this one."""
    if not 0 < at < len(tokens) or tokens[at].space:
        return False
    return _is_of_word(tokens[at - 1].text[-1:]) and _is_of_word(tokens[at].text[:1])


def _is_of_word(character: str) -> bool:
    if not character:
        return False
    return character.isalnum() or character in _MARKS_OF_WORDS or unicodedata.category(character).startswith("M")


def _explain(patterns: str, written: str, *, is_empty: bool) -> UserFixableError:
    if is_empty:
        message = f'In the replacement "{patterns}" for "{written}" there is an empty pattern, which is left aside'
        return UserFixableError(message, "Write the words that are heard, with a | between different ones")
    message = f'A replacement for "{written}" has more than {_MOST_TOKENS} words and is left aside'
    return UserFixableError(message, "Make it shorter, or make it a command of your own")
