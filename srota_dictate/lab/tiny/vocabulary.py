"""The tiny model's words, and the rule that keeps near-homophones out of them.

Words are compared by an edit distance over espeak-ng's phonemes in which alike sounds cost less: a vowel costs its
way in the vowel chart, a consonant its difference in place, manner and voice. Length, aspiration and nasal vowels
are ignored: a synthetic voice hardly makes them audible. No two words may be nearer than `MIN_DISTANCE` (a whole
vowel plus a good half of a consonant), and no two words spoken one after the other nearer than
`MIN_JOINED_DISTANCE` to a third.
"""

import re
import unicodedata
from itertools import combinations, product
from typing import Final

MIN_DISTANCE: Final = 1.25
MIN_JOINED_DISTANCE: Final = 1.0

# fmt: off
WORDS: Final[tuple[str, ...]] = (
    "मेरा", "favourite", "festival", "Diwali", "है", "मुझे", "कल", "सुबह", "office", "code", "review", "भेज",
    "report", "email", "please", "meeting", "नहीं", "आज", "को", "यह", "बहुत", "अच्छा", "क्या", "देना", "चाहिए",
    "अभी", "शाम", "पानी", "दोस्त", "समय", "जल्दी", "दुकान", "गाड़ी", "कितने", "लेकिन", "धन्यवाद", "नमस्ते", "ठीक",
    "खत्म", "किताब", "कपड़े", "परिवार", "शुक्रवार", "महीना", "हफ्ते", "सुनो", "दिखाओ", "बताना", "तैयार", "ज़रूरी",
    "पहले", "आवाज़", "हमेशा", "मौसम", "बारिश", "मिठाई", "कीजिए", "होगा",
    "laptop", "password", "update", "server", "database", "weather", "traffic", "weekend", "movie", "ticket",
    "project", "message", "payment", "presentation", "birthday", "flight", "hotel", "screen", "volume", "download",
    "battery", "appointment", "interview", "doctor", "school", "lunch", "online", "video", "music", "hello",
    "sorry", "morning", "Friday", "Monday", "number", "parking", "client", "deadline", "market", "mobile", "camera",
    "internet", "Python", "keyboard", "computer", "window", "browser", "function", "deploy", "release", "testing",
    "problem", "question", "document", "calendar", "holiday", "manager", "delivery", "kitchen", "breakfast",
    "football", "hospital", "website", "software", "folder", "phone", "cancel", "install", "today", "tomorrow",
    "important", "urgent",
)
# fmt: on

# (height: 0 close … 1 open, backness: 0 front … 1 back)
_VOWELS: Final[dict[str, tuple[float, float]]] = {
    "i": (0.0, 0.0),
    "ɪ": (0.25, 0.15),
    "e": (0.35, 0.05),
    "ɛ": (0.6, 0.1),
    "a": (0.9, 0.3),
    "ɑ": (1.0, 0.8),
    "ʌ": (0.75, 0.6),
    "ə": (0.6, 0.5),
    "ɐ": (0.75, 0.5),
    "ɜ": (0.55, 0.5),
    "ɒ": (0.9, 0.95),
    "ɔ": (0.65, 0.95),
    "o": (0.35, 1.0),
    "ʊ": (0.2, 0.85),
    "u": (0.0, 1.0),
}

# (place: 0 lips … 1 throat, manner, voiced)
_CONSONANTS: Final[dict[str, tuple[float, str, bool]]] = {
    **{s: (p, "stop", v) for s, p, v in (("p", 0.0, False), ("b", 0.0, True), ("t", 0.4, False), ("d", 0.4, True))},
    **{s: (p, "stop", v) for s, p, v in (("ʈ", 0.5, False), ("ɖ", 0.5, True), ("k", 1.0, False), ("ɡ", 1.0, True))},
    **{s: (p, "affricate", v) for s, p, v in (("c", 0.7, False), ("ɟ", 0.7, True))},
    **{s: (p, "fricative", v) for s, p, v in (("f", 0.1, False), ("v", 0.1, True), ("θ", 0.25, False))},
    **{s: (p, "fricative", v) for s, p, v in (("ð", 0.25, True), ("s", 0.4, False), ("z", 0.4, True))},
    **{s: (p, "fricative", v) for s, p, v in (("ʃ", 0.65, False), ("ʒ", 0.65, True), ("h", 1.0, False))},
    **{s: (p, "nasal", True) for s, p in (("m", 0.0), ("n", 0.4), ("ŋ", 1.0))},
    **{s: (p, "approximant", True) for s, p in (("l", 0.4), ("ɹ", 0.5), ("ɾ", 0.45), ("j", 0.7), ("ʋ", 0.1))},
    "w": (0.1, "approximant", True),
}

