"""One rule, applied to a text."""

from srota_dictate.rules.pipeline import Rule, apply
from srota_dictate.rules.tokens import text_of, tokenize


def applied(rule: Rule, text: str) -> str:
    """What the rule makes of the text; said twice, it would be the same."""
    once = text_of(apply(rule, tokenize(text))[0])
    assert text_of(apply(rule, tokenize(once))[0]) == once
    return once
