"""Read number words as an amount, a code, a year or a version. Exact, and None rather than a guess."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from srota_dictate.rules.number_words import Kind, NumberWord

_COUNTS: Final = (Kind.SMALL, Kind.FIGURES)
_HALF: Final = Decimal("0.5")
_QUARTER: Final = Decimal("0.25")
_THOUSAND: Final = 1000
_CRORE: Final = 10**7
_LIMIT: Final = Decimal(10) ** 18  # above it and with a fraction, Decimal's 28 digits could round
_MAX_FRACTION_DIGITS: Final = 9
_MAX_CODE_DIGITS: Final = 24


def amount(words: Sequence[NumberWord]) -> Decimal | None:
    """What all the words say as one quantity; as many decimals as were said."""
    total, last_scale, index = Decimal(0), _LIMIT, 0
    while index < len(words):
        group, index = _group(words, index, is_first=index == 0)
        scale, index = _scale(words, index)
        if group is None or scale is None:
            return None
        said = group * scale if scale > 1 else group
        if said < last_scale:
            total += said
        elif scale >= _CRORE and last_scale == _THOUSAND:  # "दो हज़ार पाँच सौ करोड़": all of it is counted in crores
            total = (total + group) * scale
        else:
            return None
        last_scale = scale
        if total >= _LIMIT or (scale == 1 and index < len(words)):
            return None
        if index < len(words) - 1 and words[index].kind is Kind.AND:
            index += 1
    return total


def _scale(words: Sequence[NumberWord], index: int) -> tuple[Decimal | None, int]:
    """The product of the scale words at `index`: 1 when there are none."""
    scale = last = Decimal(1)
    while index < len(words) and words[index].kind is Kind.SCALE:
        value = words[index].value
        if value <= last or (last > 1 and value < 10**6):  # "लाख करोड़", never "हज़ार लाख"
            return None, index
        scale, last, index = scale * value, value, index + 1
    return scale, index


def _group(words: Sequence[NumberWord], index: int, *, is_first: bool) -> tuple[Decimal | None, int]:
    """What stands before a scale: "दो सौ पचास", "साढ़े तीन", "two point five"; nothing at the beginning is one."""
    value, index = _coefficient(words, index)
    if value is None:
        if not is_first or index >= len(words) or words[index].kind not in (Kind.HUNDRED, Kind.SCALE):
            return None, index
        value = Decimal(1)
    if index < len(words) and words[index].kind is Kind.HUNDRED:
        value, index = value * 100, index + 1
        at = index + 1 if index < len(words) and words[index].kind is Kind.AND else index
        if at < len(words) and words[at].kind in _COUNTS and words[at].value < 100:
            value, index = value + words[at].value, at + 1
        return _with_fraction(words, value, index)
    return value, index


def _coefficient(words: Sequence[NumberWord], index: int) -> tuple[Decimal | None, int]:
    kinds = [word.kind for word in words[index : index + 4]]
    match kinds:
        case [Kind.SMALL | Kind.FIGURES, Kind.AND, Kind.ARTICLE, Kind.HALF]:
            return words[index].value + _HALF, index + 4
        case [Kind.SMALL | Kind.FIGURES, *_]:
            return _with_fraction(words, words[index].value, index + 1)
        case [Kind.PART, Kind.SMALL | Kind.FIGURES, *_]:
            return words[index].value + words[index + 1].value, index + 2
        case [Kind.PART] | [Kind.PART, Kind.HUNDRED | Kind.SCALE, *_] if words[index].value == _QUARTER:  # "सवा लाख"
            return 1 + _QUARTER, index + 1
        case [Kind.MIXED, *_]:
            return words[index].value, index + 1
        case [Kind.HALF, Kind.ARTICLE, Kind.SCALE, *_]:
            return _HALF, index + 2
        case _:
            return None, index


def _with_fraction(words: Sequence[NumberWord], whole: Decimal, index: int) -> tuple[Decimal | None, int]:
    if index >= len(words) or words[index].kind is not Kind.POINT:
        return whole, index
    first = index = index + 1
    while index < len(words) and words[index].kind in (Kind.SMALL, Kind.FIGURES, Kind.OH, Kind.REPEAT):
        index += 1
    digits = code(words[first:index])
    is_one_by_one = all(word.value < 10 for word in words[first:index])
    if digits is None or len(digits) > _MAX_FRACTION_DIGITS or whole != whole.to_integral_value():
        return None, index
    return (Decimal(f"{whole}.{digits}") if is_one_by_one or index == first + 1 else None), index


def code(words: Sequence[NumberWord]) -> str | None:
    """Digits said one by one or in pairs, "double nine" included; what is written in figures already stands alone."""
    digits: list[str] = []
    n_times = 1
    for word in words:
        if word.kind is Kind.REPEAT and n_times == 1:
            n_times = int(word.value)
            continue
        match word.kind:
            case Kind.SMALL:
                said = str(word.value)
            case Kind.OH:
                said = "0"
            case Kind.FIGURES if len(words) == 1 and word.figures.isdigit():
                said = word.figures
            case _:
                return None
        if n_times > 1 and len(said) > 1:
            return None
        digits.append(said * n_times)
        n_times = 1
    text = "".join(digits)
    return text if text and n_times == 1 and len(text) <= _MAX_CODE_DIGITS else None


def year(words: Sequence[NumberWord]) -> int | None:
    """Said in two halves: "nineteen forty seven", "twenty oh five"."""
    match [(word.kind, int(word.value)) for word in words[:4]]:
        case [(Kind.SMALL, century), (Kind.SMALL, rest)] if 11 <= century <= 20 and rest >= 10:
            return century * 100 + rest
        case [(Kind.SMALL, century), (Kind.OH, _), (Kind.SMALL, rest)] if 11 <= century <= 20 and 0 < rest < 10:
            return century * 100 + rest
        case _:
            return None


def version(words: Sequence[NumberWord]) -> str | None:
    """Three or more numbers with points between them: "twelve point four point one"."""
    parts: list[list[NumberWord]] = [[]]
    for word in words:
        if word.kind is Kind.POINT:
            parts.append([])
        else:
            parts[-1].append(word)
    said = [_whole(part) for part in parts]
    return ".".join(part for part in said if part) if len(said) > 2 and all(said) else None


def _whole(words: Sequence[NumberWord]) -> str | None:
    digits = code(words)
    if digits is not None:
        return digits
    value = amount(words)
    return str(value) if value is not None and value == value.to_integral_value() else None
