"""Begin a sentence with a capital after the end of another; Latin only, the other scripts have none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from srota_dictate.rules.pipeline import Edit
from srota_dictate.rules.sentences import CLOSERS, ENDS, ends_sentence
from srota_dictate.rules.tokens import Script, Token, shown

# Between the end of a sentence and the first word of the next.
_BETWEEN: Final = CLOSERS | frozenset("([{‘“")


@dataclass(frozen=True, slots=True)
class Capitals:
    """Leaves the first word of a take as it is: what was dictated may go on in the middle of a sentence."""

    name: str = "capitals"

    def edits(self, tokens: Sequence[Token]) -> Iterator[Edit]:
        indexes = shown(tokens)
        for at in [at for at, index in enumerate(indexes) if tokens[index].text in ENDS]:
            if not ends_sentence(tokens, indexes, at):
                continue
            first = at + 1
            while first < len(indexes) and _is_between(tokens[indexes[first]].text):
                first += 1
            if first == len(indexes):
                return
            index, word = indexes[first], tokens[indexes[first]]
            if word.script is Script.LATIN and not word.is_final and word.text.islower():  # not "iPhone"
                capital = word.text[0].upper() + word.text[1:]
                if len(capital) == len(word.text):
                    yield Edit(index, index + 1, capital, Script.LATIN)


def _is_between(text: str) -> bool:
    return text in _BETWEEN or text.isspace()
