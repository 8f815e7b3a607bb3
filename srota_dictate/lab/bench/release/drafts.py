"""What a look is told to expect: what the last one found, believed as far as it is right or as far as is wanted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from srota_dictate.lab.bench.release.options import TOKENS_PER_S
from srota_dictate.types import SAMPLE_RATE_HZ


@dataclass(frozen=True, slots=True)
class Guess:
    """A draft, and how many of its tokens the model is made to agree with; None: that is up to the model."""

    tokens: tuple[int, ...] = ()
    n_believed: int | None = None


class Drafts(Protocol):
    """The guesses of one recording."""

    def guess(self) -> Guess:
        """For the next look, or the answer."""
        ...

    def keep(self, n_samples: int, answer: Sequence[int]) -> None:
        """A look at so much of it found this, whether it was stopped or not."""
        ...


class OwnDrafts:
    """Each look begins with what the last one found, as in the program."""

    def __init__(self, end_ids: frozenset[int]) -> None:
        self._end_ids = end_ids
        self._found: tuple[int, ...] = ()

    def guess(self) -> Guess:
        return Guess(self._found)

    def keep(self, n_samples: int, answer: Sequence[int]) -> None:  # noqa: ARG002 - the newest counts
        self._found = tuple(token for token in answer if token not in self._end_ids) or self._found


class InjectedDrafts:
    """For a model that invents: what it writes about a part of a recording says nothing about the whole.

    So each look begins with what the last one found, and is made to agree with all of it but the last few tokens. It
    has as many steps before it as a real one.
    """

    def __init__(self, n_wrong: int) -> None:
        """`n_wrong` tokens at the end of each draft are not agreed with."""
        self._n_wrong = n_wrong
        self._found: tuple[int, ...] = ()

    def guess(self) -> Guess:
        return Guess(self._found, max(0, len(self._found) - self._n_wrong))

    def keep(self, n_samples: int, answer: Sequence[int]) -> None:
        self._found = tuple(answer[: n_tokens_for(n_samples)]) or self._found


def n_tokens_for(n_samples: int) -> int:
    """How many tokens so much speech is taken to need."""
    return max(1, round(TOKENS_PER_S * n_samples / SAMPLE_RATE_HZ))
