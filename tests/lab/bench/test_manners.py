"""The bench about cancels and idleness, once, with the tiny model in a process of its own."""

import os

import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.lab.bench.manners import MannersOptions, bench_manners
from tests.recognizer.support import needs_model_packages

pytestmark = [needs_model_packages, pytest.mark.timeout(280)]


def options(device: str = "cpu", application: int | None = None) -> MannersOptions:
    return MannersOptions("tiny", device, "f32", "full", 3, 5.0, 0.05, application)


def test_a_report_of_cancels_and_of_idleness() -> None:
    said: list[str] = []
    report = bench_manners(options(application=os.getpid()), "srota-dictate bench …", said.append)
    assert "\n| 3 |" in report
    assert "3 recordings of noise, each another, 5 s long" in report
    assert sum(line.startswith("cancelled after") for line in said) == 3
    for process in ("recogniser, loaded", "application, with its recogniser"):
        assert f"\n| {process} |" in report


def test_what_cannot_be_loaded_is_told() -> None:
    with pytest.raises(UserFixableError, match="There is no device"):
        bench_manners(options(device="abacus"), "srota-dictate bench …", lambda _: None)
