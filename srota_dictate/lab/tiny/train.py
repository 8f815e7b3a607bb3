"""Train the tiny model: two processes of one thread each, which average their gradients at every step.

The schedule counts steps, not minutes, and every random draw comes from the seed, so the same machine and the same
library versions give the same weights. On another machine sums may be rounded in another order; then the weights
differ slightly.
"""

# transformers and qwen_asr carry no types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from srota_dictate.lab.tiny.batches import Batch, Batcher
from srota_dictate.lab.tiny.corpus import Corpus, open_corpus
from srota_dictate.lab.tiny.features import LogMel
from srota_dictate.lab.tiny.losses import Helpers, Losses, Weights, compute
from srota_dictate.lab.tiny.mixing import Mixer, MixOptions
from srota_dictate.lab.tiny.network import initialise, trainable
from srota_dictate.lab.tiny.noise import NoisePool


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """The schedule. Fractions are of `n_steps`, also when only a leg of it is trained."""

    n_steps: int = 4500
    n_processes: int = 2
    batch_s: float = 32.0  # audio a step and process
    learning_rate: float = 2.5e-3
    warmup_steps: int = 150
    hold_until: float = 0.3  # then the learning rate falls linearly to nothing
    short_until: float = 0.10  # at first only utterances of at most 4 s
    long_from: float = 0.42  # from here on up to 30 s; between the two it rises linearly
    pauses_from: float = 0.25  # from here on pauses of up to 1.6 s
    helpers_until: float = 0.85  # from here on the helping losses count a quarter
    weight_decay: float = 0.01
    first_step: int = 0  # a later leg begins with the weights given and a fresh optimizer and helpers
    last_step: int | None = None  # exclusive; None for n_steps
    seed: int = 0
    mix: MixOptions = field(default_factory=MixOptions)
    weights: Weights = field(default_factory=Weights)
    save_every: int = 1000
    log_every: int = 50


@dataclass(frozen=True, slots=True)
class TrainResult:
    """What the training, or one leg of it, took."""

    wall_s: float = 0.0
    cpu_s: float = 0.0  # of all processes together
    audio_h: float = 0.0  # heard, repetitions counted
    n_words: int = 0

    def __add__(self, other: "TrainResult") -> "TrainResult":
        return TrainResult(
            self.wall_s + other.wall_s,
            self.cpu_s + other.cpu_s,
            self.audio_h + other.audio_h,
            self.n_words + other.n_words,
        )


def train(
    checkpoint: Path, corpus: Path, words: Sequence[str], out: Path, options: TrainOptions, log: Path
) -> TrainResult:
    """Train the checkpoint folder `checkpoint` on what `render_corpus` wrote; the trained one appears in `out`.

    One line of JSON with the mean losses is added to `log` every `log_every` steps.
    """
    from torch.multiprocessing.spawn import spawn

    began_s = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        arguments = (checkpoint, corpus, tuple(words), out, options, log, Path(scratch))
        spawn(_process, args=arguments, nprocs=options.n_processes)
        used = [json.loads((Path(scratch) / f"{rank}.json").read_text()) for rank in range(options.n_processes)]
    return TrainResult(
        wall_s=time.monotonic() - began_s,
        cpu_s=sum(u["cpu_s"] for u in used),
        audio_h=sum(u["audio_s"] for u in used) / 3600,
        n_words=sum(u["n_words"] for u in used),
    )


def learning_rate(step: int, options: TrainOptions) -> float:
    """The learning rate of a step, 0 … n_steps - 1."""
    done = step / options.n_steps
    warm = min(1.0, (step - options.first_step + 1) / options.warmup_steps)
    fall = min(1.0, (1 - done) / (1 - options.hold_until))
    return options.learning_rate * warm * fall


def steps(options: TrainOptions) -> range:
    """The steps of this leg."""
    return range(options.first_step, options.n_steps if options.last_step is None else options.last_step)


def longest_s(step: int, options: TrainOptions) -> float:
    """How long utterances may be at a step."""
    done = step / options.n_steps
    risen = (done - options.short_until) / (options.long_from - options.short_until)
    return 4.0 + 26.0 * min(1.0, max(0.0, risen))


def batches(
    corpus: Corpus, batcher: Batcher, log_mel: LogMel, rank: int, options: TrainOptions
) -> Iterator[tuple[Batch, float]]:
    """A batch and its seconds of audio for each step.

    Lengths are drawn alike in all processes, so that none waits for another; what is said differs.
    """
    leg = (options.first_step,) if options.first_step else ()
    length_rng = np.random.default_rng((options.seed, 2, *leg))
    rng = np.random.default_rng((options.seed, 3, rank, *leg))
    mixer = Mixer(corpus, NoisePool(rng, options.mix.all_noises), rng, options.mix)
    for step in steps(options):
        longest = longest_s(step, options)
        top_s = min(longest, 8.0) if length_rng.random() < 0.5 else longest
        length_s = float(length_rng.uniform(1.0, top_s))
        max_pause_s = 1.6 if step >= options.pauses_from * options.n_steps else 0.5
        n = max(1, round(options.batch_s / length_s))
        utterances = [mixer.utterance(max(0.6, length_s * rng.uniform(0.75, 1.0)), max_pause_s) for _ in range(n)]
        features = [log_mel.roughened(u.samples, rng) for u in utterances]
        yield batcher.batch(utterances, features), sum(len(u.samples) for u in utterances) / 16000


