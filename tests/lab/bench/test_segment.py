"""Reels whose speech is known, seams that go through it, and the whole bench on a small folder."""

from pathlib import Path

import numpy as np
import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.lab.bench.clips import Clip
from srota_dictate.lab.bench.reels import make_reels
from srota_dictate.lab.bench.segment import Score, add, bench_segment, score
from srota_dictate.lab.bench.splitters import Chunk, blind
from srota_dictate.types import SAMPLE_RATE_HZ
from tests.lab.bench.folder import make_folder
from tests.segmenter.voices import noise, silence, spoken

FRAMES = np.repeat([True, False, True], [1000, 20, 1000])


def test_a_reel_knows_where_its_clips_are() -> None:
    clips = [
        Clip("one", np.concatenate([noise(1.0, 0.1), silence(0.4), noise(1.0, 0.1)])),
        Clip("two", noise(0.755, 0.1)),
    ]
    (reel,) = make_reels(clips, 1, 10.0)
    assert reel.samples.size >= 10 * SAMPLE_RATE_HZ
    assert reel.samples.size == reel.speech.size * 160 == reel.clip.size * 160
    assert not (reel.speech & ~reel.clip).any()
    loud = np.abs(reel.samples).reshape(-1, 160).max(axis=1) > 0
    assert np.mean(loud == reel.speech) > 0.95
    n_inner_pauses = int(((reel.clip & ~reel.speech)[1:] > (reel.clip & ~reel.speech)[:-1]).sum())
    assert n_inner_pauses >= 3


def test_reels_are_the_same_every_time_and_differ_from_each_other() -> None:
    clips = [Clip(str(n), spoken(f"number {n}", "en")) for n in range(5)]
    first, again = make_reels(clips, 2, 20.0), make_reels(clips, 2, 20.0)
    assert all(np.array_equal(a.samples, b.samples) for a, b in zip(first, again, strict=True))
    assert not np.array_equal(first[0].samples[:32_000], first[1].samples[:32_000])


@pytest.mark.parametrize(
    ("chunks", "n_in_speech"),
    [
        ([Chunk(0, 20.2)], 0),
        ([Chunk(0, 10.1), Chunk(10.1, 20.2)], 0),
        ([Chunk(0, 10.0), Chunk(10.2, 20.2)], 0),  # exactly at the edges
        ([Chunk(0, 9.98), Chunk(10.1, 20.2)], 1),
        ([Chunk(0, 10.1), Chunk(10.5, 20.2)], 1),
        ([Chunk(0, 5.0), Chunk(4.2, 20.2, overlap_s=0.8)], 1),
        ([Chunk(0, 10.1), Chunk(9.2, 20.2, overlap_s=0.9)], 0),  # what is in both is lost by none
    ],
)
def test_seams_in_speech(chunks: list[Chunk], n_in_speech: int) -> None:
    found = score(chunks, FRAMES, np.ones_like(FRAMES))
    assert (found.n_cuts, found.n_in_speech) == (len(chunks) - 1, n_in_speech)


def test_scores_add_up() -> None:
    assert add([Score(1, 1, 1, (3.0, 4.0)), Score(2, 0, 1, (5.0, 6.0, 7.0))]) == Score(3, 1, 2, (3, 4, 5, 6, 7))


def test_a_blind_cut_looks_at_the_clock_only() -> None:
    assert blind(28.0)(noise(60)) == [Chunk(0, 28), Chunk(28, 56), Chunk(56, 60)]
    assert blind(28.0)(noise(28)) == [Chunk(0, 28)]


def test_a_folder_without_recordings_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserFixableError, match=r"has no hi_\*\.flac"):
        bench_segment(tmp_path)
    with pytest.raises(UserFixableError, match="There is no folder"):
        bench_segment(tmp_path / "nowhere")


def test_the_whole_bench(tmp_path: Path) -> None:
    report = bench_segment(make_folder(tmp_path), n_reels=2, reel_s=70.0)
    assert report.startswith("# Cutting long recordings\n")
    assert "`srota-dictate bench segment AUDIO_FOLDER`" in report
    assert str(tmp_path) not in report
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in report.splitlines() if line.startswith("| ")]
    ours, blindly = (next(row for row in rows if row[0].startswith(name)) for name in ("srota-dictate", "blind"))
    assert ours[3] == "0.0 %", "digital silence between sentences is the easiest pause there is"
    assert float(blindly[3].split()[0]) > 20
    assert ours[-1] == "0", "no chunk is longer than the model takes"
    assert float(ours[5]) >= 15
