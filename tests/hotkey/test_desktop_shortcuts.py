"""Shortcuts that run the command: in a real sway, in GNOME's real settings, as KDE's files, and by hand."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.hotkey.choose import make_hotkey
from srota_dictate.hotkey.desktop_shortcuts import DesktopShortcuts
from srota_dictate.hotkey.shortcut_makers import GnomeShortcuts, KdeShortcuts, ShortcutsByHand, SwayShortcuts
from srota_dictate.types import HotkeyAction, HotkeyBinding
from tests.desktop.process import holds_for, wait_until
from tests.desktop.wayland import WaylandSession

HOLD = HotkeyBinding("Control_R", HotkeyAction.HOLD)
TOGGLE = HotkeyBinding("Ctrl+F9", HotkeyAction.TOGGLE)
CANCEL = HotkeyBinding("F8", HotkeyAction.CANCEL)


class Command:
    """Stands for srota-dictate, and writes down how it was called. sway may run it as another user."""

    def __init__(self, folder: Path) -> None:
        self._log = folder / "calls"
        self._log.touch()
        self._log.chmod(0o666)
        self.path = folder / "command"
        self.path.write_text(f'#!/bin/sh\necho "$@" >> {self._log}\n')
        self.path.chmod(0o755)

    def calls(self) -> list[str]:
        return self._log.read_text().split()


@pytest.fixture
def command(session: WaylandSession) -> Iterator[Command]:
    folder = session.root / "command"
    folder.mkdir()
    yield Command(folder)
    shutil.rmtree(folder)


def test_sway_runs_press_and_release(session: WaylandSession, command: Command) -> None:
    hotkey = DesktopShortcuts(SwayShortcuts(), str(command.path))
    assert hotkey.bind((HOLD, TOGGLE, CANCEL)) == ()
    session.hands.key_down("Control_R")
    wait_until(lambda: command.calls() == ["press"], what="the press")
    session.hands.key_up("Control_R")
    wait_until(lambda: command.calls() == ["press", "release"], what="the release")
    session.tap("ctrl+F9")
    wait_until(lambda: command.calls()[2:] == ["toggle"], what="the toggle")
    session.tap("F8")
    wait_until(lambda: command.calls()[3:] == ["cancel"], what="the cancelling")
    hotkey.bind((TOGGLE,))
    session.tap("F8")
    session.tap("ctrl+F9")
    wait_until(lambda: command.calls()[4:] == ["toggle"], what="the toggle alone")
    hotkey.close()
    session.tap("ctrl+F9")
    assert holds_for(lambda: len(command.calls()) == 5, 0.3)


def test_a_mouse_button_is_refused(session: WaylandSession) -> None:
    hotkey = DesktopShortcuts(SwayShortcuts(), "true")
    refused = hotkey.bind((HotkeyBinding("Mouse8", HotkeyAction.HOLD), HotkeyBinding("F9", HotkeyAction.NEXT_VIEW)))
    assert [error.hint for error in refused] == ["Choose another key in Settings"]


def test_sway_is_gone(session: WaylandSession, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWAYSOCK", "/nonexistent")
    with pytest.raises(UserFixableError, match="swaymsg"):
        DesktopShortcuts(SwayShortcuts(), "true").bind((HOLD,))


def test_it_is_chosen_in_sway(session: WaylandSession) -> None:
    hotkey = make_hotkey(print, print, environment=session.env, platform="linux")
    assert isinstance(hotkey, DesktopShortcuts)
    hotkey.close()


def test_gnome(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    schema = "org.gnome.settings-daemon.plugins.media-keys"
    known = subprocess.run(["gsettings", "list-schemas"], capture_output=True, text=True) if _has("gsettings") else None
    if known is None or schema not in known.stdout.split():
        pytest.skip("needs gnome-settings-daemon-common")
    monkeypatch.setenv("GSETTINGS_BACKEND", "keyfile")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = "/org/gnome/settings-daemon/plugins/media-keys/custom-keybindings/"

    def get(key: str, path: str = "") -> str:
        name = f"{schema}.custom-keybinding:{folder}{path}" if path else schema
        return subprocess.run(["gsettings", "get", name, key], capture_output=True, text=True).stdout.strip()

    subprocess.run(["gsettings", "set", schema, "custom-keybindings", f"['{folder}custom0/']"], check=True)
    hotkey = DesktopShortcuts(GnomeShortcuts(), "'/opt/it''s/srota-dictate'")
    (refused,) = hotkey.bind((HOLD, TOGGLE, CANCEL))
    assert "need a key beside" in refused.message
    ours = [f"{folder}srota-dictate-{number}/" for number in range(2)]
    assert get("custom-keybindings") == str([f"{folder}custom0/", *ours])
    assert get("binding", "srota-dictate-0/") == "'<Control>F9'"
    assert get("command", "srota-dictate-0/") == "\"'/opt/it''s/srota-dictate' toggle\""
    assert get("command", "srota-dictate-1/").endswith(' cancel"')
    hotkey.bind(())
    assert get("custom-keybindings") == str([f"{folder}custom0/"])


def test_kde(tmp_path: Path) -> None:
    hotkey = DesktopShortcuts(KdeShortcuts(tmp_path), "/usr/bin/srota-dictate")
    (refused,) = hotkey.bind((HotkeyBinding("Ctrl+Super+d", HotkeyAction.HOLD), HOLD, CANCEL))
    assert "need a key beside" in refused.message
    first, second = sorted((tmp_path / "kglobalaccel").iterdir())
    assert "Exec=/usr/bin/srota-dictate toggle\n" in first.read_text()
    assert "X-KDE-Shortcuts=Ctrl+Meta+D\n" in first.read_text()
    assert "X-KDE-Shortcuts=F8\n" in second.read_text()
    hotkey.bind(())
    assert list((tmp_path / "kglobalaccel").iterdir()) == []


def test_by_hand_the_person_is_told_what_to_make() -> None:
    hotkey = DesktopShortcuts(ShortcutsByHand(), "srota-dictate")
    with pytest.raises(UserFixableError) as told:
        hotkey.bind((TOGGLE, CANCEL))
    assert "Ctrl + F9: srota-dictate toggle, F8: srota-dictate cancel" in told.value.hint
    assert hotkey.bind(()) == ()


def _has(program: str) -> bool:
    return shutil.which(program) is not None
