"""A virtual microphone and a recorder that listens to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.microphone import VirtualMicrophone
from tests.recorder.driver import Child


@pytest.fixture(scope="module")
def microphone() -> Iterator[VirtualMicrophone]:
    with VirtualMicrophone() as mic:
        yield mic


@pytest.fixture
def child(microphone: VirtualMicrophone, tmp_path: Path) -> Iterator[Child]:
    running = Child(microphone, tmp_path)
    yield running
    running.close()
    assert running.process.returncode == 0
