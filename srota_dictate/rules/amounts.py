"""Words beside a number that give it a sense: units, currencies, percent, times, months, labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final

from srota_dictate.rules.number_words import all_spellings
from srota_dictate.rules.tokens import Token


class UnitKind(Enum):
    PERCENT = "percent"  # written as a sign after the number
    CURRENCY = "currency"  # written as a sign before it
    MEASURE = "measure"  # the word stays
    TIME = "time"  # the word stays, the number is an hour


@dataclass(frozen=True, slots=True)
class Unit:
    kind: UnitKind
    sign: str = ""
    least: int = 0  # below it the word means something else: "दो ग्राम पंचायत", "two feet"
    n_tokens: int = 1
    is_singular: bool = False  # "a thousand rupee note" counts no rupees


def _units() -> Mapping[str, Unit]:
    found: dict[str, Unit] = {}
    for unit, words in (
        (Unit(UnitKind.PERCENT, "%"), "percent percentage प्रतिशत परसेंट पर्सेंट परसेन्ट फ़ीसदी फ़ीसद"),
        (
            Unit(UnitKind.CURRENCY, "₹"),
            "rupees rs रुपये रुपए रुपया रुपयों रुपयो रुपे रुपय रूपये रूपए रूपया रूपयों रुपैया",
        ),
        (Unit(UnitKind.CURRENCY, "₹", is_singular=True), "rupee"),
        (Unit(UnitKind.CURRENCY, "$"), "dollars डॉलर डालर डॉलर्स"),
        (Unit(UnitKind.CURRENCY, "$", is_singular=True), "dollar"),
        (Unit(UnitKind.CURRENCY, "€"), "euros यूरो"),
        (Unit(UnitKind.CURRENCY, "€", is_singular=True), "euro"),
        (
            Unit(UnitKind.MEASURE),
            "km kms kilometer kilometers kilometre kilometres किलोमीटर किमी "
            "kg kgs kilo kilos kilogram kilograms किलो किलोग्राम क्विंटल quintal quintals टन ton tons tonne tonnes "
            "gram grams mg milligram milligrams मिलीग्राम meter meters metre metres मीटर "
            "cm centimeter centimeters centimetre centimetres सेंटीमीटर mm millimeter millimeters मिलीमीटर "
            "inch inches इंच mile miles मील litre litres liter liters लीटर ml millilitre millilitres एमएल मिलीलीटर "
            "kb mb gb tb kilobyte kilobytes megabyte megabytes gigabyte gigabytes terabyte terabytes mbps gbps "
            "केबी एमबी जीबी टीबी kmph mph rpm hertz hz khz mhz ghz volt volts वोल्ट watt watts वाट kilowatt kilowatts "
            "pixel pixels पिक्सल px acre acres एकड़ बीघा बीघे celsius fahrenheit सेल्सियस तारीख़ तारीख dpi fps kbps",
        ),
        # Fewer are more often something else: village councils, one's own feet, university degrees, proverbs.
        (Unit(UnitKind.MEASURE, least=10), "ग्राम"),
        (
            Unit(UnitKind.MEASURE, least=5),
            "feet फीट फुट फ़ीट फ़ुट degree degrees डिग्री paise paisa पैसे पैसा pounds पाउंड",
        ),
        (Unit(UnitKind.TIME), "बजे बजकर बजके am pm a.m p.m o'clock o’clock"),
    ):
        found.update(dict.fromkeys(all_spellings(words), unit))
    return MappingProxyType(found)


_UNITS: Final = _units()
_PER_CENT: Final = Unit(UnitKind.PERCENT, "%", n_tokens=2)


def unit_at(tokens: Sequence[Token], index: int) -> Unit | None:
    """The unit that stands at `index`, None: something else does."""
    if index >= len(tokens) or tokens[index].is_final or "\n" in tokens[index].space:
        return None
    text = tokens[index].text
    if text.casefold() == "per" and text_at(tokens, index + 1) == "cent" and not tokens[index + 1].is_final:
        return _PER_CENT
    if text in ("a", "p") and text_at(tokens, index + 1) == "." and text_at(tokens, index + 2) == "m":
        return Unit(UnitKind.TIME, n_tokens=3)
    if text == "o" and text_at(tokens, index + 1) == "clock":
        return Unit(UnitKind.TIME, n_tokens=2)
    return _UNITS.get(text)


def text_at(tokens: Sequence[Token], index: int) -> str:
    """In small letters, "" outside the text."""
    return tokens[index].text.casefold() if 0 <= index < len(tokens) else ""


_MONTHS: Final = all_spellings(
    "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर अक्तूबर नवंबर दिसंबर "
    "january february april june july august september october november december jan feb apr aug sept oct nov dec"
) | {"May", "MAY", "March", "MARCH"}  # in small letters they are verbs


def month_at(tokens: Sequence[Token], index: int) -> bool:
    """Whether a month stands there; "दो जून की रोटी" speaks of two meals."""
    if not 0 <= index < len(tokens) or tokens[index].text not in _MONTHS:
        return False
    return (text_at(tokens, index + 1), text_at(tokens, index + 2)) != ("की", "रोटी")


# A number after one of these is a name, not a count; none of them groups its digits.
LABELS: Final = all_spellings(
    "version वर्ज़न वर्शन chapter page section sector platform number अध्याय पेज पृष्ठ सेक्टर सेक्शन प्लेटफ़ॉर्म नंबर धारा"
)
RANKS: Final = all_spellings("number नंबर")  # "number one" is the best
CODES: Final = all_spellings(
    "pin otp code number phone mobile pincode flat room train flight extension account aadhaar "
    "पिन ओटीपी कोड नंबर फ़ोन मोबाइल पिनकोड फ़्लैट रूम कमरा ट्रेन फ़्लाइट खाता आधार"
)
MINUTES_AFTER: Final = all_spellings("बजकर बजके")
YEARS: Final = all_spellings("year सन सन् वर्ष ईसवी ईस्वी")
YEAR_BEFORE: Final = YEARS | all_spellings("in since by until till from before after during of")
YEAR_AFTER: Final = all_spellings("में तक का के की वाला वाले वाली")
# Things counted in rough pairs ("twenty twenty-five people"), so the pair is no year.
COUNTED: Final = all_spellings(
    "people person persons minute minutes second seconds hour hours day days week weeks month months year years times "
    "students boys girls men women log लोग मिनट सेकंड घंटे घंटा दिन हफ़्ते महीने साल बार लोगों"
)
SOME: Final = all_spellings("कई कुछ चंद कितने बहुत इतने कितना several few some many half quarter couple of per")
TO: Final = all_spellings("से to या or till") | {"-", "–", "—"}
AND: Final = all_spellings("and और")
# Before "दो" they make it the imperative of to give.
GIVING: Final = all_spellings(
    "कर कह बता बोल छोड़ भेज डाल रख लगा हटा मिटा लिख बना खोल दे करवा दिखा सुना पकड़ा लौटा जोड़ बढ़ा घटा समझा"
)
RECEIVERS: Final = all_spellings("मुझे मुझको हमें हमको उसे उसको उन्हें उनको इसे इसको इन्हें इनको को")
# Before these words "एक" is not the end of a number: "two hundred in one go".
AFTER_ONE: Final = all_spellings("ही तरफ़ जगह दूसरे by at of go time")
ARAB_NATIONS: Final = all_spellings("देश देशों राष्ट्र राष्ट्रों मुल्क मुल्कों")
# Without one of these beside it a single small number has no sense to look for.
_BESIDE: Final = (
    _UNITS.keys() | _MONTHS | LABELS | MINUTES_AFTER | TO | AND | all_spellings("at past of per p o") | {"a"}
)


def may_have_sense(tokens: Sequence[Token], first: int, end: int) -> bool:
    """A cheap first look at a single number, as most of them are "एक" or "one"."""
    is_after = first > 0 and tokens[first - 1].text in _BESIDE
    return is_after or (end < len(tokens) and tokens[end].text in _BESIDE)
