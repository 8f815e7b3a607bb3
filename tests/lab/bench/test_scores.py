"""Figures of a detector against a label."""

import numpy as np
import pytest

from srota_dictate.lab.bench.labels import Frames
from srota_dictate.lab.bench.scores import compare, summarise


def stretch(*runs: int) -> Frames:
    """Frames of silence and of speech in turn, silence first."""
    return np.repeat(np.arange(len(runs)) % 2 == 1, runs)


LABEL = stretch(100, 50, 100)


@pytest.mark.parametrize(
    ("decided", "precision", "recall", "false_alarm", "late_ms", "short_ms"),
    [
        (LABEL, 1.0, 1.0, 0.0, 0, 0),
        (stretch(110, 40, 100), 1.0, 0.8, 0.0, 100, 0),
        (stretch(90, 60, 100), 50 / 60, 1.0, 0.05, -100, 0),
        (stretch(100, 70, 80), 50 / 70, 1.0, 0.1, 0, -200),
        (stretch(100, 45, 105), 1.0, 0.9, 0.0, 0, 50),
        (stretch(0, 250), 0.2, 1.0, 1.0, -300, -300),  # it says nothing about edges, but it hides none either
    ],
)
def test_frames_and_edges(
    decided: Frames, precision: float, recall: float, false_alarm: float, late_ms: float, short_ms: float
) -> None:
    figures = summarise([compare(decided, LABEL)])
    assert (figures.precision, figures.recall, figures.false_alarm) == pytest.approx((precision, recall, false_alarm))
    assert (figures.late_ms[0], figures.short_ms[0]) == (late_ms, short_ms)
    assert figures.n_lost == 0


def test_a_clip_of_which_less_than_100_ms_is_heard_is_lost() -> None:
    tallies = [compare(stretch(100, heard, 150 - heard), LABEL) for heard in (0, 9, 10, 50)]
    assert [tally.lost for tally in tallies] == [True, True, False, False]
    assert summarise(tallies).n_lost == 2


def test_edges_are_those_of_utterances_not_of_words() -> None:
    label = stretch(100, 50, 20, 50, 100)
    assert compare(label, label).late == (0,)
    apart = stretch(100, 50, 80, 50, 100)
    assert compare(apart, apart).late == (0, 0)


def test_nothing_heard_has_no_edges() -> None:
    figures = summarise([compare(np.zeros_like(LABEL), LABEL)])
    assert figures.recall == 0
    assert np.isnan(figures.late_ms).all()
