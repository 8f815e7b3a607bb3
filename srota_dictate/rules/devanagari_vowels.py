"""Write the vowels of an English word in Devanagari.

The sounds are American, and Hindi has taken its English from Britain and from paper: an "o" is ऑ ("hospital" हॉस्पिटल),
"class" has an आ, and what has no stress is written as it is spelled ("festival" फ़ेस्टिवल).
"""

from typing import Final

from srota_dictate.rules.sounds_en import VOWELS, Place

_CLOSING: Final = ("T", "D", "S", "Z", "JH", "K")  # before them, at the end of a syllable, a weak e is heard


def vowel_signs(at: Place) -> str:
    """Vowels on their own, and the consonants that glide into the next one."""
    letters = at.here.letters
    match at.here.phone:
        case "AA":
            after_w = at.phone(-1) == "W" and at.phone(1) != "R" and "u" not in at.letters(-1)
            if "o" in letters and (at.letters(1) + at.letters(2))[:2] in ("lo", "no") and at.phone(4) in ("", "IY"):
                return "ओ" if at.phone(3) in ("JH", "M") else "ऑ"  # technology, economy
            if letters == "o" and at.phone(-1) == "R" and at.phone(-2) == "P" and at.phone(1) not in ("B", "M", "P"):
                return "ओ"  # project
            return "ऑ" if "o" in letters or after_w else "आ"
        case "AE":
            return "ए" if at.is_first or at.is_vowel(-1) else "आ" if _is_broad(at) else "ऐ"
        case "AH":
            return _weak(at) if at.here.stress == 0 else "अ"
        case "AO":
            return _ao(at)
        case "AW":
            return "आव" if at.phone(1) in ("ER", "AH") else "आउ"
        case "AY":
            if at.is_last:
                return "आई"
            if at.phone(1) == "IH":
                return "आ"
            if at.phone(1) in VOWELS and not (at.phone(1) == "AH" and at.letters(1) == "e"):
                return "आय" if at.phone(1) != "ER" else "आ"
            return "आइ"
        case "EH":
            return _eh(at)
        case "ER":
            return _er(at)
        case "EY":
            return "ए"
        case "IH":
            return _ih(at)
        case "IY":
            return _iy(at)
        case "OW":
            return "ओ"
        case "OY":
            return "ऑय" if at.is_last or at.is_vowel(1) or at.phone(1) == "L" else "ऑइ"
        case "UH":
            if at.phone(1) == "R":
                return "ओ" if at.phone(-1) == "Y" and at.index > 1 else "ऊ"
            return "उ"
        case "UW":
            return _uw(at)
        case _:
            raise ValueError(f"no vowel: {at.here.phone}")


def _is_broad(at: Place) -> bool:
    """British "ah": class, master, dance, plant, bath, gram."""
    first, second, third = at.phone(1), at.phone(2), at.phone(3)
    if first == "S":
        return second in ("T", "K", "P") or (not second and at.letters(1) == "ss")
    if first == "N":
        if at.phone(-1) == "R" and at.phone(-2) == "T" and second in ("S", "Z"):
            return True  # trans-
        return not third and (second in ("S", "CH") or (second == "T" and at.phone(-1) in ("L", "R")))
    if first == "F":
        return (second in ("", "T") and not third) or (second == "T" and third == "ER")
    ends_here = not second
    return ends_here and (first == "TH" or (first == "M" and at.phone(-1) == "R" and at.phone(-2) == "G"))


def _ao(at: Place) -> str:
    if at.phone(1) != "R":
        return "ऑ"
    if at.here.stress == 2 and at.phone(2) == "IY" and not at.phone(3):
        return "अ"  # category
    ends_in_e = "e" in at.letters(1)
    if at.here.letters[:2] in ("oo", "ou", "oa") or (ends_in_e and not at.is_vowel(2)) or at.phone(2) == "IY":
        return "ओ"  # door, store, story
    is_port = at.phone(-1) == "P" and at.phone(2) == "T" and at.letters(3) != "a"
    is_force = at.phone(2) == "S" and at.letters(2).startswith("c")
    return "ओ" if is_port or is_force else "ऑ"


def _eh(at: Place) -> str:
    if at.phone(1) != "R":
        return "ए"
    if not at.is_vowel(2) or (at.phone(2), at.phone(3), at.phone(4)) == ("IH", "NG", ""):
        return "एय"  # share, where
    if at.here.stress == 2 and at.phone(2) == "IY" and not at.phone(3):
        return "ए" if at.phone(-1) == "R" else "अ"  # library, military
    return "ऐ" if at.here.letters == "a" and at.here.stress == 1 and not at.is_first else "ए"


def _er(at: Place) -> str:
    """The vowel before its r; the r itself is written by the caller as a part of it."""
    if at.phone(-1) == "CH" and at.is_vowel(1):
        return "उर"  # century
    glide = {"EY": "य", "IY": "य", "AY": "य", "OY": ""}.get(at.phone(-1), "")
    if at.phone(-1) == "Y" and at.index > 1:
        glide = ""
    vowel = "" if glide or at.phone(-1) in ("AW", "OY") else "अ"
    return glide + vowel + "र"


