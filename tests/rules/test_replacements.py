"""Replacements: whole words, literal, any script, the longest first, once."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srota_dictate.rules.pipeline import apply
from srota_dictate.rules.replacements import Replacements
from srota_dictate.rules.tokens import Script, text_of, tokenize


def replaced(text: str, replacements: dict[str, str]) -> str:
    tokens, _ = apply(Replacements.of(replacements), tokenize(text))
    return text_of(tokens)


@pytest.mark.parametrize(
    ("text", "replacements", "expected"),
    [
        ("मेरा सरोटा और srota।", {"सरोटा|srota": "Srota"}, "मेरा Srota और Srota।"),
        ("SROTA, Srota", {"srota": "Srota"}, "Srota, Srota"),
        ("gmail Gmail GMAIL", {"Gmail": "GMail"}, "gmail GMail GMAIL"),
        ("गिट हब पर git  hub, git", {"गिट हब|git hub": "GitHub", "git": "Git"}, "GitHub पर GitHub, Git"),
        ("git hub action", {"git": "1", "git hub": "2", "git hub actions": "3"}, "2 action"),
        ("github gits git-hub", {"git hub": "GitHub", "git": "Git"}, "github gits Git-hub"),
        ("user_id id2 id", {"id": "ID"}, "user_id id2 ID"),
        ("appमें app में", {"app": "App"}, "appमें App में"),
        ("node.js node. js", {"node.js": "Node.js"}, "Node.js node. js"),
        ("c++ c + +", {"c++": "C++"}, "C++ c + +"),
        ("don’t Don't", {"don't": "do not"}, "do not do not"),
        ("12.5 12", {"12": "twelve"}, "12.5 twelve"),
        ("umm, हाँ umm जी", {"umm": ""}, ", हाँ जी"),
        ("சரோட்டா சரோட்டாவின்", {"சரோட்டா": "Srota"}, "Srota சரோட்டாவின்"),
        ("中文字 中文", {"中文": "Chinese"}, "中文字 Chinese"),
        ("straße STRASSE", {"straße": "road"}, "road road"),
    ],
)
def test_what_is_written(text: str, replacements: dict[str, str], expected: str) -> None:
    assert replaced(text, replacements) == expected


def test_two_ways_to_write_a_letter_are_one() -> None:
    composed, decomposed = "\u095bमीन", "ज\u093cमीन"
    assert replaced(f"{composed} {decomposed}", {decomposed: "zameen"}) == "zameen zameen"
    assert replaced("क्\u200dया", {"क्या": "kya"}) == "kya"


def test_a_pattern_that_matches_itself_is_written_once() -> None:
    tokens, _ = apply(Replacements.of({"a": "a a", "b": "c", "c": "b"}), tokenize("a b c"))
    assert text_of(tokens) == "a a c b"
    assert apply(Replacements.of({"a": "a a", "b": "c", "c": "b"}), tokens) == (tokens, ())


def test_terms_are_written_as_they_are_spelled_unless_they_are_common_words() -> None:
    rule = Replacements.of({"github": "Github"}, ["GitHub", "Visual Studio", "iPhone", "IT", "Apple"], {"apple"})
    tokens, changes = apply(rule, tokenize("github visual  studio IPHONE iPhone it apple"))
    assert text_of(tokens) == "Github Visual Studio iPhone iPhone it apple"
    assert [token.is_final for token in tokens] == [True, True, True, True, False, False]
    assert len(changes) >= 3


@pytest.mark.parametrize("pattern", [".*", "(a+)+$", "a|*", "[a-z]", "\\w"])
def test_patterns_are_no_regular_expressions(pattern: str) -> None:
    assert replaced("bbb bbbbbb!", {pattern: "x"}) == "bbb bbbbbb!"
    assert replaced("(a+)+$", {"(a+)+$": "x"}) == "x"


@pytest.mark.parametrize("pattern", ["", " ", "|", "srota||", " ".join("a" * 21)])
def test_patterns_that_are_no_good_are_named_and_the_others_used(pattern: str) -> None:
    made = Replacements.of({pattern: "x", "b": "B"})
    assert made.trouble
    assert text_of(apply(made, tokenize("b c"))[0]) == "B c"


def test_what_is_written_is_final_and_has_the_script_of_its_first_word() -> None:
    tokens, changes = apply(Replacements.of({"सरोटा": "Srota", "pm": "प्रधान मंत्री"}), tokenize("सरोटा, pm"))
    assert [(token.script, token.is_final) for token in tokens] == [
        (Script.LATIN, True),
        (Script.MARK, False),
        (Script.DEVANAGARI, True),
    ]
    assert [(change.before, change.after) for change in changes] == [("सरोटा", "Srota"), (" pm", " प्रधान मंत्री")]


def test_what_another_rule_made_final_stays() -> None:
    tokens, _ = apply(Replacements.of({"one": "b", "b two": "x"}), tokenize("one two"))
    assert text_of(apply(Replacements.of({"b": "y", "b two": "x", "two": "z"}), tokens)[0]) == "b z"


def test_a_megabyte_without_a_space_and_a_pattern_from_every_word_on() -> None:
    assert replaced("a" * 1_000_000, {"a": "b"}) == "a" * 1_000_000
    many = " ".join("a" * 50_000)
    assert replaced(many, {" ".join("a" * 19) + " b": "x"}) == many


@given(st.text(), st.dictionaries(st.text(min_size=1, max_size=5), st.text(max_size=5), max_size=5))
def test_only_listed_words_change_and_twice_is_as_once(text: str, replacements: dict[str, str]) -> None:
    rule = Replacements.of(replacements)
    tokens, changes = apply(rule, tokenize(text))
    assert apply(rule, tokens) == (tokens, ())
    written = {unicodedata.normalize("NFC", written) for written in replacements.values()}
    assert {change.after.lstrip() for change in changes} <= {text.lstrip() for text in written}
    if not changes:
        assert text_of(tokens) == text
