"""Several recordings at once: the answers they get one by one, in any company."""

# torch leaves parts of its types out.
# pyright: reportUnknownMemberType=false

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from srota_dictate.recognizer.fast.batch import MOST_AT_ONCE, Batch, transcribe_batch
from srota_dictate.recognizer.fast.model import FastModel
from srota_dictate.recognizer.hearing import NO_PENALTY, RETRY_PENALTY, Answer, StoppedEarly
from srota_dictate.types import Samples
from tests.recognizer.support import noise, say

pytestmark = pytest.mark.timeout(280)

SENTENCES = (
    "कल office meeting है",
    "please email भेज दो",
    "आज laptop नहीं चल रहा है कल देखते हैं",
    "हाँ",
    "meeting कल है और laptop office में है please email भेज दो",
)


def never() -> bool:
    return False


@pytest.fixture(scope="module")
def alone(tiny: Path) -> FastModel:
    return FastModel(tiny, "cpu", "f32")


@pytest.fixture(scope="module")
def together(tiny: Path) -> FastModel:
    return FastModel(tiny, "cpu", "f32")


@pytest.fixture(scope="module")
def recordings() -> list[Samples]:
    return [*map(say, SENTENCES), noise(0.2), noise(3.0)]


def run(batch: Batch) -> dict[int, Answer]:
    answers: dict[int, Answer] = {}
    while len(batch):
        answers.update(batch.advance(never))
    return answers


def test_as_one_by_one(alone: FastModel, together: FastModel, recordings: list[Samples]) -> None:
    expected = [alone.transcribe(samples, 60, never) for samples in recordings]
    assert len({answer.n_tokens for answer in expected}) > 3, "they end at different steps"
    assert transcribe_batch(together, recordings, 60, never) == expected


def test_in_any_company(alone: FastModel, together: FastModel, recordings: list[Samples]) -> None:
    """Any recordings and lengths, limits and penalties, room for any number of them, one dropped or not."""
    bytes_per_row = together.decoder.cache.bytes_per_row

    @settings(max_examples=40, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(range(len(recordings))),
                st.integers(8_000, 60_000),
                st.sampled_from([1, 5, 60]),
                st.sampled_from([NO_PENALTY, NO_PENALTY, RETRY_PENALTY]),
                st.sampled_from(["", "Technical terms: laptop, दिवाली", "Technical terms: " + "meeting, " * 15]),
            ),
            min_size=1,
            max_size=MOST_AT_ONCE + 3,
        ),
        st.integers(0, 2000),
        st.none() | st.tuples(st.integers(0, 12), st.integers(0, 15)),
    )
    def check(chosen: list[tuple[int, int, int, float, str]], room: int, cancelled: tuple[int, int] | None) -> None:
        batch = Batch(together, room * bytes_per_row)
        for number, (which, n_samples, max_tokens, penalty, context) in enumerate(chosen):
            batch.add(number, recordings[which][:n_samples], max_tokens, penalty, context)
        answers: dict[int, Answer] = {}
        if cancelled is not None:
            number, after = cancelled
            for _ in range(after):
                answers.update(batch.advance(never))
            batch.drop(number)
        answers |= run(batch)
        for number, (which, n_samples, max_tokens, penalty, context) in enumerate(chosen):
            if cancelled is not None and number == cancelled[0] and number not in answers:
                continue
            sound = recordings[which][:n_samples]
            assert answers[number] == alone.transcribe(sound, max_tokens, never, penalty, context=context)
        assert all(tensor.numel() == 0 for tensor in batch._cache.keys), "the memory is given back"  # pyright: ignore[reportPrivateUsage]

    check()


def test_interrupted_anywhere_nothing_is_lost(alone: FastModel, together: FastModel, recordings: list[Samples]) -> None:
    """Somebody who can't wait is answered by the same model in between."""
    batch = Batch(together)
    for number, samples in enumerate(recordings):
        batch.add(number, samples, 60)
    answers: dict[int, Answer] = {}
    n_asked = n_interrupted = 0
    live = say("आज laptop नहीं चल रहा है")
    expected_live = alone.transcribe(live, 60, never)

    def is_interrupted() -> bool:
        nonlocal n_asked
        n_asked += 1
        return n_asked % 13 == 0

    while len(batch):
        try:
            answers.update(batch.advance(is_interrupted))
        except StoppedEarly:
            n_interrupted += 1
            if n_interrupted % 5 == 1:
                assert together.transcribe(live, 60, never) == expected_live
    assert n_interrupted > 10
    assert answers == {i: alone.transcribe(samples, 60, never) for i, samples in enumerate(recordings)}


def test_keys_and_values_stay_within_their_memory(together: FastModel, recordings: list[Samples]) -> None:
    most_bytes = 700 * together.decoder.cache.bytes_per_row
    batch = Batch(together, most_bytes)
    for number in range(20):
        batch.add(number, recordings[number % len(recordings)], 60)
    n_answers = most_at_once = 0
    while len(batch):
        n_answers += len(batch.advance(never))
        cache = batch._cache  # pyright: ignore[reportPrivateUsage]
        assert sum(tensor.nbytes for tensor in (*cache.keys, *cache.values)) <= most_bytes
        most_at_once = max(most_at_once, cache.n_recordings)
    assert n_answers == 20
    assert 2 <= most_at_once < MOST_AT_ONCE


def test_it_can_be_stopped(together: FastModel, recordings: list[Samples]) -> None:
    with pytest.raises(StoppedEarly):
        transcribe_batch(together, recordings, 60, lambda: True)


def test_in_8_bits_too(tiny: Path, recordings: list[Samples]) -> None:
    """Rounding depends on the company then: the same text here, not to the last bit."""
    model = FastModel(tiny, "cpu", "int8")
    found = transcribe_batch(model, recordings[: len(SENTENCES)], 60, never)
    assert [answer.text for answer in found] == [
        model.transcribe(samples, 60, never).text for samples in recordings[: len(SENTENCES)]
    ]
