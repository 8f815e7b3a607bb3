"""Put into the person's language what the stages of dictation say in English."""

import re

from srota_dictate.app.texts import Texts
from srota_dictate.errors import UserFixableError


def said(texts: Texts, sentence: str) -> str:
    """The sentence as the person is to read it; in English where this language lacks it.

    Each `{}` in the sentences of `texts.said` stands for anything, another sentence for one.
    """
    if (exact := texts.said.get(sentence)) is not None:
        return exact
    for template, translated in texts.said.items():
        if "{}" in template and (found := re.fullmatch(re.escape(template).replace(r"\{\}", "(.+)"), sentence)):
            return translated.format(*(said(texts, part) for part in found.groups()))
    return sentence


def said_fully(texts: Texts, sentence: str) -> str:
    """The same, with its full stop."""
    translated = said(texts, sentence)
    return translated + (texts.full_stop if translated != sentence else ".")


def said_with_remedy(texts: Texts, error: UserFixableError) -> str:
    """What is wrong and what to do about it, one after the other, for where there is one place for both."""
    return f"{said_fully(texts, error.message)} {said_fully(texts, error.hint)}"
