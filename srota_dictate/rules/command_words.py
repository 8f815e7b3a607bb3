"""What can be commanded, and how it is said: English and Hindi, in the spellings that a model may write."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Final, TypeAlias

from srota_dictate.rules.emoji_names import EMOJI
from srota_dictate.rules.phrases import keys_of


@dataclass(frozen=True, slots=True)
class Write:
    """Something to write."""

    text: str = field(repr=False)
    joins_left: bool = False  # no space before it
    joins_right: bool = False  # no space after it
    replaces_stop: bool = False  # it stands in the place of the stop that the model wrote after the words before


class Action(Enum):
    """What depends on where it is said, or on the person's choices."""

    FULL_STOP = "full stop"
    DANDA = "danda"
    QUOTE = "quote"  # opens or closes
    BULLET = "bullet"  # on a line of its own
    SCRATCH = "scratch"  # the last sentence goes
    CAPS_ON = "caps on"
    CAPS_OFF = "caps off"
    ALL_CAPS = "all caps"  # the next word
    SEND = "send"  # the Enter key


Command: TypeAlias = Write | Action


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases and what each stands for."""

    meanings: Mapping[str, Command]  # by key
    first_words: frozenset[str]
    most_words: int  # in one phrase

    @classmethod
    def of(cls, meanings: Mapping[str, Command]) -> "Phrases":
        """What has no word is no phrase."""
        known = {key: meaning for key, meaning in meanings.items() if key}
        first_words = frozenset(key.partition(" ")[0] for key in known)
        return cls(known, first_words, max((key.count(" ") + 1 for key in known), default=0))

    def over(self, others: "Phrases") -> "Phrases":
        """Both, where these count more."""
        return Phrases(
            {**others.meanings, **self.meanings},
            self.first_words | others.first_words,
            max(self.most_words, others.most_words),
        )


OPEN_QUOTE: Final = Write('"', joins_right=True)
CLOSE_QUOTE: Final = Write('"', joins_left=True)


def _mark(text: str) -> Write:
    return Write(text, joins_left=True, replaces_stop=True)


# Every word as its alternatives, see `keys_of`. A phrase that people also say for itself is left out: whoever says
# "send it" or "delete that" may mean just that.
_SAID: Final[tuple[tuple[Command, tuple[str, ...]], ...]] = (
    (
        Write("\n", joins_left=True, joins_right=True),
        (
            "new/next/न्यू/नेक्स्ट/नई/नयी/नया/अगली/nai/nayi/naya/agli line/लाइन/लाईन/लाइने/पंक्ति/pankti",
            "newline/न्यूलाइन/नईलाइन",
            "line/लाइन break/ब्रेक",
        ),
    ),
    (
        Write("\n\n", joins_left=True, joins_right=True),
        (
            "new/next/न्यू/नेक्स्ट/नया/नए/नये/नई/अगला/naya/naye/nai/agla "
            "paragraph/para/पैराग्राफ/पैरेग्राफ/पेराग्राफ/पैरग्राफ/पैरा/पेरा/अनुच्छेद/anuchchhed/anuched",
        ),
    ),
    (
        _mark(","),
        ("comma/कॉमा/कोमा/कौमा/कौमां/अल्पविराम/alpviram", "अल्प/alp/alpa विराम/viram/viraam"),
    ),
    (Action.FULL_STOP, ("full/फुल stop/स्टॉप", "fullstop/फुलस्टॉप/period/पीरियड/पिरियड")),
    (
        Action.DANDA,
        (
            "पूर्ण/पूरण/पूर्न/purn/purna/poorn/poorna/puran विराम/viram/viraam",
            "पूर्णविराम/पूर्णविरामचिह्न/purnviram/purnaviram/poornviram",
            "पूर्ण विराम चिह्न/चिन्ह",
            "खड़ी/khadi पाई/pai",
        ),
    ),
    (
        _mark("?"),
        (
            "question/क्वेश्चन/क्वेश्चेन/क्वेस्चन/क्वेशचन/क्वेश्शन/क्वश्चन mark/मार्क",
            "प्रश्न/प्रश्नवाचक/prashn/prashna/prashan/prashnvachak चिह्न/चिन्ह/चिह्/चिन्/chinh/chihn/chinha/chihna/chinn",
            "प्रश्नचिह्न/प्रश्नचिन्ह/prashnchinh",
            "सवालिया/sawaliya निशान/nishan",
        ),
    ),
    (
        _mark("!"),
        (
            "exclamation/एक्सक्लेमेशन/एक्सक्लमेशन/एक्स्क्लेमेशन /mark/point/मार्क/पॉइंट/प्वाइंट",
            "विस्मयादिबोधक/विस्मयादि/विस्मय/vismayadibodhak/vismay /चिह्न/चिन्ह/chinh/chihn",
        ),
    ),
    (_mark(":"), ("colon/कोलन/कॉलन/कोलोन",)),
    (
        _mark(";"),
        (
            "semicolon/सेमीकोलन/सेमिकॉलन/सेमीकोलोन/अर्धविराम/ardhviram",
            "semi/सेमी colon/कोलन/कॉलन/कोलोन",
            "अर्ध/अर्द्ध/ardh/ardha विराम/viram/viraam",
        ),
    ),
    (Write("–", replaces_stop=True), ("dash/डैश/डेश", "em/en/एम/एन dash/डैश")),
    (
        Write("-", joins_left=True, joins_right=True, replaces_stop=True),
        ("hyphen/हाइफन/हायफन/हाईफन/हाइफेन", "योजक/yojak चिह्न/चिन्ह/chinh"),
    ),
    (_mark("…"), ("ellipsis/इलिप्सिस/एलिप्सिस", "dot/डॉट dot/डॉट dot/डॉट")),
    (
        OPEN_QUOTE,
        (
            "open/start/begin/ओपन/स्टार्ट quote/quotes/quotation/quotations/कोट/कोट्स/कोटेशन /mark/marks/मार्क",
            "open/ओपन inverted/इनवर्टेड/इन्वर्टेड comma/commas/कॉमा/कॉमाज/कोमा",
            "quote/कोट/quotation/कोटेशन/उद्धरण/uddharan शुरू/खोलो/shuru/kholo",
        ),
    ),
    (
        CLOSE_QUOTE,
        (
            "close/end/क्लोज/एंड quote/quotes/quotation/quotations/कोट/कोट्स/कोटेशन /mark/marks/मार्क",
            "close/क्लोज inverted/इनवर्टेड/इन्वर्टेड comma/commas/कॉमा/कॉमाज/कोमा",
            "unquote/अनकोट",
            "quote/कोट/quotation/कोटेशन/उद्धरण/uddharan बंद/समाप्त/खत्म/band/samapt/khatam",
        ),
    ),
    (
        Action.QUOTE,
        (
            "quote/quotes/कोट्स",
            "quotation/कोटेशन mark/marks/मार्क",
            "inverted/इनवर्टेड/इन्वर्टेड comma/commas/कॉमा/कॉमाज/कोमा",
            "उद्धरण/uddharan चिह्न/चिन्ह/chinh",
        ),
    ),
    (
        Write("(", joins_right=True),
        (
            "open/start/left/ओपन/स्टार्ट/लेफ्ट bracket/brackets/parenthesis/parentheses/paren/ब्रैकेट/ब्रेकेट/ब्रैकेट्स/ब्रैकिट",
            "bracket/ब्रैकेट/ब्रेकेट/कोष्ठक/koshthak शुरू/खोलो/shuru/kholo",
        ),
    ),
    (
        Write(")", joins_left=True),
        (
            "close/end/right/क्लोज/एंड/राइट bracket/brackets/parenthesis/parentheses/paren/ब्रैकेट/ब्रेकेट/ब्रैकेट्स/ब्रैकिट",
            "bracket/ब्रैकेट/ब्रेकेट/कोष्ठक/koshthak बंद/समाप्त/खत्म/band/samapt/khatam",
        ),
    ),
    (
        Action.BULLET,
        ("bullet/बुलेट/बुलट /point/पॉइंट/प्वाइंट", "new/next/नया/अगला/न्यू/naya/agla bullet/बुलेट/बुलट /point/पॉइंट/प्वाइंट"),
    ),
    (
        Action.SCRATCH,
        (
            "scratch/strike/स्क्रैच/स्क्रेच/स्ट्राइक that/दैट/देट",
            "वो/वह/इसे/इसको/ये/यह/wo/woh/vo/voh/ise/isko/ye/yeh हटाओ/हटाइए/मिटाओ/मिटाइए/hatao/hataiye/mitao/mitaiye",
            "वो/वह/इसे/इसको/ये/यह/wo/woh/vo/voh/ise/isko/ye/yeh हटा/मिटा/hata/mita दो/दीजिए/do/dijiye",
        ),
    ),
    (Action.CAPS_ON, ("/all/ऑल caps/कैप्स/केप्स /lock/लॉक on/ऑन/चालू/chalu",)),
    (Action.CAPS_OFF, ("/all/ऑल caps/कैप्स/केप्स /lock/लॉक off/ऑफ/बंद/band",)),
    (Action.ALL_CAPS, ("all/ऑल caps/कैप्स/केप्स",)),
    (
        Action.SEND,
        (
            "send/सेंड/सैंड/सेन्ड",
            "send/सेंड/सैंड/सेन्ड करो/कर/karo/kar /दो/do",
            "भेज/bhej दो/do/दीजिए/dijiye",
            "press/प्रेस enter/एंटर",
            "enter/एंटर दबाओ/dabao",
        ),
    ),
)  # fmt: skip
_EMOJI: Final = "/का/वाला/ka/wala emoji/emojis/इमोजी"


@cache
def shipped_commands() -> Phrases:
    """Those of the program itself; takes some milliseconds the first time."""
    meanings = {key: command for command, patterns in _SAID for pattern in patterns for key in keys_of(pattern)}
    for emoji, patterns in EMOJI:
        for pattern in patterns:
            meanings |= dict.fromkeys(keys_of(f"{pattern} {_EMOJI}"), Write(emoji))
    return Phrases.of(meanings)
