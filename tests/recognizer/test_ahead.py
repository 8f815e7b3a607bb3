"""Work before the key is released: it decides when the text comes, never what it is."""

import random
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from srota_dictate.lab.tiny.vocabulary import WORDS
from srota_dictate.recognizer.ahead import Ahead, DraftingModel, is_worth_it, share_for
from srota_dictate.recognizer.hearing import NO_PENALTY, Answer, Hearing, StoppedEarly, hear
from srota_dictate.recognizer.protocol import Drafted, Preview
from srota_dictate.types import SAMPLE_RATE_HZ, Moment, Samples, SegmentKey
from tests.desktop.speech import spoken
from tests.recognizer.support import needs_model_packages, noise
from tests.recognizer.test_hearing import ScriptedModel

pytestmark = [needs_model_packages, pytest.mark.timeout(280)]

KEY = (1, 0)
CONTEXT = "Technical terms: laptop, दिवाली, GitHub Actions"
N_SENTENCES = 12


def never() -> bool:
    return False


def on_plug() -> bool:
    return False


def after(n_calls: int) -> Callable[[], bool]:
    """Says stop after having been asked so often."""
    asked = iter(range(n_calls))
    return lambda: next(asked, None) is None


def preview(samples: Samples, key: SegmentKey = KEY, moment: Moment = Moment.PAUSE, context: str = "") -> Preview:
    return Preview(key, samples.size, samples.size / SAMPLE_RATE_HZ, moment, context)


@pytest.fixture(scope="module")
def model(tiny: Path) -> DraftingModel:
    import torch

    from srota_dictate.recognizer.fast.model import FastModel

    torch.set_num_threads(1)
    return FastModel(tiny, "cpu", "f32")


@pytest.fixture(scope="module")
def sentences() -> list[Samples]:
    """Speech with pauses of every length in it."""
    dice = random.Random(4)
    return [
        np.concatenate(
            [
                part
                for n_words in (dice.randint(1, 4), dice.randint(1, 4))
                for part in (
                    spoken(" ".join(dice.sample(WORDS, n_words))),
                    np.zeros(dice.randint(0, SAMPLE_RATE_HZ), np.float32),
                )
            ]
        )
        for _ in range(N_SENTENCES)
    ]


@pytest.fixture(scope="module")
def expected(tiny: Path, sentences: list[Samples]) -> list[Hearing]:
    """What a model says that never looked ahead, and never heard anything else."""
    from srota_dictate.recognizer.fast.model import FastModel

    return [hear(FastModel(tiny, "cpu", "f32"), samples, None, never) for samples in sentences]


@pytest.fixture(scope="module")
def expected_with_terms(tiny: Path, sentences: list[Samples]) -> list[Hearing]:
    """… when it is told of terms."""
    from srota_dictate.recognizer.fast.model import FastModel

    return [hear(FastModel(tiny, "cpu", "f32"), samples, None, never, CONTEXT) for samples in sentences]


LOOKS = st.lists(
    st.tuples(
        st.integers(0, N_SENTENCES - 1),
        st.floats(0.05, 1.0),  # how much of it was said
        st.one_of(st.none(), st.integers(0, 60)),  # when it was stopped
        st.sampled_from(["look", "look", "look", "ask", "forget", "wake"]),
        st.booleans(),  # whether there were terms
    ),
    max_size=8,
)


