"""Write inflected, derived and compound English words in Devanagari from the spellings of their parts.

"meetings" is मीटिंग + स. Pure; a part is looked up through a function, so that it may itself be put together.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

Find = Callable[[str], str | None]  # spelling of a word that is known, else None

_VOWELS: Final = frozenset("aeiouy")
_INDEPENDENT: Final = frozenset("अआइईउऊऋएऐऑओऔ")
_MATRAS: Final = frozenset("ािीुूृेैॉोौ")
_HISSES: Final = ("स", "श", "च", "ज", "ज़", "ष")
_TAILS: Final = {
    "ness": "नेस", "ment": "मेंट", "less": "लेस", "ful": "फ़ुल", "ship": "शिप", "wise": "वाइज़", "man": "मैन",
    "men": "मेन", "proof": "प्रूफ़", "like": "लाइक", "up": "अप", "off": "ऑफ़", "out": "आउट",
}  # fmt: skip
_HEADS: Final = {
    "un": "अन", "re": "री", "non": "नॉन", "pre": "प्री", "dis": "डिस", "mis": "मिस", "anti": "एंटी", "inter": "इंटर",
    "super": "सुपर", "over": "ओवर", "under": "अंडर", "multi": "मल्टी", "micro": "माइक्रो", "mini": "मिनी", "sub": "सब",
    "semi": "सेमी", "auto": "ऑटो", "tele": "टेली", "mega": "मेगा", "ultra": "अल्ट्रा", "trans": "ट्रांस", "bio": "बायो",
    "photo": "फ़ोटो", "cyber": "साइबर", "counter": "काउंटर", "hyper": "हाइपर", "self": "सेल्फ़", "post": "पोस्ट",
}  # fmt: skip
_SHORTEST_PART: Final = 3  # letters


def inflected(word: str, find: Find) -> str | None:
    """A form of a word that `find` knows, in Devanagari; `word` in small letters."""
    if word.endswith(("'s", "s'")):
        owner = find(word.removesuffix("'s").removesuffix("'"))
        return None if owner is None else with_s(owner) if word.endswith("'s") else owner
    for suffix, add in _ENDINGS.items():
        if not word.endswith(suffix):
            continue
        for stem in _stems(word, suffix):
            spelling = find(stem)
            if spelling is not None:
                return add(spelling)
    return None


def derived(word: str, find: Find) -> str | None:
    """A known word with something before or behind it, or two known ones."""
    for tail, spelling in _TAILS.items():
        if word.endswith(tail) and (stem := _known_stem(word.removesuffix(tail), find)) is not None:
            return stem + spelling
    for head, spelling in _HEADS.items():
        if word.startswith(head) and len(word) - len(head) > _SHORTEST_PART:
            rest = find(word.removeprefix(head))
            if rest is not None:
                return spelling + rest
    return _compound(word, find)


def _known_stem(stem: str, find: Find) -> str | None:
    if stem.endswith("i"):
        stem = stem[:-1] + "y"
    return find(stem) if len(stem) >= _SHORTEST_PART else None


def _compound(word: str, find: Find) -> str | None:
    # The halves are as near to each other in length as possible, and not both short: "carpet" is none.
    cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    for cut in sorted(cuts, key=lambda cut: abs(2 * cut - len(word))):
        if len(word) > 2 * _SHORTEST_PART and (first := find(word[:cut])) and (second := find(word[cut:])):
            return first + second
    return None


def _stems(word: str, suffix: str) -> Iterator[str]:
    """What the word may come from, the likeliest first."""
    base = word.removesuffix(suffix)
    if len(base) < 2 or _VOWELS.isdisjoint(base):
        return
    match suffix:
        case "s":
            if not base.endswith(("s", "u", "i")):
                yield base
        case "es":
            if base.endswith(("s", "x", "z", "ch", "sh", "o")):
                yield base
        case "ies" | "ied" | "ily":
            yield base + "y"
        case "ly":
            yield base
            yield base + "le"
        case "ally":
            yield base
        case _:
            is_doubled = base[-1] == base[-2]
            if not is_doubled:
                yield base + "e"
            yield base
            if is_doubled:
                yield base[:-1]


def _ends_open(spelling: str) -> bool:
    return spelling[-1] in _MATRAS or spelling[-1] in _INDEPENDENT


def with_s(spelling: str) -> str:
    """Of more than one, or of its owner."""
    if _ends_open(spelling) or spelling.endswith("य"):
        return spelling + "ज़"
    return spelling + ("ेज़" if spelling.endswith(_HISSES) else "्स")


def _with_ing(spelling: str) -> str:
    if spelling.endswith(("ाई", "ाय", "ॉय")):
        return spelling[:-1] + "इंग"
    return spelling + ("इंग" if _ends_open(spelling) else "िंग")


def _with_ed(spelling: str) -> str:
    if spelling.endswith(("ट", "ड")):
        return spelling + "ेड"
    if spelling.endswith("ाई"):
        return spelling[:-1] + "इड"
    return spelling + ("ड" if _ends_open(spelling) or spelling.endswith("य") else "्ड")


def _with_er(spelling: str) -> str:
    if spelling.endswith("ाई"):
        return spelling[:-1] + "यर"
    if spelling.endswith("ी"):
        return spelling[:-1] + "ियर"
    if not _ends_open(spelling):
        return spelling + "र"
    return spelling + ("यर" if spelling[-1] in "ेएै" else "अर")


def _with_est(spelling: str) -> str:
    if spelling.endswith("ी"):
        return spelling[:-1] + "िएस्ट"
    return spelling + ("एस्ट" if _ends_open(spelling) else "ेस्ट")


def _with_ly(spelling: str) -> str:
    return (spelling[:-1] if spelling.endswith("ल") else spelling) + "ली"


def _with_ily(spelling: str) -> str:
    return (spelling[:-1] + "ि" if spelling.endswith("ी") else spelling) + "ली"


def _with_able(spelling: str) -> str:
    return spelling + ("एबल" if _ends_open(spelling) else "ेबल")


_ENDINGS: Final[Mapping[str, Callable[[str], str]]] = {
    "s": with_s, "ies": with_s, "es": with_s, "ing": _with_ing, "ied": _with_ed, "ed": _with_ed, "er": _with_er,
    "est": _with_est, "ly": _with_ly, "ily": _with_ily, "ally": _with_ly, "able": _with_able,
}  # fmt: skip
