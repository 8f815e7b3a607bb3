"""When speech is looked at before the key is released: the program's rule, for a recording that is known."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from srota_dictate.lab.bench.labels import FRAMES_PER_S, HOP
from srota_dictate.lab.bench.release.utterances import PAD_S, Utterance
from srota_dictate.recorder.glances import Glances
from srota_dictate.types import Gathering, Moment

_SETTLED: Final = round(PAD_S * FRAMES_PER_S)  # frames of silence


@dataclass(frozen=True, slots=True)
class Look:
    """What there is to look at from a moment on."""

    at_s: float
    n_samples: int
    moment: Moment


def looks(utterance: Utterance) -> Iterator[Look]:
    """The looks at an utterance, in their order. Labels tell where speech is, so that no detector's time counts."""
    glances = Glances()
    n_speech, pause = 0, 0
    for frame, is_speech in enumerate(utterance.speech.tolist(), start=1):
        n_speech += is_speech
        pause = 0 if is_speech else pause + 1
        gathering = Gathering(pause / FRAMES_PER_S, pause >= _SETTLED) if n_speech else None
        moment = glances.due(n_speech / FRAMES_PER_S, gathering)
        if moment is not None:
            yield Look(frame / FRAMES_PER_S, frame * HOP, moment)
