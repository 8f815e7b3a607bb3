"""A bad microphone is recognised on the real sound server, and a good one is not complained about."""

from collections.abc import Callable

import numpy as np
import pytest

from srota_dictate.types import Samples
from tests.desktop.microphone import VirtualMicrophone
from tests.recorder.driver import Child
from tests.segmenter.voices import spoken

SENTENCE = "कल सुबह office में meeting है, please laptop ले आना"

pytestmark = pytest.mark.skipif(bool(VirtualMicrophone.missing_programs()), reason="PulseAudio is not installed")


def with_peak(dbfs: float) -> Callable[[Samples], Samples]:
    def change(speech: Samples) -> Samples:
        return np.clip(speech * np.float32(10 ** (dbfs / 20) / np.abs(speech).max()), -1, 1)

    return change


@pytest.mark.parametrize(
    ("change", "hints"),
    [
        (with_peak(-3), []),
        (with_peak(-40), []),
        (with_peak(12), ["The microphone is too loud, so words are distorted"]),
        (with_peak(-60), ["The microphone hears almost nothing"]),
    ],
    ids=["loud", "low", "clipped", "too quiet"],
)
def test_hints(
    child: Child, microphone: VirtualMicrophone, change: Callable[[Samples], Samples], hints: list[str]
) -> None:
    child.tell("start 1")
    child.wait_for("started")
    microphone.play(change(spoken(SENTENCE)))
    child.tell("stop 1")
    ended, _ = child.take(1)
    assert ended["trouble"] is None
    assert ended["hints"] == hints
