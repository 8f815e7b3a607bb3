"""Find runs of number words in the tokens, and write numbers in the digits and groups the person wants."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from srota_dictate.rules.amounts import unit_at
from srota_dictate.rules.number_words import STARTS, WORDS, Kind, NumberWord
from srota_dictate.rules.options import Digits, Grouping
from srota_dictate.rules.tokens import Script, Token

_CONNECTING: Final = (Kind.AND, Kind.ARTICLE, Kind.POINT, Kind.OH)
_LARGE: Final = (Kind.HUNDRED, Kind.SCALE)
_WRITTEN: Final = re.compile(r"(?![0०]\d)(?:\d+|\d{1,3}(?:,\d{2,3})*,\d{3})(?:\.\d+)?")
_MAX_FIGURES: Final = 15  # more of them are no count, and would not stay exact
_MIN_DIGITS: Final = 4
_HYPHENS: Final = ("-", "–", "—")
# A number these touch is part of something else: a date, a fraction, an address, a name.
_GLUE: Final = frozenset("-–—/.,:@#&_+*=\\")
_DEVANAGARI_DIGITS: Final = str.maketrans("0123456789", "०१२३४५६७८९")
_LATIN_DIGITS: Final = str.maketrans("०१२३४५६७८९", "0123456789")


@dataclass(frozen=True, slots=True)
class Item:
    """A word of a number and the tokens it is made of: "twenty-five" is one word."""

    word: NumberWord
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """Number words that follow one another."""

    items: tuple[Item, ...]
    words: tuple[NumberWord, ...]
    first: int
    end: int

    def from_item(self, index: int) -> "Run":
        return _run(self.items[index:])

    def to_item(self, index: int) -> "Run":
        return _run(self.items[:index])


def _run(items: Sequence[Item]) -> Run:
    return Run(tuple(items), tuple(item.word for item in items), items[0].first, items[-1].end)


def run_at(tokens: Sequence[Token], first: int) -> Run | None:
    """The longest run that begins at `first`, None: no number begins there."""
    if first >= len(tokens) or (tokens[first].text not in STARTS and tokens[first].script is not Script.NUMBER):
        return None
    items: list[Item] = []
    index = first
    while index < len(tokens):
        at = index
        if items and tokens[at].text in _HYPHENS and not tokens[at].space:
            at += 1
            if at >= len(tokens) or tokens[at].space:
                break
        elif items and "\n" in tokens[at].space:
            break
        word = _word_at(tokens, at)
        if word is None or (items and not _goes_on(tokens, items[-1].word.kind, word, at)):
            break
        index = at + 1
        _add_word(items, word, at)
        if word.kind is Kind.ORDINAL:
            break
    while items and items[-1].word.kind in _CONNECTING:
        if items[-1].word.kind is Kind.OH and len(items) > _MIN_DIGITS:  # the last digit of a long code
            break
        items.pop()
    return _run([_without_tens(item) for item in items]) if items else None


def _without_tens(item: Item) -> Item:
    """A ten that took no unit counts like any other small number."""
    if item.word.kind is not Kind.TENS:
        return item
    return Item(NumberWord(Kind.SMALL, item.word.value), item.first, item.end)


def _word_at(tokens: Sequence[Token], index: int) -> NumberWord | None:
    token = tokens[index]
    if token.is_final:
        return None
    return _figures(tokens, index) if token.script is Script.NUMBER else WORDS.get(token.text)


def _figures(tokens: Sequence[Token], index: int) -> NumberWord | None:
    """Digits the model wrote, unless they are part of a longer name ("B12", "5th")."""
    text = tokens[index].text
    if len(text) > _MAX_FIGURES or not _WRITTEN.fullmatch(text) or is_glued(tokens, index):
        return None
    figures = text.replace(",", "").translate(_LATIN_DIGITS)
    return NumberWord(Kind.FIGURES, Decimal(figures), figures)


def is_glued(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word touches the number: "B12", "5th"; "2लाख" and "5kg" are still numbers."""
    letters = (Script.LATIN, Script.DEVANAGARI)
    if index and not tokens[index].space and tokens[index - 1].script in letters:
        return True
    if index + 1 == len(tokens) or tokens[index + 1].space or tokens[index + 1].script not in letters:
        return False
    return tokens[index + 1].text not in WORDS and unit_at(tokens, index + 1) is None


def is_part_of_more(tokens: Sequence[Token], run: Run) -> bool:
    """Whether a mark ties the run to what stands before it: "1/2 लाख", "2–3 लाख"."""
    token = tokens[run.first]
    return run.first > 0 and not token.space and tokens[run.first - 1].text in _GLUE


def _goes_on(tokens: Sequence[Token], last: Kind, word: NumberWord, index: int) -> bool:
    """Whether `word` goes on with the number whose last word is `last`."""
    if word.kind not in _CONNECTING:
        return word.kind is not Kind.ORDINAL or last is Kind.TENS
    if word.kind is Kind.OH:
        return True
    following = _word_at(tokens, index + 1) if index + 1 < len(tokens) else None
    if following is None or "\n" in tokens[index + 1].space:
        return False
    match word.kind:
        case Kind.AND:  # "two hundred and five", "two and a half lakh", never "five and six"
            return (last in _LARGE and following.kind is not Kind.ARTICLE) or following.kind is Kind.ARTICLE
        case Kind.ARTICLE:
            return last is Kind.HALF or (last is Kind.AND and following.kind is Kind.HALF)
        case _:
            return True


def goes_on(tokens: Sequence[Token], index: int) -> bool:
    """Whether what stands at `index` would make a number before it a larger one: a scale, a point, "and a half"."""
    word = WORDS.get(tokens[index].text) if index < len(tokens) else None
    if word is None or word.kind not in (*_LARGE, Kind.POINT, Kind.AND):
        return False
    following = WORDS.get(tokens[index + 1].text) if index + 1 < len(tokens) else None
    return word.kind is not Kind.AND or (following is not None and following.kind is Kind.ARTICLE)


def _add_word(items: list[Item], word: NumberWord, index: int) -> None:
    """One word more; a unit joins the tens before it."""
    last = items[-1] if items else None
    is_unit = word.kind in (Kind.SMALL, Kind.ORDINAL) and 0 < word.value < 10
    if last is not None and last.word.kind is Kind.TENS and is_unit:
        items[-1] = Item(NumberWord(word.kind, last.word.value + word.value), last.first, index + 1)
    else:
        items.append(Item(word, index, index + 1))


def written_digits(text: str, digits: Digits) -> str:
    return text.translate(_DEVANAGARI_DIGITS if digits is Digits.DEVANAGARI else _LATIN_DIGITS)


def grouped(value: Decimal, grouping: Grouping | None) -> str:
    """In Latin digits: 2,50,000 or 250,000, or 250000 for None."""
    whole, point, fraction = format(value, "f").partition(".")
    match grouping:
        case Grouping.INTERNATIONAL:
            whole = f"{int(whole):,}"
        case Grouping.INDIAN if len(whole) > 3:
            head, tail = whole[:-3], whole[-3:]
            start = len(head) % 2
            pairs = ([head[:1]] if start else []) + [head[at : at + 2] for at in range(start, len(head), 2)]
            whole = ",".join([*pairs, tail])
        case _:
            pass
    return whole + point + fraction
