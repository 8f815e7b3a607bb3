"""Write the tiny model's README from what its build measured."""

from dataclasses import dataclass

from srota_dictate.lab.tiny.score import Score
from srota_dictate.lab.tiny.train import TrainOptions, TrainResult
from srota_dictate.lab.tiny.voices import HELD_OUT, TRAINED


@dataclass(frozen=True, slots=True)
class Speech:
    """The rendered corpus."""

    n_phrases: int
    hours: float
    wall_s: float
    cpu_s: float


@dataclass(frozen=True, slots=True)
class BuildFacts:
    """What a build did and measured."""

    words: tuple[str, ...]
    seed: int
    speech: Speech
    legs: tuple[TrainOptions, ...]
    trained: TrainResult
    score: Score
    wall_s: float
    cpu_s: float  # of all processes together
    size_bytes: int  # of the folder without this README


def readme(facts: BuildFacts) -> str:
    """The README.md of the built folder."""
    missed = [s for s in facts.score.cells if s.cell.target is not None and s.wer > s.cell.target]
    verdict = (
        "All that was asked for is reached."
        if not missed and facts.score.n_empty == facts.score.n_wordless
        else "Not reached: " + ("; ".join(s.cell.name for s in missed) or "empty text for every noise") + "."
    )
    last = facts.legs[-1]
    worst = sorted(facts.score.wer_by_voice.items(), key=lambda item: -item[1])[:5]
    worst_voices = ", ".join(f"{_name(variant)} {wer * 100:.0f} %" for variant, wer in worst)
    return f"""---
license: apache-2.0
language: [hi, en]
---
# Tiny: a demonstration, not a recogniser

**This model understands a synthetic voice and {len(facts.words)} words. It will not understand you.** It exists so that
Srota Dictate can be tried, tested and demonstrated offline: it is a real Qwen3-ASR checkpoint folder in the format of
the big ones, loaded by the same code, of {facts.size_bytes / 1e6:.1f} MB. Within its words it takes any order, from
one word to 30 s, with pauses. `words.txt` lists the words; anything else said comes out as one of them, or not at all.

    espeak-ng -v hi "मेरा favourite festival Diwali है" --stdout > said.wav

## Score
Printed by the build, through `Qwen3ASRModel.transcribe` (float32, CPU, no language given), on random word sequences
rendered whole by espeak-ng at speeds and pitches that training never used. WER is jiwer's, without any normalisation.

{facts.score.table()}

{verdict} Seed {facts.seed}. Worst voices in the quiet lines: {worst_voices}.
The noise of the 10 dB lines is white, 10 dB below the mean power of the recording.

## How it was built
    srota-dictate lab build-tiny --out resources/models/tiny --seed {facts.seed}

1. {facts.speech.n_phrases} phrases of one to fourteen random words are rendered by espeak-ng, \
{facts.speech.hours:.1f} h of speech:
   no sentence is preferred, no list of sentences exists.
2. They are joined, with pauses of up to 1.6 s, to utterances of up to 30 s; played slower and faster, filtered, and
   mixed with white and coloured noise, hum and clicks from 4 dB on. One in seventeen is noise or silence with empty
   text, towards the end four in ten, up to 30 s.
3. {last.n_steps} steps of AdamW in {last.n_processes} processes of one thread, {last.batch_s:.0f} s of audio a step and
   process. {_legs(facts.legs)}In all {facts.trained.audio_h:.0f} h and {facts.trained.n_words} words were heard.
   Target: `language None<asr_text>TEXT`. Helping losses (which word ends where, which words came before, where to look)
   are used in training only; the folder holds nothing of them.
4. The weights are stored as float16.

Rendering, training and scoring took {facts.wall_s / 60:.0f} minutes on a shared two-core machine and
{facts.cpu_s / 60:.0f} minutes of processor time, which is about {facts.cpu_s / 120:.0f} minutes on two idle cores.
The seed decides the words, the speech, the mixing and
the first weights. Other versions of espeak-ng speak a little differently, and on another processor sums are rounded in
another order, so weights and scores built elsewhere differ slightly.

## Voices
espeak-ng's Hindi voice with these variants. Trained: {", ".join(_name(v) for v in TRAINED)}.
Never trained, used for the "unseen" lines: {", ".join(HELD_OUT)}.
They were vetted by trying all variants of espeak-ng 1.51 with an earlier model of this kind; left out are whispering
and robot voices and those it could not follow (among them Marco, Mario, antonio, klatt2, Lee, kaukovalta,
RicishayMax), for training and for the score alike.

## Words
No two words sound nearly alike: the rule is in `srota_dictate/lab/tiny/vocabulary.py`. The tokenizer is a byte-level
BPE in which each word with the space before it is one token.

## Limits
{_remaining(facts.score)}
A human voice, another synthesiser or an unknown word gives nonsense. The audio tower's attention is switched off (its
weights are zero), so windowed and global attention give the same result here, unlike in the big models. The licence is
Apache-2.0; no data or weights of others are in it.
"""


def _name(variant: str) -> str:
    return variant or "hi (plain)"


def _legs(legs: tuple[TrainOptions, ...]) -> str:
    starts = ", ".join(str(leg.first_step) for leg in legs[1:])
    return f"Optimizer and helping losses begin anew at step {starts}. " if starts else ""


def _remaining(score: Score) -> str:
    """What remains wrong, in words."""
    n_missed = score.n_wordless - score.n_empty
    noise = f"{n_missed} of {score.n_wordless} recordings without speech gave text.\n" if n_missed else ""
    return f"""{noise}In a long utterance the model now and then jumps, and repeats or skips a run of words; one
such run makes a voice look bad in the table."""
