"""Measure how what was heard is written: against lists of words and sentences, and how fast."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from srota_dictate.lab.bench.report import heading, percent, table
from srota_dictate.lab.bench.text_lists import WordList, read_lists, sentences
from srota_dictate.rules.choices import Profile, ScriptView
from srota_dictate.rules.lexicons import load_lexicons
from srota_dictate.rules.options import RulesOptions
from srota_dictate.rules.writing import Piece, Writer

_N_RUNS: Final = 5
_ENGLISH: Final = "the new project was discussed in the meeting yesterday, and we will do it next week. "


@dataclass(frozen=True, slots=True)
class Score:
    """How much of one list is written as accepted."""

    name: str
    n: int
    n_accepted: int
    n_by_rule: int | None  # without the lexicon; None where that doesn't matter


@dataclass(frozen=True, slots=True)
class Speed:
    text: str
    choice: str
    megabytes_per_s: float


@dataclass(frozen=True, slots=True)
class TextFindings:
    scores: tuple[Score, ...]
    n_bytes: int  # of the texts that speed was measured on
    speeds: tuple[Speed, ...]

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def bench_text(folder: Path, say: Callable[[str], None], n_bytes: int = 1_000_000) -> TextFindings:
    """Speed is measured on texts of `n_bytes`; `say` gets what was written otherwise than accepted.

    Raises UserFixableError when the lists are missing.
    """
    lists = read_lists(folder)
    lexicons = load_lexicons()
    writer, by_rule = Writer(lexicons), Writer(lexicons.without_words())
    scores = tuple(_score(each, writer, by_rule, say) for each in lists)
    texts = {"Hinglish": sentences(lists), "English": _ENGLISH, "one word": "क"}
    choices = [(view.value, RulesOptions(view=view)) for view in ScriptView]
    choices.append(("mixed, programmer", RulesOptions(profile=Profile.PROGRAMMER)))
    speeds = [
        Speed(name, choice, _megabytes_per_s(text, n_bytes, writer, options))
        for name, text in texts.items()
        if text
        for choice, options in choices
    ]
    return TextFindings(scores, n_bytes, tuple(speeds))


def text_report(found: TextFindings, command: str) -> str:
    """In Markdown."""
    return "\n".join(
        (
            heading("From what was heard to what is written", command, ()),
            "Entries written as accepted, by all rules together; those of `not_…` stay as they are:\n",
            table(("list", "entries", "accepted", "by rule alone"), [_row(score) for score in found.scores]),
            f"Speed, {found.n_bytes / 1e6:g} MB of UTF-8 as one piece, the best of {_N_RUNS}, in processor time:\n",
            table(
                ("text", "script and profile", "MB/s"),
                [(speed.text, speed.choice, f"{speed.megabytes_per_s:.2f}") for speed in found.speeds],
            ),
        )
    )


def _row(score: Score) -> tuple[str, ...]:
    by_rule = "–" if score.n_by_rule is None else percent(score.n_by_rule, score.n)
    return score.name, str(score.n), f"{score.n_accepted} ({percent(score.n_accepted, score.n)})", by_rule


def _score(words: WordList, writer: Writer, by_rule: Writer, say: Callable[[str], None]) -> Score:
    wrong = _wrong(words, writer)
    for said, written in wrong:
        say(f"{words.name}: {said!r} is written {written!r}")
    n_by_rule = len(words.cases) - len(_wrong(words, by_rule)) if words.has_lexicon else None
    return Score(words.name, len(words.cases), len(words.cases) - len(wrong), n_by_rule)


def _wrong(words: WordList, writer: Writer) -> Sequence[tuple[str, str]]:
    options = RulesOptions(view=words.view)
    written = [(case, writer.write(case.pieces, options)) for case in words.cases]
    return [(case.said, result.text) for case, result in written if not case.accepts(result)]


def _megabytes_per_s(unit: str, n_bytes: int, writer: Writer, options: RulesOptions) -> float:
    text = unit * (n_bytes // len(unit.encode()) + 1)
    seconds: list[float] = []
    for _ in range(_N_RUNS):
        start_s = time.process_time()
        writer.write((Piece(text),), options)
        seconds.append(time.process_time() - start_s)
    return len(text.encode()) / 1e6 / min(seconds)
