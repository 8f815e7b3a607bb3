"""Measure how often our own decode writes the very tokens of the reference, whatever it was asked before."""

# pyright: reportPrivateUsage=false

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Final

import numpy as np

from srota_dictate.lab.bench.release.arms import FastArm, ReferenceArm
from srota_dictate.lab.bench.release.drafts import Guess, n_tokens_for
from srota_dictate.lab.bench.release.run import PACKAGES, model_folder
from srota_dictate.lab.bench.release.utterances import utterances
from srota_dictate.lab.bench.report import heading, percent, table
from srota_dictate.lab.random_checkpoint import MARK
from srota_dictate.recognizer.guards import token_limit
from srota_dictate.recognizer.hearing import StoppedEarly, n_right
from srota_dictate.types import SAMPLE_RATE_HZ, Samples

_LENGTHS_S: Final = (1.0, 2.0, 3.5, 5.0, 7.0, 9.0, 12.0)  # windows are 8 s
_SHORTEST: Final = SAMPLE_RATE_HZ // 10
_MAX_PREVIEWS: Final = 4
_MAX_SHOWN: Final = 20
_POLLS: Final = 200  # how often a run asks whether to stop: at most about so often in a short one


class Mode(Enum):
    """What happened before the answer that is compared."""

    PLAIN = "plain"  # nothing
    DRAFT = "draft wrong somewhere"
    BLOCKS = "looked at while it grew"  # at random moments, some of the looks stopped
    STOPPED = "stopped and asked again"


@dataclass(frozen=True, slots=True)
class Difference:
    """Where an answer first differs from the reference's."""

    utterance: int
    mode: Mode
    position: int
    n_tokens: int
    margin: float  # of the reference's token over its second best there, in logits


@dataclass(slots=True)
class Tally:
    """What was compared so far."""

    n: int = 0  # utterances, each in every mode
    n_tokens: int = 0
    differences: list[Difference] = field(default_factory=list[Difference])


@dataclass(frozen=True, slots=True)
class AgreeOptions:
    """What to compare."""

    model: str
    device: str
    precision: str
    attention: str
    n_utterances: int
    audio: Path | None
    seed: int = 0


def bench_agree(options: AgreeOptions, command: str, say: Callable[[str], None]) -> str:
    """The report; `say` gets a line of progress now and then."""
    folder = model_folder(options.model, say)
    is_forced = (folder / MARK).is_file()
    fast = FastArm(folder, options.device, options.precision, options.attention, is_forced=is_forced)
    fast.settle()
    reference = ReferenceArm(folder, fast.choice.device, options.precision, is_forced=is_forced)
    tally = Tally()
    chance = np.random.default_rng(options.seed)
    with ExitStack() as stack:
        if options.attention == "windowed":
            stack.enter_context(reference.within_windows())
        margins = stack.enter_context(reference.margins())
        for number, samples in enumerate(_speech(options)):
            limit = n_tokens_for(samples.size) if is_forced else token_limit(samples.size / SAMPLE_RATE_HZ)
            margins.clear()
            reference.answer(samples, limit)
            expected = reference.tokens
            tally.n += 1
            tally.n_tokens += len(expected)
            for mode in Mode:
                got = _ask(mode, fast, samples, limit, expected, chance)
                if got != expected:
                    at = n_right(got, expected)
                    margin = margins[min(at, len(margins) - 1)]
                    tally.differences.append(Difference(number, mode, at, len(expected), margin))
            if (number + 1) % 10 == 0:
                say(f"{number + 1} of {options.n_utterances} utterances, {len(tally.differences)} differences")
    precisions = f"fast {fast.choice.precision}, reference {reference.choice.precision}"
    return _report(options, command, precisions, fast.choice.device, tally)


