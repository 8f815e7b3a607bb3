"""What is worth asking the model, and how much it may answer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from srota_dictate.recognizer.guards import (
    is_silence,
    is_too_much,
    looks_invented,
    looks_repetitive,
    prepare,
    token_limit,
)
from srota_dictate.types import SAMPLE_RATE_HZ, Samples
from tests.recognizer.support import noise

SECOND = np.zeros(SAMPLE_RATE_HZ, np.float32)


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(0, np.float32),
        SECOND,
        SECOND + np.float32(0.1),  # a constant offset
        SECOND + np.float32("nan"),
        noise(0.012),  # so short that qwen-asr would crash
        noise(0.099),
        noise(1, level=1e-6),
    ],
    ids=["empty", "zeros", "offset", "all NaN", "12 ms", "99 ms", "below one bit"],
)
def test_nothing_to_recognise(samples: Samples) -> None:
    assert prepare(samples) is None


def test_numbers_that_are_none_become_silence() -> None:
    samples = noise(0.5)
    samples[[3, 5, 7]] = [np.nan, np.inf, -np.inf]
    prepared = prepare(samples)
    assert prepared is not None
    assert prepared[[3, 5, 7]].tolist() == [0, 0, 0]
    assert np.array_equal(np.delete(prepared, [3, 5, 7]), np.delete(samples, [3, 5, 7]))


def test_audio_is_handed_on_unchanged_and_not_shared() -> None:
    samples = noise(0.5)
    prepared = prepare(samples)
    assert prepared is not None
    assert np.array_equal(prepared, samples)
    assert not np.shares_memory(prepared, samples)


def test_a_quiet_voice_is_no_silence() -> None:
    assert prepare(noise(0.5, level=10 ** (-60 / 20))) is not None


def test_thirty_seconds_are_the_most() -> None:
    assert prepare(noise(30)) is not None
    with pytest.raises(ValueError, match=r"31\.0 s is longer than 30 s"):
        prepare(noise(31))


@pytest.mark.parametrize(
    "samples", [np.zeros(1600, np.int16), np.zeros(1600, np.float64), [0.0] * 1600], ids=["int16", "float64", "list"]
)
def test_only_float32(samples: object) -> None:
    with pytest.raises(TypeError, match="float32"):
        prepare(samples)  # pyright: ignore[reportArgumentType]


def test_only_mono() -> None:
    with pytest.raises(ValueError, match="mono"):
        prepare(np.zeros((1600, 2), np.float32))


@given(st.floats(0, 30, allow_subnormal=False))
def test_token_limit_leaves_room_for_fast_speech(audio_s: float) -> None:
    assert 2 * 8 * audio_s < token_limit(audio_s) <= 1024


def test_token_limit() -> None:
    assert [token_limit(audio_s) for audio_s in (0, 0.1, 1, 10, 30)] == [32, 34, 52, 232, 632]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", False),
        ("मेरा favourite festival Diwali है", False),
        ("no no no no no", False),
        ("haha hahaha", False),
        ("thank you " * 5, False),
        ("thank you " * 6, True),
        ("Thank you. thank you, THANK you! thank you? thank you… thank you", True),
        ("हाँ हाँ हाँ हाँ हाँ", False),
        ("हाँ। हाँ। हाँ। हाँ। हाँ। हाँ।", True),
        ("एक दो तीन चार पाँच छह " * 6, True),
        ("one two three four five six seven " * 6, False),  # seven words: somebody reads a list aloud
        ("का की " * 5 + "का के", False),
        ("no, " * 6, True),
        ("nono no no no no", False),
        ("you " * 30, True),
        ("word " + "और फिर मैंने कहा " * 9 + "end", True),
        ("a" * 20, True),
        ("हाहा" * 30, True),
        ("1000000000", False),
    ],
)
def test_looks_repetitive(text: str, expected: bool) -> None:
    assert looks_repetitive(text) is expected


@pytest.mark.parametrize(
    ("text", "speech_s", "expected"),
    [
        ("", 0.0, False),
        ("no", 0.1, False),
        ("हाँ", 0.1, False),
        ("thank you", 0.1, False),
        ("Thank you for watching", 0.1, True),
        ("a" * 257, 10.0, False),
        ("a" * 258, 10.0, True),
        ("कल सुबह office में meeting है, please laptop ले आना", 2.5, False),
        ("कल सुबह office में meeting है, please laptop ले आना", 1.0, True),
    ],
)
def test_more_than_anybody_can_say(text: str, speech_s: float, expected: bool) -> None:
    assert is_too_much(text, speech_s) is expected


def test_either_makes_a_text_look_invented() -> None:
    assert looks_invented("you " * 6, 10.0)
    assert looks_invented("a long sentence of many different words", 0.5)
    assert not looks_invented("a long sentence of many different words", 3.0)


@pytest.mark.timeout(10)
def test_looking_for_repetitions_takes_no_time() -> None:
    assert not looks_repetitive(" ".join(f"a{i % 97}" for i in range(3000)))


def test_silence() -> None:
    samples: NDArray[np.float32] = SECOND.copy()
    assert is_silence(samples)
    samples[100] = 0.01
    assert not is_silence(samples)
