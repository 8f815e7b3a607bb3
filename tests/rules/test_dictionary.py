"""The person's own words as rules: exact before near, common words left alone, made once."""

import pytest

from srota_dictate.rules.dictionary import Dictionary, shipped_words
from srota_dictate.rules.options import RulesOptions
from srota_dictate.rules.pipeline import apply
from srota_dictate.rules.tokens import text_of, tokenize


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return Dictionary()


def written(text: str, dictionary: Dictionary, options: RulesOptions) -> str:
    tokens = tokenize(text)
    for rule in dictionary.rules(options):
        tokens, _ = apply(rule, tokens)
    return text_of(tokens)


def test_replacements_terms_and_what_is_near_them(dictionary: Dictionary) -> None:
    options = RulesOptions(terms=("Srota", "Kubernetes"), replacements={"k8s": "Kubernetes"}, fuzzy_distance=1)
    text = "srota पर k8s और kubernets, सरोटा पर कुबेरनेटिस"
    assert written(text, dictionary, options) == "Srota पर Kubernetes और Kubernetes, Srota पर Kubernetes"
    exact = options.model_copy(update={"fuzzy_distance": 0})
    assert written(text, dictionary, exact) == "Srota पर Kubernetes और kubernets, सरोटा पर कुबेरनेटिस"


def test_words_of_everybody_stay(dictionary: Dictionary) -> None:
    options = RulesOptions(terms=("Zyadab", "ज़्यादातर", "Kyunkin"), fuzzy_distance=2)
    assert {"ज़्यादा", "zyada", "kyunki"} <= shipped_words().all
    assert written("ज़्यादा zyada kyunki क्योंकि", dictionary, options) == "ज़्यादा zyada kyunki क्योंकि"
    assert written("zyadav kyunkim", dictionary, options) == "Zyadab Kyunkin"


def test_rules_are_made_once_for_the_same_words(dictionary: Dictionary) -> None:
    options = RulesOptions(terms=("Srota",), fuzzy_distance=1)
    rules = dictionary.rules(options)
    assert dictionary.rules(options.model_copy(update={"capitals": False})) is rules
    assert dictionary.rules(options.model_copy(update={"terms": ("Diwali",)})) is not rules


def test_who_has_no_words_of_their_own_has_no_rules(dictionary: Dictionary) -> None:
    assert dictionary.rules(RulesOptions(fuzzy_distance=2)) == ()
