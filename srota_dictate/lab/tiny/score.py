"""Score a tiny checkpoint on random word sequences it has never seen, in qwen-asr or in our own loop."""

# jiwer, transformers and qwen_asr carry no types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.random import Generator

from srota_dictate.lab.tiny.espeak import Voice, espeak
from srota_dictate.lab.tiny.noise import clicks, coloured, hum, white
from srota_dictate.lab.tiny.voices import HELD_OUT, TRAINED
from srota_dictate.types import MAX_SEGMENT_S, SAMPLE_RATE_HZ, Samples

if TYPE_CHECKING:
    from qwen_asr import Qwen3ASRModel

# Off the training grid, which has multiples of five.
SPEEDS_WPM: Final = (113, 118, 123, 137, 148, 163, 177, 188, 198, 208)
PITCHES: Final = (23, 28, 37, 43, 52, 58, 67, 72, 77)


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of the table: what is said, by whom, in which conditions."""

    name: str
    min_words: int
    max_words: int
    voices: tuple[str, ...] = TRAINED
    snr_db: float | None = None
    pause_s: float | None = None  # between phrases of one to six words
    target: float | None = None  # word error rate that was asked for


CELLS: Final[tuple[Cell, ...]] = (
    Cell("known voices, 1 word", 1, 1),
    Cell("known voices, 3-8 words", 3, 8, target=0.04),
    Cell("known voices, 25-40 words", 25, 40, target=0.08),
    Cell("unseen voices, 3-8 words", 3, 8, HELD_OUT, target=0.15),
    Cell("unseen voices, 25-40 words", 25, 40, HELD_OUT, target=0.15),
    Cell("known voices, 3-8 words, 10 dB noise", 3, 8, snr_db=10, target=0.12),
    Cell("known voices, 25-40 words, 10 dB noise", 25, 40, snr_db=10, target=0.12),
    Cell("known voices, 8-20 words, pauses of 1 s", 8, 20, pause_s=1.0, target=0.10),
    Cell("known voices, 8-20 words, pauses of 1.5 s", 8, 20, pause_s=1.5),
)


@dataclass(frozen=True, slots=True)
class CellScore:
    """What one cell gave."""

    cell: Cell
    wer: float
    n_errors: int
    n_words: int
    n_exact: int
    n_utterances: int
    audio_s: float


@dataclass(frozen=True, slots=True)
class Score:
    """The whole table."""

    cells: tuple[CellScore, ...]
    n_empty: int  # of the recordings without speech
    n_wordless: int
    seconds: float
    wer_by_voice: dict[str, float]  # over the cells without noise

    def table(self) -> str:
        """As a Markdown table."""
        lines = [
            "| spoken | asked for | word error rate | errors / words | exact | mean length |",
            "|---|---|---|---|---|---|",
        ]
        for s in self.cells:
            target = "" if s.cell.target is None else f"≤ {s.cell.target * 100:.0f} %"
            lines.append(
                f"| {s.cell.name} | {target} | {s.wer * 100:.1f} % | {s.n_errors} / {s.n_words} "
                f"| {s.n_exact} of {s.n_utterances} | {s.audio_s / s.n_utterances:.1f} s |"
            )
        lines.append(f"| silence and noise | empty, all | | | {self.n_empty} of {self.n_wordless} | 0.5 to 28 s |")
        return "\n".join(lines)


def score(
    checkpoint: Path,
    words: Sequence[str],
    seed: int = 0,
    min_words: int = 400,
    min_utterances: int = 60,
    cells: Sequence[Cell] = CELLS,
    n_wordless: int = 100,
    say: Callable[[str], None] = lambda _: None,
    precision: str | None = None,
) -> Score:
    """Score a checkpoint folder: every cell with at least so many words and utterances, and recordings
    without words (at most 100).

    Voices take turns, speeds and pitches are none of those trained with. `say` gets a line of progress a cell.
    `precision` is that of our own loop; without one, qwen-asr runs the checkpoint in f32.
    """
    import jiwer
    import torch

    began_s = time.monotonic()
    n_threads = torch.get_num_threads()
    torch.set_num_threads(1)  # for so small a model a second thread only waits for the first
    hear = _listener(checkpoint, precision)
    scores: list[CellScore] = []
    by_voice: dict[str, tuple[list[str], list[str]]] = {}
    for number, cell in enumerate(cells):
        rng = np.random.default_rng((seed, 7, number))
        said: list[str] = []
        heard: list[str] = []
        audio_s, spoken = 0.0, 0
        while spoken < min_words or len(said) < min_utterances:
            # The order of the voices is shuffled anew each time all have spoken.
            turn, place = divmod(len(said), len(cell.voices))
            order = np.random.default_rng((seed, 8, number, turn)).permutation(len(cell.voices))
            variant = cell.voices[order[place]]
            n = int(rng.integers(cell.min_words, cell.max_words + 1))
            text, samples = _speak([str(w) for w in rng.choice(words, n)], variant, cell, rng)
            said.append(text)
            heard.append(hear(samples))
            spoken += len(text.split())
            audio_s += len(samples) / SAMPLE_RATE_HZ
            if cell.snr_db is None:
                pair = by_voice.setdefault(variant, ([], []))
                pair[0].append(said[-1])
                pair[1].append(heard[-1])
        result = jiwer.process_words(said, heard)
        errors = result.substitutions + result.deletions + result.insertions
        exact = sum(a == b for a, b in zip(said, heard, strict=True))
        scores.append(CellScore(cell, float(result.wer), errors, spoken, exact, len(said), audio_s))
        say(f"{cell.name}: {result.wer * 100:.1f} %")
    sounds = wordless(seed)[:n_wordless]
    n_empty = sum(hear(sound) == "" for sound in sounds)
    say(f"silence and noise: {n_empty} of {len(sounds)} empty")
    torch.set_num_threads(n_threads)
    wers = {variant: float(jiwer.wer(*pair)) for variant, pair in by_voice.items()}
    return Score(tuple(scores), n_empty, len(sounds), time.monotonic() - began_s, wers)


def transcribe(asr: "Qwen3ASRModel", samples: Samples) -> str:
    """What the model writes for 16 kHz mono audio, without a language given."""
    return str(asr.transcribe(audio=(samples, SAMPLE_RATE_HZ), language=None)[0].text)


def _listener(checkpoint: Path, precision: str | None) -> Callable[[Samples], str]:
    if precision is None:
        from srota_dictate.lab.tiny.qwen import load

        asr = load(checkpoint)
        return lambda samples: transcribe(asr, samples)
    from srota_dictate.recognizer.fast.model import FastModel

    model = FastModel(checkpoint, "cpu", precision)
    model.settle()
    return lambda samples: model.transcribe(samples, 128, lambda: False).text


def wordless(seed: int) -> list[Samples]:
    """100 recordings without speech: digital silence, and nine noises at levels from -80 to -14 dBFS, 0.5 to 28 s."""
    rng = np.random.default_rng((seed, 9))
    lengths_s = (0.5, 0.9, 1.5, 2.5, 4.0, 6.0, 9.0, 13.0, 20.0, 28.0)
    sounds: list[Samples] = []
    for k, length_s in enumerate(lengths_s):
        n = int(length_s * SAMPLE_RATE_HZ)
        noises = (
            np.zeros(n, np.float32),
            white(n, rng),
            white(n, rng),
            coloured(n, 1.0, rng),
            coloured(n, 1.0, rng),
            coloured(n, 2.0, rng),
            coloured(n, 2.0, rng),
            hum(n, 50.0, rng),
            hum(n, 120.0, rng),
            clicks(n, 3.0, rng),
        )
        for j, noise in enumerate(noises):
            level_db = -80 + 66 * ((j * 3 + k * 7) % 10) / 9
            sounds.append((noise * 10 ** (level_db / 20)).astype(np.float32))
    return sounds


def with_noise(samples: Samples, snr_db: float, rng: Generator) -> Samples:
    """Add white noise so many dB below the mean power of the whole recording."""
    power = float(np.square(samples).mean()) / 10 ** (snr_db / 10)
    return (samples + white(len(samples), rng) * power**0.5).astype(np.float32)


def _speak(words: list[str], variant: str, cell: Cell, rng: Generator) -> tuple[str, Samples]:
    """The words that fit into one segment, and their sound."""
    voice = Voice(variant, int(rng.choice(SPEEDS_WPM)), int(rng.choice(PITCHES)))
    if cell.pause_s is None:
        samples = espeak().render(" ".join(words), voice).samples
        text = " ".join(words)
    else:
        pause = np.zeros(int(cell.pause_s * SAMPLE_RATE_HZ), np.float32)
        parts: list[Samples] = []
        said: list[str] = []
        while words:
            n = int(rng.integers(1, 7))
            phrase = espeak().render(" ".join(words[:n]), voice).samples
            length = sum(map(len, parts)) + len(pause) + len(phrase)
            if parts and length > MAX_SEGMENT_S * SAMPLE_RATE_HZ:
                break
            parts += [pause, phrase] if parts else [phrase]
            said += words[:n]
            words = words[n:]
        samples, text = np.concatenate(parts), " ".join(said)
    return text, samples if cell.snr_db is None else with_noise(samples, cell.snr_db, rng)


def main(arguments: Sequence[str]) -> int:
    """`python -m srota_dictate.lab.tiny.score FOLDER [--seed 0] [--precision int8]`."""
    parser = argparse.ArgumentParser(description="Score a tiny checkpoint.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--words", type=int, default=400, help="words a line of the table, at least")
    parser.add_argument("--precision", choices=("f32", "bf16", "int8"), help="run our own loop instead of qwen-asr")
    chosen = parser.parse_args(arguments)
    words = (chosen.folder / "words.txt").read_text(encoding="utf-8").split()
    result = score(
        chosen.folder,
        words,
        chosen.seed,
        chosen.words,
        say=lambda line: print(line, flush=True),
        precision=chosen.precision,
    )
    print(result.table())
    n_errors, n_words = (sum(getattr(s, name) for s in result.cells) for name in ("n_errors", "n_words"))
    print(f"all lines: {n_errors} errors in {n_words} words, {n_errors / n_words * 100:.2f} %")
    worst = sorted(result.wer_by_voice.items(), key=lambda item: -item[1])[:10]
    print("worst voices:", ", ".join(f"{variant or 'hi'} {wer * 100:.0f} %" for variant, wer in worst))
    print(f"{result.seconds:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
