"""Words that are nearly one of the person's terms: how near is told, and common words stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srota_dictate.rules.fuzzy import fuzzy_rules, n_differences
from srota_dictate.rules.pipeline import Change, apply
from srota_dictate.rules.sounds import sound_of
from srota_dictate.rules.tokens import text_of, tokenize

TERMS = ("Srota", "Kubernetes", "Microsoft", "Ansible", "Python", "Visual Studio", "Git", "मुक्तिबोध")


def corrected(text: str, distance: int, common: frozenset[str] = frozenset()) -> tuple[str, list[tuple[str, str]]]:
    tokens = tokenize(text)
    changes: list[Change] = []
    for rule in fuzzy_rules(TERMS, distance, common):
        tokens, changed = apply(rule, tokens)
        changes += changed
    return text_of(tokens), [(change.rule, change.after.strip()) for change in changes]


@pytest.mark.parametrize(
    ("word", "distance", "expected"),
    [
        ("srota", 1, ("fuzzy-0", "Srota")),
        ("srotta", 1, ("fuzzy-1", "Srota")),
        ("kubernets", 1, ("fuzzy-1", "Kubernetes")),
        ("ansibel", 1, ("fuzzy-1", "Ansible")),  # two letters swapped are one difference
        ("kubernts", 2, ("fuzzy-2", "Kubernetes")),
        ("kubernts", 1, None),
        ("सरोटा", 1, ("fuzzy-0", "Srota")),
        ("कुबेरनेटिस", 1, ("fuzzy-0", "Kubernetes")),
        ("कुबेरनेटिज", 1, ("fuzzy-1", "Kubernetes")),
        ("कुबरनेटीज", 2, None),  # two of nine sounds
        ("माइक्रोसॉफ्ट", 1, ("fuzzy-0", "Microsoft")),
        ("पाइथन", 2, None),  # four sounds are too few: so many words have them
        ("पढ़ाई", 2, None),
        ("पटना", 2, None),
        ("मुक्तिबोद", 1, ("fuzzy-1", "मुक्तिबोध")),
        ("muktibodh", 1, ("fuzzy-0", "मुक्तिबोध")),
        ("gut", 2, None),  # too short to be told apart
        ("visual", 2, None),
        ("srxya", 2, None),  # two of five letters: that is another word
    ],
)
def test_a_word_is_taken_for_a_term(word: str, distance: int, expected: tuple[str, str] | None) -> None:
    text, changes = corrected(f"कल {word} था", distance)
    assert changes == ([expected] if expected else [])
    assert text == f"कल {expected[1] if expected else word} था"


def test_a_common_word_is_what_it_is() -> None:
    assert corrected("Pythons", 1, frozenset({"pythons"})) == ("Pythons", [])


def test_nothing_is_done_when_it_is_switched_off_or_two_terms_are_as_near() -> None:
    assert fuzzy_rules(TERMS, 0, ()) == ()
    tokens = tokenize("marathx")
    for rule in fuzzy_rules(("Marathi", "Marathe"), 1, ()):
        assert list(rule.edits(tokens)) == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("", "abc", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("kitten", "sitting", 3), ("ca", "abc", 3)],
)
def test_differences(one: str, other: str, expected: int) -> None:
    assert n_differences(one, other) == n_differences(other, one) == expected


@given(st.text("abcé", min_size=8, max_size=9), st.text("abcé", min_size=8, max_size=9))
def test_what_is_looked_up_is_what_comparing_would_find(term: str, word: str) -> None:
    expected = n_differences(term, word)
    names = [rule.name for rule in fuzzy_rules((term,), 2, ()) if list(rule.edits(tokenize(word)))]
    assert names == ([f"fuzzy-{expected}"] if expected <= 2 else [])


@given(st.text())
def test_any_text_has_a_sound(text: str) -> None:
    assert sound_of(text).isalnum() or sound_of(text) == ""


def test_texts_of_any_kind_pass() -> None:
    for text in ("ा" * 10, "a" * 100_000, "தமிழ்தமிழ்", "\ud800\ud800\ud800\ud800\ud800", "مرحبا"):
        assert corrected(text, 2) == (text, [])
