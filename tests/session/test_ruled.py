"""Takes written by the rules: each program's options, the next view, own spellings as they change on disk."""

import os
from pathlib import Path

import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.rewriter.options import RewriterOptions
from srota_dictate.rules.choices import ScriptView
from srota_dictate.rules.options import ProgramRules, RulesOptions
from srota_dictate.rules.own_words import add_own_words
from srota_dictate.rules.writing import Piece
from srota_dictate.session.ruled import RuledWriter

HEARD = (Piece("मेरा favourite festival Diwali है"),)
ROMAN_IN_CHAT = RulesOptions(programs={"Chat": ProgramRules(view=ScriptView.ROMAN, commands=False)})


class Rig:
    def __init__(self, words: Path) -> None:
        self.words = words
        self.options = ROMAN_IN_CHAT
        self.rewriter = RewriterOptions()
        self.troubles: list[UserFixableError] = []
        self.writer = RuledWriter(words, lambda: self.options, lambda: self.rewriter, self.troubles.append)


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path / "words.tsv")


def test_each_program_has_its_view(rig: Rig) -> None:
    assert rig.writer.write(HEARD, "chat").text == "mera favourite festival Diwali hai"
    assert rig.writer.write(HEARD, "chat").view is ScriptView.ROMAN
    assert rig.writer.write(HEARD, "mousepad").text == HEARD[0].text
    assert rig.writer.write(HEARD, "").view is ScriptView.MIXED


def test_views_go_round_and_the_way_back_leads_to_what_was_heard(rig: Rig) -> None:
    shown = first = rig.writer.write(HEARD, "mousepad")
    others: list[str] = []
    for _ in ScriptView:
        shown = rig.writer.next_view(HEARD, "mousepad", shown) or shown
        others.append(shown.text)
    assert others[0] == "mera favourite festival Diwali hai"
    assert first.text in others[1:]


def test_a_view_that_looks_the_same_is_passed_over(rig: Rig) -> None:
    english = (Piece("12, 13"),)
    assert rig.writer.next_view(english, "", rig.writer.write(english, "")) is None


def test_commands_are_obeyed_where_they_are_wanted(rig: Rig) -> None:
    pieces = (Piece("please reply"), Piece("send", is_alone=True))
    assert rig.writer.write(pieces, "").press_enter
    assert not rig.writer.write(pieces, "chat").press_enter
    assert rig.writer.write((Piece("please reply"), Piece("scratch that", is_alone=True)), "").text == ""


def test_an_own_spelling_counts_from_the_next_text_on(rig: Rig) -> None:
    rig.writer.prepare()
    add_own_words(rig.words, {"मेरा": "mra"})
    assert rig.writer.write(HEARD, "chat").text == "mra favourite festival Diwali hai"
    rig.words.write_text("मेरा\tmeraa\nno tab\nnone here\n", encoding="utf-8")
    os.utime(rig.words, ns=(1, 1))
    assert rig.writer.write(HEARD, "chat").text.startswith("meraa ")
    assert len(rig.troubles) == 1
    assert "and 1 more" in rig.troubles[0].message


def test_a_language_model_that_cant_be_asked_leaves_the_text_and_is_told_of(rig: Rig) -> None:
    rig.rewriter = RewriterOptions(enabled=True)
    written = rig.writer.write(HEARD, "mousepad")
    assert written.text == HEARD[0].text
    assert written.trouble is not None
