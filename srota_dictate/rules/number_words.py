"""The words numbers are said with, in Hindi (Devanagari) and English, in all their common spellings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Final


class Kind(Enum):
    """What a word does in a number."""

    SMALL = "small"  # 0 to 99
    TENS = "tens"  # twenty … ninety: takes a unit after it
    HUNDRED = "hundred"
    SCALE = "scale"  # thousand and above
    PART = "part"  # साढ़े, सवा, पौने: changes the number after it
    MIXED = "mixed"  # डेढ़, ढाई
    HALF = "half"
    ARTICLE = "article"
    AND = "and"
    POINT = "point"
    OH = "oh"  # zero, only between digits
    REPEAT = "repeat"  # double, triple
    ORDINAL = "ordinal"
    FIGURES = "figures"  # written in digits already


@dataclass(frozen=True, slots=True)
class NumberWord:
    kind: Kind
    value: Decimal = Decimal(0)
    figures: str = field(default="", repr=False)  # as written, Latin digits without separators


def spellings(word: str) -> frozenset[str]:
    """How a Devanagari word is also typed: dots left out or composed, signs for nasals, doubled and short letters."""
    found = {word}
    for old, new in _TYPED_AS:
        found |= {each.replace(old, new) for each in found}
    return frozenset(found)


def all_spellings(words: str) -> frozenset[str]:
    """Of every word of a line; Latin words get their capitals."""
    found: set[str] = set()
    for word in words.split():
        found |= {word, word.capitalize(), word.upper()} if word.isascii() else spellings(word)
    return frozenset(found)


# In this order, each on what those before it made.
_TYPED_AS: Final = (
    ("ँ", "ं"),
    ("ंद", "न्द"),
    ("ंत", "न्त"),
    ("ंब", "म्ब"),
    ("ट्ठ", "ठ्ठ"),
    ("ट्ठ", "ठ"),
    ("लीस", "लिस"),
    ("नवे", "नबे"),
    ("नवे", "नवें"),
    ("ऐं", "एं"),
    ("ैं", "ै"),
    ("ैं", "ें"),
    ("ौं", "ौ"),
    ("ईस", "इस"),
    ("ज़", "\u095b"),
    ("ज़", "ज"),
    ("ड़", "\u095c"),
    ("ड़", "ड"),
    ("ढ़", "\u095d"),
    ("ढ़", "ढ"),
    ("फ़", "\u095e"),
    ("फ़", "फ"),
)

# 0 to 99.
_HINDI: Final = """
शून्य/ज़ीरो एक दो तीन चार पाँच छह/छः/छे/छै/छ सात आठ नौ
दस ग्यारह बारह तेरह चौदह पंद्रह/पंदरह सोलह सत्रह/सतरह अट्ठारह उन्नीस
बीस इक्कीस बाईस तेईस चौबीस पच्चीस/पचीस छब्बीस सत्ताईस अट्ठाईस उनतीस/उन्तीस/उनत्तीस
तीस इकतीस/इकत्तीस/इकत्तिस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस/उन्तालीस/उनचालीस
चालीस इकतालीस बयालीस/बियालीस तैंतालीस/तिरतालीस चौवालीस/चवालीस/चौंवालीस/चौआलीस
पैंतालीस छियालीस/छयालीस सैंतालीस अड़तालीस उनचास/उन्चास/उनंचास
पचास इक्यावन बावन तिरपन/तिरेपन/त्रेपन चौवन/चव्वन/चौअन पचपन छप्पन सत्तावन अट्ठावन उनसठ
साठ इकसठ बासठ तिरसठ/तिरेसठ/त्रेसठ चौंसठ पैंसठ छियासठ/छाछठ सड़सठ/सरसठ अड़सठ उनहत्तर/उनहतर
सत्तर इकहत्तर/इकहतर बहत्तर तिहत्तर चौहत्तर पचहत्तर/पिचहत्तर/पचत्तर
छिहत्तर/छियत्तर/छहत्तर सतहत्तर अठहत्तर उनासी/उन्नासी/उन्यासी/उनयासी
अस्सी इक्यासी बयासी/बियासी तिरासी/तेरासी चौरासी पचासी/पिचासी छियासी सत्तासी/सतासी अट्ठासी नवासी
नब्बे इक्यानवे बानवे/बयानवे तिरानवे चौरानवे
पंचानवे/पचानवे/पिचानवे छियानवे सत्तानवे/सतानवे अट्ठानवे निन्यानवे/निन्नानवे
"""
_ENGLISH_SMALL: Final = """
zero one two three four five six seven eight nine ten
eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
"""
_ENGLISH_TENS: Final = "twenty thirty forty/fourty fifty sixty seventy eighty ninety"
_ENGLISH_ORDINALS: Final = """
first/पहली second third fourth fifth sixth seventh eighth ninth tenth
eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
"""
_SCALES: Final = (
    (10**3, "हज़ार thousand hazar hazaar"),
    (10**5, "लाख lakh lakhs lac lacs"),
    (10**6, "मिलियन मिलयन million"),
    (10**7, "करोड़ crore crores"),
    (10**9, "अरब बिलियन billion"),
    (10**11, "खरब"),
    (10**12, "ट्रिलियन trillion"),
)
_OTHERS: Final = (
    (Kind.HUNDRED, "100", "सौ hundred"),
    (Kind.PART, "0.5", "साढ़े"),
    (Kind.PART, "0.25", "सवा"),
    (Kind.PART, "-0.25", "पौने"),
    (Kind.MIXED, "1.5", "डेढ़"),
    (Kind.MIXED, "2.5", "ढाई ढ़ाई अढ़ाई"),
    (Kind.HALF, "0.5", "half"),
    (Kind.ARTICLE, "1", "a"),
    (Kind.AND, "0", "and"),
    (Kind.POINT, "0", "दशमलव पॉइंट पॉइन्ट पॉईंट प्वाइंट point dot डॉट"),
    (Kind.OH, "0", "oh o"),
    (Kind.REPEAT, "2", "double डबल"),
    (Kind.REPEAT, "3", "triple ट्रिपल"),
    (Kind.ORDINAL, "30", "thirtieth"),
)


def _vocabulary() -> Mapping[str, NumberWord]:
    found: dict[str, NumberWord] = {}

    def add(kind: Kind, value: Decimal, words: str) -> None:
        found.update(dict.fromkeys(all_spellings(words.replace("/", " ")), NumberWord(kind, value)))

    def add_all(kind: Kind, rows: Iterable[str], start: int = 0, step: int = 1) -> None:
        for position, words in enumerate(rows):
            add(kind, Decimal(start + step * position), words)

    add_all(Kind.SMALL, _HINDI.split())
    add_all(Kind.SMALL, _ENGLISH_SMALL.split())
    add_all(Kind.TENS, _ENGLISH_TENS.split(), start=20, step=10)
    add_all(Kind.ORDINAL, _ENGLISH_ORDINALS.split(), start=1)
    for scale, words in _SCALES:
        add(Kind.SCALE, Decimal(scale), words)
    for kind, value, words in _OTHERS:
        add(kind, Decimal(value), words)
    return MappingProxyType(found)


WORDS: Final = _vocabulary()
_ONLY_INSIDE: Final = (Kind.ARTICLE, Kind.AND, Kind.POINT, Kind.OH)
# Words a number may begin with.
STARTS: Final = frozenset(text for text, word in WORDS.items() if word.kind not in _ONLY_INSIDE)
