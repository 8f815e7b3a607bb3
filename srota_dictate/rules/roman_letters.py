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
_ENDINGS: Final = ((re.compile("(?<=ा)[ंँ]व$"), "ओं"), (re.compile("िंह$"), "िंघ"))  # गाँव gaon, सिंह singh

# फ is more often the f of फ़िल्म with its dot left out, but for some roots and what is made of them.
_PH: Final = re.compile("फ(?:िर|ल|ूल|ुल|ैल|ेंक|[ंँ]स|ट|ाड़|ोड़|ू[ंँ]क|िसल|ेर|ूट|ेफ|ावड़|ीक)")

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
    begins_with_ph: bool
    n_syllables: int
    first: int  # sound of the first syllable
    last: int

    @property
    def end(self) -> int:
        return len(self.sounds) - 1

    def is_closed_end(self, i: int) -> bool:
        """Whether sound `i` is the last syllable and one consonant follows: the ी of ठीक, the ू of ज़रूर."""
        return i == self.last == self.end - 1

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
    syllables = [i for i, sound in enumerate(sounds) if sound.is_open] or [0]
    said = _Word(sounds, _PH.match(respelled) is not None, len(syllables), syllables[0], syllables[-1])
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
        ends_in_ran = after.letter == "र" and i == end - 2 and sounds[end].letter == "ण"
        # औरतें, जानवरों are as long as औरत, जानवर; सड़कें, ख़बरों are not. मुझमें is no plural.
        is_plural = i == end - 1 and after.vowel in ("े", "ो") and after.coda in _NASALS and after.letter != "म"
        is_long_stem = is_plural and not (i == 1 and before.vowel == _SCHWA)
        if not (is_cluster or is_glide or ends_in_ran or is_long_stem):
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
        case "फ" if i == 0 and word.begins_with_ph:
            return "ph"
        case "छ" if i > 0:
            return "ch"
        case "च" if not sound.is_open and word.letter_after(i) in ("च", "छ"):
            return "c"  # बच्चा baccha, अच्छा accha
        case letter:
            return _CONSONANTS[letter]


def _glide(word: _Word, i: int) -> str:
    """What is heard between two vowels: गए gaye, लिए liye, गई gayi."""
    if i == 0:
        return ""
    before, vowel = word.sounds[i - 1].vowel, word.sounds[i].vowel
    if vowel == "े":
        return "y" if before in (_SCHWA, "ा", "ि", "ी", "ो") else ""
    return "y" if (before, vowel) == (_SCHWA, "ी") else ""


def _v_or_w(word: _Word, i: int) -> str:
    sound = word.sounds[i]
    if i == 0:
        after = word.letter_after(i)
        is_w = sound.vowel == "ो" or (sound.vowel, after) in _INITIAL_W
    else:
        before = word.sounds[i - 1]
        if before.is_open:
            is_w = sound.vowel == "ा" and before.vowel in (_SCHWA, "ा", "ी") and before.coda != _ANUSVARA
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
            return _long_i(word, i)
        case "ू":
            is_hoon = i == word.end and word.n_syllables == 1 and word.sounds[i].coda in _NASALS
            return "oo" if is_hoon or word.is_closed_end(i) else "u"
        case "े" if i == word.end and word.sounds[i].coda in _NASALS:
            return "ei"  # करें karein
        case other:
            return _PLAIN[other]


def _schwa(word: _Word, i: int) -> str:
    """Before a ह that ends its syllable people hear an e: कहना kehna, पहले pehle, but सहमत sahmat."""
    ends_in_h = i + 1 < word.end and word.letter_after(i) == "ह" and word.sounds[i + 1].vowel == _DROPPED
    return "e" if ends_in_h and word.sounds[i].letter != "स" else "a"


def _long_a(word: _Word, i: int) -> str:
    """Written double where the word would be another without, or nothing else fills it: आज, बात, बातों."""
    sound = word.sounds[i]
    if i == 0 and not sound.letter:
        return "aa"
    if word.n_syllables == 1:
        if i == word.end:
            return "aa" if sound.coda else "a"
        after = word.sounds[i + 1]
        return "a" if i > 0 or after.letter == "व" or after.vowel == _HALANT else "aa"  # but ध्यान, भाव, मार्ग
    ending = word.sounds[word.end]
    is_short_plural = (
        i == 0 and word.end == 1 and ending.letter and ending.vowel in ("े", "ो") and ending.coda in _NASALS
    )
    return "aa" if is_short_plural else "a"


def _long_i(word: _Word, i: int) -> str:
    if i == word.end:
        return "i"
    is_first_of_two = (
        word.n_syllables == 2 and i == word.first and word.sounds[i].letter and word.sounds[word.last].vowel != "ी"
    )
    return "ee" if is_first_of_two or word.is_closed_end(i) else "i"  # पीछे, गरीब, but बीवी


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
    if is_consonant and after in _LABIALS:
        return "m"
    if is_consonant and sound.coda == _ANUSVARA and (after == "व" or (is_end and sound.vowel == _SCHWA)):
        return "m"  # संवाद, स्वयं
    return "n"
