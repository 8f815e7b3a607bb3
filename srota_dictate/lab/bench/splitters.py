"""The ways of cutting that are compared: ours, the one in qwen-asr, and a blind one."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from srota_dictate.errors import UserFixableError
from srota_dictate.segmenter.factory import SegmenterFactory
from srota_dictate.types import MAX_SEGMENT_S, SAMPLE_RATE_HZ, Samples

BLOCK: Final = SAMPLE_RATE_HZ // 50  # as a microphone delivers
QWEN_REACH_S: Final = 5.0  # how far from its goal qwen-asr's splitter looks, before it and behind


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch that is recognised in one go."""

    start_s: float
    end_s: float
    overlap_s: float = 0.0  # how much of its start repeats the end of the one before

    @property
    def length_s(self) -> float:
        return self.end_s - self.start_s


Splitter: TypeAlias = Callable[[Samples], list[Chunk]]


def ours(factory: SegmenterFactory) -> Splitter:
    def split(samples: Samples) -> list[Chunk]:
        segmenter = factory()
        blocks = (samples[at : at + BLOCK] for at in range(0, samples.size, BLOCK))
        segments = [segment for block in blocks for segment in segmenter.push(block)] + segmenter.finish()
        return [Chunk(segment.start_s, segment.end_s, segment.overlap_s) for segment in segments]

    return split


def blind(every_s: float) -> Splitter:
    def split(samples: Samples) -> list[Chunk]:
        total_s = samples.size / SAMPLE_RATE_HZ
        starts_s = [n * every_s for n in range(int(total_s / every_s) + 1) if n * every_s < total_s]
        return [Chunk(start_s, min(total_s, start_s + every_s)) for start_s in starts_s]

    return split


def qwen_asr(goal_s: float) -> Splitter:
    """The splitter that comes with the model's package. Raises UserFixableError when that isn't installed."""
    try:
        from srota_dictate.recognizer.reference import qwen_asr_model

        qwen_asr_model()
        from qwen_asr.inference.utils import split_audio_into_chunks
    except ImportError as error:
        raise UserFixableError(
            "The comparison needs qwen-asr, which isn't installed", hint='Install it with: pip install ".[local]"'
        ) from error

    def split(samples: Samples) -> list[Chunk]:
        chunks = split_audio_into_chunks(samples, SAMPLE_RATE_HZ, goal_s, QWEN_REACH_S)
        return [Chunk(start_s, start_s + piece.size / SAMPLE_RATE_HZ) for piece, start_s in chunks]

    return split


def qwen_goal_s() -> float:
    """The goal with which none of its chunks gets too long for the model."""
    return MAX_SEGMENT_S - QWEN_REACH_S
