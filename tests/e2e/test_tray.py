"""The tray by mouse, the settings dialog by keyboard, and a second start of the program."""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from srota_dictate.assets import asset
from tests.desktop.application import Application
from tests.desktop.display import VirtualDesktop
from tests.desktop.editor import Editor
from tests.desktop.menus import Menus
from tests.desktop.microphone import VirtualMicrophone
from tests.desktop.process import wait_until
from tests.desktop.speech import spoken
from tests.e2e.conftest import Desk, running

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

SENTENCE = "मेरा favourite festival Diwali है"
CONV = "models--moorlee--qwen3-asr-0.6b-hinglish-hiacc-v1"


@pytest.fixture(scope="module")
def desk(desktop: VirtualDesktop, microphone: VirtualMicrophone) -> Iterator[Desk]:
    """The application, on a computer to which Srota-Conv was downloaded; for want of the real weights, tiny ones."""
    hub = desktop.root / "hub"
    shutil.copytree(asset("models/tiny"), hub / CONV / "snapshots" / "0123456789abcdef")
    with running(
        Desk(desktop, microphone, Application(desktop, microphone, extra_env={"HF_HUB_CACHE": str(hub)}))
    ) as desk:
        yield desk


@pytest.fixture
def menus(desktop: VirtualDesktop) -> Iterator[Menus]:
    menus = Menus(desktop)
    yield menus
    menus.close()


def saved(desk: Desk, section: str, key: str) -> object:
    return tomllib.loads(desk.application.settings_path.read_text(encoding="utf-8")).get(section, {}).get(key)


def test_another_model_is_picked_in_the_tray_menu_by_mouse(desk: Desk, menus: Menus, editor: Editor) -> None:
    position = len(desk.application.log())
    models = menus.open_submenu(menus.open_from_tray(), 1)
    desk.desktop.screenshot(Path(desk.desktop.root / "menu.png"))
    menus.click_row(models, 1, rows=6)  # Srota, Srota-Conv, Srota-Tutorial, base, Tiny, Folder…
    desk.application.wait_log("recogniser ready: srota-conv", after=position, timeout_s=180)
    assert saved(desk, "recognizer", "model") == "srota-conv"
    desk.dictate_and_wait(spoken(SENTENCE))
    editor.wait_text(SENTENCE)


def test_a_model_that_is_not_downloaded_is_said_and_the_way_back_works(desk: Desk, menus: Menus) -> None:
    position = len(desk.application.log())
    menus.click_row(menus.open_submenu(menus.open_from_tray(), 1), 0, rows=6)
    desk.application.wait_log(r"recogniser failed: srota.*models download srota", after=position)
    menus.click_row(menus.open_submenu(menus.open_from_tray(), 1), 4, rows=6)
    desk.application.wait_log("recogniser ready: tiny", after=position, timeout_s=180)


def test_the_output_mode_is_picked_in_the_tray_menu_by_mouse(desk: Desk, menus: Menus, editor: Editor) -> None:
    menus.click_row(menus.open_submenu(menus.open_from_tray(), 2), 1, rows=4)
    wait_until(lambda: saved(desk, "output", "mode") == "clipboard", what="the saved setting")
    editor.focus()
    desk.dictate_and_wait(spoken(SENTENCE))
    editor.wait_text(SENTENCE)
    assert desk.desktop.run("xclip", "-selection", "clipboard", "-o").decode() == SENTENCE


def test_a_second_start_shows_the_settings_of_the_first_and_the_keyboard_fills_them(desk: Desk, editor: Editor) -> None:
    position = len(desk.application.log())
    second = subprocess.run(
        [sys.executable, "-m", "srota_dictate"], env=desk.application.env, capture_output=True, timeout=60, check=True
    )
    assert b"running already" in second.stderr
    windows = desk.desktop.windows
    windows.wait_focused(desk.application.process.pid)
    desk.desktop.tap("alt+k")  # the first key's field, which listens then
    desk.application.wait_log("hotkeys: none", after=position)
    desk.desktop.tap("F9")
    desk.desktop.tap("Return")
    desk.application.wait_log("hotkeys: F9 hold", after=position)
    assert saved(desk, "hotkey", "hold") == ["F9"]
    editor.focus()
    desk.dictate_and_wait(spoken(SENTENCE), key="F9")
    editor.wait_text(SENTENCE)
