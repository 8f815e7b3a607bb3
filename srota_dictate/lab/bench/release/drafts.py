"""What a look is told to expect: what the model found before, or the truth with an error where one is wanted."""

from collections.abc import Sequence
from typing import Protocol

from srota_dictate.lab.bench.release.options import TOKENS_PER_S
from srota_dictate.types import SAMPLE_RATE_HZ


class Drafts(Protocol):
    """The guesses of one recording."""

    def guess(self, n_samples: int) -> Sequence[int]:
        """For so much of the recording."""
        ...

    def is_enough(self, n_samples: int, answer: Sequence[int]) -> bool:
        """Whether a look at so much of it may end with that answer."""
        ...

    def keep(self, n_samples: int, answer: Sequence[int]) -> None:
        """A look at so much of it found this, whether it was stopped or not."""
        ...


class OwnDrafts:
    """Each look begins with what the last one found, as in the program."""

    def __init__(self, end_ids: frozenset[int]) -> None:
        self._end_ids = end_ids
        self._found: list[int] = []

    def guess(self, n_samples: int) -> Sequence[int]:  # noqa: ARG002 - the same for any
        return self._found

    def is_enough(self, n_samples: int, answer: Sequence[int]) -> bool:  # noqa: ARG002 - a real answer ends by itself
        return False

    def keep(self, n_samples: int, answer: Sequence[int]) -> None:  # noqa: ARG002 - the newest counts
        self._found = [token for token in answer if token not in self._end_ids] or self._found


class InjectedDrafts:
    """For a model that invents: the guess is the truth as far as the looks have come, with an error near its end.

    What it writes about a part of the recording says nothing about the whole. So a look at a part checks a guess of the
    usual length, and goes on for as many steps as a real one, whose guess would have held up to the error.
    """

    def __init__(self, truth: Sequence[int], n_heard: int, n_wrong: int) -> None:
        """`truth` answers the first `n_heard` samples; the guess is wrong from its last `n_wrong` tokens on."""
        self._truth = truth
        self._n_heard = n_heard
        self._n_wrong = n_wrong
        self._n_found = 0

    def guess(self, n_samples: int) -> Sequence[int]:  # noqa: ARG002 - the same for any
        return with_error(self._truth[: self._n_found], self._n_wrong)

    def is_enough(self, n_samples: int, answer: Sequence[int]) -> bool:
        return n_samples != self._n_heard and self._n_right + len(answer) >= n_tokens_for(n_samples)

    def keep(self, n_samples: int, answer: Sequence[int]) -> None:
        right = 0 if n_samples == self._n_heard else self._n_right
        self._n_found = min(n_tokens_for(n_samples), right + len(answer))

    @property
    def _n_right(self) -> int:
        return max(0, self._n_found - self._n_wrong)


def n_tokens_for(n_samples: int) -> int:
    """How many tokens so much speech is taken to need."""
    return max(1, round(TOKENS_PER_S * n_samples / SAMPLE_RATE_HZ))


def with_error(truth: Sequence[int], n_before_end: int) -> list[int]:
    """The truth with one wrong token so far before its end; 0 leaves it right."""
    draft = list(truth)
    if n_before_end and draft:
        at = max(0, len(draft) - n_before_end)
        draft[at] += 1 if draft[at] == 0 else -1
    return draft


def n_right(guess: Sequence[int], answer: Sequence[int]) -> int:
    """How many tokens of the guess were right before the first wrong one."""
    same = (i for i, (a, b) in enumerate(zip(guess, answer, strict=False)) if a != b)
    return next(same, min(len(guess), len(answer)))
