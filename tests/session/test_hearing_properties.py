"""Whatever is said, commanded, looked at, cancelled and answered when: every word is told once, and no future waits."""

import random
from collections.abc import Sequence
from concurrent.futures import Future

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from srota_dictate.errors import UserFixableError
from srota_dictate.rules.command_words import Action, Command, Write
from srota_dictate.segmenter.options import SegmenterOptions
from srota_dictate.segmenter.stream import Segmenter
from srota_dictate.segmenter.vad import Probabilities
from srota_dictate.session.hearing import TakeHearing
from srota_dictate.session.said import HeardSegment
from srota_dictate.types import SAMPLE_RATE_HZ, DraftHeard, Moment, Samples, Segment, SegmentKey, Transcript
from tests.fakes.recognizers import StandInRecognizer

HOP = SAMPLE_RATE_HZ // 100
BLOCK = SAMPLE_RATE_HZ // 10
OPTIONS = SegmenterOptions(max_s=10, search_s=3, early_s=7, early_pause_s=0.7, alone_s=1.2)
SPEECH, SOUND_STEP, SILENCE_STEP = 0.25, 2.0**-15, 2.0**-40

PHRASES = st.lists(st.tuples(st.integers(1, 9), st.one_of(st.integers(1, 12), st.integers(1, 70))), max_size=9)
"""Tenths of seconds of silence, and of speech behind it."""


def spoken(phrases: Sequence[tuple[int, int]]) -> Samples:
    """Sound whose every hundredth of a second says which one it is, and whether it is speech."""
    runs = [(is_speech, tenths * 10) for pair in phrases for is_speech, tenths in zip((False, True), pair, strict=True)]
    is_speech = np.repeat(*np.array([*runs, (False, 20)]).T)
    at = np.arange(is_speech.size)
    return np.repeat(np.where(is_speech, SPEECH + at * SOUND_STEP, at * SILENCE_STEP), HOP).astype(np.float32)


def first_hop(samples: Samples) -> int:
    value = float(samples[0])
    return round((value - SPEECH) / SOUND_STEP if value >= SPEECH else value / SILENCE_STEP)


def words(samples: Samples) -> list[str]:
    """One for each hundredth of a second of speech."""
    hops = samples[::HOP]
    return [str(first_hop(hops[i:])) for i in np.flatnonzero(hops >= SPEECH)]


class Voice:
    """A `VoiceActivity` that knows."""

    frame_samples = HOP

    def push(self, samples: Samples) -> Probabilities:
        return (samples[::HOP] >= SPEECH).astype(np.float32)

    def finish(self) -> Probabilities:
        return np.zeros(0, np.float32)

    def reset(self) -> None: ...


class Recognizer(StandInRecognizer):
    """Hears every word; answers some requests at once, the others in any order, and fails at some."""

    def __init__(self, dice: random.Random, at_once: float, fails: float) -> None:
        self.dice, self.at_once, self.fails = dice, at_once, fails
        self.places: list[tuple[int, int]] = []
        self.open: list[tuple[Future[Transcript], str]] = []
        self.drafts: list[DraftHeard] = []

    def answer_for(self, samples: Samples, speech_s: float | None, key: SegmentKey | None) -> Future[Transcript]:
        said, future = words(samples), Future[Transcript]()
        assert speech_s == len(said) / 100 > 0
        self.places.append((first_hop(samples), samples.size))
        self.open.append((future, " ".join(said)))
        if self.dice.random() < self.at_once:
            self.answer(-1)
        return future

    def preview(self, key: SegmentKey, samples: Samples, speech_s: float, moment: Moment) -> None:
        said = words(samples)
        assert speech_s == len(said) / 100 > 0
        self.drafts.append(DraftHeard(key, " ".join(said)))

    def answer(self, number: int) -> None:
        future, text = self.open.pop(number)
        if future.cancelled():
            return
        if self.dice.random() < self.fails:
            future.set_exception(UserFixableError("No memory", "Buy some"))
        else:
            future.set_result(Transcript(text, 1.0, 1, 0.1))

    def answer_some(self) -> None:
        while self.open and self.dice.random() < 0.5:
            self.answer(self.dice.randrange(len(self.open)))

    def answer_all(self) -> None:
        while self.open:
            self.answer(self.dice.randrange(len(self.open)))


