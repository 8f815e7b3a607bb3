"""Tell what is said letter by letter, and say letters in Devanagari: "API" एपीआई."""

from typing import Final

_NAMES: Final = {
    "a": "ए", "b": "बी", "c": "सी", "d": "डी", "e": "ई", "f": "एफ़", "g": "जी", "h": "एच", "i": "आई", "j": "जे",
    "k": "के", "l": "एल", "m": "एम", "n": "एन", "o": "ओ", "p": "पी", "q": "क्यू", "r": "आर", "s": "एस", "t": "टी",
    "u": "यू", "v": "वी", "w": "डब्ल्यू", "x": "एक्स", "y": "वाई", "z": "ज़ेड",
}  # fmt: skip
# Of two or three capitals, nearly all others are said letter by letter: "US", "IT", "WHO".
_SAID: Final = "pan pin sim ram rom gif lan wan zip bit web cat tan sar pok pac bal rig"
_SHOUTED: Final = (
    "the and not yes new all for you but can are was his her our one two ten men man why how did get got let has had"
    " no ok go my we he me be do in on of to so if at by or an is oh hi"
)
_SHORT_WORDS: Final = frozenset(f"{_SAID} {_SHOUTED}".split())
_LONGEST_UNKNOWN: Final = 5


def letter_names(letters: str) -> str:
    """Of small letters a to z."""
    return "".join([_NAMES[letter] for letter in letters])


def is_spelled_out(word: str, *, is_known: bool) -> bool:
    """Whether a word in capitals, here in small letters, is said letter by letter; `is_known`: a lexicon has it."""
    if len(word) <= 3:
        return word not in _SHORT_WORDS
    return not is_known and (len(word) <= _LONGEST_UNKNOWN or not has_vowel(word))


def has_vowel(word: str) -> bool:
    """Whether it could be said as a word at all."""
    return not {*"aeiouy"}.isdisjoint(word)
