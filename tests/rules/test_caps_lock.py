"""Capitals from where they were switched on, whatever the words have become by then."""

import pytest

from srota_dictate.rules.caps_lock import CapsLock
from srota_dictate.rules.pipeline import Edit, apply
from srota_dictate.rules.tokens import Script, text_of, tokenize
from tests.rules.test_pipeline import Fixed


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ((), "one two तीन four"),
        (((3, 7),), "one TWO तीन four"),
        (((0, 3), (11, 16)), "ONE two तीन FOUR"),
        (((3, 99),), "one TWO तीन FOUR"),
        (((1, 3),), "one two तीन four"),
    ],
)
def test_only_what_was_said_in_between(spans: tuple[tuple[int, int], ...], expected: str) -> None:
    tokens, _ = apply(CapsLock(spans), tokenize("one two तीन four"))
    assert text_of(tokens) == expected
    assert list(CapsLock(spans).edits(tokens)) == []


def test_another_script_is_written_in_capitals_too_and_what_is_final_stays() -> None:
    roman = Fixed((Edit(0, 1, "mera", Script.LATIN), Edit(1, 2, "gmail", Script.LATIN, is_final=True)))
    tokens, _ = apply(roman, tokenize("मेरा जीमेल"))
    assert text_of(apply(CapsLock(((0, 10),)), tokens)[0]) == "MERA gmail"
