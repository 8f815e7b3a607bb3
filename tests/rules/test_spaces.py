"""Spaces around marks: mended between words, left alone everywhere else."""

import pytest

from srota_dictate.rules.pipeline import apply
from srota_dictate.rules.spaces import Spaces
from srota_dictate.rules.tokens import Script, Token, text_of
from tests.rules.applied import applied


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("हाँ , ठीक है ।", "हाँ, ठीक है।"),
        ("haan,theek", "haan, theek"),
        ("haan ,theek ?nahi", "haan, theek? nahi"),
        ("क्या?हाँ", "क्या? हाँ"),
        ("है।don't", "है। don't"),
        ("क्या ?? नहीं", "क्या?? नहीं"),
        ("see ( this ) now", "see (this) now"),
        ("see [ this ] and “ that ”", "see [this] and “that”"),
        ('he said " yes " and left', 'he said "yes" and left'),
        ("in the list : one ; two", "in the list: one; two"),
    ],
)
def test_between_words_they_are_mended(heard: str, written: str) -> None:
    assert applied(Spaces(), heard) == written


@pytest.mark.parametrize(
    "text",
    [
        "12 . 5 और 2,50,000",
        "12 ,5",
        "open main.py now",
        "run ./build .env",
        "key:value at 3:30",
        "a != b",
        '5" and 6" boards',
        "- [ ] to do",
        "( open",
        'open " quote',
        "( this\nthat )",
        "two  spaces",
        "தமிழ் , x",
        "你好 , 世界",
        "नमस्ते \u200d",
        "line\n, next",
    ],
)
def test_elsewhere_they_are_left_alone(text: str) -> None:
    assert applied(Spaces(), text) == text


def test_in_code_few_marks_are_touched() -> None:
    assert applied(Spaces(is_code=True), "a ? b : f(x,y) , c ।d") == "a ? b : f(x,y), c। d"


def test_what_a_command_left_behind_has_no_space() -> None:
    tokens = (
        Token("", Script.LATIN, 0, 3),
        Token("one", Script.LATIN, 3, 7, " "),
        Token("\n", Script.OTHER, 7, 16, "", ("commands",), is_final=True),
        Token("two", Script.LATIN, 16, 20, " ", ("commands",), is_final=True),
    )
    after, changes = apply(Spaces(), tokens)
    assert text_of(after) == "one\ntwo"
    assert after[3] == Token("two", Script.LATIN, 16, 20, "", ("commands", "spaces"), is_final=True)
    assert [(change.before, change.after) for change in changes] == [(" one", "one"), (" two", "two")]
