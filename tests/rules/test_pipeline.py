"""Tokens and edits: nothing is lost, and every token knows where it comes from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srota_dictate.rules.pipeline import Change, Edit, apply
from srota_dictate.rules.tokens import Script, Token, text_of, tokenize


@dataclass(frozen=True)
class Fixed:
    """Gives the edits it was made with."""

    given: tuple[Edit, ...]
    name: str = "fixed"

    def edits(self, tokens: Sequence[Token]) -> Iterable[Edit]:
        return self.given


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("मेरा favourite", [("मेरा", Script.DEVANAGARI), ("favourite", Script.LATIN)]),
        ("है।don't", [("है", Script.DEVANAGARI), ("।", Script.MARK), ("don't", Script.LATIN)]),
        ("2,50,000.", [("2,50,000", Script.NUMBER), (".", Script.MARK)]),
        ("क्\u200dष தமிழ்"[:4], [("क्\u200dष", Script.DEVANAGARI)]),
        ("", []),
    ],
)
def test_scripts(text: str, expected: list[tuple[str, Script]]) -> None:
    assert [(token.text, token.script) for token in tokenize(text)] == expected


@given(st.text())
def test_nothing_is_lost_and_origins_have_no_gap(text: str) -> None:
    tokens = tokenize(text)
    assert text_of(tokens) == text
    ends = [0, *(token.stop for token in tokens)]
    assert [token.start for token in tokens] == ends[:-1]
    assert ends[-1] == len(text)


def test_an_edit_is_kept_with_before_and_after() -> None:
    tokens, changes = apply(Fixed((Edit(1, 3, "250000", Script.NUMBER),)), tokenize("दो लाख पचास है"))
    assert text_of(tokens) == "दो 250000 है"
    assert tokens[1].rules == ("fixed",)
    assert changes == (Change("fixed", 2, 11, " लाख पचास", " 250000"),)


def test_edits_that_overlap_are_refused() -> None:
    edits = (Edit(0, 2, "a", Script.LATIN), Edit(1, 2, "b", Script.LATIN))
    with pytest.raises(ValueError, match="overlap"):
        apply(Fixed(edits), tokenize("one two three"))
