"""Where speech is cut: examples with known answers, and what must hold for any sound."""

from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from srota_dictate.segmenter.cutter import Cut, Cutter
from srota_dictate.segmenter.options import SegmenterOptions
from srota_dictate.types import CutKind

LOUD_DB, QUIET_DB = -20.0, -60.0
DEFAULTS = SegmenterOptions()
NO_CLICKS = SegmenterOptions(min_speech_s=0)


@dataclass(frozen=True, slots=True)
class Frame:
    is_speech: bool
    level_db: float


def say(*runs: float) -> list[Frame]:
    """Seconds of speech (positive) and of silence (negative), one after another."""
    return [
        Frame(seconds > 0, LOUD_DB if seconds > 0 else QUIET_DB)
        for seconds in runs
        for _ in range(round(abs(seconds) * 100))
    ]


def cut(frames: list[Frame], options: SegmenterOptions = DEFAULTS, finds_shorts: bool = False) -> list[Cut]:
    cutter = Cutter(options, finds_shorts)
    cuts = [c for frame in frames for c in cutter.push(float(frame.is_speech), frame.level_db)]
    return cuts + cutter.finish()


def spans(frames: list[Frame], options: SegmenterOptions = DEFAULTS) -> list[tuple[float, float, CutKind]]:
    return [(c.start / 100, c.end / 100, c.kind) for c in cut(frames, options)]


def test_nothing_in_nothing_out() -> None:
    assert cut([]) == []


@pytest.mark.parametrize("seconds", [0.01, 1, 40, 200])
def test_silence_yields_nothing(seconds: float) -> None:
    assert cut(say(-seconds)) == []


def test_outer_silence_is_trimmed_and_inner_kept() -> None:
    assert spans(say(-5, 2, -3, 2, -5)) == [(4.75, 12.4, CutKind.END)]


def test_a_take_may_begin_and_end_in_speech() -> None:
    assert spans(say(2)) == [(0, 2, CutKind.END)]


def test_a_click_is_no_speech() -> None:
    assert cut(say(-3, 0.05, -3)) == []
    assert spans(say(-3, 0.05, -3, 1, -1)) == [(5.8, 7.45, CutKind.END)], "nor does it begin a chunk"


def test_a_short_word_is_speech() -> None:
    assert spans(say(-1, 0.2, -1)) == [(0.75, 1.6, CutKind.END)]


def test_a_long_pause_after_enough_speech_cuts_early() -> None:
    assert spans(say(-1, 16, -1, 5, -1)) == [(0.75, 17.4, CutKind.EARLY), (17.75, 23.4, CutKind.END)]


def test_an_early_cut_is_known_during_the_pause() -> None:
    cutter = Cutter(DEFAULTS)
    counts = [len(cutter.push(float(f.is_speech), f.level_db)) for f in say(16, -2)]
    assert counts.index(1) == 1600 + 70 - 1


def test_a_pause_before_fifteen_seconds_does_not_cut() -> None:
    assert spans(say(10, -1, 3, -0.5)) == [(0, 14.4, CutKind.END)]


def test_thinking_for_long_commits_what_was_said() -> None:
    assert spans(say(5, -60, 5)) == [(0, 5.4, CutKind.EARLY), (64.75, 70, CutKind.END)]


def test_at_the_limit_the_longest_pause_within_reach_is_taken() -> None:
    first, second = spans(say(18, -0.2, 3, -0.5, 3, -0.2, 8))
    assert first[2] is CutKind.PAUSE
    assert 21.2 < first[1] <= 21.7
    assert second == (21.45, 32.9, CutKind.END), "250 ms before the speech"


def test_a_pause_out_of_reach_is_not_taken() -> None:
    (first, second) = spans(say(10, -0.5, 25))
    assert first[2] is CutKind.DIP
    assert first[1] > 16
    assert second[1] == 35.5


def test_a_cut_goes_through_the_quietest_part_of_the_pause() -> None:
    frames = say(20, -0.6, 15)
    for i in range(2033, 2038):
        frames[i] = Frame(False, QUIET_DB - 20)
    assert cut(frames)[0].end == pytest.approx(2035, abs=1)


def test_without_a_pause_the_dip_is_cut_with_an_overlap() -> None:
    frames = say(40)
    for i in range(2200, 2212):
        frames[i] = Frame(True, LOUD_DB - 15)
    first, second = cut(frames)
    assert first.kind is CutKind.DIP
    assert first.end == pytest.approx(2206, abs=6)
    assert 80 <= second.n_overlap <= 100
    assert second.start == first.end - second.n_overlap
    assert second.end == 4000


