"""Spell a Devanagari word in Latin letters by rule, the way people type Hindi without a Hindi keyboard.

A word becomes sounds (a consonant and its vowel), the inherent vowel goes where nobody says it, and each sound is
spelled by what stands around it. What the rules get wrong is the lexicon's business. Linear in the word's length.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_SCHWA: Final = "अ"  # the vowel that a consonant has unless something else is written
_HALANT: Final = "्"  # written to have no vowel
_DROPPED: Final = ""  # its schwa isn't said
_NUKTA: Final = "़"
_ANUSVARA: Final = "ं"
_VISARGA: Final = "ः"
_NASALS: Final = (_ANUSVARA, "ँ")
_CODAS: Final = (*_NASALS, _VISARGA)


def _pairs(text: str) -> dict[str, str]:
    parts = iter(text.split())
    return dict(zip(parts, parts, strict=True))


# फ is more often the f of फ़िल्म with its dot left out than the ph of फूल, and many type that as f, too.
_CONSONANTS: Final = _pairs("""
    क k  ख kh  ग g  घ gh  ङ n   च ch  छ chh  ज j  झ jh  ञ n   ट t  ठ th  ड d  ढ dh  ण n
    त t  थ th  द d  ध dh  न n   प p  फ f  ब b  भ bh  म m   य y  र r  ल l  ळ l  व v  श sh  ष sh  स s  ह h
    ज़ z  झ़ zh  ॹ zh  ॺ y  ॻ g  ॼ j  ॾ d  ॿ b  ॸ d
""")
# A vowel of its own and the sign of the same vowel are one sound, and the sign stands for it.
_VOWELS: Final = _pairs("""
    अ अ  आ ा  इ ि  ई ी  उ ु  ऊ ू  ऋ ृ  ॠ ृ  ऌ ृ  ॡ ृ  ऍ ॅ  ऎ े  ए े  ऐ ै  ऑ ॉ  ऒ ो  ओ ो  औ ौ
    ॲ ॅ  ॳ अ  ॴ ॉ  ॵ ौ  ॶ ु  ॷ ू  ऄ े
