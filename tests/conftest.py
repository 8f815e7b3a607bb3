"""What all tests share."""

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("tests.desktop")

# No example is timed: a busy machine is no failure. The seed is fixed: a red run can be run again.
settings.register_profile("srota", deadline=None, derandomize=True)
settings.load_profile("srota")
