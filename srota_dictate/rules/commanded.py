"""Find what is commanded: a piece that is a command as a whole, or what follows the person's prefix word."""

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from srota_dictate.rules.command_words import Action, Command, Phrases
from srota_dictate.rules.phrases import fold, is_word, key_of
from srota_dictate.rules.tokens import Token

STOPS: Final = frozenset(".।॥?!…,;:")
Found: TypeAlias = tuple[int, int, Command]  # the tokens [first, stop) and what they command

_MOST_AT_ONCE: Final = 3  # long commands in one piece: nobody says more in two seconds
_TOKENS_A_WORD: Final = 3  # a model may write so many marks and words for one of a command's words, at most


class Finder:
    """One take's tokens. `prefix` may be several words or spellings with "|" between; "" for none."""

    def __init__(self, tokens: Sequence[Token], phrases: Phrases, prefix: str) -> None:
        self._tokens = tokens
        self._phrases = phrases
        self._prefixes = tuple(key for each in prefix.split("|") if (key := key_of(each)))
        self._first_words = frozenset(key.split(" ")[0] for key in self._prefixes)
        self._folded: dict[str, str] = {}

    def whole(self, first: int, end: int) -> tuple[Found, ...]:
        """What the tokens [first, end) command one after the other, if that is all they do; else nothing."""
        tokens = self._tokens
        if end - first > _MOST_AT_ONCE * self._phrases.most_words * _TOKENS_A_WORD:
            return ()
        if any(tokens[at].is_final for at in range(first, end)):
            return ()
        places = [at for at in range(first, end) if is_word(tokens[at])]
        found: list[Found] = []
        while places:
            longest = self._longest(places, end)
            if longest is None:
                return ()
            n_words, stop, command = longest
            found.append((places[0] if found else first, stop, command))
            places = places[n_words:]
        return tuple(found)

    def _longest(self, places: Sequence[int], end: int) -> tuple[int, int, Command] | None:
        """Of how many words at the beginning of `places` there is a command, where that ends, and what it says."""
        for n_words in range(min(len(places), self._phrases.most_words), 0, -1):
            stop = places[n_words] if n_words < len(places) else end
            command = self._known([self._tokens[at] for at in places[:n_words]], stop)
            if command is not None:
                return n_words, stop, command
        return None

    def prefixed(self, first: int, end: int) -> Iterator[Found]:
        """Where commands stand within the tokens [first, end), prefix and the stop behind them included."""
        at = first
        while self._prefixes and at < end:
            is_prefix = self._fold(self._tokens[at]) in self._first_words
            found = self._after_prefix(at, end) if is_prefix else None
            if found is None:
                at += 1
            else:
                yield at, *found
                at = found[0]

    def _after_prefix(self, first: int, end: int) -> tuple[int, Command] | None:
        """Where the command ends whose prefix begins at `first`, the longest there is, and what it says."""
        for prefix in self._prefixes:
            n_prefix = prefix.count(" ") + 1
            places = self._words_from(first, end, n_prefix + self._phrases.most_words)
            words = [self._tokens[place] for place in places]
            if self._key(words[:n_prefix]) != prefix:
                continue
            for n_words in range(len(words), n_prefix, -1):
                stop = places[n_words - 1] + 1
                if stop < end and self._tokens[stop].text in STOPS and not self._tokens[stop].space:
                    stop += 1
                command = self._known(words[n_prefix:n_words], stop)
                if command is not None:
                    return stop, command
        return None

    def _words_from(self, first: int, end: int, most: int) -> list[int]:
        found: list[int] = []
        for at in range(first, min(end, first + most * _TOKENS_A_WORD)):
            if self._tokens[at].is_final or len(found) == most:
                break
            if is_word(self._tokens[at]):
                found.append(at)
        return found

    def _known(self, words: Sequence[Token], end: int) -> Command | None:
        if not 0 < len(words) <= self._phrases.most_words or self._fold(words[0]) not in self._phrases.first_words:
            return None
        command = self._phrases.meanings.get(self._key(words))
        return None if command is Action.SEND and not self._is_last(end) else command

    def _is_last(self, end: int) -> bool:
        # What was taken away was said, and so this is not the last.
        return not any(self._tokens[at].text or self._tokens[at].is_final for at in range(end, len(self._tokens)))

    def _key(self, words: Sequence[Token]) -> str:
        return " ".join([self._fold(word) for word in words])

    def _fold(self, word: Token) -> str:
        folded = self._folded.get(word.text)
        if folded is None:
            folded = self._folded[word.text] = fold(word.text)
        return folded