def is_full_er(at: Place) -> bool:
    """Before a syllable with stress, internet इंटरनेट (but energy एनर्जी), and before -ful and -ly."""
    ending = (at.phone(1), at.phone(2), at.phone(3))
    if at.phone(-1) == "AW" or ending in (("F", "AH", "L"), ("L", "IY", "")):
        return at.is_vowel(2)
    following = next((offset for offset in range(2, 6) if at.is_vowel(offset)), None)
    return at.here.stress == 0 and following is not None and at.stress(following) > 0


def _ih(at: Place) -> str:
    if at.phone(1) == "R":
        if at.is_vowel(2):
            return "ई"
        return "ई" + "य" if at.is_first or at.phone(-1) == "Y" else "इ" + "य"
    if at.here.stress == 0:
        return _weak(at)
    return "ई" if at.phone(1) == "SH" and at.letters(1) == "ti" and at.phone(2) == "AH" else "इ"


def _iy(at: Place) -> str:
    if at.is_vowel(1):
        if at.phone(1) in ("AE", "EY", "EH"):
            return "इ"
        if at.phone(1) in ("IH", "IY"):
            return "ई"
        return "इ" if at.phone(1) == "ER" else "इय"
    is_prefix = (
        (at.here.stress == 0 or (at.here.stress == 2 and at.index < 3)) and at.here.letters == "e" and not at.is_last
    )
    return "इ" if is_prefix else "ई"


def _uw(at: Place) -> str:
    long = "उ" if at.is_vowel(1) and at.phone(1) != "ER" else "ऊ"
    before = at.phone(-1)
    soft = before in ("T", "D", "N", "Z") or (before == "L" and at.is_vowel(-2))
    is_stu = before == "T" and at.index == 2 and at.phone(-2) == "S"
    if soft and not is_stu and at.here.letters[:1] in ("u", "e"):
        return "्य" + long  # news, duty, solution
    return long


def _weak(at: Place) -> str:
    """A vowel without stress, which Hindi takes from the spelling."""
    letters, follows = at.here.letters, at.phone(1)
    if at.phone(-1) == "AY" and letters == "e":
        return ""  # client, society
    if follows == "W" and at.letters(1) == "u":
        return ""
    if at.is_last:
        return "आ" if letters.startswith("a") else "ई" if letters == "y" else "अ"
    if at.phone(-1) == "IY" and at.here.phone == "AH":
        return "अ"
    match letters[:1]:
        case "u" if letters.startswith("ui"):
            return "इ"
        case "i" | "y":
            return "अ" if letters[:2] in ("io", "ia") else "इ"
        case "e" if letters[:2] in ("eo", "ea"):
            return "अ"
        case "e":
            if at.is_first:
                return "ए" if follows in ("N", "M") or at.letters(1).startswith("x") else "इ"
            is_prefix = at.here.phone == "IH" and (at.index == 1 or (at.index == 2 and at.phone(-1) == "R"))
            if at.is_closed and not is_prefix:
                is_nasal = follows == "N" and at.phone(2) in ("T", "S", "D")
                return "ए" if is_nasal or follows in _CLOSING else "अ" if at.here.phone == "AH" else "इ"
            return "अ" if follows == "R" else "इ"
        case "a" if letters.startswith("ai"):
            return "ए"
        case "a":
            if follows == "JH" or (follows == "N" and at.phone(2) in ("T", "S") and not at.is_first):
                return "ए"  # message, important, balance
            if follows == "N" and at.phone(2) == "D" and at.index + 3 >= len(at.sounds) and not at.is_first:
                return "ऐ"
            if follows in ("T", "S") and at.letters(1) in ("te", "ce"):
                return "ए"  # private, palace
            if follows == "B" and at.phone(2) in ("AH", "L"):
                return "ए" if not at.is_first else "अ"
            return "अ"
        case "o" if letters.startswith("ou"):
            return "अ"
        case "o":
            if at.is_first:
                return "ऑ" if follows == "F" else "ओ"
            if follows == "JH" and at.phone(2) == "IY":
                return "ऑ"
            if follows == "M" and at.phone(2) == "IY" and at.phone(-1) == "N":
                return "ऑ"
            is_open = at.is_vowel(2) and at.phone(2) not in ("AH", "ER") and len(at.letters(1)) == 1
            is_pro = at.phone(-1) == "R" and at.phone(-2) == "P"
            return "ओ" if is_open or is_pro else "अ"
        case "u":
            if at.phone(-1) in ("CH", "JH") or (at.phone(-1) in ("F", "Y") and follows == "L"):
                return "उ"
            return "ऊ" if at.phone(-1) == "Y" else "अ"
        case _:
            return "अ"