_MANNERS: Final[dict[frozenset[str], float]] = {
    frozenset(("stop", "affricate")): 0.4,
    frozenset(("affricate", "fricative")): 0.4,
    frozenset(("nasal", "approximant")): 0.5,
    frozenset(("stop", "fricative")): 0.6,
    frozenset(("stop", "nasal")): 0.6,
    frozenset(("stop", "approximant")): 0.6,
    frozenset(("fricative", "approximant")): 0.7,
    frozenset(("fricative", "nasal")): 0.8,
    frozenset(("affricate", "nasal")): 0.8,
    frozenset(("affricate", "approximant")): 0.8,
}

_GLIDES: Final = (frozenset("iɪj"), frozenset("uʊwʋ"))
_FAINT: Final = frozenset("əhjɪɹ")  # sounds that fluent speech swallows
_SPELLED: Final = {"r.": "ɾ", "tʃ": "c", "dʒ": "ɟ", "ʰ": "", "ː": ""}


def phonemes(ipa: str) -> str:
    """espeak-ng's IPA for one word as a string of one character a sound, without stress, length and aspiration.

    Raises ValueError for a sound this module knows nothing about.
    """
    text = re.sub(r"\(\w+\)|[ˈˌ\s\u200d_]", "", ipa)
    for spelled, sound in _SPELLED.items():
        text = text.replace(spelled, sound)
    text = unicodedata.normalize("NFD", text).replace("\u0303", "")
    text = re.sub(r"(.)\1", r"\1", text)
    unknown = set(text) - _VOWELS.keys() - _CONSONANTS.keys()
    if unknown:
        raise ValueError(f"unknown sounds {sorted(unknown)} in {ipa!r}")
    return text


def distance(first: str, second: str) -> float:
    """How different two `phonemes` strings sound: 0 for the same, about 1 for each wholly different sound."""
    return _prefix_distances(first, second)[-1]


def too_close(sounds: dict[str, str]) -> list[tuple[str, ...]]:
    """The pairs of words that break the distance rule, and the triples (two words that together sound like a third).

    `sounds` maps each word to its `phonemes`.
    """
    found: list[tuple[str, ...]] = [
        (a, b) for a, b in combinations(sounds, 2) if distance(sounds[a], sounds[b]) < MIN_DISTANCE
    ]
    for whole, spoken in sounds.items():
        # The first of the two must itself resemble some beginning of the whole: that leaves few to try.
        beginnings = [w for w in sounds if min(_prefix_distances(sounds[w], spoken)) < MIN_JOINED_DISTANCE]
        for a, b in product(beginnings, sounds):
            if whole not in (a, b) and distance(sounds[a] + sounds[b], spoken) < MIN_JOINED_DISTANCE:
                found.append((a, b, whole))
    return found


def _prefix_distances(first: str, second: str) -> list[float]:
    """The distance of `first` to each beginning of `second`, the empty one first: len(second) + 1 values."""
    previous = [0.0]
    for sound in second:
        previous.append(previous[-1] + _omission(sound))
    for a in first:
        row = [previous[0] + _omission(a)]
        for j, b in enumerate(second):
            row.append(
                min(previous[j + 1] + _omission(a), row[j] + _omission(b), previous[j] + _substitution(a, b)),
            )
        previous = row
    return previous


def _omission(sound: str) -> float:
    return 0.4 if sound in _FAINT else 0.8


def _substitution(a: str, b: str) -> float:
    if a == b:
        return 0.0
    if a in _VOWELS and b in _VOWELS:
        (height, back), (other_height, other_back) = _VOWELS[a], _VOWELS[b]
        return min(1.0, ((height - other_height) ** 2 + (back - other_back) ** 2) ** 0.5)
    if a in _VOWELS or b in _VOWELS:
        return 0.6 if any({a, b} <= glides for glides in _GLIDES) else 1.2
    (place, manner, voiced), (other_place, other_manner, other_voiced) = _CONSONANTS[a], _CONSONANTS[b]
    cost = 0.5 * abs(place - other_place) + 0.25 * (voiced != other_voiced)
    if manner != other_manner:
        cost += _MANNERS[frozenset((manner, other_manner))]
    return min(1.0, cost)
