"""Random networks, and one thread for them: they are so small that a second one only waits."""

# torch leaves parts of its types out.
# pyright: reportUnknownMemberType=false

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.recognizer.fast.networks import Network, random_network


@pytest.fixture(autouse=True, scope="package")
def _one_thread() -> Generator[None]:  # pyright: ignore[reportUnusedFunction]
    import torch

    n_threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(n_threads)


@pytest.fixture(scope="session")
def network(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Network:
    return random_network(tiny, tmp_path_factory.mktemp("network") / "model")


@pytest.fixture(scope="session")
def network_with_head(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Network:
    return random_network(tiny, tmp_path_factory.mktemp("network") / "model", own_head=True)
