"""Find what is written in letters of its own: addresses, file names, identifiers, emoticons, ellipses."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from srota_dictate.rules.pipeline import Edit
from srota_dictate.rules.tokens import Script, Token, shown

_JOINTS: Final = frozenset("._/\\@-:~#?&=%+")
_LETTERS: Final = frozenset((Script.LATIN, Script.NUMBER))
_NOT_LAST: Final = frozenset(".-:~#?&=%+@")  # they end a sentence or a part of one, not an address
_NOT_FIRST: Final = _NOT_LAST - frozenset(".~#@-")
_EYES: Final = frozenset(":;")
_NOSES: Final = frozenset("-'")
_MOUTHS: Final = frozenset("()[]DPpOo/\\|3*")
# Each of them looks at a text once, from left to right.
_ANYWHERE: Final = re.compile(
    r"(?i:^(?:[a-z][a-z0-9+.-]*://|www\.))"  # an address of the web
    r"|[a-zA-Z0-9]@[a-zA-Z]|^[@#][a-zA-Z]"  # of mail; a handle; a tag
    r"|_|\.[a-z0-9]|\.[A-Z]{2}|^(?:\.{0,2}|~)[/\\][a-zA-Z]|[/\\].+[/\\]|^[a-zA-Z]:\\"  # names in programs and of files
)
_IN_CODE: Final = re.compile(r"[/\\]|^-{1,2}[a-zA-Z]|[a-zA-Z0-9]-[a-zA-Z]")


@dataclass(frozen=True, slots=True)
class Literals:
    """Makes each of them one final token, so that no script view, stop or capital gets into it."""

    is_code: bool = False  # paths of one step, options and names with hyphens too
    name: str = "literals"

    def edits(self, tokens: Sequence[Token]) -> Iterator[Edit]:
        indexes = shown(tokens)
        done = 0
        mark = Script.MARK
        for at in [at for at, index in enumerate(indexes) if tokens[index].script is mark]:
            # A mark before a space may end one, and its beginning is seen before.
            if at < done or at + 1 == len(indexes) or tokens[indexes[at + 1]].space or tokens[indexes[at]].is_final:
                continue
            end = _emoticon_end(tokens, indexes, at) or _ellipsis_end(tokens, indexes, at)
            first, script = at, Script.OTHER
            if any(tokens[index].is_final for index in indexes[at:end]):
                continue
            if not end:
                first, end, reach = stretch(tokens, indexes, at, done)
                script = Script.LATIN
                done = reach
                if end - first < 2 or not self._is_literal("".join([tokens[i].text for i in indexes[first:end]])):
                    continue
            yield Edit(
                indexes[first],
                indexes[end - 1] + 1,
                "".join([tokens[i].text for i in indexes[first:end]]),
                script,
                is_final=True,
            )
            done = max(done, end)

    def _is_literal(self, text: str) -> bool:
        return any(map(str.isalpha, text)) and (
            _ANYWHERE.search(text) is not None or (self.is_code and _IN_CODE.search(text) is not None)
        )


def stretch(tokens: Sequence[Token], indexes: Sequence[int], at: int, floor: int = 0) -> tuple[int, int, int]:
    """Where Latin letters, digits and joining marks around number `at` begin and end, without a space between.

    The third number is where they ended before the marks of the sentence were left out.
    """
    first = at
    while first > floor and not tokens[indexes[first]].space and _may_join(tokens[indexes[first - 1]]):
        first -= 1
    end = at
    while end < len(indexes) and _may_join(tokens[indexes[end]]) and (end == at or not tokens[indexes[end]].space):
        end += 1
    reach = end
    while end > first and tokens[indexes[end - 1]].text in _NOT_LAST:
        end -= 1
    while first < end and tokens[indexes[first]].text in _NOT_FIRST:
        first += 1
    return first, end, reach


def _may_join(token: Token) -> bool:
    return not token.is_final and (token.script in _LETTERS or token.text in _JOINTS)


def _emoticon_end(tokens: Sequence[Token], indexes: Sequence[int], at: int) -> int:
    """Behind ":-)" and its like, which stand alone; 0 if there is none."""
    if tokens[indexes[at]].text not in _EYES or (at > 0 and not tokens[indexes[at]].space):
        return 0
    end = at + 1
    parts = [tokens[i].text for i in indexes[end : end + 2] if not tokens[i].space]
    if parts and parts[0] in _NOSES:
        end += 1
        parts = parts[1:]
    if not parts or parts[0] not in _MOUTHS or tokens[indexes[end]].space:
        return 0
    end += 1
    if end == len(indexes):
        return end
    after = tokens[indexes[end]]
    return end if after.space or after.script is Script.MARK else 0


def _ellipsis_end(tokens: Sequence[Token], indexes: Sequence[int], at: int) -> int:
    end = at
    while end < len(indexes) and tokens[indexes[end]].text == "." and (end == at or not tokens[indexes[end]].space):
        end += 1
    # "../notes" is the beginning of a path.
    is_path = end < len(indexes) and tokens[indexes[end]].text in ("/", "\\") and not tokens[indexes[end]].space
    return end if end - at > 1 and not is_path else 0
