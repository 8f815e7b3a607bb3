"""The choices about how a text is written, by name; read by the command line before it loads anything else."""

from enum import Enum


class ScriptView(Enum):
    """The script a take is shown in; what was heard stays the same."""

    MIXED = "mixed"  # as the model writes: Hindi in Devanagari, English in Latin
    ROMAN = "roman"
    DEVANAGARI = "devanagari"


class Digits(Enum):
    LATIN = "latin"  # 2,50,000
    DEVANAGARI = "devanagari"  # २,५०,०००


class Grouping(Enum):
    INDIAN = "indian"  # 2,50,000
    INTERNATIONAL = "international"  # 250,000


class Stop(Enum):
    """What ends a sentence."""

    KEEP = "keep"  # as the model writes it
    BY_SCRIPT = "by_script"  # danda after Devanagari, full stop after Latin
    DANDA = "danda"
    FULL_STOP = "full_stop"


class Profile(Enum):
    PLAIN = "plain"
    PROGRAMMER = "programmer"  # no stop at the end, "dot py" → ".py", "underscore" → "_"
