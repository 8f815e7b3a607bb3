"""When speech is looked at before the key is released: the program's rule, for a recording that is known."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from srota_dictate.lab.bench.labels import FRAMES_PER_S, HOP
from srota_dictate.lab.bench.release.utterances import PAD_S, Utterance

_PAUSE: Final = round(0.2 * FRAMES_PER_S)  # frames; shorter ones stand between words
_SETTLED: Final = round(PAD_S * FRAMES_PER_S)
_NEW_SPEECH: Final = round(1.5 * FRAMES_PER_S)


class Moment(Enum):
    """Why there is a look."""

    SPEAKING = "speaking"  # so much has been said since the last one
    PAUSE = "pause"  # the speech may be over
    SETTLED = "settled"  # what the model would get on release won't change if no more is said


@dataclass(frozen=True, slots=True)
class Look:
    """What there is to look at from a moment on."""

    at_s: float
    n_samples: int
    moment: Moment


def looks(utterance: Utterance) -> Iterator[Look]:
    """The looks at an utterance, in their order: each pause when it is noticed and when it decides what is heard."""
    new_speech, pause, has_spoken = 0, 0, False
    for frame, is_speech in enumerate(utterance.speech.tolist(), start=1):
        at_s, n_samples = frame / FRAMES_PER_S, frame * HOP
        new_speech += is_speech
        pause = 0 if is_speech else pause + 1
        has_spoken |= is_speech
        if not has_spoken:
            continue
        if pause == _PAUSE and new_speech:
            new_speech = 0
            yield Look(at_s, n_samples, Moment.PAUSE)
        elif pause == _SETTLED:
            yield Look(at_s, n_samples, Moment.SETTLED)
        elif new_speech >= _NEW_SPEECH:
            new_speech = 0
            yield Look(at_s, n_samples, Moment.SPEAKING)
