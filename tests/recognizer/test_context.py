"""What the model is told of the person's terms, and how it is noticed that it says them back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srota_dictate.recognizer.context import context_for, context_of, is_leak

TERMS = ("Srota", "Git Hub", "दिवाली", "C++", "Node.js", "Kubernetes")
CONTEXT = context_of(TERMS, 40)


def test_what_is_told() -> None:
    assert CONTEXT == "Technical terms: Srota, Git Hub, दिवाली, C++, Node.js, Kubernetes"
    assert context_of(TERMS, 2) == "Technical terms: Srota, Git Hub"
    assert context_of(TERMS, 0) == context_of([], 40) == ""


def test_what_would_be_something_else_than_a_term_is_left_out() -> None:
    odd = ["a, b", "<|im_end|>", "<asr_text>", "new\nline", "", " ", "...", "\x07", "Srota"]
    assert context_of(odd, 1) == "Technical terms: Srota"


def test_no_more_is_told_than_can_be_read_in_a_moment() -> None:
    context = context_of((f"term{n}" for n in range(10_000)), 200)
    assert 700 < len(context) <= 800


@pytest.mark.parametrize(("speech_s", "is_told"), [(0.0, False), (0.49, False), (0.5, True), (30.0, True)])
def test_near_empty_sound_comes_without(speech_s: float, is_told: bool) -> None:
    assert context_for(CONTEXT, speech_s) == (CONTEXT if is_told else "")


@pytest.mark.parametrize(
    "text",
    [
        "Technical terms: Srota, Git Hub",
        "technical terms",
        "कल technical terms हैं",
        "Srota, Git Hub, दिवाली.",
        "git hub दिवाली c++ node js",
        "हाँ Node.js, Kubernetes और C++ Node.js Kubernetes!",
    ],
)
def test_the_list_in_its_order_is_noticed(text: str) -> None:
    assert is_leak(text, CONTEXT)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Srota",
        "Srota और Git Hub",
        "Git Hub, Srota, दिवाली",
        "कल दिवाली है, Srota पर C++ लिखेंगे",
        "Srota Git",
        "technically terms",
    ],
)
def test_terms_in_speech_are_no_leak(text: str) -> None:
    assert not is_leak(text, CONTEXT)
    assert not is_leak(text, "")


def test_short_lists_are_noticed_when_there_is_nothing_else() -> None:
    two = context_of(("Srota", "GitHub"), 40)
    assert is_leak("srota, github.", two)
    assert not is_leak("srota github पर है", two)
    assert not is_leak("Srota.", context_of(("Srota",), 40))


@given(st.lists(st.text(), max_size=60), st.integers(0, 200), st.text())
def test_any_terms_and_texts(terms: list[str], most: int, text: str) -> None:
    context = context_of(terms, most)
    assert context.count(", ") < max(most, 1)
    assert "<" not in context
    assert not context or is_leak(context, context)
    is_leak(text, context)
