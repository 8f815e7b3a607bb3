"""Lengthen the lexicon of Hindi words in Latin letters from a list of frequent words, spelled by rule.

What stands in the lexicon already stays: it may have been corrected by hand.
"""

from collections.abc import Sequence
from pathlib import Path

from srota_dictate.errors import UserFixableError
from srota_dictate.one_step_file import replace_file
from srota_dictate.rules.roman import common_form
from srota_dictate.rules.roman_letters import spell_by_rule
from srota_dictate.rules.tokens import Script, tokenize


def lengthen(lexicon: Path, frequent: Sequence[str], n_words: int) -> int:
    """Add words of `frequent`, most frequent first, until the lexicon has `n_words`; says how many were added.

    Forms of one word count once: the one with all its dots is taken, since the rules spell it better.
    Raises UserFixableError when the file can't be read or written.
    """
    dotted: dict[str, str] = {}
    for word in filter(_is_hindi, frequent):
        form = common_form(word)
        if word.count("़") > dotted.get(form, "").count("़") or form not in dotted:
            dotted[form] = word
    try:
        lines = lexicon.read_text(encoding="utf-8").splitlines() if lexicon.exists() else []
        present = {common_form(line.partition("\t")[0]) for line in lines if not line.startswith("#")}
        missing = [word for form, word in dotted.items() if form not in present][: max(n_words - len(present), 0)]
        lines += [f"{word}\t{spell_by_rule(word)}" for word in missing]
        replace_file(lexicon, "".join(f"{line}\n" for line in lines).encode())
    except (OSError, UnicodeDecodeError) as error:
        raise UserFixableError(f"{lexicon} can't be lengthened ({error})", "Check that it is yours") from error
    lexicon.chmod(0o644)  # it is shipped, nothing of the person's
    return len(missing)


def _is_hindi(word: str) -> bool:
    return [token.script for token in tokenize(word)] == [Script.DEVANAGARI]