def test_a_short_tail_joins_its_neighbour() -> None:
    assert spans(say(27.5, -0.3, 0.5, -0.6)) == [(0, 28.7, CutKind.END)]


def test_a_tail_that_does_not_fit_stands_alone() -> None:
    found = spans(say(27.5, -0.3, 0.5, -1.5, 0.2, -0.5))
    assert [kind for *_, kind in found] == [CutKind.PAUSE, CutKind.END]
    assert found[1][1] == 30.4


def test_speech_that_ends_at_a_dip_is_not_said_twice() -> None:
    frames = say(27.95, -5)
    for i in range(2780, 2795):
        frames[i] = Frame(True, LOUD_DB - 30)
    assert spans(frames) == [(0, 28.35, CutKind.PAUSE)]


def shorts(*seconds: float, options: SegmenterOptions = DEFAULTS) -> list[tuple[float, float]]:
    return [
        (short.start / 100, short.end / 100)
        for c in cut(say(*seconds), options, finds_shorts=True)
        for short in c.shorts
    ]


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        # A short piece between pauses, with half of the shortest such pause on each side.
        ((5, -0.6, 1, -0.6, 5), [(5.41, 6.79)]),
        ((5, -2, 1, -2, 5), [(6.81, 8.19)]),
        # The beginning and the end of a take are pauses.
        ((1, -0.6, 5), [(0, 1.19)]),
        ((-3, 1, -0.6, 5), [(2.81, 4.19)]),
        ((5, -0.6, 1), [(5.41, 6.6)]),
        ((1,), [(0, 1)]),
        ((1, -0.6, 1, -0.6, 1), [(0, 1.19), (1.41, 2.79), (3.01, 4.2)]),
        # Where a pause is too short, or the piece too long, there is none.
        ((5, -0.3, 1, -0.6, 5), []),
        ((5, -0.6, 1, -0.3, 5), []),
        ((5, -0.6, 3, -0.6, 5), []),
        ((2.6,), []),
        # Pauses between its words don't divide a short piece.
        ((5, -0.6, 0.4, -0.2, 0.4, -0.6, 5), [(5.41, 6.79)]),
        # Clicks are no pieces.
        ((5, -0.6, 0.05, -0.6, 5), []),
        ((0.05, -0.6, 1, -0.6, 5), [(0.46, 1.84)]),
    ],
)
def test_what_is_said_shortly_between_pauses_is_known(
    seconds: tuple[float, ...], expected: list[tuple[float, float]]
) -> None:
    assert shorts(*seconds) == expected


def test_a_short_piece_is_known_during_the_pause_after_it() -> None:
    cutter = Cutter(DEFAULTS, finds_shorts=True)
    known: list[int] = []
    for f in say(5, -1, 1, -2):
        cutter.push(float(f.is_speech), f.level_db)
        known.append(sum(len(c.shorts) for c in cutter.ending()))
    assert known.index(1) == 700 + 38 - 1
    assert known[-1] == 1


def test_a_short_piece_after_a_cut_at_the_limit_is_known_too() -> None:
    assert len(shorts(27, -0.6, 0.6, -0.6, 5)) == 1


def test_what_goes_on_after_a_dip_is_no_short_piece() -> None:
    assert shorts(28.5, -0.6, 5) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"speech_on": 0.3, "speech_off": 0.5},
        {"overlap_min_s": 2, "overlap_max_s": 1},
        {"max_s": 10},
        {"max_s": 31},
        {"pad_after_s": 1},
        {"max_seconds": 3},
    ],
)
def test_options_that_contradict_each_other_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        SegmenterOptions.model_validate(wrong)


runs = st.lists(
    st.tuples(st.booleans(), st.integers(1, 1500), st.floats(-70, -10)).map(
        lambda run: [Frame(run[0], run[2])] * (run[1] if run[0] else min(run[1], 300))
    ),
    max_size=14,
).map(lambda parts: [frame for part in parts for frame in part])

short_runs = st.lists(
    st.tuples(st.booleans(), st.integers(1, 120)).map(lambda run: say((1 if run[0] else -0.5) * run[1] / 100)),
    max_size=14,
).map(lambda parts: [frame for part in parts for frame in part])

