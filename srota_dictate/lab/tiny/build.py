"""Build the tiny model from nothing: render, train, score, and write its folder with the score in its README."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from srota_dictate.lab.tiny.checkpoint import Shape, build_checkpoint, save_half
from srota_dictate.lab.tiny.corpus import open_corpus, render_corpus
from srota_dictate.lab.tiny.losses import Weights
from srota_dictate.lab.tiny.mixing import MixOptions
from srota_dictate.lab.tiny.readme import BuildFacts, Speech, readme
from srota_dictate.lab.tiny.score import score
from srota_dictate.lab.tiny.train import TrainOptions, TrainResult, train
from srota_dictate.lab.tiny.vocabulary import WORDS


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """Everything that decides what is built, but the seed."""

    n_phrases: int = 14_000
    shape: Shape = field(default_factory=Shape)
    legs: tuple[TrainOptions, ...] = field(default_factory=lambda: default_legs())
    words_a_cell: int = 400  # of each line of the score, at least
    utterances_a_cell: int = 60


def default_legs() -> tuple[TrainOptions, ...]:
    """The schedule of the shipped model; each leg begins with a fresh optimizer and fresh helping heads.

    A single leg of 4300 steps with harder phrases gave a worse model. The last, short one teaches the text alone, with
    much more noise and silence of up to 30 s: before it, a long mains hum was taken for words.
    """
    return (
        TrainOptions(last_step=2000),
        TrainOptions(first_step=2000),
        TrainOptions(
            n_steps=5000,
            first_step=4500,
            mix=MixOptions(noise_only=0.4, noise_only_max_s=30.0, all_noises=True),
            weights=Weights(frame=0.0, last_word=0.0, word_before=0.0, pointer=0.5),
        ),
    )


def build_tiny(
    out: Path,
    seed: int = 0,
    options: BuildOptions | None = None,
    say: Callable[[str], None] = print,
    scratch: Path | None = None,
) -> BuildFacts:
    """Build the tiny model into the folder `out`, which appears only when everything went well.

    Needs espeak-ng, about 2 GB of disk for the rendered speech (in `scratch`, by default a temporary folder that is
    removed), two cores and some 35 minutes. `say` gets lines of progress. Raises UserFixableError when espeak-ng is
    not installed. The same seed gives the same speech everywhere with the same espeak-ng, and on the same machine
    and torch the same weights.
    """
    with tempfile.TemporaryDirectory(prefix="srota-tiny-") as temporary:
        return _build(out, seed, options or BuildOptions(), say, scratch or Path(temporary))


def _build(out: Path, seed: int, options: BuildOptions, say: Callable[[str], None], scratch: Path) -> BuildFacts:
    began_s = time.monotonic()
    fresh, corpus = scratch / "fresh", scratch / "corpus"
    say(f"rendering {options.n_phrases} phrases of {len(WORDS)} words …")
    n_phrases, render_cpu_s = render_corpus(corpus, WORDS, options.n_phrases, seed)
    speech = Speech(n_phrases, open_corpus(corpus).duration_s / 3600, time.monotonic() - began_s, render_cpu_s)
    say(f"{n_phrases} phrases, {speech.hours:.1f} h of speech")
    build_checkpoint(fresh, WORDS, options.shape, seed)
    log = scratch / "train.jsonl"
    say(f"training {options.legs[-1].n_steps} steps; losses in {log} …")
    result, weights = TrainResult(), fresh
    for number, leg in enumerate(options.legs):
        result += train(weights, corpus, WORDS, scratch / f"leg{number}", replace(leg, seed=seed), log)
        weights = scratch / f"leg{number}"
    say(f"trained in {result.wall_s / 60:.0f} min")
    return finish(weights, out, seed, options, speech, result, say, scratch)


def finish(
    trained: Path,
    out: Path,
    seed: int,
    options: BuildOptions,
    speech: Speech,
    result: TrainResult,
    say: Callable[[str], None],
    scratch: Path,
) -> BuildFacts:
    """The last part of a build: halve the trained weights, score them so, write README.md, copy to `out`."""
    began_cpu_s = time.process_time()
    half = scratch / "half"
    save_half(trained, half)
    (half / "words.txt").write_text("\n".join(WORDS) + "\n", encoding="utf-8")
    scored = score(half, WORDS, seed, options.words_a_cell, options.utterances_a_cell, say=say)
    facts = BuildFacts(
        words=WORDS,
        seed=seed,
        speech=speech,
        legs=options.legs,
        trained=result,
        score=scored,
        wall_s=speech.wall_s + result.wall_s + scored.seconds,
        cpu_s=speech.cpu_s + result.cpu_s + time.process_time() - began_cpu_s,
        size_bytes=sum(path.stat().st_size for path in half.iterdir()),
    )
    (half / "README.md").write_text(readme(facts), encoding="utf-8")
    say(scored.table())
    _replace_files(half, out)
    say(f"{out}: {facts.size_bytes / 1e6:.1f} MB, {facts.wall_s / 60:.0f} min ({facts.cpu_s / 60:.0f} min of one core)")
    return facts


def _replace_files(source: Path, out: Path) -> None:
    """Copy each file over the one that may be there; the weights come last, under another name first."""
    import shutil

    out.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.iterdir(), key=lambda p: p.name == "model.safetensors"):
        part = out / f"{path.name}.part"
        shutil.copyfile(path, part)
        part.replace(out / path.name)


def main(arguments: Sequence[str]) -> int:
    """`python -m srota_dictate.lab.tiny.build [--out DIR] [--seed 0]`."""
    parser = argparse.ArgumentParser(description="Build the tiny model: render, train, score.")
    parser.add_argument("--out", type=Path, default=Path("resources/models/tiny"), metavar="DIR")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--scratch", type=Path, default=None, metavar="DIR", help="keep what is made on the way here")
    chosen = parser.parse_args(arguments)
    build_tiny(chosen.out, chosen.seed, say=lambda line: print(line, flush=True), scratch=chosen.scratch)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
