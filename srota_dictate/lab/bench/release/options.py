"""What to measure: the ways to get from speech to text, and how often at which length."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from srota_dictate.errors import UserFixableError
from srota_dictate.types import MAX_SEGMENT_S

TOKENS_PER_S: Final = 8
"""What fast Hinglish needs, and what a random model is made to write."""

DRAFT_ERRORS: Final = (0, 5, 10, 20)
"""How many tokens before the end of the answer the draft is wrong, for the curve; 0: it is right."""

USUAL_DRAFT_ERROR: Final = 5
"""How many tokens at the end of a draft are wrong in the main table, because more speech has changed them."""


class Arm(Enum):
    """One way of getting from speech to text."""

    REFERENCE = "reference"  # qwen-asr as shipped
    REFERENCE_LAST = "reference-last"  # the same, but the prompt's logits are computed for its last position only
    FAST = "fast"  # our own decode, which has seen nothing of the recording before
    OVERLAP = "fast-overlap"  # the same, working while the person speaks, up to the very release
    OVERLAP_PAUSE = "fast-overlap-pause"  # the same, and the person is silent for a moment before the release


@dataclass(frozen=True, slots=True)
class ReleaseOptions:
    """What to run."""

    model: str  # "random", a name of the catalogue, or a folder
    device: str
    precision: str  # of the fast arms
    attention: str
    repeats: tuple[tuple[float, int], ...]  # seconds of speech, how often
    arms: tuple[Arm, ...]
    audio: Path | None  # folder of recordings; None: a synthetic voice
    with_starts: bool  # whether loading and memory are measured too, each in a process of its own
    draft_error: int = USUAL_DRAFT_ERROR


def parse_seconds(text: str, repeats: int) -> tuple[tuple[float, int], ...]:
    """ "2,5" → each `repeats` times; "2:3,30:1" → 2 s three times, 30 s once. Raises UserFixableError."""
    found: list[tuple[float, int]] = []
    for part in text.split(","):
        seconds, _, times = part.partition(":")
        try:
            one = (float(seconds), int(times) if times else repeats)
        except ValueError as error:
            raise _not_understood(text) from error
        if not (0.5 <= one[0] <= MAX_SEGMENT_S and one[1] > 0):
            raise _not_understood(text)
        found.append(one)
    return tuple(found)


def parse_arms(text: str) -> tuple[Arm, ...]:
    """ "fast,reference" → these. Raises UserFixableError for anything else."""
    try:
        return tuple(Arm(part.strip()) for part in text.split(","))
    except ValueError as error:
        names = ", ".join(arm.value for arm in Arm)
        raise UserFixableError(f"There is no arm {error.args[0].split()[0]}", hint=f"Choose among {names}") from error


def _not_understood(text: str) -> UserFixableError:
    return UserFixableError(
        f"The lengths {text!r} can't be understood",
        hint=f"Write seconds from 0.5 to {MAX_SEGMENT_S:.0f}, each with its repeats if you like, as in 2:3,5:3,30:1",
    )
