"""What holds for all rules together, and for each: whatever was heard, whatever was chosen."""

import sys
from collections.abc import Callable, Sequence
from random import Random
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from srota_dictate.rules.lexicons import load_lexicons
from srota_dictate.rules.options import Profile, RulesOptions, ScriptView, Stop
from srota_dictate.rules.pipeline import Change, Rule, apply
from srota_dictate.rules.tokens import Token, text_of, tokenize
from srota_dictate.rules.writing import Piece, Writer
from tests.rules.heard import every_option, heard_texts

WRITER = Writer(load_lexicons())
PROGRAMMER = RulesOptions(profile=Profile.PROGRAMMER, stop=Stop.BY_SCRIPT)
EVERYTHING = [
    RulesOptions(view=view, profile=profile, stop=stop)
    for view in ScriptView
    for profile, stop in ((Profile.PLAIN, Stop.BY_SCRIPT), (Profile.PROGRAMMER, Stop.FULL_STOP))
]

# Repeated, each of them is the worst that can come for some rule.
_UNITS = (
    '-|.|( |" |!" |: |a.|_a|dot |-dot|dash |x dash |dunder |। |,क|क|a|A. |‘“|c |'
    "दो |do |लाख |साढ़े |twenty |point |नई लाइन |scratch that |वो हटाओ |caps on "
)


def written(text: str, options: RulesOptions) -> str:
    return WRITER.write((Piece(text),), options).text


def rules() -> list[Rule]:
    """Each rule once, as some options make it."""
    return list({rule.name: rule for options in EVERYTHING for rule in WRITER.rules(options)}.values())


def assert_origins(tokens: Sequence[Token], spoken: str) -> None:
    ends = [0, *(token.stop for token in tokens)]
    assert [token.start for token in tokens] == ends[:-1]
    assert ends[-1] == len(spoken)


@settings(max_examples=300)
@given(heard_texts(), every_option())
def test_what_is_written_is_written_the_same_again(text: str, options: RulesOptions) -> None:
    if options.view is not ScriptView.MIXED:
        # In another script the word beside a number or a symbol's name may no longer say what is meant.
        options = options.model_copy(update={"numbers": False, "profile": Profile.PLAIN})
    once = written(text, options)
    assert written(once, options) == once


@settings(max_examples=200)
@given(st.lists(st.builds(Piece, heard_texts(), st.booleans()), max_size=4), every_option(), st.sampled_from(" \n"))
def test_tokens_stand_for_all_that_was_spoken(pieces: list[Piece], options: RulesOptions, between: str) -> None:
    changes: list[Change] = []
    result = WRITER.write(pieces, options, between, changes.append)
    assert result.text == text_of(result.tokens)
    assert result.spoken == between.join(piece.text for piece in pieces if piece.text or between == "\n")
    assert_origins(result.tokens, result.spoken)
    for change in changes:
        assert 0 <= change.start <= change.stop <= len(result.spoken)
        assert change.before != change.after


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
@given(text=heard_texts(), chance=st.integers(0, 2**32).map(Random))
@settings(max_examples=60)
def test_each_rule_keeps_its_promises(rule: Rule, text: str, chance: Random) -> None:
    before = tuple(token._replace(is_final=chance.random() < 0.2) for token in tokenize(text))
    after, changes = apply(rule, before)
    assert_origins(after, text)
    edits = list(rule.edits(before))
    for edit in edits:
        finals = [token for token in before[edit.first : edit.end] if token.is_final]
        assert not finals or (
            len(finals) == edit.end - edit.first == 1 and edit.text == finals[0].text and edit.is_final
        )
    listed = {index for edit in edits for index in range(edit.first, edit.end)}
    untouched = [token for index, token in enumerate(before) if index not in listed]
    assert [token for token in after if token in untouched] == untouched
    assert len(changes) <= len(edits)
    assert all(rule.name in token.rules for token in after if token not in before)


@pytest.mark.parametrize("options", EVERYTHING, ids=lambda o: f"{o.view.value}-{o.profile.value}")
@pytest.mark.parametrize(
    "text",
    ["வணக்கம் , உலகம் !", "مرحبا بالعالم ، كيف؟", "你好 , 世界 。", "ி ்", "\udc80\udcff ?", "😀 👍🏽 !", "\x00\x07"],
)
def test_other_scripts_and_broken_text_pass_unchanged(options: RulesOptions, text: str) -> None:
    assert written(text, options) == text


@pytest.mark.parametrize("text", ["ा ि ँ ्", "\u200d\u200c", "़", "क्", "्क"])
def test_lone_matras_pass_unchanged_as_they_were_heard(text: str) -> None:
    assert written(text, RulesOptions()) == text


def lines_executed(work: Callable[[], object]) -> int:
    """How many lines of the rules it executes: what a stopwatch would tell, without the weather."""
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        if "srota_dictate/rules" not in frame.f_code.co_filename.replace("\\", "/"):
            return None
        count += event == "line"
        return trace

    outer = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(outer)
    return count


@pytest.mark.parametrize("view", ScriptView, ids=lambda view: view.value)
@pytest.mark.parametrize("unit", [*_UNITS.split("|"), "\n( "])
def test_work_grows_with_the_length_of_the_text(view: ScriptView, unit: str) -> None:
    options = PROGRAMMER.model_copy(update={"view": view})
    short, long = (lines_executed(lambda n=n: written(unit * n, options)) for n in (100, 400))
    assert long < 5 * short + 500


@pytest.mark.parametrize("unit", ["क", "a", "你", "a.b_"])
def test_a_megabyte_without_a_space_passes(unit: str) -> None:
    text = unit * (1_000_000 // len(unit.encode()))
    assert written(text, PROGRAMMER) == text


@pytest.mark.parametrize(
    ("heard", "plain", "programmer"),
    [
        ("open main dot py.", "open main dot py.", "open main.py"),
        ("ठीक है . then see e.g. main.py", "ठीक है. Then see e.g. main.py", "ठीक है। Then see e.g. main.py"),
        ("see www.example.com/a?b=c . ok", "see www.example.com/a?b=c. Ok", "see www.example.com/a?b=c. Ok"),
    ],
)
def test_the_rules_work_together(heard: str, plain: str, programmer: str) -> None:
    assert written(heard, RulesOptions()) == plain
    assert written(heard, PROGRAMMER) == programmer
