"""Where speech is cut: examples with known answers, and what must hold for any sound."""

from dataclasses import dataclass

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


def cut(frames: list[Frame], options: SegmenterOptions = DEFAULTS, finds_alone: bool = False) -> list[Cut]:
    cutter = Cutter(options, finds_alone)
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


def pieces(*seconds: float, options: SegmenterOptions = DEFAULTS) -> list[tuple[float, float, bool]]:
    return [(c.start / 100, c.end / 100, c.is_alone) for c in cut(say(*seconds), options, finds_alone=True)]


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        # A short piece between pauses, and what is around it.
        ((5, -0.6, 1, -0.6, 5), [(0, 5.35, False), (5.35, 6.98, True), (6.98, 12.2, False)]),
        ((5, -2, 1, -2, 5), [(0, 5.4, False), (6.75, 8.38, True), (9.75, 15, False)]),
        # The beginning and the end of a take are pauses.
        ((1, -0.6, 5), [(0, 1.38, True), (1.38, 6.6, False)]),
        ((-3, 1, -0.6, 5), [(2.75, 4.38, True), (4.38, 9.6, False)]),
        ((5, -0.6, 1), [(0, 5.35, False), (5.35, 6.6, True)]),
        ((5, -0.6, 1, -0.2), [(0, 5.35, False), (5.35, 6.8, True)]),
        ((1,), [(0, 1, True)]),
        ((1, -0.6, 1, -0.6, 1), [(0, 1.38, True), (1.38, 2.98, True), (2.98, 4.2, True)]),
        # Where a pause is too short, or the piece too long, all is as without commands.
        ((5, -0.3, 1, -0.6, 5), [(0, 11.9, False)]),
        ((5, -0.6, 1, -0.3, 5), [(0, 11.9, False)]),
        ((5, -0.6, 3, -0.6, 5), [(0, 14.2, False)]),
        ((2.6,), [(0, 2.6, False)]),
        # Pauses between its words don't divide a short piece.
        ((5, -0.6, 0.4, -0.2, 0.4, -0.6, 5), [(0, 5.35, False), (5.35, 6.98, True), (6.98, 12.2, False)]),
        # Clicks are no pieces and have none before them.
        ((5, -0.6, 0.05, -0.6, 5), [(0, 11.25, False)]),
        ((0.05, -0.6, 1, -0.6, 5), [(0.4, 2.03, True), (2.03, 7.25, False)]),
    ],
)
def test_a_short_piece_between_pauses_stands_alone(
    seconds: tuple[float, ...], expected: list[tuple[float, float, bool]]
) -> None:
    assert pieces(*seconds) == expected


def test_a_short_piece_is_cut_during_the_pause_after_it() -> None:
    cutter = Cutter(DEFAULTS, finds_alone=True)
    counts = [len(cutter.push(float(f.is_speech), f.level_db)) for f in say(5, -1, 1, -2)]
    assert counts.index(2) == 700 + 38 - 1
    assert sum(counts) == 2


def test_a_short_piece_after_a_cut_at_the_limit_stands_alone_too() -> None:
    found = pieces(27, -0.6, 0.6, -0.6, 5)
    assert [is_alone for *_, is_alone in found] == [False, True, False]


def test_what_goes_on_after_a_dip_is_no_short_piece() -> None:
    assert not any(is_alone for *_, is_alone in pieces(28.5, -0.6, 5))


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
@given(frames=runs, options=st.sampled_from([SMALL, NO_CLICKS]), finds_alone=st.booleans())
def test_cuts_tile_the_speech(frames: list[Frame], options: SegmenterOptions, finds_alone: bool) -> None:
    cuts = cut(frames, options, finds_alone)
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


@settings(max_examples=60, deadline=None)
@given(frames=short_runs, options=st.sampled_from([SMALL, DEFAULTS]))
def test_a_piece_stands_alone_exactly_where_it_is_short_and_between_pauses(
    frames: list[Frame], options: SegmenterOptions
) -> None:
    pause = round(options.alone_pause_s * 100)
    said = [i for i, frame in enumerate(frames) if frame.is_speech]
    for c in cut(frames, options, finds_alone=True):
        speech = [i for i in said if c.start + c.n_overlap <= i < c.end]
        before, after = (
            max((i for i in said if i < speech[0]), default=None),
            min((i for i in said if i >= c.end), default=None),
        )
        has_pauses = (before is None or speech[0] - before > pause) and (after is None or after - speech[-1] > pause)
        assert c.n_overlap == 0 or not c.is_alone
        if c.is_alone:
            assert has_pauses
            assert speech[-1] + 1 - speech[0] <= options.alone_s * 100
        # A click in front of it counts as speech here, and is none.
        elif has_pauses and not c.n_overlap and options is SMALL:
            assert speech[-1] + 1 - speech[0] > options.alone_s * 100


@settings(max_examples=30, deadline=None)
@given(frames=runs, finds_alone=st.booleans())
def test_audio_that_may_be_dropped_is_never_asked_for(frames: list[Frame], finds_alone: bool) -> None:
    cutter = Cutter(SMALL, finds_alone)
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
    assert found + last == cut(frames, SMALL, finds_alone), "deterministic"
    assert cutter.n_speech == sum(frame.is_speech for frame in frames)
