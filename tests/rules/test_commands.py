"""Spoken commands: what is said and what is written for it, and sentences that only contain the words."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from srota_dictate.rules.command_words import Action, Write, shipped_commands
from srota_dictate.rules.commands import Commands, Span, commands_in, may_end_in_command
from srota_dictate.rules.lexicons import load_lexicons
from srota_dictate.rules.options import RulesOptions, ScriptView, Stop
from srota_dictate.rules.phrases import key_of
from srota_dictate.rules.pipeline import Change, apply
from srota_dictate.rules.tokens import text_of, tokenize
from srota_dictate.rules.writing import Piece, Writer, Written

DATA = Path(__file__).parent.parent / "data"
ENTER = "⏎"
# What is written is looked at here, not how sentences begin.
OPTIONS = RulesOptions(capitals=False, numbers=False)
WRITER = Writer(load_lexicons())
SHIPPED = shipped_commands()


def lines(name: str) -> list[str]:
    return [line for line in (DATA / name).read_text("utf-8").splitlines() if not line.startswith("#")]


def rows() -> list[tuple[str, str]]:
    return [(said, written) for said, written in (line.split("\t") for line in lines("commands.tsv"))]


def write(said: str, options: RulesOptions = OPTIONS, is_alone: bool = True) -> Written:
    return WRITER.write([Piece(text, is_alone) for text in said.split(" | ")], options)


def shown(written: Written) -> str:
    return written.text + ENTER * written.press_enter


def test_there_are_enough_of_both() -> None:
    assert len(rows()) >= 120
    assert len(lines("not_commands.txt")) >= 120


@pytest.mark.parametrize(("said", "expected"), rows())
def test_what_is_said_is_done(said: str, expected: str) -> None:
    assert shown(write(said)) == expected.replace("\\n", "\n")


def test_the_manual_tells_of_commands_only() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "commands.md").read_text("utf-8")
    table = [line.rsplit("|", 2)[0] for line in manual.splitlines() if line.startswith("| `")]
    told = [phrase for line in table for phrase in re.findall("`(.+?)`", line)]
    assert len(told) > 40
    assert [phrase for phrase in told if key_of(phrase) not in SHIPPED.meanings] == []


@pytest.mark.parametrize("said", sorted({said for said, _ in rows() if " | " not in said}))
def test_what_is_done_is_known_for_a_command(said: str) -> None:
    assert bool(commands_in(said, OPTIONS)) == (shown(write(said)) != said)
    assert may_end_in_command(f"कल मिलते हैं {said}", OPTIONS)


@pytest.mark.parametrize("sentence", ["", "…", "कल मिलते हैं", "the comma is missing in this one"])
def test_what_says_anything_else_is_no_command(sentence: str) -> None:
    assert commands_in(sentence, OPTIONS) == ()
    assert not may_end_in_command(sentence, OPTIONS)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("मैं आया | full stop new line | वो गया", "मैं आया.\nवो गया"),
        ("मैं आया. | Full stop, new paragraph. | वो गया", "मैं आया.\n\nवो गया"),
        ("मैं आया | पूर्ण विराम नई लाइन", "मैं आया।\n"),
        ("new line new line", "\n\n"),
        ("कल | comma new line bullet | परसों", "कल,\n• परसों"),
        ("कल | send new line", "कल send new line"),
        ("कल | full stop send", "कल.⏎"),
        ("कल | full stop और new line", "कल full stop और new line"),
        ("कल | comma comma comma comma", "कल,,,,"),
    ],
)
def test_several_commands_are_said_in_one_breath(said: str, expected: str) -> None:
    assert shown(write(said)) == expected


def test_what_is_said_in_one_breath_is_known_in_order() -> None:
    assert commands_in("scratch that new paragraph", OPTIONS)[0] is Action.SCRATCH
    assert len(commands_in("scratch that new paragraph", OPTIONS)) == 2


def test_own_commands_are_known_too() -> None:
    own = OPTIONS.model_copy(update={"own_commands": {"my address|मेरा पता": "12, MG Road"}})
    assert commands_in("My address.", own) == (Write("12, MG Road"),)
    assert may_end_in_command("लिखो मेरा पता", own)
    assert commands_in("My address.", OPTIONS) == ()


@pytest.mark.parametrize("sentence", lines("not_commands.txt"))
def test_a_sentence_with_the_words_of_commands_stays(sentence: str) -> None:
    for said in (sentence, f"अच्छा | {sentence}", f"{sentence} | ठीक है"):
        assert shown(write(said)) == said.replace(" | ", " ")
        assert shown(write(said, is_alone=False)) == said.replace(" | ", " ")


@pytest.mark.parametrize("said", sorted({piece for said, _ in rows() for piece in said.split(" | ")}))
def test_without_a_pause_on_both_sides_nothing_is_commanded(said: str) -> None:
    assert shown(write(said, is_alone=False)) == said
    around = WRITER.write([Piece("पहले"), Piece(said), Piece("बाद में")], OPTIONS)
    assert shown(around) == f"पहले {said} बाद में"


def test_one_switch_turns_all_of_it_off() -> None:
    off = OPTIONS.model_copy(update={"commands": False, "own_commands": {"my address": "Delhi"}, "command_prefix": "x"})
    for said, _ in [*rows(), ("my address", ""), ("x new line", "")]:
        assert shown(write(said, off)) == said.replace(" | ", " ")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("मैं कमांड नई लाइन तुम", "मैं\nतुम"),
        ("मैं, कमांड, नई लाइन। तुम", "मैं,\nतुम"),
        ("Hello command comma world command full stop", "Hello, world."),
        ("Hello. Command question mark", "Hello?"),
        ("command open quote yes command close quote", '"yes"'),
        ("one command new paragraph command bullet two", "one\n\n• two"),
        ("यह रहे। यह जाए कमांड वो हटाओ यह आए", "यह रहे। यह आए"),
        ("hello command send", f"hello{ENTER}"),
        ("hello command send.", f"hello{ENTER}"),
        ("hello command send the file", "hello command send the file"),
        ("in my command new things happen", "in my command new things happen"),
        ("command", "command"),
        ("command command new line x", "command\nx"),
        ("all of command all caps nasa is", "all of NASA is"),
        ("command thumbs up emoji", "👍"),
        ("command घर का पता", "12, MG Road\nDelhi"),
    ],
)
@pytest.mark.parametrize("is_alone", [False, True])
def test_after_the_prefix_word_no_pause_is_needed(said: str, expected: str, is_alone: bool) -> None:
    own = {"घर का पता|ghar ka pata": "12, MG Road\nDelhi"}
    options = OPTIONS.model_copy(update={"command_prefix": "command|कमांड", "own_commands": own})
    assert shown(write(said, options, is_alone)) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("My address.", "12, MG Road\nDelhi"),
        ("पता: | माई ऐड्रेस।", "पता: 12, MG Road\nDelhi"),
        ("a | sign off | b", "a\n\nRegards,\nAsha\nb"),
        ("a | new line | b", "a <br> b"),
        ("a | umm | b", "a b"),
        ("umm | b", "b"),
        ("my address please", "my address please"),
        ("a | smart quote | b", "a “b"),
        ("नई लाइन", "\n"),
    ],
)
def test_own_commands_are_written_exactly_and_come_first(said: str, expected: str) -> None:
    own = {
        "my address|माई ऐड्रेस": "12, MG Road\nDelhi",
        "Sign-off": "\n\nRegards,\nAsha\n",
        "new line": "<br>",
        "UMM": "",
        "smart quote": "“",
        "": "never",
        "...": "never",
    }
    assert shown(write(said, OPTIONS.model_copy(update={"own_commands": own}))) == expected


@pytest.mark.parametrize(
    ("view", "stop", "said", "expected"),
    [
        (ScriptView.MIXED, Stop.KEEP, "है | full stop", "है."),
        (ScriptView.MIXED, Stop.BY_SCRIPT, "है | full stop", "है।"),
        (ScriptView.MIXED, Stop.BY_SCRIPT, "है office में ok | पूर्ण विराम", "है office में ok."),
        (ScriptView.MIXED, Stop.DANDA, "ok | period", "ok।"),
        (ScriptView.MIXED, Stop.FULL_STOP, "है | पूर्ण विराम", "है."),
    ],
)
def test_a_stop_is_the_one_the_person_wants(view: ScriptView, stop: Stop, said: str, expected: str) -> None:
    assert shown(write(said, OPTIONS.model_copy(update={"view": view, "stop": stop}))) == expected


def test_what_is_removed_keeps_its_origin() -> None:
    said = "A one. | B two | scratch that | caps on | c | send"
    written = write(said)
    assert written.text == "A one. C"
    assert written.spoken == "A one. B two scratch that caps on c send"
    assert [token.start for token in written.tokens] == [0, *(token.stop for token in written.tokens)][:-1]
    assert written.tokens[-1].stop == len(written.spoken)
    changes: list[Change] = []
    WRITER.write([Piece(text, is_alone=True) for text in said.split(" | ")], OPTIONS, note=changes.append)
    assert changes[0].before == " B two scratch that"


PIECES = st.lists(
    st.tuples(
        st.one_of(
            st.sampled_from(sorted({piece for said, _ in rows() for piece in said.split(" | ")})),
            st.lists(
                st.sampled_from(
                    ["मैं", "घर.", "hello,", "है।", "command", "new", "line", "send", "बोलो?", '"', "(", ")", "ि"]
                ),
                max_size=6,
            ).map(" ".join),
            st.text(max_size=6),
        ),
        st.booleans(),
    ),
    max_size=8,
)


@settings(max_examples=200, deadline=None)
@given(PIECES, st.sampled_from(["", "command"]))
@example([("bhej do", True), ("bhej do", True)], "")
def test_a_second_time_changes_nothing_and_no_origin_is_lost(pieces: list[tuple[str, bool]], prefix: str) -> None:
    options = OPTIONS.model_copy(update={"command_prefix": prefix})
    spoken, spans = "", list[Span]()
    for text, is_alone in pieces:
        spoken += (" " if spans else "") + text
        spans.append(Span(len(spoken), is_alone))
    commands = Commands.of(tuple(spans), SHIPPED, options)
    tokens = tokenize(spoken)
    once, _ = apply(commands, tokens)
    assert list(commands.edits(once)) == []
    assert [token.start for token in once] == [0, *(token.stop for token in once)][: len(once)]
    assert not once or once[-1].stop == len(spoken)
    untouched = {(token.start, token.text) for token in tokens}
    assert all(token.rules or (token.start, token.text) in untouched for token in once)
    if not any(is_alone for _, is_alone in pieces) and not prefix:
        assert text_of(once) == spoken
