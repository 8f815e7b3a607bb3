"""The whole bench about the wait, and the one about agreement, each once, on the tiny model and on random weights."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Generator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from srota_dictate.lab.bench.agree import AgreeOptions, bench_agree, spoiled
from srota_dictate.lab.bench.release.arms import FastArm, ReferenceArm
from srota_dictate.lab.bench.release.drafts import Guess
from srota_dictate.lab.bench.release.options import Arm, ReleaseOptions
from srota_dictate.lab.bench.release.run import Outputs, bench_release
from srota_dictate.lab.bench.release.start import measure_start
from srota_dictate.lab.random_checkpoint import SMALL, build_random
from srota_dictate.recognizer.hearing import n_right
from srota_dictate.types import SAMPLE_RATE_HZ
from tests.recognizer.support import needs_model_packages, say

pytestmark = [needs_model_packages, pytest.mark.timeout(280)]

COMMAND = "srota-dictate bench …"
ALL = tuple(Arm)


@pytest.fixture(autouse=True)
def _threads() -> Generator[None]:  # pyright: ignore[reportUnusedFunction]
    """A small model sets their number for its whole process."""
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


def options(model: str, arms: tuple[Arm, ...] = ALL) -> ReleaseOptions:
    return ReleaseOptions(model, "cpu", "f32", "full", ((1.0, 1),), arms, None, with_starts=False)


def run(tmp_path: Path, wanted: ReleaseOptions) -> tuple[str, dict[str, Any]]:
    outputs = Outputs(tmp_path / "found.json", tmp_path / "wait.svg")
    said: list[str] = []
    report = bench_release(wanted, outputs, COMMAND, said.append)
    assert ET.fromstring((tmp_path / "wait.svg").read_text()).tag.endswith("svg")
    assert len(said) >= len(wanted.arms)
    return report, json.loads((tmp_path / "found.json").read_text())


def test_real_text_with_its_own_drafts(tmp_path: Path) -> None:
    say("hello")  # skips without espeak-ng
    report, found = run(tmp_path, options("tiny"))
    for arm in ALL:
        assert f"| 1 s, {arm.value} | 1 |" in report
        assert found["arms"]["1"][arm.value]["n"] == 1
        assert found["arms"]["1"][arm.value]["p50"] > 0
    assert set(found["pairs"]["1"]) == {f"{arm.value} / reference" for arm in ALL if arm is not Arm.REFERENCE}
    assert found["overlap_gives_the_tokens_of_fast"] == [1, 1]
    assert found["arms"]["1"]["fast"]["n_tokens"] == found["arms"]["1"]["reference"]["n_tokens"]
    assert found["wait_s_by_draft_error"] == {}
    assert "own drafts" in report


def test_random_weights_write_as_much_as_they_are_told(tmp_path: Path) -> None:
    say("hello")
    build_random(tmp_path / "model", SMALL)
    report, found = run(tmp_path, options(str(tmp_path / "model"), (Arm.REFERENCE, Arm.FAST, Arm.OVERLAP)))
    assert str(tmp_path) not in report
    assert found["arms"]["1"]["fast"]["n_tokens"] == found["arms"]["1"]["reference"]["n_tokens"] == [8]
    assert set(found["wait_s_by_draft_error"]["1"]) == {"0", "5"}, "8 tokens have no tenth before their end"
    assert found["about"]["is_forced"]
    assert found["overlap_gives_the_tokens_of_fast"] == [0, 0], "its drafts were injected"
    assert found["arms"]["1"]["fast"]["bandwidth_share"] > 0
    assert "8 tokens are written for each second" in report


@pytest.mark.parametrize("precision", ["f32", "int8"])
def test_a_draft_is_agreed_with_as_far_as_wanted(tmp_path: Path, precision: str) -> None:
    build_random(tmp_path / "model", SMALL)
    fast = FastArm(tmp_path / "model", "cpu", precision, "full", is_forced=True)
    noise = np.random.default_rng(0).normal(0, 0.1, 2 * SAMPLE_RATE_HZ).astype(np.float32)
    draft = tuple(range(100, 116))
    for n_believed in (0, 6, 15):
        fast.forget()
        assert fast.answer(noise, 16, Guess(draft, n_believed)).n_tokens == 16
        assert n_right(draft, fast.model.answer) == n_believed
    fast.forget()
    fast.answer(noise, 16, Guess(draft))
    assert n_right(draft, fast.model.answer) == 0, "left to itself it writes something else"


def test_a_start_in_a_process_of_its_own(tmp_path: Path) -> None:
    build_random(tmp_path / "model", SMALL)
    start = measure_start(Arm.FAST, tmp_path / "model", "cpu", "int8", "full", tmp_path / "cache")
    assert start.load_s > 0
    assert start.peak_bytes is None or 50_000_000 < start.peak_bytes < 5_000_000_000
    assert start.peak_card_bytes == 0
    assert list((tmp_path / "cache").rglob("*.safetensors")), "prepared weights are kept where they were told to be"


@pytest.mark.parametrize("attention", ["full", "windowed"])
def test_agreement(attention: str) -> None:
    say("hello")
    report = bench_agree(AgreeOptions("tiny", "cpu", "f32", attention, 3, None), COMMAND, lambda _: None)
    assert report.count("| 3 | 3 | 100.0 % |") == 4
    assert "margin" not in report


def test_a_difference_is_shown_with_its_margin(tmp_path: Path) -> None:
    """8-bit weights write other tokens soon, where the right ones mean nothing."""
    say("hello")
    build_random(tmp_path / "model", SMALL)
    wanted = AgreeOptions(str(tmp_path / "model"), "cpu", "int8", "full", 2, None)
    report = bench_agree(wanted, COMMAND, lambda _: None)
    assert "margin in logits" in report
    assert "fast int8, reference f32" in report


def test_the_reference_with_windows_hears_something_else(tmp_path: Path) -> None:
    build_random(tmp_path / "model", SMALL)
    reference = ReferenceArm(tmp_path / "model", "cpu", "f32", is_forced=True)
    noise = np.random.default_rng(0).normal(0, 0.1, 10 * SAMPLE_RATE_HZ).astype(np.float32)
    found: list[list[float]] = []
    for samples in (noise, noise[: 8 * SAMPLE_RATE_HZ]):
        with reference.margins() as margins:
            reference.answer(samples, 12)
            found.append(list(margins))
        with reference.within_windows(), reference.margins() as margins:
            reference.answer(samples, 12)
            found.append(list(margins))
    long, long_windowed, short, short_windowed = found
    assert len(long) == 12
    assert long != pytest.approx(long_windowed, abs=1e-3)
    assert short == pytest.approx(short_windowed, abs=1e-3)


def test_logits_of_the_last_position_are_enough(tmp_path: Path) -> None:
    build_random(tmp_path / "model", SMALL)
    reference = ReferenceArm(tmp_path / "model", "cpu", "f32", is_forced=True)
    noise = np.random.default_rng(0).normal(0, 0.1, 2 * SAMPLE_RATE_HZ).astype(np.float32)
    reference.answer(noise, 12)
    before = reference.tokens
    with reference.last_logits_only():
        reference.answer(noise, 12)
        assert reference.tokens == before
    reference.answer(noise, 12)
    assert reference.tokens == before


def test_spoiled_drafts_are_spoiled() -> None:
    chance = np.random.default_rng(0)
    tokens = list(range(20))
    drafts = [spoiled(tokens, chance) for _ in range(50)]
    assert all(draft != tokens for draft in drafts)
    assert {len(draft) > 20 for draft in drafts} == {True, False}
