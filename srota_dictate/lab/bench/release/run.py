"""Run the arms in turns on the same utterances, and write down what was found after every step."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from platformdirs import user_cache_path

from srota_dictate.lab.bench.release.arms import FastArm, ReferenceArm
from srota_dictate.lab.bench.release.drafts import Guess, InjectedDrafts, OwnDrafts, n_tokens_for
from srota_dictate.lab.bench.release.findings import About, Findings, acceptance
from srota_dictate.lab.bench.release.machine import copy_bytes_per_s, weight_bytes_per_token
from srota_dictate.lab.bench.release.options import DRAFT_ERRORS, Arm, ReleaseOptions
from srota_dictate.lab.bench.release.plot import draw
from srota_dictate.lab.bench.release.replay import Replay
from srota_dictate.lab.bench.release.report import write_report
from srota_dictate.lab.bench.release.start import measure_start
from srota_dictate.lab.bench.release.utterances import Utterance, utterances
from srota_dictate.lab.bench.report import machine, versions
from srota_dictate.lab.random_checkpoint import MARK, build_random
from srota_dictate.recognizer.catalogue import loadable_folder
from srota_dictate.recognizer.checkpoint import check_checkpoint
from srota_dictate.recognizer.fast.shapes import read_shapes
from srota_dictate.recognizer.guards import token_limit
from srota_dictate.types import SAMPLE_RATE_HZ

RANDOM: Final = "random"
_SHORTEST: Final = SAMPLE_RATE_HZ // 10
PACKAGES: Final = ("torch", "qwen-asr", "transformers", "numpy")


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where the findings go besides the report."""

    json: Path | None
    plot: Path | None


def bench_release(options: ReleaseOptions, outputs: Outputs, command: str, say: Callable[[str], None]) -> str:
    """The report; `say` gets a line of progress a step. The files of `outputs` are written after each step."""
    folder = model_folder(options.model, say)
    run = _Run(options, outputs, folder, command, say)
    if options.with_starts:
        run.starts()
    for length_s, n in options.repeats:
        for number, pair in enumerate(utterances(options.audio, length_s, n)):
            run.utterance(length_s, number, *pair)
        run.curve(length_s)
    return write_report(run.found)


def model_folder(model: str, say: Callable[[str], None]) -> Path:
    """The folder of a model; the random one is made when it isn't there."""
    if model != RANDOM:
        return loadable_folder(model)
    folder = user_cache_path("srota-dictate", appauthor=False) / "random-0.6b"
    if not (folder / MARK).is_file():
        say("making a random model of full size, 1.6 GB, for this and later runs")
        build_random(folder)
    return folder


