"""What the stages of dictation say reaches the person in their language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import srota_dictate
from srota_dictate.app.said import said, said_fully
from srota_dictate.app.texts_en import ENGLISH
from srota_dictate.app.texts_hi import HINDI
from srota_dictate.types import HeldBecause

PACKAGE = Path(srota_dictate.__file__).parent
STAGES = ("hotkey", "output", "session", "recorder", "rewriter", "rules", "portal.py", "desktop_session.py", "types.py")
# Words of other programs, of the log, and what the desktop's portal shows in its own dialogues.
NOT_FOR_THE_PERSON = re.compile(
    r"\w*Hotkey \||PortAudio (does|hangs)|Apple files promise|Ole Private Data|.*: no answer after|.* -m srota_dictate"
    r"|.* can't be read: run|.*ydotool|.* of the last \d|(Dictate|Start and end|Drop|Write the|Take the|Show the) "
    # In the log, in reprs, and what a language model is told.
    r"|\{\} in \{\}, |(Change|Edit|Token)\(|You correct dictated"
)


def sentences() -> Iterator[str]:
    """All that begins like a sentence in the stages' code, with {} for what is put in."""
    for stage in STAGES:
        path = PACKAGE / stage
        for file in sorted(path.rglob("*.py")) if path.is_dir() else (path,):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            inner = {
                id(part)
                for node in ast.walk(tree)
                for part in ([node.value] if isinstance(node, ast.Expr) else getattr(node, "values", []))
            }
            for node in ast.walk(tree):
                if id(node) not in inner and (text := literal(node)) and re.match(r"([A-Z]|\{)\S* \S+ \S", text):
                    yield text


def literal(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(literal(part) or "{}" for part in parts)
        case _:
            return ""


def test_every_sentence_is_there_in_hindi() -> None:
    told = {text for text in sentences() if not NOT_FOR_THE_PERSON.match(text)}
    assert len(told) > 100
    assert sorted(text for text in told if said(HINDI, text) == text) == []


@pytest.mark.parametrize("why", HeldBecause)
def test_why_a_text_is_held(why: HeldBecause) -> None:
    assert said_fully(HINDI, why.value).endswith("।")
    assert said_fully(ENGLISH, why.value) == f"{why.value}."


def test_what_is_put_in_stays_or_is_said_itself() -> None:
    assert said(HINDI, "Another program already uses F9") == "F9: यह कुंजी कोई दूसरा प्रोग्राम पहले से लेता है"
    locked = said(HINDI, "The text is in the window, but Enter was not pressed: The screen is locked")
    assert locked == "पाठ विंडो में है, पर Enter नहीं दबाया गया: स्क्रीन लॉक है"
    assert said_fully(HINDI, "Nobody has translated this") == "Nobody has translated this."


def test_both_languages_put_in_the_same() -> None:
    assert [text for text, hindi in HINDI.said.items() if text.count("{}") != hindi.count("{}")] == []
