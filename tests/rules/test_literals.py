"""What is written in letters of its own becomes one final token; everything else stays as it was."""

import pytest

from srota_dictate.rules.literals import Literals
from srota_dictate.rules.pipeline import apply
from srota_dictate.rules.tokens import tokenize


def literals(text: str, is_code: bool = False) -> list[str]:
    tokens, changes = apply(Literals(is_code), tokenize(text))
    assert changes == ()
    return [token.text for token in tokens if token.is_final]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://example.com/a?b=c&d#e.", ["https://example.com/a?b=c&d#e"]),
        ("www.example.com पर", ["www.example.com"]),
        ("लिखो me@example.co.in.", ["me@example.co.in"]),
        ("@handle और #tag", ["@handle", "#tag"]),
        ("main.py, README.MD और .env", ["main.py", "README.MD", ".env"]),
        ("user_id __init__", ["user_id", "__init__"]),
        ("/etc/hosts ../notes ~/bin C:\\Users a/b/c", ["/etc/hosts", "../notes", "~/bin", "C:\\Users", "a/b/c"]),
        ("hi :) ;-) :D, ok :/", [":)", ";-)", ":D", ":/"]),
        ("wait... what..", ["...", ".."]),
    ],
)
def test_found(text: str, expected: list[str]) -> None:
    assert literals(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "और/या and/or well-known",
        "end.Next sentence",
        "12/05/2024 3.14 2,50,000 1_000",
        "यह (देखो): ठीक",
        "note:(see)",
        "a - b --",
        "U.S.A. है",
        "haan,theek",
    ],
)
def test_not_found(text: str) -> None:
    assert literals(text) == []


def test_names_of_programmers_have_hyphens_and_slashes() -> None:
    text = "src/main --save -m save-dev and 5-6"
    assert literals(text, is_code=True) == ["src/main", "--save", "-m", "save-dev"]
    assert literals(text) == []
