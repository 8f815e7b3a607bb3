"""English in Devanagari: tables of words, and what holds for any text."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srota_dictate.assets import asset
from srota_dictate.rules.devanagari import Devanagari
from srota_dictate.rules.letters_en import Letters, read_letters
from srota_dictate.rules.lexicon import read_lexicon
from srota_dictate.rules.pipeline import Edit, apply
from srota_dictate.rules.tokens import Script, Token, text_of, tokenize

_DATA = Path(__file__).parents[1] / "data"
_NUKTA = "\u093c"
_LEXICON = read_lexicon(asset("lexicon/devanagari_en.tsv"))
_LETTERS = read_letters(asset("lexicon/sounds_en.tsv"))


@pytest.fixture(scope="module")
def rule() -> Devanagari:
    return Devanagari(_LEXICON.words, _LETTERS)


@pytest.fixture(scope="module")
def bare() -> Devanagari:
    """Without its lexicon."""
    return Devanagari({}, _LETTERS)


def _written(rule: Devanagari, text: str) -> str:
    return text_of(apply(rule, tokenize(text))[0])


def _n_accepted(rule: Devanagari, list_name: str) -> tuple[int, int]:
    lines = (_DATA / list_name).read_text(encoding="utf-8").splitlines()
    words = [line.split("\t") for line in lines if not line.startswith("#")]
    hits = [_dotless(_written(rule, word)) in _dotless(accepted).split() for word, accepted in words]
    return sum(hits), len(hits)


def _dotless(text: str) -> str:
    return unicodedata.normalize("NFD", text).replace(_NUKTA, "")


@pytest.mark.parametrize("list_name", ["devanagari_words.tsv", "devanagari_words_kept_back.tsv"])
def test_common_words_are_written_as_people_expect(rule: Devanagari, list_name: str) -> None:
    n_accepted, n_words = _n_accepted(rule, list_name)
    assert n_accepted >= 0.9 * n_words


def test_without_a_lexicon_half_of_them_are(bare: Devanagari) -> None:
    n_accepted, n_words = _n_accepted(bare, "devanagari_words.tsv")
    assert n_accepted >= 0.5 * n_words


def test_lexicon_is_whole() -> None:
    assert not _LEXICON.trouble
    assert len(_LEXICON.words) >= 3000
    for word, spelling in _LEXICON.words.items():
        assert not any("a" <= letter <= "z" for letter in spelling), word
        assert unicodedata.is_normalized("NFC", spelling), word


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("मेरा favourite festival Diwali है", "मेरा फ़ेवरेट फ़ेस्टिवल दिवाली है"),
        ("Meeting, office; SCHOOL!", "मीटिंग, ऑफ़िस; स्कूल!"),
        ("मैं school गया।", "मैं स्कूल गया।"),
        ("", ""),
        ("தமிழ் العربية 漢字 ελληνικά 😀", "தமிழ் العربية 漢字 ελληνικά 😀"),
        ("क़लम ि ् 3.14 ३", "क़लम ि ् 3.14 ३"),
    ],
)
def test_only_english_changes(rule: Devanagari, heard: str, written: str) -> None:
    assert _written(rule, heard) == _nfc(written)


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("API CEO PDF GST", "एपीआई सीईओ पीडीएफ़ जीएसटी"),
        ("APIs PDFs CEO's", "एपीआईज़ पीडीएफ़्स सीईओज़"),
        ("GPT-4 COVID-19 MP3 5G", "जीपीटी-4 कोविड-19 एमपी3 5जी"),
        ("USA US us IT it WHO who", "यूएसए यूएस अस आईटी इट डब्ल्यूएचओ हू"),
        ("NASA nasa UPSC HDFC", "नासा नासा यूपीएससी एचडीएफ़सी"),
        ("VERY GOOD AND NEW", "वेरी गुड ऐंड न्यू"),
        ("plan B, Vitamin C, a", "प्लान बी, विटामिन सी, अ"),
        ("T-shirt x-ray e-mail", "टी-शर्ट एक्स-रे ई-मेल"),
        ("bcd hdfc", "बीसीडी एचडीएफ़सी"),
        ("XMLParser getUserName WhatsApp iPhone", "एक्सएमएलपार्सर गेटयूज़रनेम व्हाट्सऐप आईफ़ोन"),
    ],
)
def test_letters_capitals_and_parts(rule: Devanagari, heard: str, written: str) -> None:
    assert _written(rule, heard) == _nfc(written)


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("doctor's doctor’s doctors", "डॉक्टर्स डॉक्टर्स डॉक्टर्स"),
        ("meetings companies classes videos boxes", "मीटिंग्स कंपनीज़ क्लासेज़ वीडियोज़ बॉक्सेज़"),
        ("testing making running playing trying", "टेस्टिंग मेकिंग रनिंग प्लेइंग ट्राइंग"),
        ("tested saved worked", "टेस्टेड सेव्ड वर्क्ड"),
        ("toys enjoying deployed", "टॉयज़ एंजॉइंग डिप्लॉयड"),
        ("basically finally screenshots reinstall", "बेसिकली फ़ाइनली स्क्रीनशॉट्स रीइंस्टॉल"),
        ("don't it's I'm", "डोंट इट्स आईम"),
        ("café", "कैफ़े"),
    ],
)
def test_forms_of_a_word_follow_it(rule: Devanagari, heard: str, written: str) -> None:
    assert _written(rule, heard) == _nfc(written)


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("1st 2nd 3rd 21st 10th 90s", "फ़र्स्ट सेकंड थर्ड 21वाँ 10वाँ 90ज़"),
        ("5 pm 11:30am", "5 पीएम 11:30एएम"),
        ("10kg", "10किग्रा"),
    ],
)
def test_behind_a_number(rule: Devanagari, heard: str, written: str) -> None:
    assert _written(rule, heard) == _nfc(written)


def test_final_tokens_stay(rule: Devanagari) -> None:
    tokens = (Token("example.com", Script.LATIN, 0, 11, is_final=True), Token("", Script.LATIN, 11, 15))
    assert list(rule.edits(tokens)) == []


def test_unknown_words_can_be_read(bare: Devanagari) -> None:
    assert _written(bare, "stop bag film") == _nfc("स्टॉप बैग फ़िल्म")


def test_the_longest_context_decides() -> None:
    letters = Letters({"[a]": "AE1", "[b]": "B", "[e]": "-", "[e]^": "IY0", "b[e]^": "EH1"})
    assert [(sound.phone, sound.stress, sound.letters) for sound in letters.read("abe")] == [
        ("AE", 1, "a"),
        ("B", 0, "b"),
        ("EH", 1, "e"),
    ]
    assert [sound.letters for sound in letters.read("aebb")] == ["ae", "b", "b"]


_WORDS = st.text("abcdefghijklmnopqrstuvwxyzABCSZ'’éß", min_size=1, max_size=12)
_TEXTS = st.lists(st.one_of(_WORDS, st.text(max_size=4), st.sampled_from(["मेरा", "्", "ि", "3", "st", "தமிழ்"])))


@given(_TEXTS)
def test_any_text(parts: list[str]) -> None:
    rule = Devanagari(_LEXICON.words, _LETTERS)
    before = tokenize(" ".join(parts))
    edits: list[Edit] = list(rule.edits(before))
    touched = {i for edit in edits for i in range(edit.first, edit.end)}
    assert all(before[i].script in (Script.LATIN, Script.NUMBER) for i in touched)
    after, _ = apply(rule, before)
    again, changes = apply(rule, after)
    assert again == after
    assert not changes


@given(st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZéüøß", min_size=1, max_size=40))
def test_no_latin_letter_is_left_in_a_word(word: str) -> None:
    written = Devanagari(_LEXICON.words, _LETTERS).spell(word)
    assert written
    assert {token.script for token in tokenize(written)} == {Script.DEVANAGARI}


@pytest.mark.parametrize("word", ["a" * 1_000_000, "aA" * 500_000, "x's" * 300_000])
def test_what_is_too_long_for_a_word_stays(rule: Devanagari, word: str) -> None:
    assert _written(rule, word) == word


@pytest.mark.parametrize("word", ["a" * 40, "aA" * 20, "ing" * 13, "es" * 20, "S" * 40, "x's" * 13, "un" * 20])
def test_a_long_word_is_written(rule: Devanagari, word: str) -> None:
    assert {token.script for token in tokenize(_written(rule, word))} == {Script.DEVANAGARI}


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
