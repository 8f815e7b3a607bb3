"""Read number words as a time of day, a day of the month or an ordinal, where the words around them say so."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from srota_dictate.rules.amounts import COUNTED, YEAR_AFTER, YEAR_BEFORE, YEARS, month_at, text_at, unit_at
from srota_dictate.rules.number_reading import amount, year
from srota_dictate.rules.number_runs import Run, goes_on
from srota_dictate.rules.number_words import Kind, NumberWord
from srota_dictate.rules.tokens import Script, Token

_LAST_DAY: Final = 31
_CLOCK_HOURS: Final = 12
_DAY_HOURS: Final = 24
_HOUR_MINUTES: Final = 60
_YEARS: Final = range(1000, 3000)
_QUARTER: Final = Decimal("0.25")


@dataclass(frozen=True, slots=True)
class Put:
    """Tokens [first, end) are written as `text`."""

    first: int
    end: int
    text: str


def clock(words: Sequence[NumberWord]) -> str | None:
    """The time said before बजे, pm, o'clock: "साढ़े तीन" is 3:30."""
    kinds = [word.kind for word in words[:4]]
    match kinds:
        case [Kind.SMALL | Kind.FIGURES]:
            return _small(words[0], _DAY_HOURS)
        case [Kind.PART, Kind.SMALL | Kind.FIGURES] if _small(words[1], _CLOCK_HOURS):
            return _minutes_from(words[1].value + words[0].value)
        case [Kind.MIXED]:
            return _minutes_from(words[0].value)
        case [Kind.PART] if words[0].value == _QUARTER:
            return _minutes_from(1 + _QUARTER)
        case [Kind.SMALL, Kind.SMALL]:
            hour, minute = _small(words[0], _DAY_HOURS), _small(words[1], _HOUR_MINUTES - 1)
            # "दस ग्यारह बजे" is about ten or eleven o'clock.
            return f"{hour}:{minute}" if hour and minute and int(minute) > _CLOCK_HOURS else None
        case [Kind.SMALL, Kind.OH, Kind.SMALL]:
            hour, minute = _small(words[0], _DAY_HOURS), _small(words[2], 9)
            return f"{hour}:0{minute}" if hour and minute else None
        case _:
            return None


def _small(word: NumberWord, most: int) -> str | None:
    whole = word.value == word.value.to_integral_value() and len(word.figures) <= 2
    return word.figures or str(word.value) if whole and 0 <= word.value <= most else None


def _minutes_from(hours: Decimal) -> str:
    hour, minute = divmod(int(hours * _HOUR_MINUTES), _HOUR_MINUTES)
    return f"{hour or _CLOCK_HOURS}:{minute:02}"


def english_clock(tokens: Sequence[Token], run: Run) -> Put | None:
    """ "half past three", "a quarter to five", "at six thirty"."""
    time = clock(run.words)
    if time is None:
        return None
    before = text_at(tokens, run.first - 1)
    if before == "at" and ":" in time and unit_at(tokens, run.end) is None:
        return Put(run.first, run.end, time)
    hour = run.items[0].word.value
    if len(run.items) > 1 or not 0 < hour <= _CLOCK_HOURS:
        return None
    match text_at(tokens, run.first - 2), before:
        case "half", "past":
            shift = Decimal("0.5")
        case "quarter", "past":
            shift = _QUARTER
        case "quarter", "to":
            shift = -_QUARTER
        case _:
            return None
    first = run.first - (3 if text_at(tokens, run.first - 3) == "a" else 2)
    if any(token.is_final for token in tokens[first : run.first]):
        return None
    return Put(first, run.end, _minutes_from(hour + shift))


def date(tokens: Sequence[Token], run: Run) -> list[Put]:
    """The day beside a month: "fifteenth August", "पंद्रह अगस्त", "August fifteen nineteen forty seven"."""
    first, *rest = run.words
    is_day = first.kind in (Kind.SMALL, Kind.ORDINAL) and 0 < first.value <= _LAST_DAY
    if not is_day:
        return []
    if not rest and month_at(tokens, run.end):
        return [Put(run.first, run.end, str(first.value))]
    if not rest and first.kind is Kind.ORDINAL and text_at(tokens, run.end) == "of" and month_at(tokens, run.end + 1):
        return [Put(run.first, run.end, ordinal(first.value))]
    if not month_at(tokens, run.first - 1):
        return []
    if not rest:
        is_last = not goes_on(tokens, run.end) and unit_at(tokens, run.end) is None
        return [Put(run.first, run.end, str(first.value))] if first.kind is Kind.ORDINAL and is_last else []
    said = year(rest) or amount(rest)
    if said is None or said not in _YEARS or amount(run.words) is not None:  # the day was said before the month
        return []
    return [
        Put(run.first, run.items[0].end, str(first.value)),
        Put(run.items[1].first, run.end, str(said)),
    ]


def ordinal(value: Decimal) -> str:
    number = int(value)
    ending = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def paired_year(tokens: Sequence[Token], run: Run) -> int | None:
    """A year said in two halves, where it can't be two counts beside each other ("twenty twenty-five people")."""
    said = year(run.words)
    if said is None:
        return None
    if is_dated(tokens, run):
        return said
    after = text_at(tokens, run.end)
    if after in COUNTED or unit_at(tokens, run.end) is not None:
        return None
    if text_at(tokens, run.first - 1) in YEAR_BEFORE:
        return said
    # "उन्नीस बीस", "twenty twenty", "fifteen twenty" are said of other things.
    if after in YEAR_AFTER and said % 100 > said // 100 + 1:
        return said
    is_recent = 1930 <= said < 2000
    is_english = tokens[run.first].script is Script.LATIN
    return said if is_recent or (is_english and (2020 < said < 2100 or 1830 <= said < 1900)) else None


def is_dated(tokens: Sequence[Token], run: Run) -> bool:
    """Whether a month, its day or the word year stands before the run."""
    before = text_at(tokens, run.first - 1)
    return before in YEARS or month_at(tokens, run.first - 1) or month_at(tokens, run.first - 2)


def is_year(tokens: Sequence[Token], run: Run, value: Decimal) -> bool:
    """Whether an amount without a unit is written like a year: 1947, not 1,947."""
    if value not in _YEARS:
        return False
    if is_dated(tokens, run) or 2000 < value < 2100:
        return True
    match run.words[:3]:
        case [NumberWord(kind=Kind.SMALL), NumberWord(kind=Kind.HUNDRED), *rest]:
            return bool(rest)  # "उन्नीस सौ सैंतालीस"; "पंद्रह सौ" is 1,500
        case _:
            return False
