"""Take the words out of what the model wrote: no language prefix, no special tokens, no broken characters."""

import re
from typing import Final

_TAG: Final = "<asr_text>"

# A name is one capitalised word, as the model writes it; it may name several: "language Hindi,English".
_NAMES: Final = r"[A-Z][a-z]+(?:\s*,\s*[A-Z][a-z]+)*"
_PREFIX: Final = re.compile(rf"language\s+{_NAMES}\s*{_TAG}")
# What is left of a prefix whose first words were forced: "Hindi<asr_text>", "None<asr_text>", "<asr_text>".
_HEAD: Final = re.compile(rf"^\s*(?:(?:language\s+)?{_NAMES}\s*)?{_TAG}", re.IGNORECASE)
# Without its tag a prefix can't be told from speech, except where nobody could have said it so.
_NOTHING_SAID: Final = re.compile(r"^\s*language\s+None\b")
_ONLY_PREFIX: Final = re.compile(rf"^\s*language\s+{_NAMES}\s*$")
_SPECIAL: Final = re.compile(r"<\|[^<>|]*\|>")
# Joiners (U+200C, U+200D) belong to Devanagari spelling and stay.
_UNWRITABLE: Final = re.compile("[\ufffd\ufeff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")

# Twenty times the same up to twenty characters, where qwen-asr begins to doubt them.
_SAME_CHARACTER: Final = re.compile(r"(.)\1{20,}", re.DOTALL)
_SAME_PATTERN: Final = re.compile(r"(?=.{40})(.{1,20}?)\1{19,}", re.DOTALL)


def answer_text(raw: str) -> str:
    """The answer as qwen-asr returns it: without what stands before its tag, and endless repetitions said once."""
    folded = _SAME_PATTERN.sub(r"\1", _SAME_CHARACTER.sub(r"\1", raw.strip()))
    return folded.partition(_TAG)[2].strip() if _TAG in folded else folded.strip()


def words_of(raw: str) -> str:
    """What was said, out of the model's answer; "" when it answered that nothing was said.

    Prefixes come in many shapes: `language Hindi<asr_text>`, `language None` without its tag, a second `<asr_text>`
    in the text, the rest of a prefix whose language was forced. Runs of white space become one space.
    """
    text = _UNWRITABLE.sub("", _SPECIAL.sub(" ", raw))
    text = _PREFIX.sub(f" {_TAG} ", text)
    text = _HEAD.sub(" ", text)
    text = text.replace(_TAG, " ")
    if _ONLY_PREFIX.match(text):
        return ""
    text = _NOTHING_SAID.sub(" ", text)
    return " ".join(text.split())