# All kinds of cuts in a few seconds of sound.
SMALL = SegmenterOptions(
    max_s=3, search_s=1.2, pause_s=0.05, early_s=1.5, early_pause_s=0.2, overlap_min_s=0.1, overlap_max_s=0.2,
    pad_before_s=0.08, pad_after_s=0.12, min_tail_s=0.3, min_speech_s=0, alone_s=0.4, alone_pause_s=0.15,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(frames=runs, options=st.sampled_from([SMALL, NO_CLICKS]), finds_shorts=st.booleans())
def test_cuts_tile_the_speech(frames: list[Frame], options: SegmenterOptions, finds_shorts: bool) -> None:
    cuts = cut(frames, options, finds_shorts)
    owned = [0] * len(frames)
    before: Cut | None = None
    for c in cuts:
        assert 0 <= c.start < c.end <= len(frames)
        assert c.end - c.start <= 3000
        # Over the limit only with a short tail, or with the silence after a word that a dip went through.
        assert c.kind is CutKind.END or c.end - c.start <= (options.max_s + options.pad_after_s) * 100
        speech = [i for i in range(c.start, c.end) if frames[i].is_speech]
        assert c.n_speech == len(speech)
        if before is None:
            assert c.n_overlap == 0
        else:
            assert c.start >= before.end - c.n_overlap
            assert c.n_overlap <= options.overlap_max_s * 100
            if c.n_overlap:
                assert before.kind is CutKind.DIP
                assert c.start == before.end - c.n_overlap
        assert speech, "no chunk of silence"
        assert c.start + c.n_overlap >= speech[0] - options.pad_before_s * 100 or c.n_overlap
        assert c.end <= speech[-1] + 1 + options.pad_after_s * 100
        for i in range(c.start + c.n_overlap, c.end):
            owned[i] += 1
        before = c
    assert max(owned, default=0) <= 1, "nothing is said twice but marked overlaps"
    assert all(owned[i] for i, frame in enumerate(frames) if frame.is_speech), "nothing said is lost"


@settings(max_examples=100, deadline=None)
@given(frames=st.one_of(short_runs, runs), options=st.sampled_from([SMALL, NO_CLICKS]))
def test_short_pieces_change_no_cut_and_are_short_and_between_pauses(
    frames: list[Frame], options: SegmenterOptions
) -> None:
    cuts = cut(frames, options, finds_shorts=True)
    assert [replace(c, shorts=()) for c in cuts] == cut(frames, options)
    pause = round(options.alone_pause_s * 100)
    said = [i for i, frame in enumerate(frames) if frame.is_speech]
    for c in cuts:
        at = c.start
        assert not c.shorts or c.shorts[-1].end <= c.end
        for short in c.shorts:
            assert at <= short.start < short.end, "in order, and apart"
            at = short.end
            speech = [i for i in said if short.start <= i < short.end]
            assert short.n_speech == len(speech) > 0
            assert speech[-1] + 1 - speech[0] <= options.alone_s * 100
            assert all(i in speech or not speech[0] - pause <= i <= speech[-1] + pause for i in said)
            assert short.n_before == sum(c.start <= i < short.start for i in said)


@settings(max_examples=60, deadline=None)
@given(frames=short_runs)
def test_every_piece_that_is_short_and_between_pauses_is_known(frames: list[Frame]) -> None:
    options = SMALL.model_copy(update={"max_s": 25.0})
    pause = round(options.alone_pause_s * 100)
    said = [i for i, frame in enumerate(frames) if frame.is_speech]
    begins = [i for n, i in enumerate(said) if not n or i - said[n - 1] > pause]
    spans = [(first, max(i for i in said if i < end)) for first, end in pairwise([*begins, len(frames)])]
    expected = [(first, last) for first, last in spans if last + 1 - first <= options.alone_s * 100]
    found = [
        (min(i for i in said if i >= short.start), max(i for i in said if i < short.end))
        for c in cut(frames, options, finds_shorts=True)
        for short in c.shorts
    ]
    assert found == expected


@settings(max_examples=30, deadline=None)
@given(frames=runs, finds_shorts=st.booleans())
def test_audio_that_may_be_dropped_is_never_asked_for(frames: list[Frame], finds_shorts: bool) -> None:
    cutter = Cutter(SMALL, finds_shorts)
    kept_from = 0
    found: list[Cut] = []
    for frame in frames:
        new = cutter.push(float(frame.is_speech), frame.level_db)
        assert all(c.start >= kept_from for c in new)
        found += new
        assert cutter.keep_from >= kept_from
        kept_from = cutter.keep_from
    last = cutter.finish()
    assert all(c.start >= kept_from for c in last)
    assert found + last == cut(frames, SMALL, finds_shorts), "deterministic"
    assert cutter.n_speech == sum(frame.is_speech for frame in frames)
