"""What the hotkey's tests share: a desktop per module."""

from collections.abc import Iterator

import pytest

from tests.desktop.display import VirtualDesktop, missing_programs


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    missing = missing_programs()
    if missing:
        pytest.skip(f"a virtual desktop needs {', '.join(missing)}")
    with VirtualDesktop() as desktop:
        yield desktop