class _Run:
    def __init__(
        self, options: ReleaseOptions, outputs: Outputs, folder: Path, command: str, say: Callable[[str], None]
    ) -> None:
        import torch

        self._o, self._outputs, self._folder, self._say = options, outputs, folder, say
        self._is_forced = (folder / MARK).is_file()
        say("loading")
        self._fast = FastArm(folder, options.device, options.precision, options.attention, is_forced=self._is_forced)
        self._fast.settle()
        self._end_ids = self._fast.model.end_ids
        self._reference: ReferenceArm | None = None
        self._last: tuple[Utterance, list[int]] | None = None  # what `fast` answered to the newest utterance
        fast = self._fast.choice
        precision = {"fast": fast.precision}
        if {Arm.REFERENCE, Arm.REFERENCE_LAST} & set(options.arms):
            self._reference = ReferenceArm(folder, fast.device, options.precision, is_forced=self._is_forced)
            precision["reference"] = self._reference.choice.precision
        shape = read_shapes(folder).text
        self.found = Findings(
            About(
                machine=machine(),
                versions=versions(PACKAGES),
                command=command,
                model=options.model if options.model == RANDOM else folder.name,
                n_parameters_bytes=check_checkpoint(folder).size_bytes,
                is_forced=self._is_forced,
                device=fast.device,
                precision=precision,
                attention=options.attention,
                n_threads=torch.get_num_threads(),
                voice="synthetic" if options.audio is None else "recordings of read Hindi",
                draft_error=options.draft_error if self._is_forced else None,
                copy_bytes_per_s=copy_bytes_per_s(fast.device),
                weight_bytes_per_token={kind: weight_bytes_per_token(shape, p) for kind, p in precision.items()},
            )
        )

    def starts(self) -> None:
        """Each family of arms in fresh processes; the second start finds what the first has prepared."""
        o = self._o
        with tempfile.TemporaryDirectory(prefix="srota-bench-") as cache:
            for arm, n in ((Arm.REFERENCE, 1), (Arm.FAST, 2)):
                for number in range(n if arm in o.arms else 0):
                    self._say(f"start {number + 1} of {arm.value} in a process of its own")
                    start = measure_start(arm, self._folder, o.device, o.precision, o.attention, Path(cache))
                    self.found.starts.setdefault(arm.value, []).append(start)
                    self._save()

    def utterance(self, length_s: float, number: int, spoken: Utterance, paused: Utterance) -> None:
        """Every arm once, in an order that turns round each time, so that none always has the warmer machine."""
        order = self._o.arms if number % 2 == 0 else tuple(reversed(self._o.arms))
        for arm in order:
            self._measure(length_s, arm, paused if arm is Arm.OVERLAP_PAUSE else spoken)
            wait_s = self.found.waits_s(length_s, arm)[-1]
            self._say(f"{length_s:g} s, utterance {number + 1}, {arm.value}: {wait_s:.3f} s")
            self._save()

    def curve(self, length_s: float) -> None:
        """The wait against where the draft is wrong, once; for random weights only."""
        if not self._is_forced or Arm.OVERLAP not in self._o.arms:
            return
        ((spoken, _),) = utterances(self._o.audio, length_s, 1)
        limit = self._limit(spoken.n_heard)
        for n_before_end in DRAFT_ERRORS:
            if n_before_end >= limit:
                continue
            self._fast.forget()
            self._fast.answer(spoken.samples[: max(_SHORTEST, spoken.n_heard - SAMPLE_RATE_HZ)], 1)
            timed = self._fast.answer(spoken.heard, limit, Guess(tuple(range(limit)), limit - n_before_end))
            self.found.curve.setdefault(length_s, {})[n_before_end] = timed.wait_s
            self._say(f"{length_s:g} s, draft wrong {n_before_end} before the end: {timed.wait_s:.3f} s")
            self._save()

    def _measure(self, length_s: float, arm: Arm, utterance: Utterance) -> None:
        key, limit = (length_s, arm), self._limit(utterance.n_heard)
        match arm:
            case Arm.REFERENCE | Arm.REFERENCE_LAST:
                assert self._reference is not None
                if arm is Arm.REFERENCE:
                    timed = self._reference.answer(utterance.heard, limit)
                else:
                    with self._reference.last_logits_only():
                        timed = self._reference.answer(utterance.heard, limit)
                self.found.answers.setdefault(key, []).append(timed)
            case Arm.FAST:
                self._fast.forget()
                self.found.answers.setdefault(key, []).append(self._fast.answer(utterance.heard, limit))
                self._last = utterance, list(self._fast.model.answer)
            case Arm.OVERLAP | Arm.OVERLAP_PAUSE:
                drafts = InjectedDrafts(self._o.draft_error) if self._is_forced else OwnDrafts(self._end_ids)
                self._fast.forget()
                replayed = Replay(self._fast, utterance, self._limit, drafts).run()
                self.found.replays.setdefault(key, []).append(replayed)
                if arm is Arm.OVERLAP and not self._is_forced:
                    heard_s = utterance.n_heard / SAMPLE_RATE_HZ
                    self.found.acceptances.append(acceptance(replayed, heard_s, self._end_ids))
                    self.found.same_as_fast.append(list(replayed.answer) == self._truth(utterance))

    def _truth(self, utterance: Utterance) -> list[int]:
        """What `fast` writes, without a draft; computed when that hasn't been done."""
        if self._last is None or self._last[0] is not utterance:
            self._fast.forget()
            self._fast.answer(utterance.heard, self._limit(utterance.n_heard))
            self._last = utterance, list(self._fast.model.answer)
        return self._last[1]

    def _limit(self, n_samples: int) -> int:
        return n_tokens_for(n_samples) if self._is_forced else token_limit(n_samples / SAMPLE_RATE_HZ)

    def _save(self) -> None:
        if self._outputs.json is not None:
            text = json.dumps(self.found.as_json(), indent=1, ensure_ascii=False)
            self._outputs.json.write_text(text + "\n", encoding="utf-8")
        if self._outputs.plot is not None and (lengths_s := self.found.lengths_s()):
            lines = {
                arm.value: [(s, self.found.spread(s, arm).p50) for s in lengths_s if arm in self.found.arms(s)]
                for arm in self._o.arms
            }
            title = f"From release to text: {self.found.about.model}, {self.found.about.device}"
            self._outputs.plot.write_text(draw(title, {k: v for k, v in lines.items() if v}), encoding="utf-8")
