"""Render the training corpus: short phrases of random words, each with the time at which its words end."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from srota_dictate.lab.tiny.espeak import Voice, espeak
from srota_dictate.lab.tiny.voices import PLAIN, TRAINED
from srota_dictate.types import SAMPLE_RATE_HZ, Samples


@dataclass(frozen=True, slots=True)
class PhraseSpec:
    """One phrase to render."""

    word_ids: tuple[int, ...]
    voice: Voice


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """One rendered phrase; its samples lie in the corpus' sound file."""

    start: int  # sample in the sound file
    stop: int
    word_ids: tuple[int, ...]
    ends_s: tuple[float, ...]  # from `start`, one a word
    variant: str


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """All phrases, and their sound as one int16 array that is mapped from the disk and shared between processes."""

    sound: NDArray[np.int16]
    phrases: tuple[Phrase, ...]

    def samples(self, phrase: Phrase) -> Samples:
        """The phrase's audio, float32 in [-1, 1] at 16 kHz."""
        return self.sound[phrase.start : phrase.stop].astype(np.float32) / np.float32(32768)

    @property
    def duration_s(self) -> float:
        return sum(p.stop - p.start for p in self.phrases) / SAMPLE_RATE_HZ


def plan(n_phrases: int, n_words: int, seed: int) -> list[PhraseSpec]:
    """Choose words, voice, speed and pitch of each phrase; words are drawn independently, every order is as likely."""
    rng = np.random.default_rng((seed, 1))
    specs: list[PhraseSpec] = []
    # The plain voice is what a person tries first: it counts four times.
    variants = (*TRAINED, PLAIN, PLAIN, PLAIN)
    for k in range(n_phrases):
        kind = rng.random()
        if kind < 0.2:
            length = 1
        elif kind < 0.85:
            length = int(rng.integers(2, 8))
        else:
            length = int(rng.integers(8, 15))
        voice = Voice(
            variant=variants[k % len(variants)],
            speed_wpm=int(rng.integers(21, 44)) * 5,
            pitch=int(rng.integers(4, 17)) * 5,
            volume=int(rng.integers(60, 131)),
            word_gap=int(rng.choice([0, 0, 0, 1, 3])),
        )
        specs.append(PhraseSpec(tuple(int(i) for i in rng.integers(0, n_words, length)), voice))
    return specs


def render_corpus(
    folder: Path, words: Sequence[str], n_phrases: int, seed: int, n_processes: int = 2
) -> tuple[int, float]:
    """Render into `folder`; the same arguments give the same sound.

    Each of the `n_processes` has an espeak-ng of its own, whose state runs on from phrase to phrase, so another number
    of them gives the same words, spoken a little differently. Returns how many phrases stayed (those without a clean
    alignment are dropped) and the processes' CPU seconds.
    """
    folder.mkdir(parents=True, exist_ok=True)
    specs = plan(n_phrases, len(words), seed)
    size = -(-len(specs) // n_processes)
    shares = [specs[i : i + size] for i in range(0, len(specs), size)]
    with ProcessPoolExecutor(n_processes, mp_context=get_context("spawn")) as pool:
        jobs = [pool.submit(_render_share, folder / f"part{k}.s16", tuple(words), s) for k, s in enumerate(shares)]
        results = [job.result() for job in jobs]
    starts: list[int] = []
    stops: list[int] = []
    lengths: list[int] = []
    ids: list[int] = []
    ends: list[float] = []
    variants: list[str] = []
    offset = 0
    with (folder / "sound.s16").open("wb") as out:
        for k, (_, phrases) in enumerate(results):
            part = folder / f"part{k}.s16"
            out.write(part.read_bytes())
            part.unlink()
            for phrase in phrases:
                starts.append(offset + phrase.start)
                stops.append(offset + phrase.stop)
                lengths.append(len(phrase.word_ids))
                ids.extend(phrase.word_ids)
                ends.extend(phrase.ends_s)
                variants.append(phrase.variant)
            offset = stops[-1]
    np.savez(folder / "phrases.npz", start=starts, stop=stops, length=lengths, word=ids, end=ends, variant=variants)
    return len(starts), sum(cpu_s for cpu_s, _ in results)


def open_corpus(folder: Path) -> Corpus:
    """Open what `render_corpus` wrote."""
    with np.load(folder / "phrases.npz") as table:
        cuts = np.cumsum(table["length"])[:-1]
        words, ends = np.split(table["word"], cuts), np.split(table["end"], cuts)
        phrases = tuple(
            Phrase(int(a), int(b), tuple(int(i) for i in w), tuple(float(t) for t in e), str(v))
            for a, b, w, e, v in zip(table["start"], table["stop"], words, ends, table["variant"], strict=True)
        )
    return Corpus(np.memmap(folder / "sound.s16", np.int16, "r"), phrases)


def _render_share(path: Path, words: tuple[str, ...], specs: list[PhraseSpec]) -> tuple[float, list[Phrase]]:
    """Runs in a process of its own: espeak-ng has global state."""
    import time

    began_s = time.process_time()
    phrases: list[Phrase] = []
    position = 0
    with path.open("wb") as out:
        for spec in specs:
            spoken = espeak().render(" ".join(words[i] for i in spec.word_ids), spec.voice)
            if spoken.word_ends_s is None:
                continue
            pcm = (spoken.samples * 32767).astype(np.int16)
            out.write(pcm.tobytes())
            stop = position + len(pcm)
            phrases.append(Phrase(position, stop, spec.word_ids, spoken.word_ends_s, spec.voice.variant))
            position = stop
    return time.process_time() - began_s, phrases
