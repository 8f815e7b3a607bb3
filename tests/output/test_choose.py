"""Which output a session gets, and what is said where there is none."""

import subprocess
import sys

import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.output.choose import make_output
from srota_dictate.output.options import OutputOptions
from srota_dictate.output.right_window import RightWindow
from tests.desktop.display import VirtualDesktop


@pytest.mark.parametrize(
    ("environment", "message"), [({}, "no display"), ({"WAYLAND_DISPLAY": "wayland-0"}, "Wayland")]
)
def test_no_way_to_have_one(environment: dict[str, str], message: str) -> None:
    with pytest.raises(UserFixableError, match=message) as caught:
        make_output(OutputOptions(), environment, "linux")
    assert "transcribe FILE" in caught.value.hint


@pytest.mark.parametrize("extra", [{}, {"WAYLAND_DISPLAY": "wayland-0"}])
def test_x11(desktop: VirtualDesktop, extra: dict[str, str]) -> None:
    output = make_output(OutputOptions(), {**desktop.env, **extra}, "linux")
    assert isinstance(output, RightWindow)
    output.close()


def test_choosing_loads_nothing_yet() -> None:
    code = "import sys, srota_dictate.output.choose; sys.exit('Xlib' in sys.modules or 'pynput' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0