@settings(max_examples=30, deadline=None)
@given(LOOKS, st.integers(0, N_SENTENCES - 1), st.booleans())
def test_whatever_was_looked_at_before_the_text_is_the_same(
    model: DraftingModel,
    sentences: list[Samples],
    expected: list[Hearing],
    expected_with_terms: list[Hearing],
    looks: list[tuple[int, float, int | None, str, bool]],
    asked: int,
    has_terms: bool,
) -> None:
    ahead = Ahead(model, 0.8, on_plug)

    def check(number: int, *, is_told: bool) -> None:
        context, hearing = (CONTEXT, expected_with_terms) if is_told else ("", expected)
        assert hear(ahead.model_for((1, number)), sentences[number], None, never, context) == hearing[number]

    for number, share, stopped_at, deed, is_told in looks:
        whole = sentences[number]
        part = whole[: int(share * whole.size)]
        is_stopped = never if stopped_at is None else after(stopped_at)
        match deed:
            case "look":
                ahead.look(preview(part, (1, number), context=CONTEXT if is_told else ""), part, is_stopped)
            case "ask":
                check(number, is_told=is_told)
            case "forget":
                ahead.forget()
            case _:
                model.wake(is_stopped)
    check(asked, is_told=has_terms)


class Counter:
    """Counts how often the work could have been stopped: once a layer, and once a token."""

    def __init__(self) -> None:
        self.n = 0

    def __call__(self) -> bool:
        self.n += 1
        return False


def steps(model: DraftingModel, ahead: Ahead, samples: Samples) -> int:
    """How many of those it took to hear this segment."""
    count = Counter()
    hear(ahead.model_for(KEY), samples, None, count)
    return count.n


def test_what_was_looked_at_to_the_end_is_answered_without_any_work(
    model: DraftingModel, sentences: list[Samples], expected: list[Hearing]
) -> None:
    for samples, hearing in zip(sentences, expected, strict=True):
        ahead = Ahead(model, 0.8, on_plug)
        assert ahead.look(preview(samples, moment=Moment.SETTLED), samples, never) == Drafted(KEY, hearing.text)
        model.wake(never)
        assert steps(model, ahead, samples) == hearing.n_tokens + 1, "a question a token and none in a layer"


def test_what_was_looked_at_in_part_takes_less_work(model: DraftingModel, sentences: list[Samples]) -> None:
    for samples in sentences:
        nothing_known = steps(model, Ahead(model, 0.8, on_plug), np.concatenate([samples, np.zeros(1, np.float32)]))
        ahead = Ahead(model, 0.8, on_plug)
        # Silence follows that a segment keeps a part of: the words are the same, the samples aren't.
        ahead.look(preview(samples[:-1600]), samples[:-1600], never)
        assert steps(model, ahead, samples) < nothing_known


