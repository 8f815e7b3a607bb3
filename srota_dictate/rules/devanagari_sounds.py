"""Write the sounds of an English word in Devanagari, as Hindi newspapers do.

t and d are ट and ड, th is थ or द, v and w are व; फ़ and ज़ have their nukta, as in careful print; m and n before a
consonant of their place are anusvara, except after ऑ ("कॉन्टैक्ट"). What consonants meet inside a word are one conjunct
where that is usual ("डॉक्टर"), and stand apart where two parts of a word meet ("अपडेट").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from srota_dictate.rules.devanagari_vowels import is_full_er, vowel_signs
from srota_dictate.rules.sounds_en import VOWELS, Place, Sound

_LETTERS: Final = {
    "B": "ब", "CH": "च", "D": "ड", "DH": "द", "F": "फ़", "G": "ग", "HH": "ह", "JH": "ज", "K": "क", "L": "ल", "M": "म",
    "N": "न", "P": "प", "R": "र", "S": "स", "SH": "श", "T": "ट", "TH": "थ", "V": "व", "W": "व", "Y": "य", "Z": "ज़",
    "ZH": "ज़",
}  # fmt: skip
_MATRAS: Final = dict(zip("अआइईउऊएऐओऑ", ("", *"ािीुूेैोॉ"), strict=True))
_HALANT: Final = "्"
# What may follow a consonant in one conjunct inside a word.
_JOINED: Final = {
    "K": "T S SH R L Y W CH N", "P": "T S SH R L Y", "B": "R L Y JH", "T": "R Y", "D": "R Y", "G": "R L Y N Z W",
    "S": "T K P R L M N Y CH", "SH": "T R CH N Y", "F": "T R L Y S", "TH": "R W Y", "V": "Y R", "HH": "Y W",
    "L": "T D CH JH S V F P B TH Y Z", "M": "Y", "N": "Y S Z V F T D TH CH JH SH", "Z": "Y", "ZH": "Y",
}  # fmt: skip
_AFTER_NASAL: Final = {"M": "P B", "N": "T D TH CH JH SH S Z K G"}


def in_devanagari(sounds: Sequence[Sound]) -> str:
    """The word; "" for no sounds."""
    return _assembled(_units(sounds))


@dataclass(frozen=True, slots=True)
class _Unit:
    """A consonant, or a vowel in the form it has on its own."""

    text: str
    is_vowel: bool = False
    is_joined: bool = False  # no vowel is heard between this consonant and the next


def _assembled(units: Sequence[_Unit]) -> str:
    written: list[str] = []
    before: _Unit | None = None
    for unit in units:
        if unit.text == "ं":
            written.append("ं")
            continue
        if unit.is_vowel and before is not None and not before.is_vowel:
            written.append(_MATRAS[unit.text])
        else:
            if before is not None and before.is_joined and not unit.is_vowel:
                written.append(_HALANT)
            written.append(unit.text)
        before = unit
    return "".join(written)


def _units(sounds: Sequence[Sound]) -> list[_Unit]:
    units: list[_Unit] = []
    for i in range(len(sounds)):
        at = Place(sounds, i)
        if at.here.phone not in VOWELS:
            made = _consonant(at)
            if made[:1] == [_Unit("ं")] and units and units[-1].text == "ऑ":
                made[0] = _Unit("म" if at.here.phone == "M" else "न", is_joined=True)  # song सॉन्ग
            units += made
            continue
        units += [_Unit(letter, is_vowel=letter in _MATRAS) for letter in vowel_signs(at)]
        if at.here.phone == "ER" and not at.is_last and not at.is_vowel(1) and not is_full_er(at):
            units[-1] = _Unit("र", is_joined=True)
    return units


def _consonant(at: Place) -> list[_Unit]:
    phone, letters = at.here.phone, at.here.letters
    follows = at.phone(1)
    match phone:
        case "NG":
            return [_Unit("ं")] if follows in ("K", "G") else [_Unit("ं"), _Unit("ग", is_joined=_is_joined(at, "G"))]
        case "M" | "N" if follows in _AFTER_NASAL[phone].split() and _takes_anusvara(at):
            return [_Unit("ं")]
        case "Y":
            return _y(at)
        case "W" if letters == "u" and at.phone(-1) == "AH":
            return [_Unit("उ", is_vowel=True)]  # usual
        case "W" if letters.startswith("wh"):
            return [_Unit("व", is_joined=True), _Unit("ह")]
        case "S" if follows == "CH":
            return [_Unit("श", is_joined=True)]
        case "T" if at.is_last and letters == "ed":
            return [_Unit("ड")]
        case "Z" if at.is_last and letters in ("s", "es") and (at.phone(-1) == "ER" or not at.is_vowel(-1)):
            return [_Unit("स")]
        case "ZH" if at.is_last:
            return [_Unit("ज")]
        case _:
            return [_Unit(_LETTERS[phone], is_joined=_is_joined(at, phone))]


def _takes_anusvara(at: Place) -> bool:
    """Where a vowel stands before it; न् is usual after ऑ, and a full न where "in-" is a prefix."""
    if not at.is_vowel(-1) or at.phone(-1) == "ER" or at.letters(0) in ("ne", "me"):
        return False
    return not (at.here.phone == "N" and at.phone(1) in ("K", "G") and at.is_vowel(2))


def _y(at: Place) -> list[_Unit]:
    follows = at.phone(1)
    if at.index == 0 or at.is_vowel(-1):
        return [] if follows == "IH" and at.phone(2) == "R" else [_Unit("य")]
    if at.here.letters.startswith(("i", "e")) and follows != "UW":
        return [_Unit("इ", is_vowel=True), _Unit("य")]
    if follows == "AH" and at.phone(2) == "L":
        return []  # popular
    return [_Unit("य")]


def _is_joined(at: Place, phone: str) -> bool:
    """Whether the next consonant is written as one with this one."""
    if at.is_last or at.is_vowel(1):
        return False
    inside = at.sounds[at.index + 1 :]
    if not any(sound.phone in VOWELS for sound in at.sounds[: at.index]):
        return True
    if not any(sound.phone in VOWELS for sound in inside):
        return True
    if at.here.letters.endswith("e") and len(at.here.letters) > 1:
        return False  # a silent e: the seam of a compound or a suffix
    if at.phone(1) == "L" and at.phone(2) == "IY" and at.index + 3 == len(at.sounds):
        return False  # -ly
    if phone == "S" and at.phone(-1) == "K" and at.phone(1) != "T":
        return False  # express
    if phone == "R" and at.phone(-1) in ("EH", "IH"):
        return False  # airport
    if phone == "R":
        return at.phone(1) not in ("W", "HH", "R")
    return at.phone(1) in _JOINED.get(phone, "").split()
