"""Find which letters of an English word stand for which of its sounds: the cheapest way to read one as the other."""

from typing import Final

from srota_dictate.rules.sounds_en import VOWELS, Sound

# Ways to write a sound, the usual ones; anything else is possible at a price.
_SPELLINGS: Final = {
    "AA": "a o ah ow e ea au", "AE": "a ai au", "AH": "a e i o u ou oo y ai ia io ea eo iou eou ie oe au ei eau ah",
    "AO": "o a au aw ou oo oa augh ough", "AW": "ou ow au", "AY": "i y ie igh ei eigh uy ye ey ai", "B": "b bb",
    "CH": "ch tch t c cc", "D": "d dd ed ld", "DH": "th", "EH": "e ea a ai ie ei ae u ay",
    "ER": "er ir or ur ear ar our re err yr eur ure ror urr orr arr irr", "EY": "a ai ay ei ey ea eigh e et ee au ae",
    "F": "f ff ph gh lf", "G": "g gg gh gu x gue", "HH": "h wh", "IH": "i e y a u ui ie ee ea o ei ai ey ia",
    "IY": "e ee ea y i ie ei ey eo ae oe ay is", "JH": "j g dg dge gg d di dj ge",
    "K": "k c ck ch cc q x qu que cq kk lk cu", "L": "l ll le", "M": "m mm mb mn lm", "N": "n nn kn gn pn ne mn",
    "NG": "ng n ngue", "OW": "o oa ow oe ou ough eau oo ew oh au", "OY": "oi oy", "P": "p pp", "R": "r rr wr rh re",
    "S": "s c ss sc st ps sce ce z x se sw", "SH": "sh ti ci ss ch s si ssi sci ce",
    "T": "t tt ed th pt ght bt te d", "TH": "th", "UH": "u oo ou o", "UW": "u oo ew ue o ou ui eu ough oe wo",
    "V": "v f ve vv ph", "W": "w wh u o", "Y": "y i u e j", "Z": "z s zz x ss se es ze", "ZH": "s g si z ge ti j",
}  # fmt: skip
_WAYS: Final = {phone: frozenset(ways.split()) for phone, ways in _SPELLINGS.items()}
_LONGEST: Final = 4
_UNUSUAL: Final = 3.0  # one letter for a sound that it does not stand for
_SILENT: Final = 1.2
_SILENT_E: Final = 0.6
_UNWRITTEN: Final = {"Y": 0.5, "AH": 0.9, "S": 1.0, "Z": 1.0, "W": 1.0}  # use, table, box, exam, one
_TOO_FAR: Final = 5.0


def align(word: str, phones: list[str]) -> tuple[Sound, ...] | None:
    """The sounds with their letters, silent letters with the sound before them; None: they don't fit."""
    # best[j]: the cheapest reading of word[:j] as the phones so far: its price and where each phone begins and ends.
    best: list[tuple[float, tuple[tuple[int, int], ...]] | None] = [None] * (len(word) + 1)
    best[0] = (0.0, ())
    _skip_silent(best, word)
    for phone in phones:
        name = phone.rstrip("012")
        after: list[tuple[float, tuple[tuple[int, int], ...]] | None] = [None] * (len(word) + 1)
        for start, reading in enumerate(best):
            if reading is None:
                continue
            for stop in range(start, min(start + _LONGEST, len(word)) + 1):
                price = reading[0] + _price(name, word[start:stop])
                held = after[stop]
                if held is None or price < held[0]:
                    after[stop] = (price, (*reading[1], (start, stop)))
        best = after
        _skip_silent(best, word)
    last = best[-1]
    return None if last is None or last[0] > _TOO_FAR else _sounds(word, phones, last[1])


def _skip_silent(best: list[tuple[float, tuple[tuple[int, int], ...]] | None], word: str) -> None:
    for at, letter in enumerate(word):
        reading, after = best[at], best[at + 1]
        if reading is None:
            continue
        price = reading[0] + (_SILENT_E if letter == "e" else _SILENT)
        if after is None or price < after[0]:
            best[at + 1] = (price, reading[1])


def _price(phone: str, letters: str) -> float:
    if not letters:
        return _UNWRITTEN.get(phone, 2.0)
    if letters in _WAYS[phone]:
        # Two letters for one sound are a little dearer than one, but cheaper than one of them silent.
        return 0.1 * (len(letters) - 1)
    same_kind = (letters in "aeiouy") == (phone in VOWELS)
    return _UNUSUAL - (1.0 if same_kind else 0.0) if len(letters) == 1 else _UNUSUAL * len(letters)


def _sounds(word: str, phones: list[str], spans: tuple[tuple[int, int], ...]) -> tuple[Sound, ...]:
    sounds: list[Sound] = []
    for i, (phone, (start, stop)) in enumerate(zip(phones, spans, strict=True)):
        until = spans[i + 1][0] if i + 1 < len(spans) else len(word)
        letters = word[start : max(stop, until)]
        stress = int(phone[-1]) if phone[-1].isdigit() else 0
        sounds.append(Sound(phone.rstrip("012"), stress, letters))
    return tuple(sounds)
