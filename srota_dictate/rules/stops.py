"""Put a danda or a full stop where a sentence ends, as the person wants it, and none where code ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from srota_dictate.rules.choices import Stop
from srota_dictate.rules.pipeline import Edit
from srota_dictate.rules.sentences import DANDA, ENDS, FULL_STOP, ends_sentence
from srota_dictate.rules.tokens import Script, Token, shown

_STOPS: Final = frozenset((DANDA, FULL_STOP))
_BY_SCRIPT: Final = {Script.DEVANAGARI: DANDA, Script.LATIN: FULL_STOP}


@dataclass(frozen=True, slots=True)
class Stops:
    """Changes a stop into the other one; never a question mark, an ellipsis, or the stop of an abbreviation."""

    stop: Stop
    is_roman: bool = False  # nobody writes a danda after Roman letters: "as it is heard" is a full stop there
    ends_bare: bool = False  # the last stop goes
    name: str = "stops"

    def edits(self, tokens: Sequence[Token]) -> Iterator[Edit]:
        indexes = shown(tokens)
        begin, script = 0, None
        for at in [at for at, index in enumerate(indexes) if tokens[index].text in ENDS]:
            if not ends_sentence(tokens, indexes, at):
                continue
            token = tokens[indexes[at]]
            scripts = (tokens[index].script for index in reversed(indexes[begin:at]))
            script = next((each for each in scripts if each in _BY_SCRIPT), script)  # a second stop ends the same words
            if token.text in _STOPS and not token.is_final:
                wanted = self._wanted(token.text, script)
                if self.ends_bare and at == len(indexes) - 1 and not _is_in_row(tokens, indexes, at):
                    wanted = ""
                if wanted != token.text:
                    yield Edit(indexes[at], indexes[at] + 1, wanted, Script.MARK)
            begin = at + 1

    def _wanted(self, heard: str, script: Script | None) -> str:
        """What ends a sentence whose last letters have this script."""
        match self.stop:
            case Stop.KEEP:
                return FULL_STOP if self.is_roman else heard
            case Stop.DANDA:
                return DANDA
            case Stop.FULL_STOP:
                return FULL_STOP
            case Stop.BY_SCRIPT:
                return heard if script is None else _BY_SCRIPT[script]
            case _ as never:
                assert_never(never)


def _is_in_row(tokens: Sequence[Token], indexes: Sequence[int], at: int) -> bool:
    """Whether it stands at the beginning, or behind another stop: then it means something of its own."""
    return at == 0 or tokens[indexes[at - 1]].text in _STOPS
