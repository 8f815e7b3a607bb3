"""Building the lexicon of English in Devanagari: alignment, spelling by sounds, learning how letters sound."""

from pathlib import Path

import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.lab.devanagari.alignment import align
from srota_dictate.lab.devanagari.building import build
from srota_dictate.lab.devanagari.learning import learn
from srota_dictate.lab.devanagari.pronunciations import read_cmudict
from srota_dictate.rules.devanagari_sounds import in_devanagari
from srota_dictate.rules.letters_en import Letters


@pytest.mark.parametrize(
    ("word", "phones", "letters"),
    [
        ("knight", "N AY1 T", "kn i ght"),
        ("box", "B AA1 K S", "b o x _"),
        ("use", "Y UW1 Z", "_ u se"),
        ("table", "T EY1 B AH0 L", "t a b _ le"),
        ("computer", "K AH0 M P Y UW1 T ER0", "c o m p _ u t er"),
        ("statement", "S T EY1 T M AH0 N T", "s t a te m e n t"),
    ],
)
def test_letters_find_their_sounds(word: str, phones: str, letters: str) -> None:
    sounds = align(word, phones.split())
    assert sounds is not None
    assert [sound.letters or "_" for sound in sounds] == letters.split()


def test_what_is_no_reading_is_refused() -> None:
    assert align("pdf", ["D", "AH1", "B", "AH0", "L", "Y", "UW0", "EH1", "K", "S"]) is None


@pytest.mark.parametrize(
    ("word", "phones", "spelling"),
    [
        ("hospital", "HH AA1 S P IH2 T AH0 L", "हॉस्पिटल"),
        ("festival", "F EH1 S T AH0 V AH0 L", "फ़ेस्टिवल"),
        ("computer", "K AH0 M P Y UW1 T ER0", "कंप्यूटर"),
        ("meeting", "M IY1 T IH0 NG", "मीटिंग"),
        ("student", "S T UW1 D AH0 N T", "स्टूडेंट"),
        ("internet", "IH1 N T ER0 N EH2 T", "इंटरनेट"),
        ("energy", "EH1 N ER0 JH IY0", "एनर्जी"),
        ("update", "AH0 P D EY1 T", "अपडेट"),
        ("news", "N UW1 Z", "न्यूज़"),
        ("white", "W AY1 T", "व्हाइट"),
        ("station", "S T EY1 SH AH0 N", "स्टेशन"),
        ("class", "K L AE1 S", "क्लास"),
        ("song", "S AO1 NG", "सॉन्ग"),
        ("store", "S T AO1 R", "स्टोर"),
        ("form", "F AO1 R M", "फ़ॉर्म"),
        ("media", "M IY1 D IY0 AH0", "मीडिया"),
        ("worked", "W ER1 K T", "वर्क्ड"),
        ("usually", "Y UW1 ZH AH0 W AH0 L IY0", "यूज़ुअली"),
    ],
)
def test_sounds_are_written_as_newspapers_do(word: str, phones: str, spelling: str) -> None:
    sounds = align(word, phones.split())
    assert sounds is not None
    assert in_devanagari(sounds) == spelling


def test_the_lexicon_has_what_was_written_by_hand_and_the_most_frequent_words() -> None:
    said = {"meeting": "M IY1 T IH0 NG", "meetings": "M IY1 T IH0 NG Z", "do": "D UW1", "does": "D AH1 Z", "xu": "X"}
    pronunciations = {word: [phones.split()] for word, phones in said.items() if word != "xu"}
    words = build({"xu": "शू"}, pronunciations, ["meeting", "meetings", "do", "does", "xu", "unheard"], 4)
    # "meetings" is left to the rules, "does" only looks like a form of "do".
    assert words == {"do": "डू", "does": "डज़", "meeting": "मीटिंग", "xu": "शू"}


def test_letters_are_learned_where_they_sound_otherwise() -> None:
    said = {"cat": "K AE1 T", "cut": "K AH1 T", "cot": "K AA1 T", "cell": "S EH1 L", "cent": "S EH1 N T"}
    table = learn({word: [phones.split()] for word, phones in said.items()})
    assert table["[c]"] == "K"
    assert table["[c]e"] == "S"
    assert "[c]a" not in table
    assert Letters(table).read("ce")[0].phone == "S"


def test_the_dictionary_is_read_with_its_variants(tmp_path: Path) -> None:
    path = tmp_path / "cmudict.dict"
    path.write_text("the DH AH0\nthe(2) DH IY0 # before a vowel\n\n")
    assert read_cmudict(path) == {"the": [["DH", "AH0"], ["DH", "IY0"]]}
    with pytest.raises(UserFixableError, match="can't be read"):
        read_cmudict(tmp_path / "missing")
