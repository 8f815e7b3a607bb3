"""Every shape in which the model's own words have been seen around what was said."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from srota_dictate.recognizer.transcript_text import answer_text, words_of
from tests.recognizer.support import needs_model_packages


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("", ""),
        ("मेरा report", "मेरा report"),
        ("language Hindi<asr_text>मेरा report", "मेरा report"),
        ("language None<asr_text>मेरा report", "मेरा report"),
        ("language None<asr_text>", ""),
        ("language None", ""),
        ("language Hindi", ""),
        ("language Hindi,English<asr_text>मेरा report", "मेरा report"),
        ("language Hindi\n<asr_text>\nमेरा report\n", "मेरा report"),
        ("language None मेरा report", "मेरा report"),
        ("language None<asr_text>language Hindi<asr_text>मेरा report", "मेरा report"),
        ("<asr_text>मेरा report", "मेरा report"),
        ("Hindi<asr_text>मेरा report", "मेरा report"),
        ("None<asr_text>मेरा report", "मेरा report"),
        ("मेरा<asr_text>report", "मेरा report"),
        ("मेरा language English<asr_text>report", "मेरा report"),
        ("language Hindi<asr_text>मेरा report<|im_end|>", "मेरा report"),
        ("<|im_start|>assistant", "assistant"),
        ("मेरा<|endoftext|><|endoftext|>", "मेरा"),
        ("मेरा \ufffd report\ufffd", "मेरा report"),
        ("  मेरा \t\n\u00a0 report  ", "मेरा report"),
        ("मेरा\x00 report\x07", "मेरा report"),
        # What somebody may have said stays.
        ("the language Hindi is old", "the language Hindi is old"),
        ("language Hindi is old", "language Hindi is old"),
        ("which language none of us speaks", "which language none of us speaks"),
        ("language", "language"),
        ("a < b and b > c", "a < b and b > c"),
        # Joiners are spelling, not rubbish.
        ("क्\u200dष और श्री\u200cमान", "क्\u200dष और श्री\u200cमान"),
    ],
)
def test_words_of(raw: str, expected: str) -> None:
    assert words_of(raw) == expected


@given(
    st.lists(st.sampled_from(["language ", "Hindi", "None", "<asr_text>", "मेरा", " ", "\n", "<|im_end|>", "\ufffd"]))
)
def test_nothing_of_the_models_own_is_left(parts: list[str]) -> None:
    text = words_of("".join(parts))
    assert "<asr_text>" not in text
    assert "<|" not in text
    assert "\ufffd" not in text
    assert text == " ".join(text.split())
    assert text.count("मेरा") == parts.count("मेरा")


_PIECES = ["language ", "Hindi", "None", "<asr_text>", "<asr_", "मेरा ", " ", "\n", "\u00a0", "a", "ab", "Language NONE"]


@needs_model_packages
@pytest.mark.timeout(280)
def test_an_answer_is_cleaned_as_qwen_asr_cleans_it() -> None:
    from srota_dictate.recognizer.reference import qwen_asr_model

    qwen_asr_model()
    from qwen_asr.inference.utils import parse_asr_output  # pyright: ignore[reportMissingTypeStubs]

    # Around twenty times the same, of up to twenty characters, is where it begins to doubt.
    part = st.tuples(
        st.one_of(st.sampled_from(_PIECES), st.text("abम \n", min_size=1, max_size=21)),
        st.one_of(st.integers(1, 3), st.integers(18, 43)),
    )

    @settings(max_examples=400)
    @given(st.lists(part, max_size=6))
    @example([("a", 20), ("b", 20)])
    @example([("a", 21), ("<asr_text>", 21), ("a", 20)])
    @example([("ab", 20), ("abab", 20), ("b", 1)])
    @example([("x" * 21, 20)])
    def check(parts: list[tuple[str, int]]) -> None:
        raw = "".join(text * times for text, times in parts)
        assert answer_text(raw) == parse_asr_output(raw)[1]

    check()
