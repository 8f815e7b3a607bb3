"""Say numbers in Hindi and English words, for tests: written apart from what reads them."""

from typing import Final

_HINDI_WORDS: Final = """
शून्य एक दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस
बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस
चालीस इकतालीस बयालीस तैंतालीस चौवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास
पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ
साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर
सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उनासी
अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी
नब्बे इक्यानवे बानवे तिरानवे चौरानवे पंचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे
"""
_HINDI: Final = _HINDI_WORDS.split()
_SMALL_WORDS: Final = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen
"""
_SMALL: Final = _SMALL_WORDS.split()
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_HINDI_SCALES: Final = ((10**11, "खरब"), (10**9, "अरब"), (10**7, "करोड़"), (10**5, "लाख"), (10**3, "हज़ार"), (100, "सौ"))
_INDIAN_SCALES: Final = ((10**7, "crore"), (10**5, "lakh"), (10**3, "thousand"))
_INTERNATIONAL_SCALES: Final = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"))


def hindi(number: int) -> str:
    for scale, word in _HINDI_SCALES:
        if number >= scale:
            return _joined(hindi(number // scale), word, hindi(number % scale) if number % scale else "")
    return _HINDI[number]


def english(number: int, *, is_indian: bool, joint: str = "") -> str:
    """`joint` stands between a hundred and what follows it: "" or "and"."""
    for scale, word in _INDIAN_SCALES if is_indian else _INTERNATIONAL_SCALES:
        if number >= scale:
            head, rest = divmod(number, scale)
            tail = english(rest, is_indian=is_indian, joint=joint) if rest else ""
            return _joined(english(head, is_indian=is_indian, joint=joint), word, tail)
    if number >= 100:
        tail = _below_hundred(number % 100) if number % 100 else ""
        return _joined(_SMALL[number // 100], "hundred", joint if tail else "", tail)
    return _below_hundred(number)


def _below_hundred(number: int) -> str:
    if number < 20:
        return _SMALL[number]
    return _joined(_TENS[number // 10 - 2], _SMALL[number % 10] if number % 10 else "")


def _joined(*words: str) -> str:
    return " ".join(word for word in words if word)
