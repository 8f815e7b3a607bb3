"""Hindi in Latin letters: tables of words and sentences, and what holds for every string."""

import unicodedata
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srota_dictate.assets import asset
from srota_dictate.rules.lexicon import read_lexicon
from srota_dictate.rules.pipeline import apply
from srota_dictate.rules.roman import Roman, common_form
from srota_dictate.rules.roman_letters import spell_by_rule
from srota_dictate.rules.tokens import Script, Token, text_of, tokenize

DATA: Final = Path(__file__).parents[1] / "data"
LEXICON: Final = read_lexicon(asset("lexicon/roman_hi.tsv"))
WITH_LEXICON: Final = Roman(LEXICON.words)
BY_RULE: Final = Roman({})
LISTS: Final = ("roman_words.tsv", "roman_kept_back.tsv")


def table(name: str) -> list[tuple[str, str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [(left, right) for left, right in (line.split("\t") for line in lines)]


def misspelled(rule: Roman, name: str) -> list[str]:
    return [word for word, accepted in table(name) if rule.spell(word) not in accepted.split("|")]


def written(rule: Roman, text: str) -> str:
    return text_of(apply(rule, tokenize(text))[0])


@pytest.mark.parametrize("name", LISTS)
def test_frequent_words_are_spelled_as_people_type_them(name: str) -> None:
    n_words = len(table(name))
    assert len(misspelled(WITH_LEXICON, name)) <= 0.05 * n_words
    assert len(misspelled(BY_RULE, name)) <= 0.15 * n_words


def test_the_lists_share_no_word() -> None:
    words, kept_back = ({word for word, _ in table(name)} for name in LISTS)
    assert len(words) >= 320
    assert len(kept_back) >= 150
    assert not words & kept_back


@pytest.mark.parametrize(("rule", "share"), [(WITH_LEXICON, 0.95), (BY_RULE, 0.85)])
def test_sentences_are_written_as_people_type_them(rule: Roman, share: float) -> None:
    tokens = [
        (token, accepted.split("|"))
        for sentence, reference in table("roman_sentences.tsv")
        for token, accepted in zip(written(rule, sentence).split(), reference.split(), strict=True)
    ]
    assert sum(token in accepted for token, accepted in tokens) >= share * len(tokens)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("मेरा", "mera"),
        ("करूँगा", "karunga"),  # verb endings
        ("जाएँगे", "jayenge"),
        ("लूँगी", "lungi"),
        ("गए", "gaye"),  # glides
        ("चाहिए", "chahiye"),
        ("बच्चा", "baccha"),
        ("अच्छा", "achha"),
        ("मछली", "machhli"),
        ("छोटा", "chhota"),
        ("ज्ञान", "gyan"),
        ("ज़मीन", "zamin"),
        ("फ़सल", "fasal"),
        ("फिल्म", "film"),
        ("फेंका", "fenka"),
        ("ख़बर", "khabar"),
        ("ग़लत", "galat"),
        ("क़दम", "kadam"),
        ("लड़का", "ladka"),
        ("पढ़ना", "padhna"),
        ("कृपा", "kripa"),
        ("ऋषि", "rishi"),
        ("श्रृंखला", "shrinkhala"),
        ("ऑफ", "of"),
        ("कॅट", "kat"),
        ("संबंध", "sambandh"),  # nasals
        ("साँप", "sanp"),
        ("मैंने", "maine"),
        ("करें", "karen"),
        ("में", "mein"),
        ("स्वयं", "swayam"),
        ("हूँ", "hoon"),
        ("गाँव", "gaon"),
        ("सिंह", "singh"),
        ("दुःख", "dukh"),
        ("अतः", "atah"),
        ("अर्थात्", "arthat"),
        ("ॐ", "om"),
        ("समझना", "samajhna"),  # schwas that nobody says
        ("मतलब", "matlab"),
        ("ज़बरदस्त", "zabardast"),
        ("जिंदगी", "jindagi"),
        ("हंसना", "hansna"),
        ("सत्य", "satya"),
        ("पत्र", "patra"),
        ("भारतीय", "bharatiya"),
        ("अनुमति", "anumati"),
        ("जबकि", "jabki"),
        ("नियमित", "niyamit"),
        ("व्याकरण", "vyakaran"),
        ("औरतें", "auraten"),
        ("सड़कें", "sadken"),
        ("मुझमें", "mujhmen"),
        ("कहना", "kehna"),
        ("सहमत", "sahmat"),
        ("विधानसभा", "vidhansabha"),  # compounds
        ("राष्ट्रपति", "rashtrapati"),
        ("घरवाले", "gharwale"),
        ("अलीगढ़", "aligarh"),
        ("वाला", "wala"),
        ("विश्वास", "vishwas"),
        ("महत्व", "mahatva"),
        ("पर्वत", "parvat"),
        ("करवाना", "karwana"),
        ("दूसरा", "dusra"),  # long vowels
        ("दूध", "doodh"),
        ("ठीक", "theek"),
        ("बीवी", "bivi"),
        ("गरीब", "garib"),
        ("कानून", "kanun"),
        ("बात", "baat"),
        ("चाँद", "chand"),
        ("शुरुआत", "shuruaat"),
        ("किताब", "kitab"),
    ],
)
def test_by_rule(word: str, expected: str) -> None:
    assert spell_by_rule(word) == expected
    assert spell_by_rule(unicodedata.normalize("NFD", word)) == expected


