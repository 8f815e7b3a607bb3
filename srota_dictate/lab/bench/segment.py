"""Measure where long recordings are cut: how often inside speech, and how long the chunks get."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from srota_dictate.lab.bench.clips import Clip, dialogues, hindi_clips
from srota_dictate.lab.bench.labels import FRAMES_PER_S, HOP, Frames
from srota_dictate.lab.bench.reels import PAUSE_S, make_reels
from srota_dictate.lab.bench.report import heading, percent, table
from srota_dictate.lab.bench.splitters import Chunk, Splitter, blind, ours, qwen_asr, qwen_goal_s
from srota_dictate.segmenter.factory import SegmenterFactory
from srota_dictate.segmenter.options import SegmenterOptions
from srota_dictate.types import MAX_SEGMENT_S, Samples

N_REELS: Final = 10
REEL_S: Final = 180.0
BLIND_S: Final = 28.0
_SPEECH: Final = 0.5  # silero's probability from which the dialogues' frames count as speech


@dataclass(frozen=True, slots=True)
class Score:
    """What one splitter did to one or several recordings."""

    n_cuts: int
    n_in_speech: int
    n_in_clip: int
    lengths_s: tuple[float, ...]


def bench_segment(folder: Path, n_reels: int = N_REELS, reel_s: float = REEL_S) -> str:
    """The report on the recordings of a folder. Raises UserFixableError when they, or qwen-asr, are missing."""
    clips, films = hindi_clips(folder), dialogues(folder)
    factory = SegmenterFactory(SegmenterOptions())
    goal_s = qwen_goal_s()
    splitters: dict[str, Splitter] = {
        "srota-dictate": ours(factory),
        f"qwen-asr's, {goal_s:.0f} s": qwen_asr(goal_s),
        f"qwen-asr's, {BLIND_S:.0f} s": qwen_asr(BLIND_S),
        f"blind, every {BLIND_S:.0f} s": blind(BLIND_S),
    }
    reels = make_reels(clips, n_reels, reel_s)
    spoken = [_heard_by_silero(film, factory) for film in films]
    hindi_rows = [
        _row(name, add([score(split(reel.samples), reel.speech, reel.clip) for reel in reels]), with_clips=True)
        for name, split in splitters.items()
    ]
    film_rows = [
        _row(
            name,
            add([score(split(film.samples), speech, speech) for film, speech in zip(films, spoken, strict=True)]),
            with_clips=False,
        )
        for name, split in splitters.items()
    ]
    return "\n".join(
        [
            heading(
                "Cutting long recordings",
                "srota-dictate bench segment AUDIO_FOLDER",
                ("onnxruntime", "numpy", "qwen-asr"),
            ),
            f"{len(clips)} clips of read Hindi in {n_reels} random orders, {PAUSE_S * 1000:.0f} ms of silence after "
            f"each, {reel_s:.0f} s an order:\n",
            table(("splitter", "cuts", "in speech", "share", "inside a clip", *_LENGTHS), hindi_rows),
            f"{len(films)} film dialogues, {sum(film.samples.size for film in films) / HOP / FRAMES_PER_S:.0f} s:\n",
            table(("splitter", "cuts", "in speech", "share", *_LENGTHS), film_rows),
        ]
    )


_LENGTHS: Final = ("mean s", "shortest s", "longest s", f"over {MAX_SEGMENT_S:.0f} s")


def score(chunks: Sequence[Chunk], speech: Frames, clip: Frames) -> Score:
    """Count the seams between chunks that go through speech, and through a clip."""
    seams = [
        (before.end_s,) if after.overlap_s else (before.end_s, after.start_s) for before, after in pairwise(chunks)
    ]
    return Score(
        n_cuts=len(seams),
        n_in_speech=sum(any(_is_inside(at_s, speech) for at_s in seam) for seam in seams),
        n_in_clip=sum(any(_is_inside(at_s, clip) for at_s in seam) for seam in seams),
        lengths_s=tuple(chunk.length_s for chunk in chunks),
    )


def add(scores: Sequence[Score]) -> Score:
    return Score(
        sum(s.n_cuts for s in scores),
        sum(s.n_in_speech for s in scores),
        sum(s.n_in_clip for s in scores),
        tuple(length_s for s in scores for length_s in s.lengths_s),
    )


def _is_inside(at_s: float, frames: Frames) -> bool:
    """Whether the frames on both sides of that moment are true: the edge of speech is outside."""
    half = 0.5 / FRAMES_PER_S
    left, right = int((at_s - half) * FRAMES_PER_S), int((at_s + half) * FRAMES_PER_S)
    return left >= 0 and right < frames.size and bool(frames[left] and frames[right])


def _heard_by_silero(clip: Clip, factory: SegmenterFactory) -> Frames:
    """A label for recordings that are never quiet: their energy doesn't tell words from music."""
    voice = factory.new_voice()
    probabilities = np.concatenate([voice.push(clip.samples), voice.finish()])
    return _per_frame(probabilities > _SPEECH, voice.frame_samples, clip.samples)


def _per_frame(decided: Frames, frame_samples: int, samples: Samples) -> Frames:
    middles = np.arange(samples.size // HOP) * HOP + HOP // 2
    return decided[np.minimum(middles // frame_samples, decided.size - 1)]


def _row(name: str, found: Score, *, with_clips: bool) -> tuple[str, ...]:
    lengths_s = found.lengths_s
    return (
        name,
        str(found.n_cuts),
        str(found.n_in_speech),
        percent(found.n_in_speech, found.n_cuts),
        *([str(found.n_in_clip)] if with_clips else []),
        f"{sum(lengths_s) / len(lengths_s):.1f}",
        f"{min(lengths_s):.1f}",
        f"{max(lengths_s):.1f}",
        str(sum(length_s > MAX_SEGMENT_S for length_s in lengths_s)),
    )
