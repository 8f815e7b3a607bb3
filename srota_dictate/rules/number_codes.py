"""Numbers said digit by digit: phone numbers, PINs, one-time passwords."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from srota_dictate.rules.amounts import CODES, text_at
from srota_dictate.rules.number_reading import code
from srota_dictate.rules.number_runs import Run, run_at
from srota_dictate.rules.number_times import Put
from srota_dictate.rules.number_words import STARTS, Kind
from srota_dictate.rules.tokens import Script, Token

_LABEL_DISTANCE: Final = 3  # tokens: "OTP is", "नंबर है"
_MIN_PHONE_DIGITS: Final = 7
_MIN_PAIRED_DIGITS: Final = 10  # said in pairs
_MAX_COUNT_DOWN: Final = 7
_MIN_INTERNATIONAL_DIGITS: Final = 11
_MIN_DIGITS: Final = 4
_MIN_MARKED_DIGITS: Final = 3  # with "double", or after "code"


@dataclass(frozen=True, slots=True)
class _Said:
    run: Run
    digits: str


def codes_at(tokens: Sequence[Token], run: Run) -> list[Put]:
    """The run as a code, and the groups after it when together they are a phone number; nothing otherwise."""
    said = _said(run)
    if said is None:
        return []
    groups = [said]
    while text_at(tokens, groups[-1].run.end) == ",":
        following = run_at(tokens, groups[-1].run.end + 1)
        group = _said(following) if following is not None else None
        if group is None or len(group.digits) == 1:
            break
        groups.append(group)
    n_digits = sum(len(group.digits) for group in groups)
    if len(said.digits) > 1 and len(groups) > 1 and n_digits >= _MIN_PHONE_DIGITS:
        return [Put(group.run.first, group.run.end, group.digits) for group in groups]
    if not _is_code(said, is_labelled=_is_labelled(tokens, run)):
        return []
    if text_at(tokens, run.first - 1) in ("plus", "प्लस") and len(said.digits) >= _MIN_INTERNATIONAL_DIGITS:
        return [Put(run.first - 1, run.end, "+" + said.digits)]
    return [Put(run.first, run.end, said.digits)]


def _said(run: Run) -> _Said | None:
    digits = code(run.words) if len(run.items) > 1 else None
    return None if digits is None else _Said(run, digits)


def _is_labelled(tokens: Sequence[Token], run: Run) -> bool:
    for token in reversed(tokens[max(run.first - _LABEL_DISTANCE, 0) : run.first]):
        is_mark = token.script is Script.MARK and token.text != ":"
        if is_mark or token.script is Script.NUMBER or token.text in STARTS:
            return False
        if token.text in CODES:
            return True
    return False


def _is_code(said: _Said, *, is_labelled: bool) -> bool:
    words = said.run.words
    n_digits = len(said.digits)
    if any(word.value >= 10 for word in words):
        return n_digits >= (_MIN_DIGITS if is_labelled else _MIN_PAIRED_DIGITS)
    is_marked = is_labelled or any(word.kind is Kind.REPEAT for word in words)
    if n_digits < (_MIN_MARKED_DIGITS if is_marked else _MIN_DIGITS):
        return False
    return is_marked or not (_is_counting(said.digits) or _is_in_twos(said.digits))


def _is_counting(digits: str) -> bool:
    """ "one two three four", and back, unless it is as long as a phone number."""
    steps = {int(after) - int(before) for before, after in pairwise(digits)}
    return steps == {1} or (steps == {-1} and len(digits) <= _MAX_COUNT_DOWN)


def _is_in_twos(digits: str) -> bool:
    """ "दो दो चार चार": so many each."""
    return len(digits) == _MIN_DIGITS and digits[0] == digits[1] and digits[2] == digits[3]
