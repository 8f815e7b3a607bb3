"""The tiny model's words: enough of them, in the right scripts, and none nearly like another."""

import unicodedata

import pytest

from srota_dictate.lab.tiny.espeak import espeak
from srota_dictate.lab.tiny.vocabulary import MIN_DISTANCE, WORDS, distance, phonemes, too_close

SIGNATURE = "मेरा favourite festival Diwali है"


def is_devanagari(word: str) -> bool:
    return all("DEVANAGARI" in unicodedata.name(c) for c in word)


def test_enough_words_each_once() -> None:
    assert len(WORDS) >= 120
    assert len(set(WORDS)) == len(WORDS)


def test_hindi_in_devanagari_english_in_latin() -> None:
    hindi = [w for w in WORDS if is_devanagari(w)]
    english = [w for w in WORDS if w.isascii() and w.isalpha()]
    assert len(hindi) + len(english) == len(WORDS)
    assert min(len(hindi), len(english)) >= 45


def test_words_are_written_as_the_tokenizer_writes_them() -> None:
    assert [unicodedata.normalize("NFC", w) for w in WORDS] == list(WORDS)


def test_the_projects_own_sentence_can_be_said() -> None:
    assert set(SIGNATURE.split()) <= set(WORDS)


def test_no_near_homophones() -> None:
    assert too_close({word: phonemes(espeak().ipa(word)) for word in WORDS}) == []


@pytest.mark.parametrize(("first", "second"), [("कल", "कर"), ("लो", "दो"), ("काम", "कम"), ("slide", "flight")])
def test_the_rule_finds_what_sounds_alike(first: str, second: str) -> None:
    a, b = (phonemes(espeak().ipa(w)) for w in (first, second))
    assert distance(a, b) == distance(b, a) < MIN_DISTANCE


def test_the_rule_finds_two_words_that_sound_like_a_third() -> None:
    sounds = {w: phonemes(espeak().ipa(w)) for w in ("to", "day", "today", "laptop")}
    assert ("to", "day", "today") in too_close(sounds)


def test_same_sounds_are_no_distance_apart() -> None:
    assert distance("meɾa", "meɾa") == 0
    assert distance("", "pat") == pytest.approx(2.4)


def test_unknown_sounds_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown sounds"):
        phonemes("ǃa")
