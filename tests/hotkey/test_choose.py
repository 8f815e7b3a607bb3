"""Which hotkey a session gets, and what is said where there is none."""

import subprocess
import sys

import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.choose import make_hotkey
from srota_dictate.hotkey.x11 import X11Hotkey
from srota_dictate.types import HotkeyAction, HotkeyBinding
from tests.desktop.display import VirtualDesktop


def test_no_way_to_have_one() -> None:
    with pytest.raises(UserFixableError, match="no display") as caught:
        make_hotkey(print, print, environment={}, platform="linux")
    assert "transcribe FILE" in caught.value.hint


@pytest.mark.parametrize("extra", [{}, {"DISPLAY": ":99"}])
def test_wayland_without_anything(extra: dict[str, str]) -> None:
    """Also where X11 programs run beside its own: an X11 key would work in their windows only."""
    environment = {"WAYLAND_DISPLAY": "wayland-0", "PATH": "/nonexistent", **extra}
    hotkey = make_hotkey(print, print, environment=environment, platform="linux")
    with pytest.raises(UserFixableError, match="lets no program take a key") as caught:
        hotkey.bind((HotkeyBinding("F9", HotkeyAction.HOLD),))
    assert "toggle" in caught.value.hint


def test_x11(desktop: VirtualDesktop) -> None:
    hotkey = make_hotkey(print, print, environment=desktop.env, platform="linux")
    assert isinstance(hotkey, X11Hotkey)
    hotkey.close()


def test_choosing_loads_nothing_yet() -> None:
    code = "import sys, srota_dictate.hotkey.choose; sys.exit('Xlib' in sys.modules or 'pynput' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0
