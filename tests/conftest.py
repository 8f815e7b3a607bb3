"""What all tests share."""

import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("tests.desktop")

from tests.desktop.portal import TestPortal, portal_missing  # noqa: E402 - not before the line above
from tests.desktop.wayland import WaylandSession, joined_session  # noqa: E402

# No example is timed: a busy machine is no failure. The seed is fixed: a red run can be run again.
settings.register_profile("srota", deadline=None, derandomize=True)
settings.load_profile("srota")


@pytest.fixture(autouse=True)
def smallest_numbers() -> Iterator[None]:
    """They are what they were: a library that rounds them to 0 does so for every test that comes after it."""
    yield
    smallest = sys.float_info.min
    assert smallest / 2 > 0, "this test has loaded a library that rounds the whole process's smallest numbers to 0"


@pytest.fixture(scope="module")
def session() -> Iterator[WaylandSession]:
    """A Wayland session that this process is in."""
    with joined_session() as session:
        yield session


@pytest.fixture
def portal(session: WaylandSession) -> Iterator[TestPortal]:
    """The desktop's portal in that session."""
    if portal_missing():
        pytest.skip("needs xdg-desktop-portal")
    portal = TestPortal(session)
    yield portal
    portal.close()
