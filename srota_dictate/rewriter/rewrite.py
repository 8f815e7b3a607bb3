"""Have a text rewritten by the person's language model, or keep it as it is; say what left the program.

Nothing is logged here: neither the text, nor the answer, nor the key.
"""

import os
import re
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

from srota_dictate.errors import UserFixableError, reason_of
from srota_dictate.rewriter.exchange import ask
from srota_dictate.rewriter.options import RewriterOptions

LIMIT_S: Final = 3.0
KEY_VARIABLE: Final = "SROTA_DICTATE_REWRITER_KEY"
_MOST_CHARACTERS: Final = 8_000  # nothing rewrites more within the limit
_MOST_KEY_BYTES: Final = 4_096
_PATH: Final = "/chat/completions"
_REASONING: Final = re.compile(r"</?(?:think|thinking|thought|reasoning|reflection)\b|<\|", re.IGNORECASE)
# Of the text, and so many characters more or less: a short one may double by a full stop and a word.
_SHORTEST: Final = 0.3
_LONGEST: Final = 2.0
_SLACK: Final = 40


@dataclass(frozen=True, slots=True)
class Rewriting:
    """What became of a text."""

    text: str = field(repr=False)  # rewritten, or as it was
    is_rewritten: bool = False
    sent_to: str = ""  # the host that has seen the text: the interface must show it; "" when it stayed here
    trouble: UserFixableError | None = None  # why it is as it was, unless nothing was to be done


def rewrite(text: str, options: RewriterOptions, *, limit_s: float = LIMIT_S) -> Rewriting:
    """Blocks for `limit_s` at most, on whichever thread; whatever goes wrong, the text comes back as it was."""
    if not options.enabled or not text.strip():
        return Rewriting(text)
    try:
        headers = _headers(options)
        url = _address(options)
        if len(text) > _MOST_CHARACTERS:
            raise UserFixableError("The text is too long to be rewritten in time", "Dictate it in several parts")
    except UserFixableError as error:
        return Rewriting(text, trouble=error)
    exchange = ask(url, headers, _question(text, options), limit_s)
    sent_to = exchange.host if exchange.has_left else ""
    if exchange.trouble is not None:
        return Rewriting(text, sent_to=sent_to, trouble=exchange.trouble)
    answer = _text_in(exchange.answer)
    if answer is None or not is_plausible(answer, text):
        trouble = UserFixableError(
            f"What the language model on {exchange.host} answered is no rewriting of the text",
            "Try another model or prompt",
        )
        return Rewriting(text, sent_to=sent_to, trouble=trouble)
    return Rewriting(answer, is_rewritten=True, sent_to=sent_to)


def is_plausible(answer: str, text: str) -> bool:
    """Whether it can be the text written better: neither empty nor an essay, nor what the model said to itself."""
    shortest, longest = len(text) * _SHORTEST - _SLACK, len(text) * _LONGEST + _SLACK
    if not answer or not shortest <= len(answer) <= longest or _REASONING.search(answer):
        return False
    # Joiners belong to Devanagari and to emoji.
    return all(c.isprintable() or c in "\n\t\u200c\u200d" for c in answer) and any(map(str.isalnum, answer))


def _question(text: str, options: RewriterOptions) -> object:
    return {
        "model": options.model,
        "messages": [{"role": "system", "content": options.prompt}, {"role": "user", "content": text}],
        "temperature": 0,
        "stream": False,
    }


def _text_in(answer: object) -> str | None:
    """The message of a complete answer, None when there is none."""
    choices = _table(answer).get("choices")
    first = _table(cast("list[object]", choices)[0] if isinstance(choices, list) and choices else None)
    content = _table(first.get("message")).get("content")
    if not isinstance(content, str) or first.get("finish_reason") == "length":
        return None
    return content.strip()


def _table(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def _address(options: RewriterOptions) -> str:
    """Of the server's chat completions, whether the person gave it whole, up to /v1, or only the server."""
    url = options.url.rstrip("/")
    if not url:
        raise UserFixableError(
            "No address of a language model is given", "Give it in Settings, or switch rewriting off"
        )
    if url.endswith(_PATH):
        return url
    return f"{url}{_PATH}" if re.search(r"/v\d+$", url) else f"{url}/v1{_PATH}"


def _headers(options: RewriterOptions) -> dict[str, str]:
    key = _key_in(Path(options.key_file).expanduser()) if options.key_file else os.environ.get(KEY_VARIABLE, "").strip()
    if not key:
        return {}
    if not key.isascii() or not key.isprintable():
        raise UserFixableError("The key for the language model has characters that no key has", "Copy it again")
    return {"Authorization": f"Bearer {key}"}


def _key_in(path: Path) -> str:
    try:
        with path.open("rb") as file:
            if sys.platform != "win32" and stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise UserFixableError(f"Others can read the key in {path}", f"Run: chmod 600 {path}")
            key = file.read(_MOST_KEY_BYTES).decode("ascii", errors="replace").strip()
    except OSError as error:
        raise UserFixableError(
            f"The key file {path} can't be read ({reason_of(error)})", "Check its name in Settings"
        ) from None
    if not key:
        raise UserFixableError(f"There is no key in {path}", "Put the key in it, or name no file in Settings")
    return key
