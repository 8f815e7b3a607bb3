"""A rough key of how a word sounds, so that one in Devanagari can be compared with one in Latin."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

# Vowels fall into three classes: a, i (also e, y) and u (also o). What isn't written, the inherent a, isn't there.
_DEVANAGARI: Final[Mapping[str, str]] = {
    **dict.fromkeys(("ाइ", "ाई", "ाय", "आइ", "आई", "आय"), "i"),  # English "i" in "Microsoft"
    **dict.fromkeys("अआाऐैऍॅॲ", "a"),
    **dict.fromkeys("इईिीएेऎॆय", "i"),
    **dict.fromkeys("उऊुूओौऔोऑॉऒॊ", "u"),
    **dict.fromkeys("ऋृ", "ri"),
    **dict.fromkeys(("क", "ख", "क़", "ख़"), "k"),
    **dict.fromkeys(("ग", "घ", "ग़"), "g"),
    **dict.fromkeys("चछ", "c"),
    **dict.fromkeys("जझ", "j"),
    **dict.fromkeys(("ज़", "झ़", "स", "श", "ष"), "s"),
    **dict.fromkeys("टठतथ", "t"),
    **dict.fromkeys("डढदध", "d"),
    **dict.fromkeys("नणङञंँ", "n"),
    **dict.fromkeys(("ड़", "ढ़", "र"), "r"),
    **dict.fromkeys("बभ", "b"),
    **dict.fromkeys(("फ", "फ़"), "f"),
    "म": "m",
    "ंप": "mp",
    "ंब": "mb",
    "ंभ": "mb",
    "ंफ": "mf",
    "प": "p",
    "ल": "l",
    "ळ": "l",
    "व": "v",
    "ह": "h",
}
_LATIN: Final[Mapping[str, str]] = {
    **dict.fromkeys("eiy", "i"),
    **dict.fromkeys("ou", "u"),
    **dict.fromkeys(("ck", "kh", "c", "q"), "k"),
    **dict.fromkeys(("ce", "ci", "cy"), "si"),
    **dict.fromkeys(("ch", "tch", "chh"), "c"),
    **dict.fromkeys(("sh", "z", "sch"), "s"),
    "ph": "f",
    "gh": "g",
    "jh": "j",
    "th": "t",
    "dh": "d",
    "bh": "b",
    "w": "v",
    "x": "ks",
}
_TOGETHER: Final = re.compile(
    "|".join(sorted((sound for sound in (*_DEVANAGARI, *_LATIN) if len(sound) > 1), key=len, reverse=True)) + "|."
)
_VOWELS: Final = "aiu"
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")  # of "GitHub", where t and h are two letters
_SILENT_END: Final = re.compile(r"(?<=[^\W\d_aeiouy])e$")  # of "Ansible"


def sound_of(word: str) -> str:
    """E.g. "sruta" for "Srota" and for "सरोटा", "kubirnitis" for "Kubernetes" and for "कुबेरनेटिस"."""
    parts = _HUMP.sub("'", unicodedata.normalize("NFC", word))
    letters = _SILENT_END.sub("", parts.casefold())
    sounds = "".join(_sound(match[0]) for match in _TOGETHER.finditer(letters))
    key = ""
    for sound in sounds:
        # Doubled letters sound as one, and of vowels in a row the first.
        if not key.endswith(sound) and not (sound in _VOWELS and key[-1:] in tuple(_VOWELS)):
            key += sound
    return key


def _sound(letters: str) -> str:
    if letters.isascii():
        return _LATIN.get(letters, letters if letters.isalpha() else "")
    return _DEVANAGARI.get(letters, "")