class _Averager:
    """Gradients as one vector, averaged over the processes."""

    def __init__(self, parameters: list[nn.Parameter], n_processes: int) -> None:
        self._n_processes = n_processes
        self._vector = torch.zeros(sum(p.numel() for p in parameters))
        position = 0
        for parameter in parameters:
            parameter.grad = self._vector[position : position + parameter.numel()].view_as(parameter)
            position += parameter.numel()

    def clear(self) -> None:
        self._vector.zero_()

    def average(self, max_norm: float) -> None:
        if self._n_processes > 1:
            torch.distributed.all_reduce(self._vector)
            self._vector /= self._n_processes
        norm = float(self._vector.norm())
        if norm > max_norm:
            self._vector *= max_norm / norm


def _process(
    rank: int,
    checkpoint: Path,
    corpus: Path,
    words: tuple[str, ...],
    out: Path,
    options: TrainOptions,
    log: Path,
    scratch: Path,
) -> None:
    """One of the training processes; the first one also saves and keeps the log."""
    from srota_dictate.lab.tiny.qwen import load

    torch.set_num_threads(1)
    if options.n_processes > 1:
        if sys.platform == "linux":
            os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
        torch.distributed.init_process_group(
            "gloo", init_method=(scratch / "meeting").as_uri(), rank=rank, world_size=options.n_processes
        )
    torch.manual_seed(options.seed)
    asr = load(checkpoint)
    thinker = asr.model.thinker
    helpers = Helpers(thinker.config.text_config.hidden_size, len(words))
    if options.first_step == 0:
        initialise(thinker)
    parameters = [*trainable(thinker), *helpers.parameters()]
    asr.model.train()
    averager = _Averager(parameters, options.n_processes)
    optimizer = _optimizer(parameters, options)
    batcher = Batcher(asr, words, np.random.default_rng((options.seed, 4, rank)))
    log_mel = LogMel(asr.processor.feature_extractor.mel_filters)
    journal = _Journal(log if rank == 0 else None, options)
    audio_s, n_words = 0.0, 0
    made = batches(open_corpus(corpus), batcher, log_mel, rank, options)
    for step, (batch, batch_s) in zip(steps(options), made, strict=True):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, options)
        late = step >= options.helpers_until * options.n_steps
        averager.clear()
        losses = compute(thinker, helpers, batch)
        losses.total(_weakened(options.weights) if late else options.weights).backward()  # pyright: ignore[reportUnknownMemberType]
        averager.average(max_norm=1.0)
        optimizer.step()
        audio_s += batch_s
        n_words += sum(len(row.word_ids) for row in batch.rows)
        journal.add(step, losses, audio_s)
        if rank == 0 and ((step + 1) % options.save_every == 0 or step == steps(options)[-1]):
            _save(asr.model, checkpoint, out)
    used = {"cpu_s": time.process_time(), "audio_s": audio_s, "n_words": n_words}
    (scratch / f"{rank}.json").write_text(json.dumps(used))
    if options.n_processes > 1:
        torch.distributed.destroy_process_group()


def _weakened(weights: Weights) -> Weights:
    return replace(weights, **{name: value / 4 for name, value in asdict(weights).items()})


def _optimizer(parameters: list[nn.Parameter], options: TrainOptions) -> torch.optim.Optimizer:
    matrices = [p for p in parameters if p.dim() > 1]
    vectors = [p for p in parameters if p.dim() <= 1]
    return torch.optim.AdamW(
        [{"params": matrices, "weight_decay": options.weight_decay}, {"params": vectors, "weight_decay": 0.0}],
        betas=(0.9, 0.98),
        fused=True,
    )


class _Journal:
    """Writes running means of the losses."""

    def __init__(self, path: Path | None, options: TrainOptions) -> None:
        self._path = path
        self._options = options
        self._began_s = time.monotonic()
        self._mean: dict[str, float] = {}

    def add(self, step: int, losses: Losses, audio_s: float) -> None:
        values: dict[str, Tensor] = {name: getattr(losses, name) for name in Losses.__slots__}
        for name, value in values.items():
            now = float(value.detach())
            self._mean[name] = 0.95 * self._mean.get(name, now) + 0.05 * now
        last = step == steps(self._options)[-1]
        if self._path is None or not (last or (step + 1) % self._options.log_every == 0):
            return
        line = {
            "step": step + 1,
            "wall_s": round(time.monotonic() - self._began_s, 1),
            "cpu_s": round(time.process_time(), 1),
            "longest_s": round(longest_s(step, self._options), 1),
            "audio_s": round(audio_s),
            **{name: round(value, 4) for name, value in self._mean.items()},
        }
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def _save(model: nn.Module, checkpoint: Path, out: Path) -> None:
    """The checkpoint's files with the new weights, in place of what is in `out`."""
    import shutil

    from safetensors.torch import load_file, save_file

    out.mkdir(parents=True, exist_ok=True)
    names = load_file(checkpoint / "model.safetensors").keys()
    state = model.state_dict()
    weights = {name: state[name].detach().contiguous() for name in names}
    for path in checkpoint.iterdir():
        if path.name != "model.safetensors":
            shutil.copyfile(path, out / path.name)
    part = out / "model.safetensors.part"
    save_file(weights, part, metadata={"format": "pt"})
    part.replace(out / "model.safetensors")
