"""What the model's libraries find in the environment."""

import os

import pytest

from srota_dictate.recognizer.environment import prepare_environment


def test_no_network_and_short_waits_unless_the_person_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {"HF_HUB_OFFLINE": "0"})
    prepare_environment()
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    assert os.environ["GOMP_SPINCOUNT"] == "10000"
    os.environ["GOMP_SPINCOUNT"] = "5"
    prepare_environment()
    assert os.environ["GOMP_SPINCOUNT"] == "5"
