"""Which output a session gets, and what is said where there is none."""

import subprocess
import sys
from pathlib import Path

import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.output.choose import make_output
from srota_dictate.output.options import OutputOptions
from srota_dictate.output.right_window import RightWindow
from tests.desktop.display import VirtualDesktop

NO_COMPOSITOR = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/nonexistent", "PATH": "/nonexistent"}


@pytest.mark.parametrize(
    ("environment", "message", "hint"),
    [({}, "no display", "transcribe FILE"), (NO_COMPOSITOR, "Wayland session", "wl-clipboard")],
)
def test_no_way_to_have_one(environment: dict[str, str], message: str, hint: str, tmp_path: Path) -> None:
    with pytest.raises(UserFixableError, match=message) as caught:
        make_output(OutputOptions(), tmp_path, environment, "linux")
    assert hint in caught.value.hint


@pytest.mark.parametrize("extra", [{}, NO_COMPOSITOR])
def test_x11(desktop: VirtualDesktop, extra: dict[str, str], tmp_path: Path) -> None:
    """Also beside a compositor that lets nobody at the clipboard."""
    output = make_output(OutputOptions(), tmp_path, {**desktop.env, **extra}, "linux")
    assert isinstance(output, RightWindow)
    output.close()


def test_choosing_loads_nothing_yet() -> None:
    code = "import sys, srota_dictate.output.choose; sys.exit('Xlib' in sys.modules or 'pynput' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0
