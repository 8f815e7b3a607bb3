"""Write in capitals what was said between "caps on" and "caps off", in whichever script it stands by then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from srota_dictate.rules.pipeline import Edit
from srota_dictate.rules.tokens import Token


@dataclass(frozen=True, slots=True)
class CapsLock:
    spans: tuple[tuple[int, int], ...]  # code points of the spoken text, in order
    name: str = "caps"

    def edits(self, tokens: Sequence[Token]) -> Iterable[Edit]:
        spans = iter(self.spans)
        start, stop = next(spans, (0, 0))
        for at, token in enumerate(tokens if stop else ()):
            while token.start >= stop:
                start, stop = next(spans, (0, 0))
                if not stop:
                    return
            if token.start >= start and token.text and not token.is_final:
                capitals = token.text.upper()
                if capitals != token.text:
                    yield Edit(at, at + 1, capitals, token.script)
