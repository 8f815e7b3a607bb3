"""Numbers that are said: the written list, the list of what stays, and that no value ever changes."""

from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srota_dictate.rules.number_words import WORDS, spellings
from srota_dictate.rules.numbers import Numbers
from srota_dictate.rules.options import Digits, Grouping
from srota_dictate.rules.pipeline import apply
from srota_dictate.rules.tokens import Script, Token, text_of, tokenize
from tests.rules.number_speech import english, hindi

DATA: Final = Path(__file__).parent.parent / "data"
PHRASES: Final = [
    (said, written)
    for line in (DATA / "numbers.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for said, written in [line.split("\t")]
]
SENTENCES: Final = (DATA / "not_numbers.txt").read_text(encoding="utf-8").splitlines()
LARGEST: Final = 10**13
# What may stand beside number words and change how they are read.
NEIGHBOURS: Final = (
    "रुपये rupees dollar percent प्रतिशत बजे pm am o'clock किलो km अगस्त August May of से to या और and में in at past "
    "quarter plus per cent नंबर PIN version year सन दो भेज लोग I , - . ₹ "
    "2 2.5 15 १५ 1,500 1947 12:30 123 98765 B12 0 007 कई a"
)


def written(text: str, rule: Numbers | None = None) -> str:
    return text_of(apply(rule or Numbers(), tokenize(text))[0])


def number_in(text: str) -> int:
    return int("".join(character for character in text if character.isdigit()))


@pytest.mark.parametrize(("said", "expected"), PHRASES)
def test_numbers_that_are_said(said: str, expected: str) -> None:
    assert written(said) == expected


@pytest.mark.parametrize("sentence", SENTENCES)
def test_words_that_are_no_numbers_stay(sentence: str) -> None:
    assert written(sentence) == sentence


@pytest.mark.parametrize(
    ("digits", "grouping", "expected"),
    [
        (Digits.LATIN, Grouping.INDIAN, "₹12,34,567 और 25% और 3:30 बजे, B12"),
        (Digits.LATIN, Grouping.INTERNATIONAL, "₹1,234,567 और 25% और 3:30 बजे, B12"),
        (Digits.DEVANAGARI, Grouping.INDIAN, "₹१२,३४,५६७ और २५% और ३:३० बजे, B12"),
        (Digits.DEVANAGARI, Grouping.INTERNATIONAL, "₹१,२३४,५६७ और २५% और ३:३० बजे, B12"),
    ],
)
def test_digits_and_groups_are_chosen(digits: Digits, grouping: Grouping, expected: str) -> None:
    said = "बारह लाख चौंतीस हज़ार पाँच सौ सड़सठ रुपये और twenty five percent और साढ़े तीन बजे, B12"
    assert written(said, Numbers(digits, grouping)) == expected


def test_digits_of_the_model_are_written_in_the_same_script() -> None:
    assert written("कमरा 12 में २५ लोग", Numbers(Digits.DEVANAGARI)) == "कमरा १२ में २५ लोग"
    assert written("कमरा 12 में २५ लोग") == "कमरा 12 में 25 लोग"


@given(st.integers(0, LARGEST), st.sampled_from(["", "and"]))
def test_no_value_changes(number: int, joint: str) -> None:
    for said in (
        f"{hindi(number)} रुपये",
        f"{english(number, is_indian=True, joint=joint)} rupees",
        f"{english(number, is_indian=False, joint=joint)} rupees",
    ):
        text = written(said)
        assert (text[0], number_in(text)) == ("₹", number), said
        assert number_in(written(said, Numbers(Digits.DEVANAGARI, Grouping.INTERNATIONAL))) == number


@given(st.integers(100, LARGEST))
def test_a_scale_needs_no_unit(number: int) -> None:
    for said in (hindi(number), english(number, is_indian=True), english(number, is_indian=False)):
        assert number_in(written(said)) == number


def test_all_numbers_below_a_hundred_in_all_their_spellings() -> None:
    for number in range(100):
        for word in spellings(hindi(number)):
            assert written(f"{word} प्रतिशत") == f"{number}%"
        assert written(f"{english(number, is_indian=True)} percent") == f"{number}%"
        assert written(hindi(number)) == hindi(number)


@given(st.text("0123456789", min_size=8, max_size=14))
def test_a_number_said_digit_by_digit_keeps_every_digit(digits: str) -> None:
    for said in (" ".join(map(hindi, map(int, digits))), " ".join(english(int(d), is_indian=True) for d in digits)):
        assert written(f"code {said}") == f"code {digits}"


words = st.lists(st.sampled_from([*sorted(WORDS), *NEIGHBOURS.split()]), max_size=12).map(" ".join)


@given(words, st.sampled_from(Digits), st.sampled_from(Grouping))
def test_once_is_enough(text: str, digits: Digits, grouping: Grouping) -> None:
    rule = Numbers(digits, grouping)
    tokens, _ = apply(rule, tokenize(text))
    assert apply(rule, tokens)[0] == tokens
    again = written(text_of(tokens), rule)
    assert again == text_of(tokens)


@given(words)
def test_origins_have_no_gap_and_results_are_numbers(text: str) -> None:
    tokens, changes = apply(Numbers(), tokenize(text))
    ends = [0, *(token.stop for token in tokens)]
    assert [token.start for token in tokens] == ends[:-1]
    assert all(token.script is Script.NUMBER for token in tokens if "numbers" in token.rules)
    assert len(changes) == sum("numbers" in token.rules for token in tokens)


@given(st.text())
def test_any_text_passes(text: str) -> None:
    written(text)


def test_final_tokens_are_not_touched() -> None:
    said = tokenize("दो लाख रुपये")
    for index, token in enumerate(said):
        final = Token(token.text, token.script, token.start, token.stop, token.space, token.rules, is_final=True)
        result, _ = apply(Numbers(), (*said[:index], final, *said[index + 1 :]))
        assert final in result


def test_a_new_line_ends_a_number() -> None:
    assert written("दो सौ\nपचास") == "200\nपचास"


def test_what_is_too_large_to_stay_exact_stays() -> None:
    for text in ("9" * 400 + " लाख", "हज़ार " * 400 + "रुपये", "एक खरब करोड़ खरब", "एक " * 400):
        assert written(text) == text
