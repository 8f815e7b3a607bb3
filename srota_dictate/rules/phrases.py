"""Know a spoken phrase by its sound, in whichever of its spellings the model wrote it: pure."""

import unicodedata
from collections.abc import Iterator
from itertools import product
from typing import Final

from srota_dictate.rules.tokens import Script, Token, tokenize

# Long and short vowels, a nukta and the two nasal signs are left to chance in Hindi as models write it.
_ALIKE: Final = str.maketrans(
    {
        "ी": "ि",
        "ई": "इ",
        "ू": "ु",
        "ऊ": "उ",
        "ँ": "ं",
        "़": None,
        "ॉ": "ा",
        "ऑ": "आ",
        "ॅ": None,
        "\u200c": None,
        "\u200d": None,
    }
)


def key_of(phrase: str) -> str:
    """What all spellings of a phrase share: its words, without case, marks and what is spelled either way."""
    return " ".join([fold(token.text) for token in tokenize(phrase) if is_word(token)])


def is_word(token: Token) -> bool:
    return bool(token.text) and token.script is not Script.MARK


def fold(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold().translate(_ALIKE)


def keys_of(pattern: str) -> Iterator[str]:
    """Each phrase that `pattern` stands for: "new/नई line/लाइन" is four; an empty alternative leaves the word out."""
    for words in product(*({fold(word) for word in alternatives.split("/")} for alternatives in pattern.split(" "))):
        yield " ".join(filter(None, words))
