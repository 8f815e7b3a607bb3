"""The texts that are delivered: what dictation writes, and what is hard to carry from one program to another."""

import random
import unicodedata
from dataclasses import dataclass
from typing import Final

_N_LONG: Final = 100_000
_N_RANDOM: Final = 200
_SEED: Final = 7
# Controls mean something to programs; lone surrogates are no characters; unassigned and private ones differ by version.
# Line and paragraph separators are line breaks: programs keep them as such, not as the characters they were.
_NO_CHARACTERS: Final = frozenset({"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})

HINGLISH: Final = (
    "मुझे कल की meeting में जाना है, please calendar update कर देना। क्षत्रिय, ज्ञान, श्रृंगार, उद्घाटन, राष्ट्र और "
    "विद्यार्थी; nukta: क़लम, ख़बर, ग़ज़ल, ज़रूरत, सड़क, पढ़ना, फ़ोन. Naïve café “quotes” — 2,50,000 ₹ @ 10%. "
)

_COMBINING: Final = "e\u0301 n\u0303o a\u0323\u0302 Z\u0351\u036b\u0343\u036a र\u094d\u0930ि ड\u093c o\u0308\u0304 각"


@dataclass(frozen=True, slots=True)
class TextSet:
    """Texts delivered one after another; what stands in the window then is all of them."""

    name: str
    parts: tuple[str, ...]

    @property
    def whole(self) -> str:
        return "".join(self.parts)


def text_sets(*, quick: bool = False) -> list[TextSet]:
    """All of them; `quick` takes a tenth of the large ones."""
    share = 10 if quick else 1
    return [
        TextSet("Hinglish", ((HINGLISH * 3)[:500],)),
        TextSet("joiners", ("क्‍ष क्‌ष र्‍य न्‍ न्‌ ZWNJ: می‌خواهم ZWJ: ल्‍ल श्री‌मान",)),
        TextSet("emoji", ("👩‍💻 👨‍👩‍👧‍👦 🏳️‍🌈 🇮🇳 👍🏽 ❤️ 1️⃣ 🧑🏿‍🚀 ☺︎ 🙂 done",)),
        TextSet("line breaks", ("first line\nदूसरी पंक्ति\n\n\tafter a tab\tऔर एक\nend",)),
        TextSet("long", (_long(_N_LONG // share),)),
        TextSet("right to left", ("שלום עולם — (abc) 123 مرحبا بالعالم، اُردو میں لکھنا؟ \u200fRLM\u200e LRM",)),
        TextSet(
            "combining",
            (_COMBINING,),
        ),
        TextSet("random", tuple(_random_texts(_N_RANDOM // share))),
    ]


def _long(n_characters: int) -> str:
    lines = "".join(f"{number}. {HINGLISH}\n" for number in range(n_characters // len(HINGLISH) + 1))
    return lines[:n_characters]


def _random_texts(n_texts: int) -> list[str]:
    """Assigned characters of all planes, half of each text of the Indian scripts and Latin."""
    dice = random.Random(_SEED)
    near = [chr(code) for code in (*range(0x21, 0x250), *range(0x900, 0xE00)) if _is_character(chr(code))]
    far = [chr(code) for code in range(0x250, 0x30000) if _is_character(chr(code))]
    texts: list[str] = []
    for number in range(n_texts):
        characters = [dice.choice(dice.choice((near, far))) for _ in range(dice.randint(1, 60))]
        # A mark of the first kind may merge with what stands before it; so every text begins with its number.
        texts.append(f"{number}:{''.join(characters)}; ")
    return texts


def _is_character(character: str) -> bool:
    return unicodedata.category(character) not in _NO_CHARACTERS
