"""The tiny model, and one client that has it loaded, for the tests of this folder."""

from collections.abc import Generator
from pathlib import Path

import pytest

from srota_dictate.assets import asset
from srota_dictate.types import Samples
from tests.recognizer.support import SENTENCE, say


@pytest.fixture(autouse=True, scope="package")
def _offline() -> Generator[None]:  # pyright: ignore[reportUnusedFunction]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HF_HUB_OFFLINE", "1")
        # The processes of these tests must find the package from wherever they are started.
        patch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
        yield


@pytest.fixture(scope="session")
def tiny() -> Path:
    return asset("models/tiny")


@pytest.fixture(scope="session")
def speech() -> Samples:
    return say(SENTENCE)
