"""Symbols said by name."""

import pytest

from srota_dictate.rules.symbols import Symbols
from tests.rules.applied import applied


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("main dot py", "main.py"),
        ("main dot p y खोलो", "main.py खोलो"),
        ("style dot c s s", "style.css"),
        ("फ़ाइल डॉट json", "फ़ाइल .json"),
        ("open dot env", "open .env"),
        ("the file is a dot py file", "the file is a .py file"),
        ("www dot example dot com", "www.example.com"),
        ("me at the rate example dot co dot in", "me@example.co.in"),
        ("user underscore id, ok", "user_id, ok"),
        ("underscore private", "_private"),
        ("double underscore init double underscore", "__init__"),
        ("dunder init", "__init__"),
        ("npm install dash dash save dash dev", "npm install --save-dev"),
        ("tar dash x dash f", "tar -x -f"),
        ("save hyphen dev", "save-dev"),
        ("src slash main dot py", "src/main.py"),
        ("slash etc slash hosts", "/etc/hosts"),
        ("src back slash main", "src\\main"),
        ("src slash main.py", "src/main.py"),
        ("server 2 dot log", "server 2.log"),
    ],
)
def test_written_as_symbols(heard: str, written: str) -> None:
    assert applied(Symbols(), heard) == written


@pytest.mark.parametrize(
    "text",
    [
        "the underscore is missing",
        "a dash of salt",
        "connect the dots",
        "dot on the i",
        "at the rate of five percent",
        "slash",
        "one underscore",
        "underscore\nnext line",
        "dot",
        "a-dash-b",
        "मेरा dash मेरा",
        "double",
    ],
)
def test_talked_about_they_stay_words(text: str) -> None:
    assert applied(Symbols(), text) == text
