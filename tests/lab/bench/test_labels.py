"""Labels by energy: what is speech, what is a pause, and which recordings can be labelled at all."""

import numpy as np
import pytest

from srota_dictate.lab.bench.labels import Frames, bridged, has_quiet_pauses, runs, speech_label
from srota_dictate.types import SAMPLE_RATE_HZ, Samples


def sound(*parts: tuple[float, float]) -> Samples:
    """Seconds of noise, each at a level in dBFS, one after another."""
    chance = np.random.default_rng(3)
    return np.concatenate(
        [
            chance.normal(0, 10 ** (level_db / 20), round(seconds * SAMPLE_RATE_HZ)).astype(np.float32)
            for seconds, level_db in parts
        ]
    )


def frames(text: str) -> Frames:
    return np.array([c == "x" for c in text], np.bool_)


def spans_ms(samples: Samples) -> list[tuple[int, int]]:
    return [(start * 10, end * 10) for start, end in runs(speech_label(samples))]


@pytest.mark.parametrize(
    ("parts", "expected_ms"),
    [
        ([(0.5, -70), (1, -20), (0.5, -70)], [(500, 1500)]),
        ([(1, -20), (0.06, -70), (1, -20)], [(0, 2060)]),  # the closure of a stop
        ([(1, -20), (0.2, -70), (1, -20)], [(0, 1000), (1200, 2200)]),
        ([(1, -20), (0.3, -70), (0.1, -45), (0.3, -70), (1, -20)], [(0, 1000), (1700, 2700)]),  # a breath
        ([(1, -20), (0.2, -45), (1, -70)], [(0, 1200)]),  # the fading end of a word
    ],
)
def test_where_speech_is(parts: list[tuple[float, float]], expected_ms: list[tuple[int, int]]) -> None:
    found = spans_ms(sound(*parts))
    assert len(found) == len(expected_ms)
    for (start, end), (wanted_start, wanted_end) in zip(found, expected_ms, strict=True):
        assert abs(start - wanted_start) <= 30
        assert abs(end - wanted_end) <= 30


@pytest.mark.parametrize("level_db", [0, -30, -60])
def test_how_loud_a_recording_is_makes_no_difference(level_db: float) -> None:
    quiet = sound((0.5, -60), (1, -10), (0.5, -60), (1, -10)) * np.float32(10 ** (level_db / 20) / 4)
    assert len(spans_ms(quiet)) == 2 or level_db == -60  # there the smallest level that counts takes over


def test_nothing_is_labelled_in_nothing() -> None:
    assert speech_label(np.zeros(0, np.float32)).size == 0
    assert not has_quiet_pauses(np.zeros(0, np.float32))


def test_only_recordings_that_are_quiet_between_words_can_be_labelled() -> None:
    assert has_quiet_pauses(sound((1, -20), (0.3, -65), (1, -20)))
    assert not has_quiet_pauses(sound((1, -20), (0.3, -40), (1, -20)))


@pytest.mark.parametrize(
    ("text", "expected"), [("", []), ("..", []), ("xx.x", [(0, 2), (3, 4)]), (".xx.", [(1, 3)]), ("xxx", [(0, 3)])]
)
def test_runs(text: str, expected: list[tuple[int, int]]) -> None:
    assert runs(frames(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("x.x", "xxx"), ("x..x", "xxxx"), ("x...x", "x...x"), (".x.x.", ".xxx."), ("", "")]
)
def test_short_gaps_are_bridged(text: str, expected: str) -> None:
    assert bridged(frames(text), 3).tolist() == frames(expected).tolist()