def test_a_look_that_was_stopped_goes_on_where_it_was(model: DraftingModel, sentences: list[Samples]) -> None:
    samples = sentences[0]
    look = preview(samples, moment=Moment.SETTLED)
    count = Counter()
    ahead = Ahead(model, 0.8, on_plug)
    ahead.look(look, samples, count)
    for n_before in (count.n // 2, count.n - 2):
        hear(ahead.model_for(None), sentences[1], None, never)
        ahead.forget()
        assert ahead.look(look, samples, after(n_before)) == Drafted(KEY)
        assert steps(model, ahead, samples) < count.n


def test_another_recording_in_between_costs_the_work_but_not_the_draft(
    model: DraftingModel, sentences: list[Samples], expected: list[Hearing]
) -> None:
    ahead = Ahead(model, 0.8, on_plug)
    ahead.look(preview(sentences[0]), sentences[0], never)
    assert hear(ahead.model_for((0, 3)), sentences[1], None, never) == expected[1]
    with_draft = steps(model, ahead, sentences[0])
    hear(ahead.model_for((0, 3)), sentences[1], None, never)
    ahead.forget()
    assert with_draft < steps(model, ahead, sentences[0])


class FakeModel:
    """A FAKE model that notes the drafts it is given, takes a second for all and writes what it is told."""

    def __init__(self) -> None:
        self.end_ids = frozenset({9})
        self.answer: list[int] = []
        self.drafts: list[list[int]] = []
        self.is_guess: list[bool] = []
        self.now_s = 0.0
        self.next: list[int] | None = [1, 2, 9]  # None: stopped before the first word
        self.text = "yes"
        self.contexts: list[str] = []

    def clock(self) -> float:
        return self.now_s

    def transcribe(
        self,
        samples: Samples,
        max_tokens: int,
        is_stopped: Callable[[], bool],
        repetition_penalty: float = NO_PENALTY,
        draft: Sequence[int] = (),
        context: str = "",
    ) -> Answer:
        self.is_guess.append(False)
        self.contexts.append(context)
        return self._answer(draft)

    def guess(
        self,
        samples: Samples,
        max_tokens: int,
        is_stopped: Callable[[], bool],
        draft: Sequence[int] = (),
        context: str = "",
    ) -> Answer:
        self.is_guess.append(True)
        self.contexts.append(context)
        return self._answer(draft)

    def _answer(self, draft: Sequence[int]) -> Answer:
        self.now_s += 1.0
        self.drafts.append(list(draft))
        if self.next is None:
            raise StoppedEarly
        self.answer = self.next
        return Answer(self.text, self.text, 2, False)

    def wake(self, is_stopped: Callable[[], bool]) -> None: ...


@pytest.fixture
def fake() -> FakeModel:
    return FakeModel()


def ahead_of(fake: FakeModel, share: float = 0.8, on_battery: bool = False) -> Ahead:
    return Ahead(fake, share, lambda: on_battery, fake.clock)


def test_a_draft_is_for_its_own_segment_only_and_has_no_end(fake: FakeModel) -> None:
    ahead, samples = ahead_of(fake), noise(2.0)
    look = partial(ahead.look, samples=samples, is_stopped=never)
    look(preview(samples, (1, 0)))
    look(preview(samples, (1, 0)))
    look(preview(samples, (1, 1)))
    hear(ahead.model_for((1, 0)), samples, None, never)
    hear(ahead.model_for((1, 1)), samples, None, never)
    hear(ahead.model_for(None), samples, None, never)
    assert fake.drafts == [[], [1, 2], [], [], [1, 2], []]
    ahead.forget()
    hear(ahead.model_for((1, 1)), samples, None, never)
    assert fake.drafts[-1] == []


def test_looks_guess_while_guesses_hold_and_what_is_settled_never_does(fake: FakeModel) -> None:
    ahead, samples = ahead_of(fake), noise(9.0)
    right = list(range(100, 120))
    fake.next = right

    def look_and_answer(answer: list[int]) -> list[bool]:
        ahead.forget()
        fake.is_guess.clear()
        fake.next = right
        for moment in (Moment.SPEAKING, Moment.PAUSE, Moment.SETTLED):
            ahead.look(preview(samples, moment=moment), samples, never)
        fake.next = answer
        hear(ahead.model_for(KEY), samples, None, never)
        return fake.is_guess

    assert look_and_answer(right) == [True, True, False, False]
    assert look_and_answer([*right[:15], 7, 7]) == [True, True, False, False]  # its end is wrong in any draft
    assert look_and_answer([*right[:3], *right]) == [True, True, False, False]
    assert look_and_answer(right) == [False] * 4, "they were no good"


def test_a_guess_that_goes_on_behind_what_is_asked_about_was_no_wrong_one(fake: FakeModel) -> None:
    ahead, samples = ahead_of(fake), noise(9.0)
    fake.next = [*range(100, 112), 9]
    ahead.look(preview(samples), samples, never)
    fake.next = [*range(100, 104), 9]  # what stands before a command
    hear(ahead.model_for(KEY), samples[:SAMPLE_RATE_HZ], None, never)
    ahead.look(preview(samples, moment=Moment.SPEAKING), samples, never)
    assert fake.is_guess == [True, False, True]


def test_a_look_stopped_before_its_first_word_keeps_the_draft_of_the_one_before(fake: FakeModel) -> None:
    ahead, samples = ahead_of(fake), noise(2.0)
    ahead.look(preview(samples), samples, never)
    fake.next = None
    assert ahead.look(preview(samples), samples, never) == Drafted(KEY)
    fake.next = [1, 2, 3, 9]
    ahead.look(preview(samples), samples, never)
    assert fake.drafts == [[], [1, 2], [1, 2]]


def test_terms_are_told_where_enough_was_said_and_are_not_shown_when_they_come_back(fake: FakeModel) -> None:
    ahead = ahead_of(fake)
    for audio_s in (0.4, 2.0):
        ahead.look(preview(noise(audio_s), context=CONTEXT), noise(audio_s), never)
    assert fake.contexts == ["", CONTEXT]
    fake.text = "Technical terms laptop"
    assert ahead.look(preview(noise(2.5), context=CONTEXT), noise(2.5), never) == Drafted(KEY)


def test_what_was_said_back_is_no_draft_for_the_second_try(fake: FakeModel) -> None:
    ahead, samples = ahead_of(fake), noise(2.0)
    fake.text = "Technical terms"
    ahead.look(preview(samples, context=CONTEXT), samples, never)
    hear(ahead.model_for(KEY), samples, None, never, CONTEXT)
    assert fake.contexts == [CONTEXT, CONTEXT, ""]
    assert fake.drafts == [[], [1, 2], []]


def test_what_is_wanted_more_comes_first(fake: FakeModel) -> None:
    assert ahead_of(fake).look(preview(noise(2.0)), noise(2.0), lambda: True) == Drafted(KEY)
    assert fake.drafts == []


@pytest.mark.parametrize("samples", [noise(0.05), np.zeros(SAMPLE_RATE_HZ, np.float32)], ids=["50 ms", "silence"])
def test_where_nothing_was_said_nothing_is_looked_at(fake: FakeModel, samples: Samples) -> None:
    assert ahead_of(fake).look(preview(samples), samples, never) == Drafted(KEY)
    ahead_of(fake).look(Preview(KEY, 32_000, 0.0, Moment.PAUSE), noise(2.0), never)
    assert fake.drafts == []


def test_guesses_get_their_share_of_the_time_and_pauses_all_of_it(fake: FakeModel) -> None:
    ahead = ahead_of(fake, share=0.5)
    samples, n_looks = noise(10.0), 0
    for tenths in range(10, 101):
        samples = noise(tenths / 10)
        n_looks += bool(ahead.look(preview(samples, moment=Moment.SPEAKING), samples, never).text)
    assert n_looks == 5  # of a second each, in ten
    assert ahead.spent_s(KEY) == n_looks
    assert ahead.look(preview(samples, moment=Moment.PAUSE), samples, never).text
    assert ahead.look(preview(samples, moment=Moment.SETTLED), samples, never).text
    assert ahead.spent_s((2, 0)) == ahead.spent_s(None) == 0


def test_on_battery_only_pauses_are_looked_at(fake: FakeModel) -> None:
    ahead, samples = ahead_of(fake, on_battery=True), noise(5.0)
    for moment, is_looked_at in ((Moment.SPEAKING, False), (Moment.PAUSE, True), (Moment.SETTLED, True)):
        assert bool(ahead.look(preview(samples, moment=moment), samples, never).text) is is_looked_at


@pytest.mark.parametrize(("busy_s", "worth_it"), [(0.0, True), (5.9, True), (6.0, False)])
def test_how_much_is_enough(busy_s: float, worth_it: bool) -> None:
    assert is_worth_it(Moment.SPEAKING, busy_s, 10.0, 0.6, on_battery=False) is worth_it
    assert is_worth_it(Moment.SETTLED, busy_s, 10.0, 0.6, on_battery=True)


def test_few_cores_leave_more_to_others() -> None:
    assert share_for("cpu", 2) == 0.8
    assert share_for("cpu", 8) == share_for("cuda", 2) == 0.9


def test_a_model_that_takes_no_drafts_is_no_drafting_model(fake: FakeModel) -> None:
    assert isinstance(fake, DraftingModel)
    assert not isinstance(ScriptedModel(), DraftingModel)
