"""Which hotkey a session gets, and what is said where there is none."""

import subprocess
import sys

import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.choose import make_hotkey
from srota_dictate.hotkey.x11 import X11Hotkey
from tests.desktop.display import VirtualDesktop


@pytest.mark.parametrize(
    ("environment", "message"), [({}, "no display"), ({"WAYLAND_DISPLAY": "wayland-0"}, "Wayland")]
)
def test_no_way_to_have_one(environment: dict[str, str], message: str) -> None:
    with pytest.raises(UserFixableError, match=message) as caught:
        make_hotkey(print, print, environment, "linux")
    assert "transcribe FILE" in caught.value.hint


@pytest.mark.parametrize("extra", [{}, {"WAYLAND_DISPLAY": "wayland-0"}])
def test_x11(desktop: VirtualDesktop, extra: dict[str, str]) -> None:
    hotkey = make_hotkey(print, print, {**desktop.env, **extra}, "linux")
    assert isinstance(hotkey, X11Hotkey)
    hotkey.close()


def test_choosing_loads_nothing_yet() -> None:
    code = "import sys, srota_dictate.hotkey.choose; sys.exit('Xlib' in sys.modules or 'pynput' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0