@pytest.mark.parametrize("word", ["हिन्दी", "हिंदी", "हिँदी", "हि\u200dन्दी"])
def test_one_word_has_one_spelling_however_it_is_written(word: str) -> None:
    assert Roman({"हिन्दी": "hindee"}).spell(word) == "hindee"


def test_dots_that_are_left_out_don_t_matter_unless_the_lexicon_tells_the_words_apart() -> None:
    rule = Roman({"राज": "raj", "राज़": "raaz", "ज़्यादा": "zyada", "फोन": "phone"})
    assert [rule.spell(word) for word in ("राज", "राज़", "ज्यादा", "फ़ोन")] == ["raj", "raaz", "zyada", "phone"]


def test_plurals_follow_the_lexicon() -> None:
    rule = Roman({"बाज़ार": "bazaar", "सड़क": "sadak"})
    assert [rule.spell(word) for word in ("बाज़ारों", "बाजारों", "सड़कें")] == ["bazaaron", "bazaaron", "sadken"]


def test_what_is_no_devanagari_or_final_stays() -> None:
    assert written(WITH_LEXICON, "मेरा favourite 2,50,000 ₹५०० தமிழ் 你好") == "mera favourite 2,50,000 ₹५०० தமிழ் 你好"
    token = Token("मेरा", Script.DEVANAGARI, 0, 4, is_final=True)
    assert apply(WITH_LEXICON, (token,))[0] == (token,)


@pytest.mark.parametrize("text", ["ा", "्", "ं", "़", "ऽ", "ॱ"])
def test_signs_without_a_letter_pass(text: str) -> None:
    assert written(BY_RULE, text) == text


def test_tokens_lead_back_to_what_was_spoken() -> None:
    spoken = "मेरा  favourite हिन्दी गाना है।"
    tokens, _ = apply(WITH_LEXICON, tokenize(spoken))
    assert "".join(spoken[token.start : token.stop] for token in tokens) == spoken
    assert [spoken[token.start : token.stop].strip() for token in tokens if token.rules] == [
        "मेरा",
        "हिन्दी",
        "गाना",
        "है",
    ]


devanagari = st.text(st.characters(min_codepoint=0x900, max_codepoint=0x97F), max_size=12)


@given(devanagari)
def test_whatever_has_a_letter_becomes_ascii(word: str) -> None:
    has_letter = any(unicodedata.category(character) == "Lo" and character not in "ऽॽॲॱ" for character in word)
    spelling = spell_by_rule(word)
    assert not has_letter or (spelling.isascii() and spelling.isalpha()) or any(c in "।॥०१२३४५६७८९॰" for c in word)


@given(st.one_of(st.text(), devanagari))
def test_twice_is_once(text: str) -> None:
    once, _ = apply(WITH_LEXICON, tokenize(text))
    assert apply(WITH_LEXICON, once) == (once, ())


def test_a_megabyte_without_a_space_and_more_words_than_are_remembered() -> None:
    assert written(BY_RULE, "कमल" * 120_000).isascii()
    rule = Roman({})
    words = [a + b + c + d for a in "कखगघ" * 8 for b in "चछजझट" * 8 for c in "तथदधन" * 4 for d in "ािीुूे"]
    assert {rule.spell(word) for word in words} == {Roman({}).spell(word) for word in set(words)}


def test_the_shipped_lexicon_is_whole() -> None:
    assert not LEXICON.trouble
    assert len(LEXICON.words) >= 5000
    assert all(spelling.isascii() for spelling in LEXICON.words.values())
    entries = [common_form(word) for word in LEXICON.words if "़" not in word]
    assert len(entries) == len(set(entries))
