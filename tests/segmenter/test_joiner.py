"""Transcripts of consecutive segments become one text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srota_dictate.segmenter.joiner import SegmentText, join_runs, join_segments
from srota_dictate.types import CutKind


def after_pause(*texts: str) -> str:
    return join_segments([SegmentText(text, CutKind.PAUSE) for text in texts])


def after_dip(left: str, right: str, overlap_s: float = 0.9) -> str:
    return join_segments([SegmentText(left, CutKind.DIP), SegmentText(right, CutKind.END, overlap_s)])


@pytest.mark.parametrize(
    ("texts", "joined"),
    [
        ((), ""),
        (("",), ""),
        (("one",), "one"),
        (("कल meeting है", "so please join"), "कल meeting है so please join"),
        (("मैं आऊँगा।", "फिर देखेंगे।"), "मैं आऊँगा। फिर देखेंगे।"),
        (("यह ठीक है", "। चलो"), "यह ठीक है। चलो"),
        (("यह ठीक है", "॥ चलो"), "यह ठीक है॥ चलो"),
        (("wait", "… what"), "wait… what"),
        (("wait", ", what"), "wait, what"),
        (("wait", ",what"), "wait, what"),
        (("Hello.", ". world"), "Hello. world"),
        (("Hello?", "! world"), "Hello? world"),
        (("", "x", "", "y", ""), "x y"),
        (("  a \n b ", " c\t"), "a b c"),
        (("no no", "no no no thanks"), "no no no no no thanks"),
        (("about", ".5 percent"), "about .5 percent"),
        (("about", "-5 degrees"), "about -5 degrees"),
        (("he said", "(quietly) yes"), "he said (quietly) yes"),
        (("he said", "“yes”"), "he said “yes”"),
        (("done", "."), "done."),
        ((".", "done"), ". done"),
        (("the end.", "The start"), "the end. The start"),
        (("यह ठीक है।", "। चलो"), "यह ठीक है। चलो"),
        (("श्लोक समाप्त॥", "फिर कथा"), "श्लोक समाप्त॥ फिर कथा"),
        (("क्या आप आएँगे?", "हाँ।"), "क्या आप आएँगे? हाँ।"),
        (("sign in", ": name"), "sign in: name"),
        (("first", "; then"), "first; then"),
        (("Really", "!"), "Really!"),
        (("कल meeting है।", "", "। ", "Laptop लाना…"), "कल meeting है। Laptop लाना…"),
        (("ok", "OK", "Ok"), "ok OK Ok"),  # neither case nor repetition is ours to change
        (("बहुत", "बहुत", "अच्छा"), "बहुत बहुत अच्छा"),
        (("I said", "I think"), "I said I think"),
        (("2,50,000", "रुपये"), "2,50,000 रुपये"),
    ],
)
def test_at_a_pause(texts: tuple[str, ...], joined: str) -> None:
    assert after_pause(*texts) == joined


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("we will start the meeting.", "the meeting at five", "we will start the meeting at five"),
        ("we will start the Meeting", "The meeting. At five", "we will start the Meeting. At five"),
        ("please send the repo", "the report today", "please send the report today"),
        ("please send the rep", "end the report today", "please send the report today"),
        ("I have a meet", "meeting tomorrow", "I have a meeting tomorrow"),
        ("कल सुबह मीटिंग", "मीटिंग है", "कल सुबह मीटिंग है"),
        ("कल सुबह मीटिंग", "सुबह मीटिंग है", "कल सुबह मीटिंग है"),
        ("क़लम दो", "क़लम दो भाई", "क़लम दो भाई"),  # the same letter, composed and not
        ("and then the kubernets", "kubernetes cluster", "and then the kubernetes cluster"),
        ("all of it", "all of it", "all of it"),
        ("हम कल मीटिंग करेंगे।", "मीटिंग करेंगे और फिर घर", "हम कल मीटिंग करेंगे और फिर घर"),  # the cut's danda goes
        ("हम कल मीटिंग करेंगे", "मीटिंग करेंगे। फिर घर", "हम कल मीटिंग करेंगे। फिर घर"),  # the speaker's stays
        ("is the Deployment ready…", "deployment ready? yes", "is the Deployment ready? yes"),
        ("अब deploy कर", "deploy करना है", "अब deploy करना है"),  # a word broken by the cut
        ("so it is", "", "so it is"),
        ("", "so it is", "so it is"),
    ],
)
def test_what_was_heard_twice_is_written_once(left: str, right: str, joined: str) -> None:
    assert after_dip(left, right) == joined


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("हाँ हाँ", "हाँ ठीक है"),  # one short word proves nothing
        ("go to", "to me"),
        ("please wait", "and come back"),
        ("the end.", "Now the end."),  # not at the seam
        ("मीटिंग", "meeting है"),  # another script: cannot be known
        ("हाँ।", "हाँ ठीक है"),
        ("यह है।", "वह नहीं है।"),  # no match: the danda stays as it was heard
    ],
)
def test_in_doubt_both_stay(left: str, right: str) -> None:
    assert after_dip(left, right) == f"{left} {right}"


def test_without_an_overlap_repeated_words_were_said_twice() -> None:
    assert after_pause("बहुत अच्छा", "बहुत अच्छा") == "बहुत अच्छा बहुत अच्छा"


def test_only_the_piece_before_can_be_repeated() -> None:
    pieces = [
        SegmentText("open the window", CutKind.PAUSE),
        SegmentText("", CutKind.DIP),
        SegmentText("the window is open", CutKind.END, overlap_s=0.9),
    ]
    assert join_segments(pieces) == "open the window the window is open"


def test_an_overlap_repeats_no_more_words_than_fit_into_it() -> None:
    long = "one two three four five six seven eight nine ten"
    assert after_dip(long, long) == f"{long} {long}"


WORDS = st.lists(
    st.sampled_from(["कल", "meeting", "है", "we", "please.", "ok?", "नहीं,", "हाँ।", "then", "the", "report"]), max_size=6
)


@given(st.lists(WORDS, max_size=5))
def test_at_pauses_no_word_is_lost_or_changed(pieces: list[list[str]]) -> None:
    joined = after_pause(*(" ".join(words) for words in pieces))
    assert joined.split() == [word for words in pieces for word in words]
    assert joined == " ".join(joined.split())


@given(WORDS, WORDS, st.floats(0.8, 1.0))
def test_at_dips_at_most_the_overlap_is_lost(left: list[str], right: list[str], overlap_s: float) -> None:
    joined = after_dip(" ".join(left), " ".join(right), overlap_s).split()
    n_lost = len(left) + len(right) - len(joined)
    assert 0 <= n_lost <= 5
    letters = [re.sub(r"\W", "", word) for word in joined]
    assert letters[: len(left) - n_lost] == [re.sub(r"\W", "", word) for word in left[: len(left) - n_lost]]
    assert letters[len(letters) - len(right) + n_lost :] == [re.sub(r"\W", "", word) for word in right[n_lost:]]


def test_short_pieces_stay_for_themselves_and_what_is_between_them_is_joined() -> None:
    heard = [
        SegmentText("New line.", CutKind.EARLY, is_alone=True),
        SegmentText("कल office में मीटिंग", CutKind.DIP),
        SegmentText("में मीटिंग है", CutKind.PAUSE, 0.9),
        SegmentText("। चलो", CutKind.EARLY),
        SegmentText("comma", CutKind.EARLY, is_alone=True),
        SegmentText("comma", CutKind.EARLY, is_alone=True),
        SegmentText("ठीक है", CutKind.END),
    ]
    assert list(join_runs(heard)) == [
        ("New line.", True),
        ("कल office में मीटिंग है। चलो", False),
        ("comma", True),
        ("comma", True),
        ("ठीक है", False),
    ]
    assert list(join_runs([])) == []
