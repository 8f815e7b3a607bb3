"""Write the names of symbols as symbols, for programmers: "main dot py" → main.py, "user underscore id" → user_id.

What it knows, everywhere a word of Latin letters or a number stands where one has to:

| said | written |
|---|---|
| main dot py; dot env; example dot co dot in | main.py; .env; example.co.in (well-known endings only) |
| user underscore id; underscore private | user_id; _private |
| double underscore init double underscore; dunder init | __init__ |
| dash dash save; dash m; save dash dev; save hyphen dev | --save; -m; save-dev |
| src slash main; src backslash main | src/main; src\\main |
| me at the rate example dot com | me@example.com |

A symbol that is talked about stays a word: "the underscore is missing", "a dash of salt".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from srota_dictate.rules.literals import stretch
from srota_dictate.rules.pipeline import Edit
from srota_dictate.rules.tokens import Script, Token, shown


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENDINGS: Final = _words(
    "py pyi ipynb js mjs jsx ts tsx json yaml yml toml ini cfg conf env lock log txt md rst csv tsv xml html htm "
    "css scss sql sh bash bat c h cc cpp hpp cs java kt swift go rs rb php lua dart vue svg png jpg jpeg gif pdf "
    "doc docx xls xlsx ppt pptx zip gz tar com org net edu gov io ai dev app co"
)
_COUNTRIES: Final = _words("in uk jp nz za")  # words of their own, so only after ".co" and its like
_BEFORE_COUNTRY: Final = (".co", ".gov", ".ac", ".org", ".net")
_DOT_FILES: Final = _words(
    "env gitignore gitattributes dockerignore editorconfig bashrc zshrc vimrc profile npmrc ssh git github"
)
_LONGEST_SPELLED: Final = 4
# Said of the longest first; the words of one symbol in the order of speaking.
_SYMBOLS: Final[dict[tuple[str, ...], str]] = {
    ("at", "the", "rate"): "@",
    ("double", "underscore"): "__",
    ("dash", "dash"): "--",
    ("double", "dash"): "--",
    ("back", "slash"): "\\",
    ("underscore",): "_",
    ("अंडरस्कोर",): "_",
    ("dash",): "-",
    ("hyphen",): "-",
    ("slash",): "/",
    ("स्लैश",): "/",
    ("backslash",): "\\",
    ("dot",): ".",
    ("डॉट",): ".",
    ("dunder",): "dunder",
}
_BEGINNINGS: Final = frozenset(words[0] for words in _SYMBOLS)
_TALKED_OF_AFTER: Final = _words(
    "a an the this that these those one two no any each every some another ek ye yeh yah is us wo woh"
)
_TALKED_OF_BEFORE: Final = _words(
    "is are was were of in on at to for and or not here there then character sign symbol key"
)


@dataclass(frozen=True, slots=True)
class Symbols:
    name: str = "symbols"

    def edits(self, tokens: Sequence[Token]) -> Iterator[Edit]:
        return _Reader(tokens).edits()


@dataclass(frozen=True, slots=True)
class _Made:
    """What was put together so far: shown tokens [first, end)."""

    first: int
    end: int
    text: str


class _Reader:
    """Goes through the shown tokens once, from left to right."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._indexes = shown(tokens)
        self._words = [self._word(index) for index in self._indexes]

    def edits(self) -> Iterator[Edit]:
        made: _Made | None = None
        at = 0
        while at < len(self._words):
            following = self._joined(at, made) if self._words[at] in _BEGINNINGS and self._stands_free(at) else None
            if following is None:
                at += 1
                continue
            if made is not None and made.end <= following.first:
                yield self._edit(made)
            made = following
            at = made.end
        if made is not None:
            yield self._edit(made)

    def _edit(self, made: _Made) -> Edit:
        first, last = self._indexes[made.first], self._indexes[made.end - 1]
        return Edit(first, last + 1, made.text, Script.LATIN, is_final=True)

    def _joined(self, at: int, made: _Made | None) -> _Made | None:
        """The symbol said at `at` with the words around it, what was `made` just before it included."""
        symbol, behind = self._symbol(at)
        left = made if made is not None and made.end == at else self._left(at, made.end if made is not None else 0)
        if not symbol:
            return None
        if symbol == ".":
            return self._with_ending(left, at, behind)
        if self._is_talked_of(at, behind):
            return None
        if symbol == "__" and left is not None and left.text.startswith("__"):
            return _Made(left.first, behind, f"{left.text}__")
        right = self._right(behind)
        if right is None:
            return None
        if symbol == "dunder":
            return _Made(at, right.end, f"__{right.text}__")
        is_option = symbol == "--" or (symbol == "-" and len(right.text) == 1)
        if left is not None and not is_option and symbol != "__":
            return _Made(left.first, right.end, left.text + symbol + right.text)
        # "@" needs somebody before it, and a hyphen joins two.
        return _Made(at, right.end, symbol + right.text) if is_option or symbol in ("_", "__", "/") else None

    def _with_ending(self, left: _Made | None, at: int, behind: int) -> _Made | None:
        name = self._words[behind] if behind < len(self._words) else ""
        if left is not None and left.text.endswith(_BEFORE_COUNTRY) and name in _COUNTRIES:
            return _Made(left.first, behind + 1, f"{left.text}.{name}")
        ending, end = self._ending(behind)
        if name in _DOT_FILES:
            return _Made(at, behind + 1, f".{name}")
        if ending:
            return _Made(at, end, f".{ending}") if left is None else _Made(left.first, end, f"{left.text}.{ending}")
        # "www dot example dot com": the one in the middle is known by what comes behind it.
        right = self._right(behind)
        if left is None or right is None or self._symbol(right.end)[0] != "." or not self._ending(right.end + 1)[0]:
            return None
        return _Made(left.first, right.end, f"{left.text}.{right.text}")

    def _ending(self, at: int) -> tuple[str, int]:
        """The ending said at `at`, as a word or spelled, and what is behind it; "" if there is none."""
        found, spelled = ("", at), ""
        for end, word in enumerate(self._words[at : at + _LONGEST_SPELLED], start=at + 1):
            spelled += word
            if spelled in _ENDINGS:
                found = spelled, end
            if len(word) != 1:
                break
        return found

    def _symbol(self, at: int) -> tuple[str, int]:
        for n_words in (3, 2, 1):
            said = tuple(self._words[at : at + n_words])
            if said in _SYMBOLS:
                return _SYMBOLS[said], at + len(said)
        return "", at

    def _stands_free(self, at: int) -> bool:
        behind = at + 1
        return (at == 0 or self._token(at).space != "") and (
            behind == len(self._indexes) or self._token(behind).space != ""
        )

    def _is_talked_of(self, at: int, behind: int) -> bool:
        before = self._words[at - 1] if at > 0 else ""
        after = self._words[behind] if behind < len(self._words) else ""
        return before in _TALKED_OF_AFTER or after in _TALKED_OF_BEFORE

    def _left(self, at: int, floor: int) -> _Made | None:
        """What a symbol at `at` is joined to: the word before it, with what is already joined to that."""
        if at <= floor or not self._is_operand(at - 1) or "\n" in self._token(at).space:
            return None
        if self._words[at - 1] in _TALKED_OF_AFTER or self._words[at - 1] in _BEGINNINGS:
            return None
        first, _, _ = stretch(self._tokens, self._indexes, at - 1, floor)
        return _Made(first, at, self._text(first, at))

    def _right(self, at: int) -> _Made | None:
        if at >= len(self._words) or not self._is_operand(at) or "\n" in self._token(at).space:
            return None
        if self._words[at] in _BEGINNINGS:
            return None
        _, end, _ = stretch(self._tokens, self._indexes, at)
        return _Made(at, end, self._text(at, end))

    def _is_operand(self, at: int) -> bool:
        token = self._token(at)
        return token.script in (Script.LATIN, Script.NUMBER) and not token.is_final

    def _token(self, at: int) -> Token:
        return self._tokens[self._indexes[at]]

    def _text(self, first: int, end: int) -> str:
        return "".join([self._tokens[index].text for index in self._indexes[first:end]])

    def _word(self, index: int) -> str:
        """As it is looked up; "" for what is no word."""
        token = self._tokens[index]
        if token.is_final or token.script not in (Script.LATIN, Script.DEVANAGARI):
            return ""
        return token.text.lower()