""")
_SIGNS: Final = {
    **{sign: sign for sign in _VOWELS.values() if sign != _SCHWA},
    **_pairs("ॄ ृ  ॢ ृ  ॣ ृ  ॆ े  ॊ ो  ॎ े  ॏ ौ  ॕ े  ॖ ु  ॗ ू  ऺ े  ऻ ॉ"),
}
_PLAIN: Final = {"ि": "i", "ु": "u", "ृ": "ri", "े": "e", "ै": "ai", "ो": "o", "ौ": "au", "ॉ": "o", "ॅ": "a"}

_RESPELLED: Final = (("ज्ञ", "ग्य"), ("ॐ", "ओम्"), ("्रृ", "ृ"))  # as they are said
_ENDINGS: Final = (
    (re.compile("(?<=ा)[ंँ]व$"), "ओं"),  # गाँव gaon
    (re.compile("िंह$"), "िंघ"),  # सिंह singh
    (re.compile("गढ़$"), "गर्ह"),  # अलीगढ़ aligarh
)
# Second halves of compounds: the first half ends like a word. विधानसभा, राष्ट्रपति.
_SECOND_HALVES: Final = re.compile(
    "(?<=..)(?<![्])(?:सभा|पति|पत्र|पूर्ण|वाद|वादी|वाला|वाली|वाले|वालों|वार|दिन|दान|दार|दारी|प्रिय|मंत्री|मंत्रियों|"
    "विद्यालय|व्यवस्था|कर्ता|नगर|पुर|गढ़|बंदी|जनक|जी|भर|शाली|शील|हीन|पन|घर|खाना|नामा)$"
)
# After these, a last consonant keeps its schwa: सत्य satya, पत्र patra, विश्व vishwa, रत्न ratna.
_BEFORE_LAST_SCHWA: Final = {
    "य": frozenset(_CONSONANTS),
    "व": frozenset(_CONSONANTS) - {"र"},
    "र": frozenset("टतथदधडकगघपभवश"),
    "न": frozenset("तगघप"),
    "ण": frozenset("ष"),
    "म": frozenset("तदष"),
}
_INITIAL_W: Final = ((_SCHWA, "ह"), ("ा", "ल"), ("ा", "प"), ("ा", "द"))  # वहाँ, वाला, वापस, वादा
_LABIALS: Final = frozenset("पफबभम")


@dataclass(slots=True)
class _Sound:
    letter: str  # a consonant with its nukta; "" before a vowel of its own
    vowel: str
    coda: str = ""  # anusvara, candrabindu or visarga

    @property
    def is_open(self) -> bool:
        return self.vowel not in (_HALANT, _DROPPED)


@dataclass(frozen=True, slots=True)
class _Word:
    sounds: Sequence[_Sound]
    n_syllables: int

    @property
    def end(self) -> int:
        return len(self.sounds) - 1

    def letter_after(self, i: int) -> str:
        return self.sounds[i + 1].letter if i < self.end else ""


def spell_by_rule(word: str) -> str:
    """`word` in ASCII letters; one that consists of stray signs only stays as it is."""
    respelled = unicodedata.normalize("NFD", word)
    for old, new in _RESPELLED:
        respelled = respelled.replace(old, new)
    for ending, new in _ENDINGS:
        respelled = ending.sub(new, respelled)
    if not any(character in _CONSONANTS or character in _VOWELS for character in respelled):
        return word
    sounds = _sounds_of(respelled)
    half = _SECOND_HALVES.search(respelled)
    cut = len(sounds) - len(_sounds_of(half[0])) if half else 0
    _drop_schwas(sounds[:cut])
    _drop_schwas(sounds[cut:])
    said = _Word(sounds, sum(sound.is_open for sound in sounds))
    return "".join(_consonant(said, i) + _vowel(said, i) + _coda(said, i) for i in range(len(sounds)))


def _sounds_of(word: str) -> list[_Sound]:
    """Accents, joiners and avagraha say nothing; a sign after nothing that could bear it is taken as it sounds."""
    sounds: list[_Sound] = []
    for character in word:
        last = sounds[-1] if sounds else None
        if character in _CONSONANTS:
            sounds.append(_Sound(character, _SCHWA))
        elif character in _VOWELS:
            sounds.append(_Sound("", _VOWELS[character]))
        elif (vowel := _SIGNS.get(character)) is not None:
            if last is not None and last.letter and last.vowel == _SCHWA:
                last.vowel = vowel
            else:
                sounds.append(_Sound("", vowel))
        elif last is None:
            continue
        elif character == _NUKTA and last.letter + _NUKTA in _CONSONANTS:
            last.letter += _NUKTA
        elif character == _HALANT and last.letter and last.vowel == _SCHWA:
            last.vowel = _HALANT
        elif character in _CODAS:
            last.coda = character
    return sounds


def _drop_schwas(sounds: Sequence[_Sound]) -> None:
    """At the end of the word, and from there to the left wherever syllables of one consonant each stand around it."""
    end = len(sounds) - 1
    if end > 0 and _has_schwa(sounds[end]) and not _keeps_last_schwa(sounds[end - 1], sounds[end]):
        sounds[end].vowel = _DROPPED
    for i in range(end - 1, 0, -1):
        before, sound, after = sounds[i - 1 : i + 2]
        if not (_has_schwa(sound) and before.is_open and after.letter and after.is_open):
            continue
        # In अंतर the nasal is a consonant, in हंसना it belongs to the vowel.
        is_cluster = before.coda == _ANUSVARA and sound.letter not in "शसह"
        is_glide = (sound.letter, before.vowel) == ("य", "ि") or (after.letter, after.vowel) == ("ह", _SCHWA)
        # Learned words keep theirs: व्याकरण, भारतीय, अनुमति; जबकि is none.
        last = sounds[end].letter
        is_learned = (i == end - 2 and ((after.letter, last) == ("र", "ण") or (after.vowel, last) == ("ी", "य"))) or (
            i == end - 1 and after.vowel in ("ि", "ु") and after.letter != "क"
        )
        # औरतें, जानवरों are as long as औरत, जानवर; सड़कें, ख़बरों are not. मुझमें is no plural.
        is_plural = i == end - 1 and after.vowel in ("े", "ो") and after.coda in _NASALS and after.letter != "म"
        is_long_stem = is_plural and not (i == 1 and before.vowel == _SCHWA)
        if not (is_cluster or is_glide or is_learned or is_long_stem):
            sound.vowel = _DROPPED


def _has_schwa(sound: _Sound) -> bool:
    return sound.letter != "" and sound.vowel == _SCHWA and not sound.coda


def _keeps_last_schwa(before: _Sound, last: _Sound) -> bool:
    if before.is_open:
        return last.letter == "य" and before.vowel in ("ि", "ी")  # प्रिय, भारतीय
    return before.letter in _BEFORE_LAST_SCHWA.get(last.letter, ())


def _consonant(word: _Word, i: int) -> str:
    sound = word.sounds[i]
    match sound.letter:
        case "":
            return _glide(word, i)
        case "व":
            return _v_or_w(word, i)
        case "च" if not sound.is_open and word.letter_after(i) in ("च", "छ"):
            return "c" if word.letter_after(i) == "च" else ""  # बच्चा baccha, अच्छा achha
        case letter:
            return _CONSONANTS[letter]


def _glide(word: _Word, i: int) -> str:
    """What is heard between two vowels: गए gaye, लिए liye."""
    if i == 0:
        return ""
    before, vowel = word.sounds[i - 1].vowel, word.sounds[i].vowel
    return "y" if vowel == "े" and before in (_SCHWA, "ा", "ि", "ी", "ो") else ""


def _v_or_w(word: _Word, i: int) -> str:
    sound = word.sounds[i]
    if i == 0:
        after = word.letter_after(i)
        is_w = sound.vowel == "ो" or (sound.vowel, after) in _INITIAL_W
    else:
        before = word.sounds[i - 1]
        if before.is_open:
            is_w = i == 1 and sound.vowel == "ा" and before.vowel in (_SCHWA, "ा", "ी") and not before.coda
        elif before.vowel == _DROPPED:
            is_w = sound.vowel == "ा"  # करवाना, but अरविंद
        else:
            is_w = sound.is_open and before.letter not in ("र", "त")  # स्वाद, विश्व, but पर्वत, महत्व
    return "w" if is_w else "v"


def _vowel(word: _Word, i: int) -> str:
    match word.sounds[i].vowel:
        case "" | "्":
            return ""
        case "अ":
            return _schwa(word, i)
        case "ा":
            return _long_a(word, i)
        case "ी":
            return "ee" if word.n_syllables == 1 and i == word.end - 1 else "i"  # ठीक, but गरीब, जी
        case "ू":
            is_long = word.n_syllables == 1 and (
                i == word.end - 1 or (i == word.end and word.sounds[i].coda in _NASALS)
            )
            return "oo" if is_long else "u"  # दूध, हूँ, but कानून, तू
        case "े" if word.n_syllables == 1 and i == word.end and word.sounds[i].coda in _NASALS:
            return "ei"  # में
        case other:
            return _PLAIN[other]


def _schwa(word: _Word, i: int) -> str:
    """Before a ह that ends its syllable people hear an e: कहना kehna, पहले pehle, but सहमत sahmat."""
    ends_in_h = i + 1 < word.end and word.letter_after(i) == "ह" and word.sounds[i + 1].vowel == _DROPPED
    return "e" if ends_in_h and word.sounds[i].letter != "स" else "a"


def _long_a(word: _Word, i: int) -> str:
    """Written double at the beginning, between vowels, and where it is the only vowel: आज, शुरुआत, बात, हाँ."""
    sound = word.sounds[i]
    if not sound.letter:
        return "aa" if i == 0 or i < word.end else "a"
    if word.n_syllables > 1:
        return "a"
    if i == word.end:
        return "aa" if sound.coda else "a"
    after = word.sounds[i + 1]
    is_short = i > 0 or sound.coda or after.letter == "व" or after.vowel == _HALANT  # ध्यान, चाँद, भाव, मार्ग
    return "a" if is_short else "aa"


def _coda(word: _Word, i: int) -> str:
    sound = word.sounds[i]
    if not sound.coda:
        return ""
    is_end = i == word.end
    if sound.coda == _VISARGA:
        return "h" if is_end else ""
    after = word.letter_after(i)
    if after == "न":
        return ""  # मैंने maine
    is_consonant = sound.vowel not in ("ा", "ी", "ू", "ौ")  # संबंध; in साँप it belongs to the vowel
    is_m = after in _LABIALS or (is_end and (sound.vowel, sound.coda) == (_SCHWA, _ANUSVARA))  # स्वयं
    return "m" if is_consonant and is_m else "n"
