"""Write numbers that are said as amounts, times, dates or codes in digits; a small number by itself stays a word."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from srota_dictate.rules import amounts
from srota_dictate.rules.amounts import Unit, UnitKind, text_at, unit_at
from srota_dictate.rules.number_codes import codes_at
from srota_dictate.rules.number_reading import amount, version
from srota_dictate.rules.number_runs import Run, goes_on, grouped, is_glued, is_part_of_more, run_at, written_digits
from srota_dictate.rules.number_times import Put, clock, date, english_clock, is_year, ordinal, paired_year
from srota_dictate.rules.number_words import STARTS, WORDS, Kind
from srota_dictate.rules.options import Digits, Grouping
from srota_dictate.rules.pipeline import Edit
from srota_dictate.rules.tokens import Script, Token

_LARGE: Final = (Kind.HUNDRED, Kind.SCALE)
_WORDS: Final = (Script.DEVANAGARI, Script.LATIN)
_BARE: Final = (
    100,
    10**3,
    10**5,
    10**7,
)  # "सौ रुपये", "a thousand dollars"; a million dollars is often a figure of speech
_ARAB: Final = 10**9
_SIGNS: Final = ("₹", "$", "€")


@dataclass(frozen=True, slots=True)
class Numbers:
    """Never changes a value: what can be read in two ways stays in words."""

    digits: Digits = Digits.LATIN
    grouping: Grouping = Grouping.INDIAN

    @property
    def name(self) -> str:
        return "numbers"

    def edits(self, tokens: Sequence[Token]) -> Iterable[Edit]:
        done = 0
        for index, token in enumerate(tokens):
            if (token.text not in STARTS and token.script is not Script.NUMBER) or index < done or token.is_final:
                continue
            run = run_at(tokens, index)
            puts, done = self._written(tokens, run) if run is not None else ((), index + 1)
            yield from self._edits(tokens, index, done, puts)

    def _edits(self, tokens: Sequence[Token], first: int, end: int, puts: Iterable[Put]) -> Iterator[Edit]:
        """`puts`, and the digits between them in the script the person wants."""
        at = first
        for put in (*puts, Put(end, end, "")):
            for index in range(at, put.first):
                if tokens[index].script is Script.NUMBER and not is_glued(tokens, index):
                    yield from self._edit(tokens, Put(index, index + 1, tokens[index].text))
            yield from self._edit(tokens, put)
            at = put.end

    def _edit(self, tokens: Sequence[Token], put: Put) -> Iterator[Edit]:
        is_ordinal = put.text[-1:].isascii() and put.text[-1:].isalpha()
        text = put.text if is_ordinal else written_digits(put.text, self.digits)
        if put.first < put.end and [text] != [token.text for token in tokens[put.first : put.end]]:
            yield Edit(put.first, put.end, text, Script.NUMBER)

    def _written(self, tokens: Sequence[Token], run: Run) -> tuple[Sequence[Put], int]:
        """What is put for the run, and up to where the tokens are dealt with."""
        is_single = run.end - run.first == 1
        if is_part_of_more(tokens, run) or (is_single and not amounts.may_have_sense(tokens, run.first, run.end)):
            return (), run.end
        counted = _without_other_words(tokens, run)
        if counted is None:
            return (), run.end
        run = counted
        shared = self._range(tokens, run)
        if shared is not None:
            return shared
        puts = self._of_one(tokens, run)
        return puts, max(run.end, puts[-1].end if puts else 0)

    def _of_one(self, tokens: Sequence[Token], run: Run) -> Sequence[Put]:
        if dated := date(tokens, run):
            return dated
        if run.items[-1].word.kind is Kind.ORDINAL:
            return _ordinal(run)
        if _is_ordinal_next(tokens, run.end):
            return ()
        if (time := english_clock(tokens, run)) is not None:
            return (time,)
        unit = unit_at(tokens, run.end)
        if unit is not None and unit.kind is UnitKind.TIME:
            return _hour(tokens, run)
        value = amount(run.words)
        if value is not None:
            return self._amount(tokens, run, value, unit)
        if unit is not None:
            return ()
        text = version(run.words)
        if text is None and (said := paired_year(tokens, run)) is not None:
            text = str(said)
        return (Put(run.first, run.end, text),) if text is not None else codes_at(tokens, run)

    def _amount(self, tokens: Sequence[Token], run: Run, value: Decimal, unit: Unit | None) -> Sequence[Put]:
        words = run.words
        before = text_at(tokens, run.first - 1)
        unit = None if unit is not None and value < unit.least else unit
        first = run.first
        has_scale = any(word.kind in _LARGE for word in words)
        if has_scale and _is_arab(tokens, run):
            return ()
        if words[0].kind in _LARGE:
            if before in amounts.SOME or (first and tokens[first - 1].script is Script.NUMBER):
                return ()
            if not _is_whole_count(run, unit):
                return ()
            first -= before == "a" and not tokens[first - 1].is_final
        is_label = (
            before in amounts.LABELS and tokens[first].text != "दो" and (value != 1 or before not in amounts.RANKS)
        )
        if is_label or before in amounts.MINUTES_AFTER:
            return (Put(first, run.end, _plain(value, None, has_scale=has_scale)),)
        if unit is not None:
            return (_with_unit(tokens, Put(first, run.end, self._number(run, value)), unit),)
        if not has_scale and not any(word.kind is Kind.POINT for word in words):
            return ()
        grouping = None if is_year(tokens, run, value) else self.grouping
        return (Put(first, run.end, _plain(value, grouping, has_scale=has_scale)),)

    def _number(self, run: Run, value: Decimal) -> str:
        return _plain(value, self.grouping, has_scale=any(word.kind in _LARGE for word in run.words))

    def _range(self, tokens: Sequence[Token], low: Run) -> tuple[Sequence[Put], int] | None:
        """ "दस से पंद्रह हज़ार": the scale or unit is said once for both, so a scale stays a word: 10 से 15 हज़ार."""
        link = text_at(tokens, low.end)
        if (link not in amounts.TO and link not in amounts.AND) or any(word.kind in _LARGE for word in low.words):
            return None
        high = run_at(tokens, low.end + 1)
        bottom = amount(low.words)
        if high is None or bottom is None or tokens[low.end].is_final:
            return None
        kinds = [word.kind for word in high.words]
        n_words = next((at for at, kind in enumerate(kinds) if kind in _LARGE), len(kinds))
        if n_words == 0 or any(kind not in _LARGE for kind in kinds[n_words:]):
            return None
        count = high.to_item(n_words)
        top, unit = amount(count.words), unit_at(tokens, high.end)
        has_scale = n_words < len(kinds)
        if not has_scale and unit is not None and unit.kind is UnitKind.TIME:
            hours = (*_hour(tokens, low), *_hour(tokens, high))
            return (hours, high.end) if len(hours) == 2 else None
        is_between = text_at(tokens, low.first - 1) == "between" or text_at(tokens, high.end + 1) == "बीच"
        if top is None or bottom >= top or (has_scale and link in amounts.AND and not is_between):
            return None
        puts = Put(low.first, low.end, self._number(low, bottom)), Put(count.first, count.end, self._number(count, top))
        is_date = amounts.month_at(tokens, high.end) and date(tokens, high) and bottom == int(bottom) > 0
        if has_scale or is_date:
            return puts, high.end
        if unit is None or top < unit.least:
            return None
        if unit.kind is UnitKind.CURRENCY:
            puts = _with_unit(tokens, puts[0], Unit(UnitKind.CURRENCY, unit.sign, n_tokens=0)), puts[1]
        puts = puts[0], _with_unit(tokens, puts[1], unit)
        return puts, puts[1].end


def _without_other_words(tokens: Sequence[Token], run: Run) -> Run | None:
    """Without "दो" that means give and "एक" that means a; None where either could be meant."""
    if tokens[run.first].text == "दो" and text_at(tokens, run.first - 1) in amounts.GIVING:  # "भेज दो पाँच सौ"
        rest = run.from_item(1) if len(run.items) > 1 else None
        return None if rest is None or rest.words[0].kind in _LARGE else rest
    if len(run.items) == 1 or run.words[-2].kind not in _LARGE or unit_at(tokens, run.end) is not None:
        return run
    last, after = text_at(tokens, run.end - 1), text_at(tokens, run.end)
    if last == "दो":  # "मुझे पाँच सौ दो"
        is_given = any(token.text in amounts.RECEIVERS for token in tokens[max(run.first - 2, 0) : run.first])
        return run.to_item(len(run.items) - 1) if is_given else run
    if last not in ("एक", "one") or run.end == len(tokens) or tokens[run.end].script not in _WORDS:
        return run
    if after == "साथ":
        return run.to_item(len(run.items) - 1)
    is_hundred = run.words[-2].kind is Kind.HUNDRED
    return run if is_hundred and after not in amounts.COUNTED and after not in amounts.AFTER_ONE else None


def _is_whole_count(run: Run, unit: Unit | None) -> bool:
    """Whether a number that begins with its scale is one; "हज़ार पाँच सौ रुपये" are about five hundred or a thousand."""
    kinds = [word.kind for word in run.words]
    if kinds[:2] == [Kind.HUNDRED, Kind.SCALE] or kinds[:2] == [Kind.HUNDRED, Kind.AND]:
        return True
    return len(kinds) == 1 and unit is not None and not unit.is_singular and run.words[0].value in _BARE


def _plain(value: Decimal, grouping: Grouping | None, *, has_scale: bool) -> str:
    """Decimals as they were said; those of a scale only as many as it takes."""
    if has_scale and "." in (text := format(value, "f")):
        value = Decimal(text.rstrip("0").rstrip("."))
    return grouped(value, grouping)


def _with_unit(tokens: Sequence[Token], number: Put, unit: Unit) -> Put:
    match unit.kind:
        case UnitKind.PERCENT:
            return Put(number.first, number.end + unit.n_tokens, number.text + unit.sign)
        case UnitKind.CURRENCY:
            end = number.end + unit.n_tokens
            # Without the word between them the next would be taken for a part of this number.
            is_free = text_at(tokens, number.first - 1) not in _SIGNS and not goes_on(tokens, end)
            return Put(number.first, end, unit.sign + number.text) if is_free else number
        case UnitKind.MEASURE | UnitKind.TIME:
            return number


def _hour(tokens: Sequence[Token], run: Run) -> Sequence[Put]:
    time = clock(run.words)
    if time is None or (text_at(tokens, run.end) == "am" and text_at(tokens, run.end + 1) == "i"):  # "which one am I"
        return ()
    return (Put(run.first, run.end, time),)


def _ordinal(run: Run) -> Sequence[Put]:
    """ "twenty first"; not "thirty second", which is as often half a minute."""
    item = run.items[0]
    is_compound = len(run.items) == 1 and item.end - item.first > 1
    return (Put(run.first, run.end, ordinal(item.word.value)),) if is_compound and item.word.value % 10 != 2 else ()


def _is_ordinal_next(tokens: Sequence[Token], index: int) -> bool:
    """Whether the number goes on as an ordinal: "two hundred fifth", "two hundred and fifth"."""
    index += text_at(tokens, index) == "and"
    word = WORDS.get(tokens[index].text) if index < len(tokens) else None
    return word is not None and word.kind is Kind.ORDINAL


def _is_arab(tokens: Sequence[Token], run: Run) -> bool:
    """ "दो अरब देश" are two Arab countries."""
    return run.words[-1].value == _ARAB and text_at(tokens, run.end) in amounts.ARAB_NATIONS
