"""What a run has measured so far, and the figures made of it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from srota_dictate.lab.bench.release.arms import Timed
from srota_dictate.lab.bench.release.options import Arm
from srota_dictate.lab.bench.release.replay import Replayed
from srota_dictate.lab.bench.release.start import Start
from srota_dictate.lab.bench.release.statistics import Percentiles, Ratio, paired_ratio, percentiles
from srota_dictate.recognizer.hearing import n_right


@dataclass(frozen=True, slots=True)
class About:
    """What was measured, where, with what."""

    machine: str
    versions: str
    command: str
    model: str
    n_parameters_bytes: int  # the checkpoint's size
    is_forced: bool  # whether the answers' lengths are given, the weights being random
    device: str
    precision: dict[str, str]  # of the reference and of the fast arms
    attention: str
    n_threads: int
    voice: str
    draft_error: int | None  # wrong tokens at a draft's end, where drafts are injected
    copy_bytes_per_s: float
    weight_bytes_per_token: dict[str, int]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """How far the model's own drafts held at the release, without a silence before it."""

    length_s: float
    n_tokens: int  # of the answer
    n_guessed: int  # of the draft
    n_right: int  # of them, before the first wrong one

    @property
    def behind(self) -> int:
        """Tokens before the end of the answer at which the draft was over or wrong."""
        return self.n_tokens - self.n_right

    @property
    def behind_s(self) -> float:
        """The same as speech."""
        return self.length_s * self.behind / self.n_tokens if self.n_tokens else 0.0

    @property
    def n_wrong(self) -> int:
        """Tokens at the end of the draft that couldn't be kept."""
        return self.n_guessed - self.n_right

    @property
    def wrong_s(self) -> float:
        return self.length_s * self.n_wrong / self.n_tokens if self.n_tokens else 0.0


@dataclass(slots=True)
class Findings:
    """Filled step by step; everything below can be asked at any time."""

    about: About
    starts: dict[str, list[Start]] = field(default_factory=dict[str, list[Start]])
    answers: dict[tuple[float, Arm], list[Timed]] = field(default_factory=dict[tuple[float, Arm], list[Timed]])
    replays: dict[tuple[float, Arm], list[Replayed]] = field(default_factory=dict[tuple[float, Arm], list[Replayed]])
    curve: dict[float, dict[int, float]] = field(default_factory=dict[float, dict[int, float]])  # waits
    acceptances: list[Acceptance] = field(default_factory=list[Acceptance])
    same_as_fast: list[bool] = field(default_factory=list[bool])  # the tokens of `fast-overlap`

    def lengths_s(self) -> list[float]:
        return sorted({length_s for length_s, _ in (*self.answers, *self.replays)})

    def arms(self, length_s: float) -> list[Arm]:
        return [arm for arm in Arm if self.waits_s(length_s, arm)]

    def waits_s(self, length_s: float, arm: Arm) -> list[float]:
        """In the order of the utterances."""
        key = (length_s, arm)
        return [one.wait_s for one in (*self.answers.get(key, ()), *self.replays.get(key, ()))]

    def spread(self, length_s: float, arm: Arm) -> Percentiles:
        return percentiles(self.waits_s(length_s, arm))

    def ratio(self, length_s: float, arm: Arm) -> Ratio | None:
        """To the reference, over the utterances that both have answered."""
        pairs = list(zip(self.waits_s(length_s, arm), self.waits_s(length_s, Arm.REFERENCE), strict=False))
        return paired_ratio([a for a, _ in pairs], [b for _, b in pairs]) if pairs else None

    def s_per_token(self, length_s: float, arm: Arm) -> float | None:
        return _mean([one.s_per_token for one in self.answers.get((length_s, arm), ())])

    def bandwidth_share(self, length_s: float, arm: Arm) -> float | None:
        """Of what copying reads and writes, how much the weights take that each token needs."""
        s_per_token = self.s_per_token(length_s, arm)
        if not s_per_token:
            return None
        kind = "fast" if arm is Arm.FAST else "reference"
        return self.about.weight_bytes_per_token[kind] / s_per_token / self.about.copy_bytes_per_s

    def part_s(self, length_s: float, arm: Arm, name: str) -> float | None:
        """`name` is a field of Timed."""
        return _mean([getattr(one, name) for one in self.answers.get((length_s, arm), ())])

    def duty(self, length_s: float, arm: Arm) -> float | None:
        """The share of the time before the release in which the model works."""
        replays = self.replays.get((length_s, arm), ())
        return _mean([one.busy_s / one.length_s for one in replays])

    def as_json(self) -> dict[str, object]:
        lengths_s = self.lengths_s()
        arms = {
            f"{length_s:g}": {
                arm.value: {
                    **asdict(self.spread(length_s, arm)),
                    "waits_s": self.waits_s(length_s, arm),
                    "s_per_token": self.s_per_token(length_s, arm),
                    "bandwidth_share": self.bandwidth_share(length_s, arm),
                    **{f: self.part_s(length_s, arm, f) for f in ("first_s", "mel_s", "encode_s", "prefill_s")},
                    "n_tokens": [one.n_tokens for one in self.answers.get((length_s, arm), ())],
                    "duty": self.duty(length_s, arm),
                    "n_looks": [one.n_looks for one in self.replays.get((length_s, arm), ())],
                }
                for arm in self.arms(length_s)
            }
            for length_s in lengths_s
        }
        pairs = {
            f"{length_s:g}": {
                f"{arm.value} / {Arm.REFERENCE.value}": asdict(ratio)
                for arm in self.arms(length_s)
                if arm is not Arm.REFERENCE and (ratio := self.ratio(length_s, arm)) is not None
            }
            for length_s in lengths_s
        }
        return {
            "about": asdict(self.about),
            "starts": {name: [asdict(start) for start in starts] for name, starts in self.starts.items()},
            "arms": arms,
            "pairs": pairs,
            "wait_s_by_draft_error": {f"{s:g}": {str(n): wait for n, wait in c.items()} for s, c in self.curve.items()},
            "own_drafts": [
                {**asdict(a), "behind_s": a.behind_s, "wrong": a.n_wrong, "wrong_s": a.wrong_s}
                for a in self.acceptances
            ],
            "overlap_gives_the_tokens_of_fast": [sum(self.same_as_fast), len(self.same_as_fast)],
        }


def acceptance(replayed: Replayed, heard_s: float, end_ids: frozenset[int]) -> Acceptance:
    words = [token for token in replayed.answer if token not in end_ids]
    return Acceptance(heard_s, len(words), len(replayed.guess), n_right(replayed.guess, words))


def _mean(values: Sequence[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return sum(there) / len(there) if there else None