def _speech(options: AgreeOptions) -> Iterator[Samples]:
    """As many utterances as wanted, of all lengths in turn."""
    per_length = -(-options.n_utterances // len(_LENGTHS_S))
    columns = [utterances(options.audio, length_s, per_length) for length_s in _LENGTHS_S]
    left = options.n_utterances
    for row in zip(*columns, strict=True):
        for spoken, _ in row[:left]:
            yield spoken.heard
        left -= len(row[:left])


def _ask(
    mode: Mode, fast: FastArm, samples: Samples, limit: int, expected: Sequence[int], chance: np.random.Generator
) -> list[int]:
    fast.forget()
    draft: list[int] = []
    match mode:
        case Mode.PLAIN:
            pass
        case Mode.DRAFT:
            draft = spoiled(expected, chance)
        case Mode.BLOCKS:
            draft = _look(fast, samples, limit, chance)
        case Mode.STOPPED:
            _stopped(fast, samples, limit, (), int(chance.integers(1, _POLLS)))
    fast.answer(samples, limit, Guess(tuple(draft)))
    # A draft may have been right even behind the end of the answer, which is where its reader stops.
    found = fast.model.answer
    end = next((at for at, token in enumerate(found) if token in fast.model.end_ids), limit)
    return found[: end + 1]


def spoiled(tokens: Sequence[int], chance: np.random.Generator) -> list[int]:
    """The tokens with one of them wrong, missing or too many, or cut off behind it."""
    draft = list(tokens)
    at = int(chance.integers(len(draft)))
    match int(chance.integers(4)):
        case 0:
            draft[at] += 1 if draft[at] == 0 else -1
        case 1:
            del draft[at]
        case 2:
            draft.insert(at, draft[at])
        case _:
            draft = draft[:at]
    return draft


def _look(fast: FastArm, samples: Samples, limit: int, chance: np.random.Generator) -> list[int]:
    """Look at growing parts of the samples; what the last look found."""
    n_looks = int(chance.integers(1, _MAX_PREVIEWS + 1))
    draft: list[int] = []
    for n in sorted(chance.integers(_SHORTEST, samples.size + 1, n_looks).tolist()):
        is_guess = bool(chance.integers(4))
        _stopped(fast, samples[:n], limit, draft, int(chance.integers(1, 2 * _POLLS)), is_guess=is_guess)
        draft = [token for token in fast.model.answer if token not in fast.model.end_ids] or draft
    return draft


def _stopped(
    fast: FastArm, samples: Samples, limit: int, draft: Sequence[int], n_polls: int, *, is_guess: bool = False
) -> None:
    """Ask, and stop when it has asked whether to stop for the `n_polls`th time, if it ever does."""
    left = n_polls

    def is_stopped() -> bool:
        nonlocal left
        left -= 1
        return left <= 0

    ask = fast.model.guess if is_guess else fast.model.transcribe
    try:
        ask(samples, limit, is_stopped, draft=draft)
    except StoppedEarly:
        return


def _report(options: AgreeOptions, command: str, precisions: str, device: str, tally: Tally) -> str:
    rows: list[Sequence[str]] = []
    for mode in Mode:
        n_same = tally.n - sum(difference.mode is mode for difference in tally.differences)
        rows.append((mode.value, str(tally.n), str(n_same), percent(n_same, tally.n)))
    shown = [
        (str(d.utterance + 1), d.mode.value, f"{d.position + 1} of {d.n_tokens}", f"{d.margin:.2g}")
        for d in tally.differences[:_MAX_SHOWN]
    ]
    parts = [
        heading("The reference's tokens", command, PACKAGES),
        f"{tally.n} utterances of {_LENGTHS_S[0]:g} to {_LENGTHS_S[-1]:g} s, {tally.n_tokens} tokens; {options.model}, "
        f"{device}, {precisions}, {options.attention} attention"
        f"{', the reference with the same windows' if options.attention == 'windowed' else ''}:\n",
        table(("before the answer", "utterances", "same tokens", "share"), rows),
    ]
    if shown:
        more = f" (the first {_MAX_SHOWN} of {len(tally.differences)})" if len(tally.differences) > _MAX_SHOWN else ""
        parts += [
            f"Where they first differ{more}, and by how much the reference prefers its token to its second best:\n",
            table(("utterance", "before", "token", "margin in logits"), shown),
        ]
    return "\n".join(parts)