class Commands:
    """Whether words are a command depends on nothing but them."""

    def __init__(self, every: int, finds_last: bool) -> None:
        self.every, self.finds_last = every, finds_last

    def commands_in(self, text: str) -> tuple[Command, ...]:
        number = sum(map(int, text.split()))
        if not self.every or number % self.every:
            return ()
        return (Action.SCRATCH,) if number // self.every % 2 else (Write("\n"),)

    def may_end_in_command(self, text: str) -> bool:
        return bool(self.every) and self.finds_last


class Dictation:
    """One take, from the sound to what was heard in its segments."""

    def __init__(self, recognizer: Recognizer, commands: Commands) -> None:
        self.recognizer, self.commands = recognizer, commands
        self.hearing = TakeHearing(recognizer, 1, commands)
        self.segmenter = Segmenter(Voice(), OPTIONS, finds_shorts=True)
        self.heard: list[tuple[Segment, Future[HeardSegment]]] = []

    def say(self, block: Samples) -> None:
        self._hear(self.segmenter.push(block))
        preview = self.segmenter.preview()
        if preview is not None and self.recognizer.dice.random() < 0.4:
            self.hearing.look(preview, Moment.SPEAKING)
            for draft in self.recognizer.drafts[-1:]:
                assert self.hearing.whole_draft(draft).text.endswith(draft.text)
        self.recognizer.answer_some()

    def end(self) -> None:
        self._hear(self.segmenter.finish())

    def _hear(self, segments: list[Segment]) -> None:
        self.heard += [(segment, self.hearing.hear(segment)) for segment in segments]

    def check(self, segment: Segment, heard: HeardSegment) -> None:
        """All of the segment's words are told once and in order, commands for themselves."""
        assert heard.transcript.text.split() == words(segment.samples)
        if not heard.parts:
            whole = first_hop(segment.samples), segment.samples.size
            assert self.recognizer.places.count(whole) == 1
            return
        assert " ".join(part.text for part in heard.parts) == heard.transcript.text
        commands = [self.commands.commands_in(part.text) if part.is_alone else () for part in heard.parts]
        for part, command, behind in zip(heard.parts, commands, [*commands[1:], ()], strict=True):
            assert part.is_alone == (command != () or (part.is_alone and behind == (Action.SCRATCH,)))
        assert any(commands)


@settings(max_examples=150)
@given(
    phrases=PHRASES,
    every=st.integers(0, 3),
    finds_last=st.booleans(),
    at_once=st.sampled_from([0.0, 0.0, 0.5, 1.0]),
    fails=st.sampled_from([0.0, 0.0, 0.1]),
    is_cancelled=st.booleans(),
    dice=st.integers(0, 2**32).map(random.Random),
)
def test_every_word_is_told_once_and_no_future_waits(
    phrases: list[tuple[int, int]],
    every: int,
    finds_last: bool,
    at_once: float,
    fails: float,
    is_cancelled: bool,
    dice: random.Random,
) -> None:
    recognizer = Recognizer(dice, at_once, fails)
    dictation = Dictation(recognizer, Commands(every, finds_last))
    samples = spoken(phrases)
    for start in range(0, samples.size, BLOCK):
        dictation.say(samples[start : start + BLOCK])
    dictation.end()
    if is_cancelled:
        dictation.hearing.cancel()
        assert all(future.done() for future, _ in recognizer.open)
    recognizer.answer_all()
    assert len({*recognizer.places}) == len(recognizer.places), "nothing is asked about twice"
    for segment, future in dictation.heard:
        assert future.done()
        if future.cancelled() or future.exception() is not None:
            assert is_cancelled if future.cancelled() else fails
        else:
            dictation.check(segment, future.result())
